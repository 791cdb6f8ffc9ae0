"""The global restrictions of OWL 2 DL on properties: chains are regular, and some axioms need simple properties.

Source: OWL 2 Structural Specification (Second Edition), Section 11. A property and its inverse share a node here: both
relations of the section, → and <, hold of one wherever they hold of the other, so that nothing is lost by it.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import NamedNode

from kg.namespaces import OWL, RDF, RDFS
from kg.profile.structure import STRUCTURAL, PropertyExpression, Structure, Term, Violation, name

_GLOBAL: Final = STRUCTURAL + "11.2"
_NEED_SIMPLE: Final = tuple(
    OWL[f"{characteristic}Property"]
    for characteristic in ("Functional", "InverseFunctional", "Irreflexive", "Asymmetric")
)
_COUNTS: Final = tuple(
    OWL[local]
    for local in (
        *("minCardinality", "maxCardinality", "cardinality", "hasSelf"),
        *("minQualifiedCardinality", "maxQualifiedCardinality", "qualifiedCardinality"),
    )
)

Relation = Mapping[NamedNode, set[NamedNode]]


def hierarchy_violations(structure: Structure) -> Iterator[Violation]:
    """Yield each property whose chains admit no order, and each axiom on a property that is not simple."""
    above = _closure(_hierarchy(structure))
    before = _closure(_required_order(structure))
    for lower, uppers in before.items():
        for upper in uppers:
            if lower == upper or lower in above.get(upper, set()):
                yield _irregular(upper, lower)
    composite = _composite(structure)
    not_simple = composite | {upper for each in composite for upper in above.get(each, set())}
    for owner, axiom, node in _simple_positions(structure):
        if (expression := structure.property_expression(node)) and expression[0] in not_simple:
            yield _needs_simple(owner, axiom, expression[0])


def _hierarchy(structure: Structure) -> Relation:
    """Return the relation → of Section 11.1."""
    edges: dict[NamedNode, set[NamedNode]] = {}
    for subject, predicate, value in structure:
        if predicate not in (RDFS.subPropertyOf, OWL.equivalentProperty, OWL.inverseOf):
            continue
        lower, upper = structure.property_expression(subject), structure.property_expression(value)
        if lower and upper:
            edges.setdefault(lower[0], set()).add(upper[0])
            if predicate != RDFS.subPropertyOf:
                edges.setdefault(upper[0], set()).add(lower[0])
    return edges


def _required_order(structure: Structure) -> Relation:
    """Return the pairs of the relation < that the chains require (Section 11.2)."""
    edges: dict[NamedNode, set[NamedNode]] = {}
    for upper, links in _chains(structure):
        if upper[0] == OWL.topObjectProperty or links == [upper, upper]:
            continue
        rest = links[1:] if links[:1] == [upper] else links[:-1] if links[-1:] == [upper] else links
        for lower, _ in rest:
            edges.setdefault(lower, set()).add(upper[0])
    return edges


def _chains(structure: Structure) -> Iterator[tuple[PropertyExpression, list[PropertyExpression]]]:
    for subject, predicate, value in structure:
        if predicate == OWL.propertyChainAxiom and (upper := structure.property_expression(subject)):
            links = [structure.property_expression(item) for item in structure.items(value)]
            yield upper, [link for link in links if link]


def _composite(structure: Structure) -> set[NamedNode]:
    """Return the properties that are composite by an axiom of their own (Section 11.1)."""
    transitive = {
        subject
        for subject, predicate, value in structure
        if predicate == RDF.type and value == OWL.TransitiveProperty and isinstance(subject, NamedNode)
    }
    return (
        {OWL.topObjectProperty, OWL.bottomObjectProperty} | transitive | {upper for (upper, _), _ in _chains(structure)}
    )


def _simple_positions(structure: Structure) -> Iterator[tuple[Term, str, Term]]:
    """Yield each axiom or restriction that needs a simple property: its owner, its name, the property."""
    for subject, predicate, value in structure:
        if predicate == RDF.type and value in _NEED_SIMPLE:
            yield subject, name(value), subject
        elif predicate in _COUNTS:
            for node in structure.values(subject, OWL.onProperty):
                yield node, name(predicate), node
        elif predicate == OWL.propertyDisjointWith:
            for node in (subject, value):
                yield subject, name(predicate), node
        elif predicate == OWL.members and OWL.AllDisjointProperties in structure.values(subject, RDF.type):
            for node in structure.items(value):
                yield node, "owl:AllDisjointProperties", node


def _closure(edges: Relation) -> Relation:
    """Return the transitive closure of a relation."""
    return {start: _reached(edges, start) for start in edges}


def _reached(edges: Relation, start: NamedNode) -> set[NamedNode]:
    reached: set[NamedNode] = set()
    waiting = [start]
    while waiting:
        new = edges.get(waiting.pop(), set()) - reached
        reached |= new
        waiting.extend(new)
    return reached


def _irregular(upper: NamedNode, lower: NamedNode) -> Violation:
    return Violation(
        name(upper),
        _GLOBAL,
        f"řetězce nelze uspořádat: z {name(lower)} se odvozuje {name(upper)} a z ní zpět {name(lower)}",
        f"the chains admit no order: {name(lower)} yields {name(upper)}, which yields {name(lower)} in turn",
    )


def _needs_simple(owner: Term, axiom: str, found: NamedNode) -> Violation:
    return Violation(
        name(owner),
        _GLOBAL,
        f"{axiom} vyžaduje jednoduchou vlastnost, ale {name(found)} vyplývá z řetězce nebo z tranzitivity",
        f"{axiom} needs a simple property, but {name(found)} follows from a chain or from transitivity",
    )
