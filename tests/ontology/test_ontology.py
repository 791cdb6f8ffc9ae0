"""The ontology holds the terms and the axioms that the model promises; every expected name is written out here."""

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.paths import ONTOLOGY
from tests.ontology.bilingual import assert_bilingual, read, text_by_language

SG = Namespace("https://w3id.org/strategraf/ontology/")
IRI = URIRef("https://w3id.org/strategraf/ontology/")

MODULES = ("alignment", "core", "funding", "involvement", "provenance", "schedule")

NAMES = {
    OWL.Class: "ActorGroup Agent Alignment Component Funding Goal ImplementingMeasure Institution InstitutionUnit "
    "Instrument Involvement Measure Milestone Pillar PlanElement Programme Schedule SourceCell SourceRow Strategy "
    "StrategyElement TypicalMeasure",
    OWL.ObjectProperty: "addresses basis cell citesStrategy coGestor column confidence contributesTo cooperatingParty "
    "elementOf funder funding fundingInstrument gestor implements involvedAgent involvedElement involvedIn involves "
    "listedUnder measureType milestone namedIn object partOf realises relevantTo role schedule scheduleKind sourceRow "
    "status strategyKind subject supportsSDG takenFrom",
    OWL.DatatypeProperty: "edtf end lineNumber normalised rank rationale rowNumber start statedYear statusFrom "
    "statusNote statusUntil translatedTitle verbatim",
    OWL.AnnotationProperty: "expresses",
}
TERMS = {name: kind for kind, names in NAMES.items() for name in names.split()}

SUBCLASSES = {
    ("ActorGroup", SG.Agent),
    ("Component", SG.StrategyElement),
    ("Goal", SG.StrategyElement),
    ("ImplementingMeasure", SG.Measure),
    ("Institution", SG.Agent),
    ("Institution", URIRef("http://www.w3.org/ns/org#Organization")),
    ("InstitutionUnit", SG.Agent),
    ("InstitutionUnit", URIRef("http://www.w3.org/ns/org#OrganizationalUnit")),
    ("Pillar", SG.StrategyElement),
    ("SourceCell", URIRef("http://www.w3.org/ns/oa#SpecificResource")),
    ("Strategy", SG.PlanElement),
    ("StrategyElement", SG.PlanElement),
    ("TypicalMeasure", SG.Measure),
}
SUBPROPERTIES = {
    ("coGestor", SG.involves),
    ("contributesTo", SG.addresses),
    ("cooperatingParty", SG.involves),
    ("gestor", SG.involves),
    ("listedUnder", SG.addresses),
    ("partOf", DCTERMS.isPartOf),
    ("relevantTo", SG.citesStrategy),
    ("takenFrom", SG.citesStrategy),
}
CHAINS = {
    ("addresses", ("addresses", "partOf")),
    ("addresses", ("implements", "contributesTo")),
    ("elementOf", ("partOf", "elementOf")),
    ("supportsSDG", ("implements", "supportsSDG")),
}
DOMAINS = {
    "addresses": SG.Measure,
    "basis": SG.Alignment,
    "cell": SG.SourceRow,
    "citesStrategy": SG.Measure,
    "column": SG.SourceCell,
    "confidence": SG.Alignment,
    "contributesTo": SG.TypicalMeasure,
    "elementOf": SG.StrategyElement,
    "funder": SG.Funding,
    "funding": SG.Measure,
    "fundingInstrument": SG.Funding,
    "implements": SG.ImplementingMeasure,
    "involvedAgent": SG.Involvement,
    "involvedElement": SG.Involvement,
    "lineNumber": SG.SourceCell,
    "listedUnder": SG.ImplementingMeasure,
    "measureType": SG.Measure,
    "milestone": SG.Schedule,
    "normalised": URIRef("http://www.w3.org/ns/dqv#QualityAnnotation"),
    "object": SG.Alignment,
    "partOf": SG.PlanElement,
    "rank": SKOS.Concept,
    "rationale": SG.Alignment,
    "realises": SG.Measure,
    "role": SG.Involvement,
    "rowNumber": SG.SourceRow,
    "schedule": SG.Measure,
    "scheduleKind": SG.Schedule,
    "sourceRow": SG.ImplementingMeasure,
    "statedYear": SG.Schedule,
    "status": SG.Measure,
    "statusFrom": SG.Measure,
    "statusNote": SG.Measure,
    "statusUntil": SG.Measure,
    "strategyKind": SG.Strategy,
    "subject": SG.Alignment,
}
RANGES = {
    "addresses": SG.PlanElement,
    "basis": SKOS.Concept,
    "cell": SG.SourceCell,
    "citesStrategy": SG.Strategy,
    "column": SKOS.Concept,
    "confidence": SKOS.Concept,
    "contributesTo": SG.StrategyElement,
    "elementOf": SG.Strategy,
    "funder": SG.Agent,
    "funding": SG.Funding,
    "implements": SG.TypicalMeasure,
    "involvedAgent": SG.Agent,
    "involves": SG.Agent,
    "listedUnder": SG.Component,
    "measureType": SKOS.Concept,
    "milestone": SG.Milestone,
    "namedIn": SG.SourceCell,
    "partOf": SG.PlanElement,
    "realises": SG.Programme,
    "role": SKOS.Concept,
    "schedule": SG.Schedule,
    "scheduleKind": SKOS.Concept,
    "sourceRow": SG.SourceRow,
    "status": SKOS.Concept,
    "strategyKind": SKOS.Concept,
}
DISJOINT = {
    frozenset({"Pillar", "Component"}),
    frozenset({"Pillar", "Goal"}),
    frozenset({"Component", "Goal"}),
    frozenset({"ImplementingMeasure", "TypicalMeasure"}),
}

AXIOMS = (
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    OWL.inverseOf,
    OWL.disjointWith,
    OWL.propertyChainAxiom,
)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return read(*(ONTOLOGY / f"{module}.ttl" for module in MODULES))


def local(node: Node) -> str:
    return str(node).removeprefix(SG)


def pairs(graph: Graph, predicate: URIRef) -> set[tuple[str, Node]]:
    return {(local(s), o) for s, o in graph.subject_objects(predicate)}


def test_the_ontology_has_a_version_and_a_licence(ontology: Graph) -> None:
    assert list(ontology.subjects(RDF.type, OWL.Ontology)) == [IRI]
    assert list(ontology.objects(IRI, OWL.versionIRI)) == [SG["1.0.0"]]
    assert list(ontology.objects(IRI, OWL.versionInfo)) == [Literal("1.0.0")]
    assert list(ontology.objects(IRI, DCTERMS.license)) == [URIRef("https://creativecommons.org/licenses/by/4.0/")]
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert set(text_by_language(ontology, IRI, predicate)) == {"cs", "en"}
    assert (IRI, RDF.type, OWL.Ontology) in read(ONTOLOGY / "core.ttl")


@pytest.mark.parametrize("name", TERMS)
def test_a_promised_term_is_defined_in_both_languages(ontology: Graph, name: str) -> None:
    kinds = set(ontology.objects(SG[name], RDF.type)) - {OWL.TransitiveProperty}
    assert kinds == {TERMS[name]}
    assert_bilingual(ontology, SG[name], RDFS.label)
    assert list(ontology.objects(SG[name], RDFS.isDefinedBy)) == [IRI]
    assert (SG[name], SKOS.prefLabel, None) not in ontology


def test_there_is_no_term_beyond_the_promised_ones(ontology: Graph) -> None:
    assert {local(s) for s in ontology.subjects() if str(s).startswith(SG) and s != IRI} == set(TERMS)


def test_a_term_is_defined_in_one_module() -> None:
    owners: dict[str, list[str]] = {name: [] for name in TERMS}
    for module in MODULES:
        for subject in set(read(ONTOLOGY / f"{module}.ttl").subjects(RDF.type, None)):
            owners.get(local(subject), []).append(module)
    assert {name: modules for name, modules in owners.items() if len(modules) != 1} == {}


def test_no_axiom_names_an_undefined_term(ontology: Graph) -> None:
    used = {node for axiom in AXIOMS for node in ontology.objects(None, axiom)}
    used |= {node for chain in ontology.objects(None, OWL.propertyChainAxiom) for node in Collection(ontology, chain)}
    undefined = {local(n) for n in used if str(n).startswith(SG) and (n, RDF.type, None) not in ontology}
    assert undefined == set()


def test_a_foreign_term_in_an_axiom_is_declared_and_nothing_more(ontology: Graph) -> None:
    chains = set(ontology.objects(None, OWL.propertyChainAxiom))
    used = {node for axiom in AXIOMS for node in ontology.objects(None, axiom)} - chains
    foreign = {node for node in used if not str(node).startswith(SG)}
    declared = {s for s in ontology.subjects(RDF.type, None) if isinstance(s, URIRef) and not s.startswith(SG)}
    assert foreign <= declared
    assert {p for s in declared for p in ontology.predicates(s)} == {RDF.type}


def test_the_hierarchies_are_those_of_the_contract(ontology: Graph) -> None:
    assert pairs(ontology, RDFS.subClassOf) == SUBCLASSES
    assert pairs(ontology, RDFS.subPropertyOf) == SUBPROPERTIES
    assert pairs(ontology, OWL.inverseOf) == {("involvedIn", SG.involves)}
    assert list(ontology.subjects(RDF.type, OWL.TransitiveProperty)) == [SG.partOf]
    assert {frozenset({s, local(o)}) for s, o in pairs(ontology, OWL.disjointWith)} == DISJOINT


def test_the_chains_are_those_of_the_contract(ontology: Graph) -> None:
    found = {
        (name, tuple(local(link) for link in Collection(ontology, chain)))
        for name, chain in pairs(ontology, OWL.propertyChainAxiom)
    }
    assert found == CHAINS


def test_domains_and_ranges_are_single_named_classes(ontology: Graph) -> None:
    assert pairs(ontology, RDFS.domain) == set(DOMAINS.items())
    assert pairs(ontology, RDFS.range) == set(RANGES.items())


def test_the_ontology_uses_no_other_kind_of_axiom(ontology: Graph) -> None:
    meaning = {p for p in ontology.predicates() if str(p).startswith((str(RDFS), str(OWL)))}
    assert meaning - set(AXIOMS) == {RDFS.label, RDFS.isDefinedBy, OWL.versionIRI, OWL.versionInfo}
    assert {kind for kind in ontology.objects(None, RDF.type) if kind not in set(TERMS.values())} == {
        OWL.Ontology,
        OWL.TransitiveProperty,
    }
