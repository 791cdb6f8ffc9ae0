"""Property paths where only a property may stand (SPARQL 1.1, sections 19.8, ConstructTriples, and Update, 3.1)."""

from collections.abc import Iterator
from typing import Final

from kg.mistakes.grammar import Reading
from kg.mistakes.tokens import Mistake, Token, closed_at
from kg.mistakes.updates import opening

_SHOWN: Final = 60


def in_quads(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[Mistake]:
    """Check the data, the template or the short pattern of an update."""
    verb, before = opening(tokens, start)
    for at, path in _paths(tokens, reading, start, end):
        yield at, *(_in_template(path) if before == verb else _in_short(f"{verb} {before}", verb, path))


def in_construct(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[Mistake]:
    """Check the template of a query, or the pattern that is its own template."""
    brace = next(place for place in range(start, end) if tokens[place].text == "{")
    is_short = brace > start + 1
    for at, path in _paths(tokens, reading, brace, closed_at(tokens, brace)):
        yield at, *(_in_short("CONSTRUCT WHERE", "CONSTRUCT", path) if is_short else _in_template(path))


def _paths(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield each longest path between two tokens, with its place in the text."""
    behind = start
    found = [(first, -last) for rule, first, last in reading.spans if rule == "Path" and start <= first < end]
    for first, last in sorted(found):
        if first >= behind and -last > first + 1:
            behind = -last
            text = "".join(token.text for token in tokens[first:behind])
            yield tokens[first].start, text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _in_template(path: str) -> tuple[str, str]:
    return (
        f"v šabloně smí stát jen jedna vlastnost, cesta „{path}“ patří do WHERE; přesuňte ji tam",
        f"a template takes only one property, the path “{path}” belongs in WHERE; move it there",
    )


def _in_short(where: str, verb: str, path: str) -> tuple[str, str]:
    return (
        f"v {where} nesmí stát cesta „{path}“, jen jedna vlastnost; cestu zapište do {verb} {{ … }} WHERE {{ … }}",
        f"{where} may not hold the path “{path}”, only one property; write it in {verb} {{ … }} WHERE {{ … }}",
    )
