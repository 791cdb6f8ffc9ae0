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
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.namespaces import used_in
from kg.planning.leading import is_long, leading_run, slots_are_tokens
from kg.planning.run import Run
from kg.reading.limits import Unreadable
from kg.reading.query import read

LONGEST: Final = 8192
"""The longest query that is looked at, in characters: long ones are lists that a program wrote, each a shape anew."""

SHAPES: Final = 512
"""How many shapes are remembered."""

CONSTANTS: Final = 64
"""The most constants, comments among them, of a query that is looked at."""

REFUSALS: Final = 4
"""How many queries of one shape are read that the engine then refuses, such as for a mistake in a constant."""

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

_MARK: Final = "\0"
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


class Traits(NamedTuple):
    """What is to be said of all queries of a shape, whatever their constants."""

    form: str
    """The word that names their form."""
    prefixes: dict[str, str]
    """The project's prefixes that they may use without declaring them."""
    has_dataset: bool
    """Whether they may name graphs with FROM."""


_shapes: dict[tuple[str | None, str], Shape | int] = {}
"""What is known of each key, or how often its queries may still be read: 0 for what is left as it is."""
_traits: dict[str, Traits] = {}


def find(query: str, prefixes: Mapping[str, str], base: str | None) -> tuple[Shape, list[str]] | None:
    """Return the shape of a query and its pieces, constants at the odd places; None if it is left as it is."""
    if not _may_have_shape(query):
        return None
    key, pieces = _split(query)
    if len(pieces) > 2 * CONSTANTS + 1:
        return None
    known = _shapes.get((base, key), REFUSALS)
    shape = known if isinstance(known, Shape) or not known else _learnt(query, prefixes, base, known)
    if isinstance(shape, int) or any(pieces[at] != text for at, text in shape.fixed):
        return None
    return shape, pieces


def _learnt(query: str, prefixes: Mapping[str, str], base: str | None, left: int) -> Shape | int:
    """Read a query and remember what it says of its shape."""
    key, pieces = _split(query)
    if len(_shapes) >= SHAPES and (base, key) not in _shapes:
        del _shapes[next(iter(_shapes))]
    try:
        shape: Shape | int = _read(query, key, pieces, prefixes, base) or 0
    except (SyntaxError, ValueError, RuntimeError):  # from the engine, and perhaps for a constant alone
        shape = left - 1
    _shapes[base, key] = shape
    return shape


def traits(query: str) -> Traits | None:
    """Return the traits of a query, if `find` was asked of one of its shape that the engine takes.

    All that is to be said of the tokens of one query, but for its constants, is to be said of both.
    """
    return _traits.get(_split(query)[0]) if _may_have_shape(query) else None


def _may_have_shape(query: str) -> bool:
    return len(query) <= LONGEST and "\\" not in query


@lru_cache(maxsize=4)
def _split(query: str) -> tuple[str, list[str]]:
    """Split a query at its constants, and return its key with them; it is asked for more than once.

    A key stands for one sequence of kinds and pieces: the engine takes no text with the mark between its tokens.
    """
    pieces = _CONSTANT.split(query)
    kinds = "".join([each[0] for each in pieces[1::2]]).translate(_KINDS)
    return _MARK.join([kinds, *pieces[::2]]), pieces


def _read(query: str, key: str, pieces: Sequence[str], prefixes: Mapping[str, str], base: str | None) -> Shape | None:
    """Read a shape from one of its queries; None if all of them are left as they are.

    Raises:
        SyntaxError, ValueError, RuntimeError: the engine does not take the query.
    """
    try:
        outline = read(query)
    except Unreadable:
        return None
    if not slots_are_tokens(outline, pieces) or is_long(outline):
        return None
    ox.Store().query(query, prefixes=dict(prefixes), base_iri=base)
    undeclared = {name: iri for name, iri in used_in(key).items() if name not in outline.prefixes}
    if len(_traits) >= SHAPES and key not in _traits:
        del _traits[next(iter(_traits))]
    _traits[key] = Traits(outline.form, undeclared, any(outline.clause("from")))
    found = leading_run(outline, pieces, prefixes)
    return found and Shape(*found)
