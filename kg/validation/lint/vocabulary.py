"""The terms that ontology and data know."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Self

from pyoxigraph import Triple

from kg.namespaces import OWL, RDF, RDFS, SH, XSD

_ALWAYS: Final = (RDF.iri, RDFS.iri, OWL.iri, SH.iri, XSD.iri)
_DECLARING: Final = {
    RDFS.Class,
    RDF.Property,
    RDFS.Datatype,
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
}
_RELATING: Final = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Classes and properties that are declared or used, and the nodes that are described."""

    terms: frozenset[Any]
    nodes: frozenset[Any]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Self:
        """Collect from the ontology and the data; the shapes' own words on targets and paths make nothing known."""
        terms: set[Any] = set()
        nodes: set[Any] = set()
        for triple in triples:
            terms.add(triple.predicate)
            nodes.add(triple.subject)
            if triple.predicate == RDF.type:
                terms.add(triple.object)
            if triple.object in _DECLARING or triple.predicate in _RELATING:
                terms.add(triple.subject)
            if triple.predicate in _RELATING:
                terms.add(triple.object)
            if not triple.predicate.value.startswith(SH.iri):
                nodes.add(triple.object)
        return cls(frozenset(terms), frozenset(nodes))

    def knows(self, term: Any) -> bool:
        """Tell whether a class or property is known; the W3C's own basic vocabularies always are."""
        return term in self.terms or term.value.startswith(_ALWAYS)

    def __or__(self, other: "Vocabulary") -> "Vocabulary":
        """Return what either knows."""
        return Vocabulary(self.terms | other.terms, self.nodes | other.nodes)
