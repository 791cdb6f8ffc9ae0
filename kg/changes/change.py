"""A change of a dataset: the quads it takes out and those it puts in."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Literal, Self, TypeVar

import pyoxigraph as ox

DefaultGraph = Literal["union", "separate"]
"""What the default graph is: the union of the named graphs as a set, or a graph of its own as SPARQL 1.1 has it."""

DEFAULT: Final = ox.DefaultGraph()

_PART: Final = 1000

Item = TypeVar("Item")


def in_parts(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    """Yield items some at a time: few enough for others to have their turn in between."""
    left = iter(items)
    while part := tuple(islice(left, _PART)):
        yield part


@dataclass(frozen=True, slots=True)
class Change:
    """The quads that go and those that come; where the default graph is the union, none of either is in it."""

    removed: frozenset[ox.Quad] = frozenset()
    added: frozenset[ox.Quad] = frozenset()
    everywhere: frozenset[ox.Quad] = field(default=frozenset(), compare=False)
    """What was deleted from every graph and not put into one again, as quads without a graph; no log keeps it."""

    def __bool__(self) -> bool:
        """Tell whether anything changes."""
        return bool(self.removed or self.added)

    @property
    def graphs(self) -> frozenset[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
        """The graphs that it touches."""
        return frozenset(quad.graph_name for quad in self.removed | self.added)

    def inverse(self) -> Self:
        """Return the change that undoes this one."""
        return type(self)(self.added, self.removed)

    def then(self, later: Self) -> Self:
        """Return what this change and a later one do together; both must be exact, with nothing in vain."""
        removed = (self.removed - later.added) | (later.removed - self.added)
        added = (self.added - later.removed) | (later.added - self.removed)
        return type(self)(removed, added, later.everywhere_after(self.everywhere))

    def everywhere_after(self, earlier: frozenset[ox.Quad]) -> frozenset[ox.Quad]:
        """Return what was deleted from every graph before or by this change, and is not put into one again by it."""
        return not_among(earlier, self.added) | self.everywhere

    def with_default_in(self, graph: ox.NamedNode) -> Self:
        """Return the change with a named graph in the place of the default one."""
        return type(self)(
            *(frozenset(_in_graph(quad, graph) for quad in quads) for quads in (self.removed, self.added))
        )

    def n_quads(self) -> tuple[bytes, bytes]:
        """Return what goes and what comes as sorted N-Quads."""
        return _lines(self.removed), _lines(self.added)

    @classmethod
    def parse(cls, removed: bytes, added: bytes) -> Self:
        """Return the change that two texts of N-Quads state; blank nodes keep their labels."""
        return cls(frozenset(_parsed(removed)), frozenset(_parsed(added)))

    @classmethod
    async def parse_by_and_by(cls, removed: bytes, added: bytes) -> Self:
        """Return what `parse` does, and let others have their turn in between."""
        found: list[frozenset[ox.Quad]] = []
        for text in (removed, added):
            quads: set[ox.Quad] = set()
            for lines in in_parts(text.splitlines(keepends=True)):
                quads.update(_parsed(b"".join(lines)))
                await asyncio.sleep(0)
            found.append(frozenset(quads))
        return cls(*found)


def _in_graph(quad: ox.Quad, graph: ox.NamedNode) -> ox.Quad:
    named = quad.graph_name != DEFAULT
    return quad if named else ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _lines(quads: Iterable[ox.Quad]) -> bytes:
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(text.splitlines(keepends=True)))


def _parsed(text: bytes) -> Iterable[ox.Quad]:
    return ox.parse(text, format=ox.RdfFormat.N_QUADS)


def apply(store: ox.Store, change: Change, default_graph: DefaultGraph = "union") -> None:
    """Make a change in a store.

    The union stays a set: a triple leaves it with the last named graph that holds it.
    """
    for _ in applied(store, change, default_graph):
        pass


def applied(store: ox.Store, change: Change, default_graph: DefaultGraph = "union") -> Iterator[None]:
    """Make a change in a store as `apply` does, a part at a time; only behind the last is the store as it shall be."""
    is_union = default_graph == "union"
    for removed in in_parts(change.removed):
        for quad in removed:
            store.remove(quad)
        yield
    for added in in_parts(change.added):
        store.extend(added)
        if is_union:
            store.extend(map(_without_graph, added))
        yield
    for removed in in_parts(change.removed) if is_union else ():
        for quad in removed:
            if not in_named_graphs(store, quad):
                store.remove(_without_graph(quad))
        yield


def exact(store: ox.Store, going: Iterable[ox.Quad], coming: Iterable[ox.Quad]) -> Change:
    """Return the change that takes quads out of a store and then puts others in, without what is in vain."""
    gone, come = _as_kept(going), _as_kept(coming)
    removed = frozenset(quad for quad in gone if quad not in come and quad in store)
    return Change(removed, frozenset(quad for quad in come if quad not in store))


def not_among(triples: Iterable[ox.Quad], coming: Iterable[ox.Quad]) -> frozenset[ox.Quad]:
    """Return those of some triples, as the engine keeps them, that do not come into any graph."""
    return _as_kept(triples) - {_without_graph(quad) for quad in _as_kept(coming)}


def _as_kept(quads: Iterable[ox.Quad]) -> frozenset[ox.Quad]:
    """Return quads as the engine keeps them: it writes some numbers in another way, as 1 for 01."""
    scratch = ox.Store()
    scratch.extend(quads)
    return frozenset(scratch)


def in_named_graphs(store: ox.Store, triple: ox.Quad) -> list[ox.Quad]:
    """Return the quads of all named graphs that state the triple of a quad."""
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return [quad for quad in found if quad.graph_name != DEFAULT]


def _without_graph(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)
