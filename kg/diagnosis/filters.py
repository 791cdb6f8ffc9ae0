"""What may be wrong with a filter, or with the terms of VALUES: how their terms compare with what a variable takes."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

from kg.diagnosis.candidates import NEAREST, Candidate, Source
from kg.diagnosis.likeness import Term, edit_distance, folded_part
from kg.diagnosis.limits import TERMS_TRIED
from kg.diagnosis.writing import quoted
from kg.namespaces import XSD
from kg.reading.lexer import TERMS
from kg.reading.outline import Part

_TEXTS: Final = frozenset({"contains", "strstarts", "strends", "regex"})
_PATTERN: Final = re.compile(r"(\^?)([^\\^$.|?*+()\[\]{}]*)(\$?)")
"""A regular expression that is a text, perhaps anchored."""


def of_filter(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield what may have been meant by a filter."""
    yield from _variables(source, part)
    for name in source.outline.variables(part.start, part.end):
        for place in _constants(source, part):
            yield from _compared(source, part, name, place)
        yield from _languages(source, part, name)
    for place in range(part.start, part.end):
        if source.outline.tokens[place].word in _TEXTS:
            yield from _case(source, part, place)


def of_values(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield what may have been meant by the terms of VALUES, or by BIND of a term."""
    for name, place in islice(_cells(source, part), TERMS_TRIED):
        term = source.term(place)
        if term is not None:
            like = source.outline.tokens[place].text
            near = source.near_values(term, like, name, source.without(part))
            if not near and isinstance(term, ox.NamedNode) and not source.occurs(term):
                near = source.near_anywhere(term, like)
            yield from source.replacing(part, place, place + 1, near)


def _constants(source: Source, part: Part) -> list[int]:
    tokens = source.outline.tokens
    found = (each for each in range(part.start, part.end) if tokens[each].kind in TERMS and _is_value(source, each))
    return list(islice(found, TERMS_TRIED))


def _is_value(source: Source, place: int) -> bool:
    """Tell whether a term is not the name of a function that is called."""
    tokens = source.outline.tokens
    return not (place + 1 < len(tokens) and tokens[place + 1].text == "(" and tokens[place].kind in {"iri", "name"})


def _variables(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield other names for the variables that nothing but the filter names."""
    tokens = source.outline.tokens
    outside = {
        each.text[1:]
        for place, each in enumerate(tokens[source.outline.prologue :], source.outline.prologue)
        if each.kind == "variable" and not part.start <= place < part.end
    }
    for name in source.outline.variables(part.start, part.end):
        if name in outside:
            continue
        places = [each for each in range(part.start, part.end) if tokens[each].text[1:] == name]
        for other in sorted(outside):
            most = max(1, len(name) // 3)
            apart = edit_distance(name.casefold(), other.casefold(), most)
            if apart <= most:
                new = dict.fromkeys(places, f"?{other}")
                yield Candidate("variable", f"?{name}", f"?{other}", part, apart, new=new)


def _compared(source: Source, part: Part, name: str, place: int) -> Iterator[Candidate]:
    """Yield what a term may have been meant for among the values of a variable of its filter."""
    term, like = source.term(place), source.outline.tokens[place].text
    if term is None:
        return
    near = source.near_values(term, like, name, source.without(part))
    yield from source.replacing(part, place, place + 1, near)
    if any(kind == "language-tag" for kind, _, _ in near):
        yield from _as_text(source, part, name)
    if isinstance(term, ox.Literal):
        yield from _other_datatypes(source, part, name, place, term)
        yield from _other_letters(source, part, name, place, term)


def _as_text(source: Source, part: Part, name: str) -> Iterator[Candidate]:
    places = [each for each in range(part.start, part.end) if source.outline.tokens[each].text[1:] == name]
    for place in places:
        if source.outline.tokens[place].kind == "variable":
            text = source.outline.tokens[place].text
            yield Candidate("compared-as-text", text, f"STR({text})", part, new={place: f"STR({text})"})


def _other_datatypes(source: Source, part: Part, name: str, place: int, term: ox.Literal) -> Iterator[Candidate]:
    """Yield the term with the datatypes of the values, which is what `<` and `>` need."""

    def keep(terms: Iterable[Term]) -> list[str]:
        types = {each.datatype for each in terms if isinstance(each, ox.Literal) and not each.language}
        found = [ox.Literal(term.value, datatype=each) for each in types - {term.datatype, XSD.string}]
        return sorted(source.writer.term(each) for each in found)[:NEAREST]

    found = source.prober.values(name, source.without(part), keep)
    yield from source.replacing(part, place, place + 1, [("datatype", 1, right) for right in found])


def _other_letters(source: Source, part: Part, name: str, place: int, term: ox.Literal) -> Iterator[Candidate]:
    """Yield the text as it stands within the values, with their diacritics."""
    pattern = _PATTERN.fullmatch(term.value)
    if not pattern or not pattern[2].strip() or term.datatype != XSD.string:
        return

    def keep(terms: Iterable[Term]) -> list[str]:
        parts = {folded_part(each.value, pattern[2]) for each in terms} - {None, pattern[2]}
        cased = {case(each) for each in parts if each for case in _CASES}
        return sorted(cased, key=lambda each: (each.islower() != pattern[2].islower(), each))[:NEAREST]

    for text in source.prober.values(name, source.without(part), keep):
        if text.casefold() != pattern[2].casefold():  # case alone is better left aside than corrected
            right = quoted(pattern[1] + text + pattern[3])
            yield from source.replacing(part, place, place + 1, [("diacritics", 2, right)])


_CASES: Final[tuple[Callable[[str], str], ...]] = (str, str.lower)


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
            new[start] = f"LCASE({outline.tokens[start].text}"
            new[end - 1] = f"{new.get(end - 1, outline.tokens[end - 1].text)})"
    right = outline.range(place, close + 1, new)
    yield Candidate("text-case", call, right, part, new=new)


def _arguments(source: Source, place: int) -> list[tuple[int, int]]:
    """Return the ranges of the arguments of a call, whose bracket opens at a place."""
    tokens = source.outline.tokens
    found: list[tuple[int, int]] = []
    depth, start = 0, place + 1
    for at in range(place, len(tokens)):
        depth += {"open": 1, "close": -1}.get(tokens[at].kind, 0)
        if (depth == 1 and tokens[at].text == ",") or depth == 0:
            found.append((start, at))
            start = at + 1
        if depth == 0:
            break
    return found


def _cells(source: Source, part: Part) -> Iterator[tuple[str, int]]:
    """Yield the terms of VALUES or BIND with the variables they are for."""
    tokens = source.outline.tokens
    if tokens[part.start].word == "bind":
        if tokens[part.start + 3].word == "as":
            yield tokens[part.start + 4].text[1:], part.start + 2
        return
    opening = next(at for at in range(part.start, part.end) if tokens[at].text == "{")
    names = [each.text[1:] for each in tokens[part.start : opening] if each.kind == "variable"]
    column = 0
    for at in range(opening + 1, part.end - 1):
        if tokens[at].text == "(":
            column = 0
        elif tokens[at].text not in {")", "+", "-"} and names:
            yield names[column % len(names)], at
            column += 1
