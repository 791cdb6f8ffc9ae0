"""All graphs of a dataset read as one, as the service tells of things: whatever the default graph of a query is.

Where the default graph is the union of the others, one look-up there finds everything, each triple once. Where it is
apart, every graph is read, and the engine gives a triple once for each graph that holds it. In a look-up that is soon
put right; but a query joins, and with thirteen patterns a triple that stands twice comes 8192 times.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from kg import iris
from kg.changes import DefaultGraph
from kg.changes.change import DEFAULT
from kg.reading.scope import Scope, scope

UNNAMED: Final = iris.graph("default")
"""The graph into which is written what names no graph, where the default graph is the union."""

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Subject = ox.NamedNode | ox.BlankNode | ox.Triple | None
Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None

_REPEATED: Final = """
SELECT ?p (COUNT(*) AS ?all) (COUNT(DISTINCT *) AS ?once) WHERE {{ VALUES ?p {{ {} }} ?s ?p ?o }} GROUP BY ?p
"""


@dataclass(frozen=True, slots=True)
class Whole:
    """The triples of all graphs as a set; in a pattern None stands for anything."""

    store: ox.Store
    default_graph: DefaultGraph = "union"
    repeated: dict[str, bool] = field(default_factory=dict, compare=False)
    """Whether a triple of a property stands in several graphs, as far as this process was asked in this state."""

    @property
    def asked(self) -> "ox.Store | Whole":
        """What to ask a query about all graphs: the store itself, where its default graph holds them all."""
        return self.store if self.default_graph == "union" else self

    @property
    def graphs(self) -> list[Graph]:
        """The graphs that make it up, in a fixed order."""
        apart = [] if self.default_graph == "union" else [DEFAULT]
        return [*apart, *sorted(self.store.named_graphs(), key=str)]

    def quads(self, subject: Subject, predicate: ox.NamedNode | None, value: Object) -> Iterator[ox.Quad]:
        """Return the triples of a pattern, each once, as quads without a graph."""
        if self.default_graph == "union":
            return self.store.quads_for_pattern(subject, predicate, value, DEFAULT)
        return _each_once(self.store.quads_for_pattern(subject, predicate, value, None))

    def stated(self, subject: Subject, predicate: ox.NamedNode | None, value: Object) -> Iterator[ox.Quad]:
        """Yield the quads of a pattern with the graphs that state them, `UNNAMED` for a default graph that is apart."""
        for quad in self.store.quads_for_pattern(subject, predicate, value, None):
            if quad.graph_name != DEFAULT:
                yield quad
            elif self.default_graph == "separate":
                yield ox.Quad(quad.subject, quad.predicate, quad.object, UNNAMED)

    def query(self, text: str, **options: Any) -> Result:
        """Return the result of a query, as `pyoxigraph.Store.query` does.

        Args:
            text: a query that names no dataset, but every property that it reads outside of GRAPH.
            options: prefixes, and a base.
        """
        if self.default_graph == "union" or not self._repeats(scope(text).iris):
            return self.scan(text, **options)
        return self._copy(scope(text)).query(text, **options)

    def scan(self, text: str, **options: Any) -> Result:
        """Return the result of a query that does not mind how often a triple comes: it counts `once`, or what differs.

        Where the default graph is apart, it comes once for each graph that holds it.
        """
        if self.default_graph == "union":
            return self.store.query(text, **options)
        return self.store.query(text, use_default_graph_as_union=True, **options)

    @property
    def once(self) -> str:
        """What stands before the `*` of COUNT for a scan to count each triple once."""
        return "" if self.default_graph == "union" else "DISTINCT "

    def _repeats(self, properties: frozenset[str]) -> bool:
        """Tell whether a triple of some properties stands in several graphs."""
        if unknown := properties - self.repeated.keys():
            rows = self.scan(_REPEATED.format(" ".join(f"<{each}>" for each in sorted(unknown))))
            assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - a SELECT has solutions
            found = {row["p"].value for row in rows if row["all"] != row["once"]}
            self.repeated.update({each: each in found for each in unknown})
        return any(self.repeated[each] for each in properties)

    def _copy(self, read: Scope) -> ox.Store:
        """Return a store with the triples of the properties that a query reads, each once, and graphs if it asks."""
        copy = ox.Store()
        for each in read.iris:
            copy.bulk_extend(self.quads(None, ox.NamedNode(each), None))
        if read.has_graphs:
            copy.bulk_extend(quad for quad in self.store if quad.graph_name != DEFAULT)
        return copy


def _each_once(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    seen: set[ox.Quad] = set()
    for quad in quads:
        triple = ox.Quad(quad.subject, quad.predicate, quad.object)
        if triple not in seen:
            seen.add(triple)
            yield triple
