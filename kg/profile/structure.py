"""The OWL 2 structure of a set of triples: kinds of entities, class expressions, property expressions, lists.

Source: OWL 2 Mapping to RDF Graphs (Second Edition), Section 3; the names are those of the functional-style syntax.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import Lang
from kg.namespaces import OWL, PREFIXES, RDF, RDFS, XSD

Term = NamedNode | BlankNode | Literal | Triple

PropertyExpression = tuple[NamedNode, bool]
"""A property and whether its inverse is meant."""

UNDECLARED: Final = "undeclared"
NO_EXPRESSION: Final = "a node that is no expression"
STRUCTURAL: Final = "OWL 2 Structural Specification, Section "

# OWL 2 Mapping, Tables 5 and 6; the three characteristics declare an object property.
_KINDS: Final = {
    OWL.Class: "Class",
    RDFS.Datatype: "Datatype",
    OWL.ObjectProperty: "ObjectProperty",
    OWL.InverseFunctionalProperty: "ObjectProperty",
    OWL.SymmetricProperty: "ObjectProperty",
    OWL.TransitiveProperty: "ObjectProperty",
    OWL.DatatypeProperty: "DataProperty",
    OWL.AnnotationProperty: "AnnotationProperty",
}
_ANNOTATIONS: Final = (
    *(RDFS[name] for name in ("label", "comment", "seeAlso", "isDefinedBy")),
    *(OWL[name] for name in ("deprecated", "versionInfo", "priorVersion", "backwardCompatibleWith")),
    OWL.incompatibleWith,
)
_BUILT_IN: Final = {
    OWL.Thing: "Class",
    OWL.Nothing: "Class",
    OWL.topObjectProperty: "ObjectProperty",
    OWL.bottomObjectProperty: "ObjectProperty",
    OWL.topDataProperty: "DataProperty",
    OWL.bottomDataProperty: "DataProperty",
    **dict.fromkeys((RDFS.Literal, RDF.PlainLiteral, RDF.XMLLiteral, OWL.real, OWL.rational), "Datatype"),
    **dict.fromkeys(_ANNOTATIONS, "AnnotationProperty"),
}

# OWL 2 Mapping, Tables 12 and 13: what makes an anonymous node an expression.
_SETS: Final = {
    OWL.intersectionOf: "IntersectionOf",
    OWL.unionOf: "UnionOf",
    OWL.oneOf: "OneOf",
}
_COMPLEMENTS: Final = {OWL.complementOf: "ObjectComplementOf", OWL.datatypeComplementOf: "DataComplementOf"}
_RESTRICTIONS: Final = {
    OWL.someValuesFrom: "SomeValuesFrom",
    OWL.allValuesFrom: "AllValuesFrom",
    OWL.hasValue: "HasValue",
    OWL.hasSelf: "HasSelf",
}
_CARDINALITIES: Final = {
    OWL.minCardinality: "MinCardinality",
    OWL.maxCardinality: "MaxCardinality",
    OWL.cardinality: "ExactCardinality",
    OWL.minQualifiedCardinality: "MinCardinality",
    OWL.maxQualifiedCardinality: "MaxCardinality",
    OWL.qualifiedCardinality: "ExactCardinality",
}
EXPRESSIONS: Final = frozenset({*_SETS, *_COMPLEMENTS, *_RESTRICTIONS, *_CARDINALITIES, OWL.onDatatype})


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """An axiom outside the profile: whose it is, the section of the recommendation, and what is wrong."""

    subject: str
    section: str
    cs: str
    en: str

    def text(self, lang: Lang) -> str:
        """Return cause and remedy in the user's language."""
        if lang == "cs":
            return f"{self.cs}; přepište axiom, nebo podmínku vyslovte tvarem SHACL."
        return f"{self.en}; rewrite the axiom, or state the condition as a SHACL shape."

    def line(self) -> str:
        """Return the violation on one line, in both languages."""
        return f"{self.subject} ({self.section}): {self.text('cs')} | {self.text('en')}"


@dataclass(frozen=True, slots=True)
class Expression:
    """A class expression or data range: its construct, a cardinality with its number, and its parts."""

    construct: str
    parts: tuple[Term, ...] = ()


class Structure:
    """Triples by subject, read as OWL 2."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Index the triples of all graphs."""
        self._triples: dict[Term, dict[NamedNode, list[Term]]] = {}
        for quad in quads:
            values = self._triples.setdefault(quad.subject, {}).setdefault(quad.predicate, [])
            if quad.object not in values:
                values.append(quad.object)

    def __iter__(self) -> Iterator[tuple[Term, NamedNode, Term]]:
        """Yield every triple."""
        for subject, predicates in self._triples.items():
            for predicate, values in predicates.items():
                for value in values:
                    yield subject, predicate, value

    def values(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return the values of a property."""
        return self._triples.get(subject, {}).get(predicate, [])

    def kinds(self, node: Term) -> set[str]:
        """Return what an entity is declared as; an anonymous property is the inverse of an object property."""
        if isinstance(node, BlankNode):
            return {"ObjectProperty"} if self.values(node, OWL.inverseOf) else set()
        if not isinstance(node, NamedNode):
            return set()
        kinds = self._declared(node)
        if node in _BUILT_IN:
            kinds.add(_BUILT_IN[node])
        elif node.value.startswith(XSD.iri):
            kinds.add("Datatype")
        return kinds

    def _declared(self, node: Term) -> set[str]:
        types = [value for value in self.values(node, RDF.type) if isinstance(value, NamedNode)]
        return {_KINDS[value] for value in types if value in _KINDS}

    def items(self, head: Term) -> list[Term]:
        """Return the items of an RDF list; one without an end stops where it turns back."""
        items: list[Term] = []
        seen: set[Term] = set()
        while head != RDF.nil and head not in seen:
            seen.add(head)
            items.extend(self.values(head, RDF.first))
            head = next(iter(self.values(head, RDF.rest)), RDF.nil)
        return items

    def property_expression(self, node: Term) -> PropertyExpression | None:
        """Return the object property that a node is or inverts."""
        if isinstance(node, NamedNode):
            return node, False
        inverted = next(iter(self.values(node, OWL.inverseOf)), None)
        return (inverted, True) if isinstance(inverted, NamedNode) else None

    def expression(self, node: Term) -> Expression:
        """Return what a node expresses where a class expression or a data range is expected."""
        if isinstance(node, NamedNode):
            return self._named(node)
        for read in (self._restriction, self.combination):
            found = read(node)
            if found is not None:
                return found
        return Expression(NO_EXPRESSION)

    def _named(self, node: NamedNode) -> Expression:
        kinds = self.kinds(node)
        if node == OWL.Thing:
            return Expression("owl:Thing")
        for kind in ("Class", "Datatype"):
            if kind in kinds:
                return Expression(kind, (node,))
        return Expression(f"{UNDECLARED} {name(node)}")

    def _restriction(self, node: Term) -> Expression | None:
        on = next(iter(self.values(node, OWL.onProperty)), None)
        if on is None:
            return None
        side = "Data" if "DataProperty" in self.kinds(on) else "Object"
        for predicate, construct in _RESTRICTIONS.items():
            if parts := self.values(node, predicate):
                return Expression(side + construct, tuple(parts))
        for predicate, construct in _CARDINALITIES.items():
            for number in self.values(node, predicate):
                parts = [*self.values(node, OWL.onClass), *self.values(node, OWL.onDataRange)]
                stated = number.value if isinstance(number, Literal) else str(number)
                return Expression(f"{side}{construct} {stated}", tuple(parts))
        return None

    def combination(self, node: Term) -> Expression | None:
        """Return what a node's own triples combine from other expressions."""
        side = "Data" if "Datatype" in self._declared(node) else "Object"
        for predicate, construct in _SETS.items():
            for head in self.values(node, predicate):
                return Expression(side + construct, tuple(self.items(head)))
        for predicate, construct in _COMPLEMENTS.items():
            if parts := self.values(node, predicate):
                return Expression(construct, tuple(parts))
        if parts := self.values(node, OWL.onDatatype):
            return Expression("DatatypeRestriction", tuple(parts))
        return None


def name(term: Term) -> str:
    """Return a term as a person reads it: with a prefix where there is one."""
    if not isinstance(term, NamedNode):
        return str(term)
    for prefix, namespace in PREFIXES.items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    return term.value
