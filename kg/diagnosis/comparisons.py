"""What may be wrong with a value that a filter compares: its datatype."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.diagnosis.candidates import NEAREST, Candidate, Source
from kg.diagnosis.likeness import Term
from kg.diagnosis.moments import literals, moment
from kg.diagnosis.writing import quoted
from kg.namespaces import XSD
from kg.reading.outline import Part

_TEXTUAL: Final = frozenset({"str", "lcase", "ucase", "substr", "replace", "concat", "strbefore", "strafter", "lang"})
"""Functions that give texts."""

_NUMERIC: Final = frozenset({"year", "month", "day", "hours", "minutes", "strlen", "abs", "round", "ceil", "floor"})
"""Functions that give numbers."""

_WHOLE: Final = re.compile(r"-?[0-9]+")
_DAYS: Final = frozenset({XSD.date.value, XSD.dateTime.value})


def of_comparison(source: Source, part: Part, name: str, place: int, term: ox.Literal) -> Iterator[Candidate]:
    """Yield what a value may have been meant for, by the datatypes of the values that it is compared with.

    Args:
        source: the query and the store.
        part: the filter.
        name: a variable of it.
        place: the token of the value.
        term: the value.
    """
    types = source.prober.values(name, source.without(part), _types)
    found = [ox.Literal(term.value, datatype=ox.NamedNode(each)) for each in types if each != XSD.string.value]
    found += [each for each in literals(term.value) if each.datatype.value in types]
    near = [("datatype", 1, source.writer.term(each)) for each in dict.fromkeys(found) if each != term]
    words = {source.outline.tokens[at].word for at in range(part.start, part.end)}
    if term.datatype != XSD.string and not term.language and words & _TEXTUAL:
        near.append(("datatype", 1, quoted(term.value)))
    if term.datatype == XSD.string and words & _NUMERIC and _WHOLE.fullmatch(term.value):
        near.append(("datatype", 1, term.value))
    yield from source.replacing(part, place, place + 1, near)
    known = moment(term.value) or ()
    if _DAYS & set(types) and len(known) == 1:
        yield from _by_year(source, part, name, place, str(int(known[0])))


def _types(terms: Iterable[Term]) -> list[str]:
    """Return the datatypes of values without a language."""
    found = {each.datatype.value for each in terms if isinstance(each, ox.Literal) and not each.language}
    return sorted(found)[:NEAREST]


def _by_year(source: Source, part: Part, name: str, place: int, year: str) -> Iterator[Candidate]:
    """Yield the comparison of the year of a day, where a year is compared with days."""
    tokens = source.outline.tokens
    for at in range(part.start, part.end):
        if tokens[at].kind == "variable" and tokens[at].text[1:] == name:
            new = {at: f"YEAR({tokens[at].text})"} | ({} if tokens[place].text == year else {place: year})
            wrong = " + ".join(tokens[each].text for each in new)
            yield Candidate("datatype", wrong, " + ".join(new.values()), part, 1, new=new)
