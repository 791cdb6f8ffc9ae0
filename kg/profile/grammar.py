"""The grammar of OWL 2 RL: which expressions may stand where, and which axioms there are.

Source: OWL 2 Profiles (Second Edition), Section 4.2; typing and declarations: OWL 2 Structural Specification, 5.8.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.namespaces import OWL, RDF, RDFS, XSD
from kg.profile.structure import EXPRESSIONS, NO_EXPRESSION, STRUCTURAL, UNDECLARED, Structure, Term, Violation, name

PROFILES: Final = "OWL 2 Profiles, Section "

_INDIVIDUALS: Final = ""
_LITERAL: Final = "Literal"
_MAXIMA: Final = ("MaxCardinality 0", "MaxCardinality 1")

_SUB: Final = {
    "Class": _INDIVIDUALS,
    "ObjectIntersectionOf": "subClassExpression",
    "ObjectUnionOf": "subClassExpression",
    "ObjectOneOf": _INDIVIDUALS,
    "ObjectSomeValuesFrom": "subObjectSomeValuesFrom",
    "ObjectHasValue": _INDIVIDUALS,
    "DataSomeValuesFrom": "DataRange",
    "DataHasValue": _LITERAL,
}
_FILLER: Final = {"owl:Thing": _INDIVIDUALS} | _SUB

GRAMMAR: Final[Mapping[str, Mapping[str, str]]] = {
    "subClassExpression": _SUB,
    "subObjectSomeValuesFrom": _FILLER,
    "superClassExpression": {
        "Class": _INDIVIDUALS,
        "ObjectIntersectionOf": "superClassExpression",
        "ObjectComplementOf": "subClassExpression",
        "ObjectAllValuesFrom": "superClassExpression",
        "ObjectHasValue": _INDIVIDUALS,
        "DataAllValuesFrom": "DataRange",
        "DataHasValue": _LITERAL,
        **{f"Object{maximum}": "superObjectMaxCardinality" for maximum in _MAXIMA},
        **{f"Data{maximum}": "DataRange" for maximum in _MAXIMA},
    },
    "superObjectMaxCardinality": _FILLER,
    "equivClassExpression": {
        "Class": _INDIVIDUALS,
        "ObjectIntersectionOf": "equivClassExpression",
        "ObjectHasValue": _INDIVIDUALS,
        "DataHasValue": _LITERAL,
    },
    "DataRange": {"Datatype": _INDIVIDUALS, "DataIntersectionOf": "DataRange"},
}
"""For each production of Section 4.2.3 and 4.2.4 the constructs it allows and the production of their parts."""

DATATYPES: Final = frozenset(
    {
        *(RDF[local] for local in ("PlainLiteral", "XMLLiteral")),
        RDFS.Literal,
        *(XSD[local] for local in ("decimal", "integer", "long", "int", "short", "byte", "float", "double", "boolean")),
        *(XSD[sign + "Integer"] for sign in ("nonNegative", "nonPositive", "positive", "negative")),
        *(XSD["unsigned" + size] for size in ("Long", "Int", "Short", "Byte")),
        *(XSD[local] for local in ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")),
        *(XSD[local] for local in ("hexBinary", "base64Binary", "anyURI", "dateTime", "dateTimeStamp")),
    }
)
"""Section 4.2.1; xsd:date, xsd:gYear, owl:real and owl:rational are not among them."""

_CLASS_AXIOMS: Final = {
    RDFS.subClassOf: ("subClassExpression", "superClassExpression"),
    OWL.equivalentClass: ("equivClassExpression", "equivClassExpression"),
    OWL.disjointWith: ("subClassExpression", "subClassExpression"),
}
_PROPERTY_AXIOMS: Final = {
    RDFS.subPropertyOf: {"ObjectProperty", "DataProperty", "AnnotationProperty"},
    OWL.equivalentProperty: {"ObjectProperty", "DataProperty"},
    OWL.propertyDisjointWith: {"ObjectProperty", "DataProperty"},
    OWL.inverseOf: {"ObjectProperty"},
}
CHARACTERISTICS: Final = {
    OWL.FunctionalProperty: {"ObjectProperty", "DataProperty"},
    **{
        OWL[local + "Property"]: {"ObjectProperty"}
        for local in ("InverseFunctional", "Irreflexive", "Symmetric", "Asymmetric", "Transitive")
    },
}
_OTHER_TYPES: Final = frozenset(
    {
        *(OWL[local] for local in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Restriction")),
        *(OWL[local] for local in ("Ontology", "NamedIndividual", "AllDisjointClasses", "AllDisjointProperties")),
        *(OWL[local] for local in ("AllDifferent", "Axiom", "Annotation", "NegativePropertyAssertion", "Thing")),
        *(OWL[local] for local in ("DeprecatedClass", "DeprecatedProperty", "Nothing")),
        *(RDFS.Datatype, RDF.List),
    }
)
_OTHER_PREDICATES: Final = frozenset(
    {
        *(OWL[local] for local in ("onProperty", "onClass", "onDataRange", "members", "distinctMembers", "imports")),
        *(OWL[local] for local in ("versionIRI", "versionInfo", "priorVersion", "backwardCompatibleWith")),
        *(OWL[local] for local in ("incompatibleWith", "deprecated", "sameAs", "differentFrom", "withRestrictions")),
        *(OWL[local] for local in ("annotatedSource", "annotatedProperty", "annotatedTarget", "sourceIndividual")),
        *(OWL[local] for local in ("assertionProperty", "targetIndividual", "targetValue")),
        *(RDFS[local] for local in ("label", "comment", "seeAlso", "isDefinedBy", "domain", "range")),
        *(RDF.type, RDF.first, RDF.rest),
    }
)
_RESERVED: Final = (OWL.iri, RDFS.iri, RDF.iri)

LENGTH: Final = "length"
WITHIN: Final = "an expression within itself"
RESTRICTION: Final = "a restriction"
ANONYMOUS: Final = "an anonymous node"
_CZECH: Final = {
    LENGTH: "délku",
    WITHIN: "výraz v něm samém",
    RESTRICTION: "omezení",
    ANONYMOUS: "bezejmenný uzel",
    UNDECLARED: "nedeklarované",
    NO_EXPRESSION: "uzel, který není výrazem",
}


def grammar_violations(structure: Structure) -> Iterator[Violation]:
    """Yield each axiom that the grammar does not produce."""
    for subject, predicate, value in structure:
        if predicate in _CLASS_AXIOMS:
            yield from _class_axiom(structure, subject, predicate, value)
        elif predicate in _PROPERTY_AXIOMS:
            yield from _same_kind(structure, [subject, value], predicate, _PROPERTY_AXIOMS[predicate])
        elif predicate in (RDFS.domain, RDFS.range):
            yield from _domain_or_range(structure, subject, predicate, value)
        elif predicate == RDF.type:
            yield from _type(structure, subject, value)
        else:
            yield from _other_axiom(structure, subject, predicate, value)


def _class_axiom(structure: Structure, subject: Term, predicate: NamedNode, value: Term) -> Iterator[Violation]:
    owner = subject if isinstance(subject, NamedNode) else value
    if predicate == OWL.equivalentClass and "Datatype" in structure.kinds(subject):
        yield from _expression(structure, owner, value, "DataRange")
        return
    for node, production in zip((subject, value), _CLASS_AXIOMS[predicate], strict=True):
        yield from _expression(structure, owner, node, production)


def _domain_or_range(structure: Structure, subject: Term, predicate: NamedNode, value: Term) -> Iterator[Violation]:
    kinds = structure.kinds(subject)
    yield from _same_kind(structure, [subject], predicate, {"ObjectProperty", "DataProperty", "AnnotationProperty"})
    if "AnnotationProperty" in kinds:
        if not isinstance(value, NamedNode):
            yield _violation(subject, STRUCTURAL + "10.2", name(predicate), ANONYMOUS)
    elif predicate == RDFS.range and "DataProperty" in kinds:
        yield from _expression(structure, subject, value, "DataRange")
    else:
        yield from _expression(structure, subject, value, "superClassExpression")


def _type(structure: Structure, subject: Term, kind: Term) -> Iterator[Violation]:
    if isinstance(kind, NamedNode) and kind in CHARACTERISTICS:
        yield from _same_kind(structure, [subject], kind, CHARACTERISTICS[kind])
    elif isinstance(kind, BlankNode):
        yield from _expression(structure, subject, kind, "superClassExpression")
    elif isinstance(kind, NamedNode) and kind.value.startswith(_RESERVED) and kind not in _OTHER_TYPES:
        yield _violation(subject, PROFILES + "4.2.5", "Axiom", name(kind))
    elif kind == OWL.AllDisjointClasses:
        for member in _members(structure, subject):
            yield from _expression(structure, member, member, "subClassExpression")
    elif kind == OWL.AllDisjointProperties:
        yield from _same_kind(
            structure,
            _members(structure, subject),
            OWL.propertyDisjointWith,
            _PROPERTY_AXIOMS[OWL.propertyDisjointWith],
        )
    for one, other in _CLASHES:
        if {one, other} <= structure.kinds(subject):
            yield _violation(subject, STRUCTURAL + "5.8.1", one, other)


_CLASHES: Final = (("Class", "Datatype"), *combinations(("AnnotationProperty", "DataProperty", "ObjectProperty"), 2))
"""What one IRI may not be at once (OWL 2 Structural Specification, Section 5.8.1)."""


def _other_axiom(structure: Structure, subject: Term, predicate: NamedNode, value: Term) -> Iterator[Violation]:
    if predicate == OWL.propertyChainAxiom:
        links = structure.items(value)
        yield from _same_kind(structure, [subject, *links], predicate, {"ObjectProperty"})
        if len(links) < 2:
            yield _violation(subject, STRUCTURAL + "9.2.1", "ObjectPropertyChain", f"{LENGTH} {len(links)}")
    elif predicate == OWL.hasKey:
        yield from _expression(structure, subject, subject, "subClassExpression")
        for key in structure.items(value):
            yield from _same_kind(structure, [key], predicate, {"ObjectProperty", "DataProperty"})
    elif predicate in EXPRESSIONS:
        if isinstance(subject, NamedNode):
            yield from _combined_class(structure, subject)
    elif predicate.value.startswith(_RESERVED) and predicate not in _OTHER_PREDICATES:
        yield _violation(subject, PROFILES + "4.2.5", "Axiom", name(predicate))


def _combined_class(structure: Structure, subject: NamedNode) -> Iterator[Violation]:
    """Read a named class with a combination of its own as equivalent to it (OWL 2 Mapping, Table 18)."""
    combined = structure.combination(subject)
    production = GRAMMAR["equivClassExpression"]
    if combined is None or combined.construct not in production:
        found = RESTRICTION if combined is None else combined.construct
        yield _violation(subject, PROFILES + "4.2.3", "equivClassExpression", found)
        return
    for part in combined.parts:
        yield from _expression(structure, subject, part, production[combined.construct])


def _expression(
    structure: Structure, owner: Term, node: Term, production: str, within: tuple[Term, ...] = ()
) -> Iterator[Violation]:
    """Yield what a production does not allow in an expression and its parts; `within` are the expressions around it."""
    if production == _INDIVIDUALS:
        return
    if production == _LITERAL:
        yield from _literal(owner, node)
        return
    found = structure.expression(node)
    section = PROFILES + ("4.2.4" if production == "DataRange" else "4.2.3")
    if node in within:
        yield _violation(owner, section, production, WITHIN)
    elif found.construct not in GRAMMAR[production]:
        yield _violation(owner, section, production, found.construct)
    elif found.construct == "Datatype":
        yield from _datatype(structure, owner, node)
    else:
        for part in found.parts:
            yield from _expression(structure, owner, part, GRAMMAR[production][found.construct], (*within, node))


def _datatype(structure: Structure, owner: Term, datatype: Term) -> Iterator[Violation]:
    if datatype not in DATATYPES and not structure.values(datatype, OWL.equivalentClass):
        yield _violation(owner, PROFILES + "4.2.1", "Datatype", name(datatype))


def _literal(owner: Term, value: Term) -> Iterator[Violation]:
    if isinstance(value, Literal) and value.datatype not in DATATYPES and not value.language:
        yield _violation(owner, PROFILES + "4.2.1", "Literal", name(value.datatype))


def _same_kind(
    structure: Structure, properties: list[Term], axiom: NamedNode, allowed: set[str]
) -> Iterator[Violation]:
    """Yield a property that is not declared, or the first of the axiom if they are not all of one allowed kind."""
    kinds = [structure.kinds(each) for each in properties]
    undeclared = [
        each for each, found in zip(properties, kinds, strict=True) if not any("Property" in k for k in found)
    ]
    owner = next((each for each in properties if isinstance(each, NamedNode)), properties[0] if properties else axiom)
    for each in undeclared:
        yield _violation(owner, STRUCTURAL + "5.8.2", name(axiom), f"{UNDECLARED} {name(each)}")
    if not undeclared and not set.intersection(allowed, *kinds):
        found = ", ".join(sorted({kind for each in kinds for kind in each if "Property" in kind}))
        yield _violation(owner, PROFILES + "4.2.5", name(axiom), found)


def _members(structure: Structure, node: Term) -> list[Term]:
    return [item for head in structure.values(node, OWL.members) for item in structure.items(head)]


def _violation(owner: Term, section: str, production: str, found: str) -> Violation:
    czech = found
    for phrase, words in _CZECH.items():
        czech = czech.replace(phrase, words)
    return Violation(name(owner), section, f"{production} nepřipouští {czech}", f"{production} does not allow {found}")
