"""Statements as a proof speaks of them: triples whose terms are IRIs and literals."""

from typing import Final, NamedTuple, Self

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

Term = NamedNode | Literal

BLANK: Final = "urn:x-strategraf:blank:"
"""How the IRI starts that stands for a blank node; in a proof a blank node may stand as a predicate."""


class Statement(NamedTuple):
    """A triple with an IRI in the place of each blank node."""

    subject: NamedNode
    predicate: NamedNode
    object: Term

    def __str__(self) -> str:
        """Return the statement in N-Triples form."""
        return f"{self.subject} {self.predicate} {self.object}"

    @classmethod
    def of(cls, triple: Quad | Triple) -> Self:
        """Return what a triple states."""
        subject = named(triple.subject)
        assert isinstance(subject, NamedNode)  # noqa: S101 - RDF 1.1 Concepts, Section 3.1
        return cls(subject, triple.predicate, named(triple.object))

    def quad(self, graph: NamedNode) -> Quad:
        """Return the statement in a graph."""
        return Quad(*self, graph)


def named(term: NamedNode | BlankNode | Literal | Triple) -> Term:
    """Return a term, an IRI in the place of a blank node."""
    if isinstance(term, BlankNode):
        return NamedNode(BLANK + term.value)
    assert isinstance(term, NamedNode | Literal)  # noqa: S101 - the project's graphs hold no triple terms
    return term
