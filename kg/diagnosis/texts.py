"""What may be wrong with a text that a filter seeks in others: case, diacritics, spaces, the scheme of an IRI."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.diagnosis.candidates import NEAREST, Candidate, Source
from kg.diagnosis.likeness import Term, folded_part, writing
from kg.diagnosis.writing import quoted
from kg.namespaces import XSD
from kg.reading.outline import Part
from kg.tokens import nesting

_SEARCHES: Final = frozenset({"contains", "strstarts", "strends", "regex"})
_PATTERN: Final = re.compile(r"(\^?)([^\\^$.|?*+()\[\]{}]*)(\$?)")
"""A regular expression that is a text, perhaps anchored."""

_SCHEME: Final = re.compile(r"(\^?http)(s?)(://)")
_CASES: Final[tuple[Callable[[str], str], ...]] = (str, str.lower)
_CHANGING: Final[dict[str, Callable[[str], str]]] = {"lcase": str.lower, "ucase": str.upper}


def of_searches(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield what may have been meant by the searches in texts that a filter calls."""
    for place in range(part.start, part.end):
        if source.outline.tokens[place].word in _SEARCHES:
            yield from _case(source, part, place)
            yield from _in_other(source, part, place)


def of_text(source: Source, part: Part, place: int, term: ox.Literal) -> Iterator[Candidate]:
    """Yield what may have been meant by a text of a filter, whatever it is compared with."""
    words = {source.outline.tokens[at].word for at in range(part.start, part.end)}
    texts = [("changed-case", _CHANGING[word](term.value)) for word in sorted(words & _CHANGING.keys())]
    if found := _SCHEME.match(term.value):
        texts.append(("iri-scheme", f"{found[1]}{'' if found[2] else 's'}{found[3]}{term.value[found.end() :]}"))
    near = [(kind, 0, source.writer.term(_like(term, text))) for kind, text in texts if text != term.value]
    yield from source.replacing(part, place, place + 1, near)


def _like(term: ox.Literal, text: str) -> ox.Literal:
    """Return another text with the language or datatype of a literal."""
    return ox.Literal(text, language=term.language) if term.language else ox.Literal(text, datatype=term.datatype)


def of_letters(source: Source, part: Part, name: str, place: int, term: ox.Literal) -> Iterator[Candidate]:
    """Yield a text as it stands within the values of a variable, with their diacritics and spaces."""
    pattern = _PATTERN.fullmatch(term.value)
    if not pattern or not pattern[2].strip() or term.datatype != XSD.string:
        return

    def keep(terms: Iterable[Term]) -> list[str]:
        parts = {folded_part(each.value, pattern[2]) for each in terms} - {None, pattern[2]}
        cased = {case(each) for each in parts if each for case in _CASES}
        return sorted(cased, key=lambda each: (each.islower() != pattern[2].islower(), each))[:NEAREST]

    seeks = any(each.word in _SEARCHES for each in source.outline.tokens[part.start : part.end])
    for text in source.prober.values(name, source.without(part), keep):
        kind = writing(pattern[2], text) or "diacritics"
        if kind != "letter-case" or not seeks:  # in a search, case is better left aside than corrected
            right = quoted(pattern[1] + text + pattern[3])
            yield from source.replacing(part, place, place + 1, [(kind, 2, right)])


def _case(source: Source, part: Part, place: int) -> Iterator[Candidate]:
    """Yield a search in a text without regard to case."""
    outline = source.outline
    arguments = _arguments(source, place + 1)
    if len(arguments) != 2:
        return
    call, close = outline.range(place, arguments[-1][1] + 1), arguments[-1][1]
    if outline.tokens[place].word == "regex":
        new = {close: ', "i")'}
    else:
        new = {}
        for start, end in arguments:
            if outline.tokens[start].word == "lcase":
                continue
            new[start] = f"LCASE({outline.tokens[start].text}"
            new[end - 1] = f"{new.get(end - 1, outline.tokens[end - 1].text)})"
    right = outline.range(place, close + 1, new)
    yield Candidate("text-case", call, right, part, new=new)


def _in_other(source: Source, part: Part, place: int) -> Iterator[Candidate]:
    """Yield a search in the text of an IRI, or of a number or date, which are no texts by themselves."""
    start, end = _arguments(source, place + 1)[0]
    token = source.outline.tokens[start]
    if end != start + 1 or token.kind != "variable":
        return

    def kinds(terms: Iterable[Term]) -> list[str]:
        return sorted({"iri-as-text" if isinstance(each, ox.NamedNode) else _typed(each) for each in terms} - {""})

    right = f"STR({token.text})"
    for kind in source.prober.values(token.text[1:], source.without(part), kinds):
        yield Candidate(kind, token.text, right, part, new={start: right})


def _typed(literal: ox.Literal) -> str:
    return "" if literal.language or literal.datatype == XSD.string else "datatype"


def _arguments(source: Source, place: int) -> list[tuple[int, int]]:
    """Return the ranges of the arguments of a call, whose bracket opens at a place."""
    tokens = source.outline.tokens
    found: list[tuple[int, int]] = []
    depth, start = 0, place + 1
    for at in range(place, len(tokens)):
        depth += nesting(tokens[at].kind)
        if (depth == 1 and tokens[at].text == ",") or depth == 0:
            found.append((start, at))
            start = at + 1
        if depth == 0:
            break
    return found
