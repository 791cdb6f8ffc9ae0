"""Which subjects have a value of a property, remembered for one state of a dataset."""

import itertools
import re
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from kg.namespaces import XSD

LONGEST: Final = 4096
"""The longest list that is kept; a longer one narrows little, and only that it is longer is remembered."""

MOST: Final = 1 << 16
"""How many members all lists have together before all are given up, between two queries: about 20 MB.

One query adds at most 12 times two lists of the longest (`kg.planning.beginning`), so they never take more than 50 MB.
"""

_EACH: Final = 8
"""How many members the upkeep of one list counts for."""

_DEFAULT: Final = ox.DefaultGraph()
_NUMBERS: Final = (
    (re.compile(r"[+-]?[0-9]+"), XSD.integer),
    (re.compile(r"[+-]?[0-9]*\.[0-9]+"), XSD.decimal),
    (re.compile(r"true|false"), XSD.boolean),
)

Ids = frozenset[int]


class Postings:
    """Subjects by predicate and object in the default graph, as numbers: sets of those intersect fast.

    Whoever changes the store must make a new one.
    """

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._lists: dict[tuple[str, str], Ids | None] = {}
        self._ids: dict[str, int] = {}
        self._names: list[str] = []
        self._members = 0

    def make_room(self) -> None:
        """Forget everything once it is much; between two queries only, for a number then names another resource."""
        if self._members > MOST or len(self._names) > MOST:
            self._lists.clear()
            self._ids.clear()
            self._names.clear()
            self._members = 0

    def subjects(self, store: ox.Store, predicate: str, value: str) -> Ids | None:
        """Return the subjects that have a value; None if they are too many.

        Args:
            store: where the list is read if it is not known.
            predicate: an IRI as N-Triples.
            value: a term as N-Triples, or a number or truth value as SPARQL abbreviates it.

        Raises:
            ValueError: a term is malformed, or an IRI is not the same once it is resolved.
        """
        key = (predicate, value)
        if key not in self._lists:
            self._lists[key] = self._read(store, predicate, value)
        return self._lists[key]

    def _read(self, store: ox.Store, predicate: str, value: str) -> Ids | None:
        verb = term(predicate)
        assert isinstance(verb, ox.NamedNode)  # noqa: S101 - a template of a predicate holds an IRI
        quads = store.quads_for_pattern(None, verb, term(value), _DEFAULT)
        found = [str(quad.subject) for quad in itertools.islice(quads, LONGEST + 1)]
        self._members += _EACH
        if len(found) > LONGEST:
            return None
        self._members += len(found)
        return self.numbered(found)

    def numbered(self, names: Iterable[str]) -> Ids:
        """Return resources, as N-Triples, as numbers."""
        return frozenset([self._number(each) for each in names])

    def _number(self, name: str) -> int:
        number = self._ids.setdefault(name, len(self._names))
        if number == len(self._names):
            self._names.append(name)
        return number

    def names(self, ids: Ids) -> list[str] | None:
        """Return resources as N-Triples in their order; None if one cannot be written in a query as itself."""
        names = sorted([self._names[each] for each in ids])
        return names if not names or (names[-1].startswith("<") and is_itself(" ".join(names))) else None


def is_itself(name: str) -> bool:
    """Whether IRIs are the same once they are resolved against a base (RFC 3986, section 5.2.4); not so `_:…`."""
    return name.startswith("<") and "/." not in name and ":." not in name


def term(text: str) -> ox.NamedNode | ox.Literal:
    """Return the term that a constant without escapes denotes.

    Raises:
        ValueError: it is malformed, or of a kind that is left to the engine.
    """
    if text.startswith("<"):
        if not is_itself(text):
            raise ValueError(text)
        return ox.NamedNode(text[1:-1])
    if text[0] in "\"'":
        content, _, tail = text[1:].partition(text[0])
        if tail.startswith("@"):
            return ox.Literal(content, language=tail[1:])
        datatype = term(tail.removeprefix("^^")) if tail else XSD.string
        assert isinstance(datatype, ox.NamedNode)  # noqa: S101 - a literal ends with an IRI
        return ox.Literal(content, datatype=datatype)
    for pattern, datatype in _NUMBERS:
        if pattern.fullmatch(text):
            return ox.Literal(text, datatype=datatype)
    raise ValueError(text)
