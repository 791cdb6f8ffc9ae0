"""The graph that proofs rest on: what entered the closure and what came of it, with an IRI for each blank node."""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple, Variable

from kg.explain.bodies import Bindings
from kg.explain.statement import Statement, Term, named
from kg.namespaces import RDF
from kg.reasoning import INFERRED

_BETWEEN: Final = NamedNode(f"{INFERRED.value}/between")
"""The graph of what rules infer on their way and no release keeps: triples with the rest of a chain as property."""


class Ground:
    """A graph to look for premises in."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Take the input of the closure and its result, in their graphs."""
        self._blanks: set[Term] = set()
        self._store = Store()
        self._store.bulk_extend(map(self._without_blanks, quads))

    def _without_blanks(self, quad: Quad) -> Quad:
        if isinstance(quad.subject, BlankNode):
            self._blanks.add(named(quad.subject))
        return Quad(*Statement.of(quad), quad.graph_name)

    def graphs(self, statement: Statement) -> tuple[NamedNode, ...]:
        """Return the graphs that assert a triple, by name."""
        found = self._store.quads_for_pattern(*statement, None)
        names = [quad.graph_name for quad in found if quad.graph_name not in {INFERRED, _BETWEEN}]
        return tuple(sorted((name for name in names if isinstance(name, NamedNode)), key=str))

    def holds(self, statement: Statement) -> bool:
        """Tell whether a triple is in the graph, asserted or inferred."""
        return any(True for _ in self._store.quads_for_pattern(*statement, None))

    def objects(self, subject: NamedNode, predicate: NamedNode) -> list[Term]:
        """Return the objects of a subject and a property."""
        return [named(quad.object) for quad in self._store.quads_for_pattern(subject, predicate, None, None)]

    def select(self, query: str, bound: Bindings) -> Iterator[dict[str, Term]]:
        """Yield the answers to a query in which some variables stand for terms."""
        substitutions: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {
            Variable(name): term for name, term in bound.items()
        }
        solutions = self._store.query(query, use_default_graph_as_union=True, substitutions=substitutions)
        assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT has solutions
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield {name: named(term) for name in names if (term := solution[name]) is not None}

    def between_nodes(self) -> list[NamedNode]:
        """Return the nodes that a rule may infer with and no release states: those of RDF lists, and blank ones."""
        lists = {quad.subject for quad in self._store.quads_for_pattern(None, RDF.rest, None, None)}
        return sorted((node for node in lists | self._blanks if isinstance(node, NamedNode)), key=str)

    def add_between(self, statement: Statement) -> bool:
        """Add what is inferred on the way to something else; return whether it is new."""
        new = not self.holds(statement)
        if new:
            self._store.add(statement.quad(_BETWEEN))
        return new

    def is_between(self, statement: Statement) -> bool:
        """Tell whether a triple was only inferred on the way to something else."""
        return statement.quad(_BETWEEN) in self._store
