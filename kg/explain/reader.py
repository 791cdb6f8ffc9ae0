"""Look-ups in the union of a dataset's graphs, each answer in an order of its own."""

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store

from kg.explain.statement import Statement, Term, named


class Reader:
    """The union graph of a dataset."""

    def __init__(self, store: Store) -> None:
        """Take a store whose default graph is the union of its graphs."""
        self._store = store

    def objects(self, subject: NamedNode, predicate: NamedNode) -> list[Term]:
        """Return the objects of a subject and a property."""
        quads = self._store.quads_for_pattern(subject, predicate, None, DefaultGraph())
        return sorted((named(quad.object) for quad in quads), key=str)

    def nodes(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """Return the objects that are no literals."""
        return [term for term in self.objects(subject, predicate) if isinstance(term, NamedNode)]

    def literals(self, subject: NamedNode, predicate: NamedNode) -> list[Literal]:
        """Return the objects that are literals."""
        return [term for term in self.objects(subject, predicate) if isinstance(term, Literal)]

    def subjects(self, predicate: NamedNode, value: Term) -> list[NamedNode]:
        """Return the subjects of a property and an object."""
        quads = self._store.quads_for_pattern(None, predicate, value, DefaultGraph())
        return sorted({Statement.of(quad).subject for quad in quads}, key=str)

    def referring(self, value: Term) -> list[NamedNode]:
        """Return the subjects of whatever has an object."""
        quads = self._store.quads_for_pattern(None, None, value, DefaultGraph())
        return sorted({Statement.of(quad).subject for quad in quads}, key=str)

    def predicates(self) -> set[NamedNode]:
        """Return the properties that the graph uses."""
        rows = self._store.query("SELECT DISTINCT ?p WHERE { ?s ?p ?o }")
        assert isinstance(rows, QuerySolutions)  # noqa: S101 - a SELECT has solutions
        return {row["p"] for row in rows}

    def links(self, subject: NamedNode, value: Term) -> list[NamedNode]:
        """Return the properties between a subject and an object."""
        quads = self._store.quads_for_pattern(subject, None, value, DefaultGraph())
        return sorted((quad.predicate for quad in quads), key=str)

    def speaks_of(self, term: NamedNode) -> bool:
        """Tell whether a term stands anywhere in the graph."""
        as_subject = self._store.quads_for_pattern(term, None, None, DefaultGraph())
        as_predicate = self._store.quads_for_pattern(None, term, None, DefaultGraph())
        as_object = self._store.quads_for_pattern(None, None, term, DefaultGraph())
        return any(next(quads, None) is not None for quads in (as_subject, as_predicate, as_object))

    def example(self, predicate: NamedNode) -> Term | None:
        """Return some object of a property, if it has any."""
        quads = self._store.quads_for_pattern(None, predicate, None, DefaultGraph())
        return next((named(quad.object) for quad in quads), None)
