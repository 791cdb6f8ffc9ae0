"""Look-ups in all graphs of a dataset, each answer in an order of its own."""

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.explain.statement import Statement, Term, named
from kg.whole import Whole


class Reader:
    """The union of a dataset's graphs."""

    def __init__(self, whole: Whole) -> None:
        """Take the dataset."""
        self._whole = whole

    def objects(self, subject: NamedNode, predicate: NamedNode) -> list[Term]:
        """Return the objects of a subject and a property."""
        quads = self._whole.quads(subject, predicate, None)
        return sorted((named(quad.object) for quad in quads), key=str)

    def nodes(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """Return the objects that are no literals."""
        return [term for term in self.objects(subject, predicate) if isinstance(term, NamedNode)]

    def literals(self, subject: NamedNode, predicate: NamedNode) -> list[Literal]:
        """Return the objects that are literals."""
        return [term for term in self.objects(subject, predicate) if isinstance(term, Literal)]

    def subjects(self, predicate: NamedNode, value: Term) -> list[NamedNode]:
        """Return the subjects of a property and an object."""
        quads = self._whole.quads(None, predicate, value)
        return sorted({Statement.of(quad).subject for quad in quads}, key=str)

    def referring(self, value: Term) -> list[NamedNode]:
        """Return the subjects of whatever has an object."""
        quads = self._whole.quads(None, None, value)
        return sorted({Statement.of(quad).subject for quad in quads}, key=str)

    def predicates(self) -> set[NamedNode]:
        """Return the properties that the graph uses."""
        rows = self._whole.scan("SELECT DISTINCT ?p WHERE { ?s ?p ?o }")
        assert isinstance(rows, QuerySolutions)  # noqa: S101 - a SELECT has solutions
        return {row["p"] for row in rows}

    def links(self, subject: NamedNode, value: Term) -> list[NamedNode]:
        """Return the properties between a subject and an object."""
        quads = self._whole.quads(subject, None, value)
        return sorted((quad.predicate for quad in quads), key=str)

    def speaks_of(self, term: NamedNode) -> bool:
        """Tell whether a term stands anywhere in the graph."""
        as_subject = self._whole.quads(term, None, None)
        as_predicate = self._whole.quads(None, term, None)
        as_object = self._whole.quads(None, None, term)
        return any(next(quads, None) is not None for quads in (as_subject, as_predicate, as_object))

    def example(self, predicate: NamedNode) -> Term | None:
        """Return some object of a property, if it has any."""
        quads = self._whole.quads(None, predicate, None)
        return next((named(quad.object) for quad in quads), None)
