"""Queries that differ in their constants alone have one shape, and a shape is read once.

Reading a query by its tokens costs more than the answer to a small one. So a text is split at its IRIs with `://`,
plain strings and whole numbers by one expression; what lies between is the key under which it is remembered where the
constants stand. Whatever could make two texts of one key mean different things has no shape: escapes, constants that
touch, quotation marks that end no plain string, `<` and `<=` before anything but a blank.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
    r"(?<=<)[A-Za-z][A-Za-z0-9+.-]*://[^\x00-\x20<>\"{}|^`\\]*>"
    r"|(?<=\")[^\"\\\r\n]*\"(?!\")"
    r"|(?<=')[^'\\\r\n]*'(?!')"
    r"|(?<=\#)[^\r\n]*"
    r"|(?<=[ \t\r\n({=,][0-9])[0-9]*(?=[ \t\r\n)}]|\Z)"
    r"))"
)
"""What varies within a shape: an IRI, a plain string, a whole number; a comment is skipped in the same way.

It starts with a set of characters, so the places where none stands are passed fast. An IRI without `://` can be the
operator `<` and what follows it (`?n<a:b,?c>?d`). A string before its own mark could be the beginning of a long one.
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


_Key = tuple[str, tuple[str, ...]]
_shapes: dict[tuple[str | None, _Key], Shape | None] = {}
_forms: dict[_Key, str] = {}


def find(query: str, prefixes: Mapping[str, str], base: str | None) -> tuple[Shape, list[str]] | None:
    """Return the shape of a query and its pieces, constants at the odd places; None if it is left as it is."""
    if len(query) > LONGEST or "\\" in query:
        return None
    key, pieces = _split(query)
    if (base, key) in _shapes:
        shape = _shapes[base, key]
    else:
        if len(_shapes) >= SHAPES:
            oldest = next(iter(_shapes))
            del _shapes[oldest]
            _forms.pop(oldest[1], None)
        shape = _shapes[base, key] = _read(query, key, pieces, prefixes, base)
    if shape is None or any(pieces[at] != text for at, text in shape.fixed):
        return None
    return shape, pieces


def known_form(query: str) -> str:
    """Return the word that names the form of a query, if `find` was asked of one of its shape that the engine takes.

    All that is to be said of the tokens of one query, but for its constants, is to be said of both.
    """
    return _forms.get(_split(query)[0], "") if "\\" not in query else ""


@lru_cache(maxsize=4)
def _split(query: str) -> tuple[_Key, list[str]]:
    """Split a query at its constants; it is asked for twice, before it is evaluated and when it is."""
    pieces = _CONSTANT.split(query)
    kinds = "".join([each[0] for each in pieces[1::2]]).translate(_KINDS)
    return (kinds, tuple(pieces[::2])), pieces


def _read(query: str, key: _Key, pieces: Sequence[str], prefixes: Mapping[str, str], base: str | None) -> Shape | None:
    """Read a shape from the first of its queries, if the engine takes that one."""
    try:
        outline = read(query)
        if not slots_are_tokens(outline, pieces):
            return None
        ox.Store().query(query, prefixes=dict(prefixes), base_iri=base)
        _forms[key] = outline.form
        found = leading_run(outline, pieces, prefixes)
    except (Unreadable, SyntaxError, ValueError, RuntimeError):
        return None
    if found is None:
        return None
    run, start, end, fixed = found
    return Shape(run, start, end, fixed)
