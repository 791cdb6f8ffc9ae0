"""What may be wrong with a filter: how its terms compare with what a variable takes."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.diagnosis.candidates import Candidate, Source
from kg.diagnosis.comparisons import of_comparison
from kg.diagnosis.likeness import Term, edit_distance
from kg.diagnosis.limits import TERMS_TRIED
from kg.diagnosis.texts import of_letters, of_searches, of_text
from kg.diagnosis.variables import of_variables
from kg.diagnosis.writing import quoted
from kg.reading.lexer import TERMS
from kg.reading.outline import Part


def of_filter(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield what may have been meant by a filter."""
    yield from of_variables(source, part)
    yield from of_searches(source, part)
    constants = [(each, term) for each in _constants(source, part) if (term := source.term(each))]
    for place, term in constants:
        if isinstance(term, ox.Literal):
            yield from of_text(source, part, place, term)
    for name in source.outline.variables(part.start, part.end):
        for place, term in constants:
            yield from _compared(source, part, name, place, term)
        yield from _languages(source, part, name)


def _constants(source: Source, part: Part) -> list[int]:
    tokens = source.outline.tokens
    found = (each for each in range(part.start, part.end) if tokens[each].kind in TERMS and _is_value(source, each))
    return list(islice(found, TERMS_TRIED))


def _is_value(source: Source, place: int) -> bool:
    """Tell whether a term is not the name of a function that is called."""
    tokens = source.outline.tokens
    return not (place + 1 < len(tokens) and tokens[place + 1].text == "(" and tokens[place].kind in {"iri", "name"})


def _compared(source: Source, part: Part, name: str, place: int, term: Term) -> Iterator[Candidate]:
    """Yield what a term may have been meant for among the values of a variable of its filter."""
    near = source.near_values(term, source.outline.tokens[place].text, name, source.without(part))
    yield from source.replacing(part, place, place + 1, near)
    if any(kind == "language-tag" for kind, _, _ in near):
        yield from _as_text(source, part, name)
    if isinstance(term, ox.Literal):
        yield from of_comparison(source, part, name, place, term)
        yield from of_letters(source, part, name, place, term)


def _as_text(source: Source, part: Part, name: str) -> Iterator[Candidate]:
    places = [each for each in range(part.start, part.end) if source.outline.tokens[each].text[1:] == name]
    for place in places:
        if source.outline.tokens[place].kind == "variable":
            text = source.outline.tokens[place].text
            yield Candidate("compared-as-text", text, f"STR({text})", part, new={place: f"STR({text})"})


def _languages(source: Source, part: Part, name: str) -> Iterator[Candidate]:
    """Yield the languages that the values have, where a filter names one."""
    tokens = source.outline.tokens[part.start : part.end]
    if not any(token.word in {"lang", "langmatches"} for token in tokens):
        return

    def keep(terms: Iterable[Term]) -> list[Any]:
        return sorted({each.language or "" for each in terms if isinstance(each, ox.Literal)})

    found = source.prober.values(name, source.without(part), keep)
    for place in _constants(source, part):
        term = source.term(place)
        if not isinstance(term, ox.Literal) or term.value in found:
            continue
        for language in found:
            distance = edit_distance(term.value.lower(), language, 3)
            yield from source.replacing(part, place, place + 1, [("filter-language", distance, quoted(language))])
