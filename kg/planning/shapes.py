"""Queries that differ in their constants alone have one shape, and a shape is read once.

Reading a query by its tokens costs more than the answer to a small one. So a text is split at its absolute IRIs,
plain strings and whole numbers by one expression; what lies between is the key under which it is remembered where the
constants stand. Whatever could make two texts of one key mean different things has no shape: escapes, quotation marks
that end no plain string, `<` before anything but a blank. And only what the engine takes is remembered.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.planning.leading import leading_run, slots_are_tokens
from kg.planning.run import Run
from kg.reading.limits import Unreadable
from kg.reading.query import read

LONGEST: Final = 8192
"""The longest query that is looked at, in characters: long ones are lists that a program wrote, each a shape anew."""

SHAPES: Final = 512
"""How many shapes are remembered."""

_CONSTANT: Final = re.compile(
    r"([<\"'#0-9](?:"
    r"(?<=<)[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*>"
    r"|(?<=\")[^\"\\\r\n]*\""
    r"|(?<=')[^'\\\r\n]*'"
    r"|(?<=\#)[^\r\n]*"
    r"|(?<=[\s({=,][0-9])[0-9]*(?=[\s)}]|\Z)"
    r"))"
)
"""What varies within a shape: an absolute IRI, a plain string, a whole number; a comment is skipped in the same way.

It starts with a set of characters, so the places where none stands are passed fast.
"""

_KINDS: Final = str.maketrans("123456789", "0" * 9)


@dataclass(frozen=True)
class Shape:
    """What is known of the queries of one shape."""

    run: Run
    start: tuple[int, int]
    """Where its patterns start: a piece, and a place in it."""
    end: tuple[int, int]
    fixed: tuple[tuple[int, str], ...]
    """The namespaces that the prologue declares: constants that must be as they were when the shape was read."""

    def place(self, pieces: Sequence[str]) -> tuple[int, int]:
        """Return where the patterns start and end in a query, in characters."""
        start, end = (sum(map(len, pieces[:piece])) + within for piece, within in (self.start, self.end))
        return start, end


_Key = tuple[str | None, str, tuple[str, ...]]
_shapes: dict[_Key, Shape | None] = {}


def find(query: str, prefixes: Mapping[str, str], base: str | None) -> tuple[Shape, list[str]] | None:
    """Return the shape of a query and its pieces, constants at the odd places; None if it is left as it is."""
    if len(query) > LONGEST or "\\" in query:
        return None
    pieces = _CONSTANT.split(query)
    kinds = "".join([each[0] for each in pieces[1::2]]).translate(_KINDS)
    key = (base, kinds, tuple(pieces[::2]))
    if key in _shapes:
        shape = _shapes[key]
    else:
        if len(_shapes) >= SHAPES:
            del _shapes[next(iter(_shapes))]
        shape = _shapes[key] = _read(query, pieces, prefixes, base)
    if shape is None or any(pieces[at] != text for at, text in shape.fixed):
        return None
    return shape, pieces


def _read(query: str, pieces: Sequence[str], prefixes: Mapping[str, str], base: str | None) -> Shape | None:
    """Read a shape from the first of its queries, if the engine takes that one."""
    try:
        outline = read(query)
        if not slots_are_tokens(outline, pieces):
            return None
        found = leading_run(outline, pieces, prefixes)
        if found is None:
            return None
        ox.Store().query(query, prefixes=dict(prefixes), base_iri=base)
    except (Unreadable, SyntaxError, ValueError, RuntimeError):
        return None
    run, start, end, fixed = found
    return Shape(run, start, end, fixed)
