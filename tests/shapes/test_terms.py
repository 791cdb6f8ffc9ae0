"""Shapes speak only of terms and codes that exist, and list a code list in full."""

from collections import defaultdict
from typing import Final

import pytest
from pyoxigraph import NamedNode, Triple

from kg.namespaces import BASE, OWL, RDF, RDFS, SG, SH, SKOS
from kg.validation import shapes
from tests.shapes.examples import background

KNOWN: Final = {triple.subject for triple in background()}
LISTED: Final = {
    "Alignment-basis": ("bases", set()),
    "Alignment-confidence": ("confidences", {"stated"}),
    "ImplementingMeasure-status": ("statuses", set()),
    "Involvement-role": ("roles", set()),
    "Schedule-scheduleKind": ("schedule-kinds", set()),
    "Strategy-strategyKind": ("strategy-kinds", set()),
}
"""Which code list a shape enumerates, and the codes it leaves out: no alignment is `stated` by the source."""


def used() -> set[NamedNode]:
    """Return every IRI in the shapes."""
    return {
        term
        for triple in shapes()
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, NamedNode)
    }


@pytest.mark.parametrize("namespace", [SG.iri, f"{BASE}code/"])
def test_a_shape_names_only_what_is_defined(namespace: str) -> None:
    assert {term.value for term in used() - KNOWN if term.value.startswith(namespace)} == set()


def test_every_class_of_the_ontology_has_a_shape_about_its_instances() -> None:
    """Its own, or for a class that only gathers others, one of each of these."""
    targets = {triple.object for triple in shapes() if triple.predicate == SH.targetClass}
    classes = {triple.subject for triple in background() if triple.object == OWL.Class}
    below = defaultdict(set)
    for triple in background():
        if triple.predicate == RDFS.subClassOf:
            below[triple.object].add(triple.subject)
    own = {each for each in classes if each.value.startswith(SG.iri)}
    without = {each for each in own - targets if not below[each] or not below[each] <= targets}
    assert (len(own), without) == (22, set())
    assert own - targets == {SG.StrategyElement}


def test_a_shape_that_enumerates_codes_enumerates_the_whole_list() -> None:
    codes = defaultdict(set)
    for triple in background():
        if triple.predicate == SKOS.inScheme:
            codes[triple.object.value.rsplit("/", 1)[1]].add(triple.subject.value.rsplit("/", 1)[1])
    expected = {shape: codes[scheme] - without for shape, (scheme, without) in LISTED.items()}
    assert enumerations(shapes()) == expected


def enumerations(triples: tuple[Triple, ...]) -> dict[str, set[str]]:
    """Return the codes that sh:in lists, by the shape's name."""
    after = {t.subject: t.object for t in triples if t.predicate == RDF.rest}
    first = {t.subject: t.object for t in triples if t.predicate == RDF.first}
    found: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate == SH["in"]:
            name, node = triple.subject.value.rsplit("/", 1)[1], triple.object
            found[name] = set()
            while node != RDF.nil:
                found[name].add(first[node].value.rsplit("/", 1)[1])
                node = after[node]
    return found
