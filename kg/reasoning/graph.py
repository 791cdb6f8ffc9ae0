"""The graph that rules run over, in a store that holds only what some rule reads."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, TypeVar

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from kg.namespaces import RDF
from kg.reasoning.text import Pattern, Term

_BLANK: Final = "urn:x-strategraf:blank:"

T = TypeVar("T")


class Graph:
    """The union of all graphs, with an IRI in the place of each blank node, so that one may stand as a property.

    A store takes in half of the build's input as fast again as all of it: most texts are read by no rule.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Take the quads; they enter the store as they are admitted."""
        self.store: Final = Store()
        self.blanks: Final[dict[Term, BlankNode]] = {}
        self._waiting: dict[Term, list[Quad]] = defaultdict(list)
        for quad in quads:
            self._waiting[quad.predicate].append(quad)

    def admit(self, predicates: Iterable[Term | None]) -> None:
        """Let the triples of some properties into the store, all triples if one of them is None."""
        wanted = set(predicates)
        found = self._waiting.keys() if None in wanted else self._waiting.keys() & wanted
        admitted = [self._waiting.pop(predicate) for predicate in sorted(found, key=str)]
        self.store.extend(map(self._without_blanks, chain.from_iterable(admitted)))

    def admit_patterns(self, patterns: Iterable[Pattern]) -> None:
        """Let at least the triples of some patterns into the store."""
        self.admit(predicate for predicate, _ in patterns)

    def add(self, quads: Iterable[Quad]) -> list[Quad]:
        """Put more quads into the store; return them as they are there."""
        added = list(map(self._without_blanks, quads))
        self.store.extend(added)
        return added

    def lists(self) -> set[Term]:
        """Return the nodes of RDF lists."""
        return {quad.subject for quad in self.store.quads_for_pattern(None, RDF.rest, None)}

    def about(self, nodes: Iterable[Term], graph: NamedNode) -> set[Quad]:
        """Return the quads of a graph that name one of some nodes, which are few: a look at every quad takes longer."""
        found = self.store.quads_for_pattern
        return {
            quad
            for node in nodes
            if isinstance(node, NamedNode)
            for quads in (
                found(node, None, None, graph),
                found(None, node, None, graph),
                found(None, None, node, graph),
            )
            for quad in quads
        }

    def with_blanks(self, quad: Quad) -> Quad:
        """Return a quad of the store with the blank nodes that its IRIs stand for."""
        subject, value, blanks = quad.subject, quad.object, self.blanks
        if subject in blanks or value in blanks:
            return Quad(blanks.get(subject, subject), quad.predicate, blanks.get(value, value), quad.graph_name)
        return quad

    def _without_blanks(self, quad: Quad) -> Quad:
        subject, value = quad.subject, quad.object
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode):
            return Quad(self._named(subject), quad.predicate, self._named(value), quad.graph_name)
        return quad

    def _named(self, term: T) -> T | NamedNode:
        if not isinstance(term, BlankNode):
            return term
        iri = NamedNode(_BLANK + term.value)
        self.blanks[iri] = term
        return iri


class StoredGraph(Graph):
    """The union of some graphs of a store, of which no more is read than is admitted."""

    def __init__(self, source: Store, graphs: Iterable[NamedNode]) -> None:
        """Read nothing yet."""
        super().__init__(())
        self._source = source
        self._graphs = tuple(graphs)
        self._admitted: set[Pattern] = set()

    def admit(self, predicates: Iterable[Term | None]) -> None:
        """Let the triples of some properties into the store, all triples if one of them is None."""
        self.admit_patterns((predicate, None) for predicate in predicates)

    def admit_patterns(self, patterns: Iterable[Pattern]) -> None:
        """Let the triples of some patterns into the store."""
        wanted = set(patterns) - self._admitted
        self._admitted |= wanted
        for predicate, kind in wanted:
            if predicate is None or isinstance(predicate, NamedNode):
                self.add(self._read(predicate, kind and self.blanks.get(kind, kind)))

    def _read(self, predicate: NamedNode | None, value: Term | None) -> Iterator[Quad]:
        for name in self._graphs:
            yield from self._source.quads_for_pattern(None, predicate, value, name)
