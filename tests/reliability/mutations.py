"""Queries with mistakes: those of the project and of the W3C, mutated by chance as a seed has it."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from kg import paths

_PIECE = re.compile(rb"\s+|[\w:]+|\?\w+|<[^>]*>|\"[^\"]*\"|.", re.DOTALL)
_WORDS = (
    b"SELECT ASK CONSTRUCT DESCRIBE WHERE OPTIONAL UNION MINUS FILTER EXISTS NOT BIND VALUES GROUP ORDER BY LIMIT "
    b"OFFSET HAVING DISTINCT FROM NAMED GRAPH SERVICE LOAD AS IN COUNT(*) RAND() UUID() REGEX( REPLACE( GROUP_CONCAT( "
    b"{ } ( ) [ ] << >> * + ? / | ^ ! . ; , = < > && || ?x ?y $z _:b a true 1 -1.5e300 'x' \"y\"@cs 'z'^^<urn:t> "
    b"<urn:a> <> : \\u0022 \\U0010FFFF # \n \x00 \xff \xc5\x99 \xf0\x9f\x8c\x8d"
).split(b" ")
_SHARED = Path(__file__).parents[3] / "shared" / "conformance" / "w3c-sparql11"


def corpus() -> list[bytes]:
    """Return the queries to start from: the stored questions, and the cases of the W3C where they are present."""
    files = [*sorted((paths.ROOT / "kg" / "questions").glob("*.rq")), *sorted(_SHARED.rglob("*.rq"))]
    return [file.read_bytes() for file in files]


def mutants(seed: int, number: int) -> Iterator[bytes]:
    """Yield so many mutants, always the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    queries = corpus()
    for _ in range(number):
        pieces = _PIECE.findall(chance.choice(queries))
        for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
            _mutate(pieces, queries, chance)
        yield b"".join(pieces)[: 1 << 16]


def _mutate(pieces: list[bytes], queries: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(pieces) + 1)
    end = min(len(pieces), at + chance.choice((1, 1, 1, 2, 5, 20)))
    match chance.randrange(7):
        case 0:
            del pieces[at:end]
        case 1:
            pieces[at:at] = pieces[at:end] * chance.choice((1, 2, 50))
        case 2:
            pieces.insert(at, chance.choice(_WORDS))
        case 3:
            pieces[at:end] = [chance.choice(_WORDS)]
        case 4:
            other = _PIECE.findall(chance.choice(queries))
            start = chance.randrange(len(other) + 1)
            pieces[at:end] = other[start : start + 10]
        case 5:
            pieces[at:end] = [bytes([byte ^ (1 << chance.randrange(8))]) for piece in pieces[at:end] for byte in piece]
        case _:
            to = chance.randrange(len(pieces) + 1)
            pieces[to:to] = pieces[at:end]
