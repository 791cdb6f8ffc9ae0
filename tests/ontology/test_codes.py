"""The code lists hold what the model promises; every expected code is written out here."""

import pytest
from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from kg.paths import ONTOLOGY
from tests.ontology.bilingual import assert_bilingual, read, text_by_language

SG = Namespace("https://w3id.org/strategraf/ontology/")
CODE = "https://w3id.org/strategraf/code/"

CODES = {
    "bases": "confirmed-by-gestor content page-order",
    "columns": "co-gestor co-gestor-or-cooperating component cooperating deadline funding gestor goal measure "
    "measure-gestor measure-type no-column-banner no-column-orphan pillar source-strategy status typical-measure",
    "confidences": "high low medium stated",
    "defects": "d1 d10 d11 d2 d3 d4 d5 d6 d7 d8 d9",
    "measure-types": "code-3 code-5 code-6 code-8 coordination-and-awareness development-grant-programme "
    "economic-diplomacy-project educational financial undp-project",
    "roles": "co-gestor cooperating-party gestor undetermined",
    "schedule-kinds": "fixed long-term milestones ongoing period programme-end",
    "statuses": "existing new",
    "strategy-kinds": "action-plan annual-plan concept strategy",
}
COLUMN_NOTATIONS = {
    "pillar": "1",
    "component": "2",
    "goal": "3",
    "typical-measure": "4",
    "gestor": "5",
    "co-gestor": "6",
    "cooperating": "7",
    "co-gestor-or-cooperating": "6–7",
    "measure": "8",
    "status": "9",
    "measure-gestor": "10",
    "deadline": "11",
    "funding": "12",
    "measure-type": "13",
    "source-strategy": "14",
    "no-column-banner": "banner",
    "no-column-orphan": "orphan",
}
COLUMN_EXPRESSES = {
    "pillar": {SKOS.prefLabel},
    "component": {SKOS.notation, SKOS.prefLabel, SG.listedUnder},
    "goal": {SKOS.notation, SKOS.prefLabel},
    "typical-measure": {DCTERMS.title, SKOS.prefLabel, DCTERMS.references, SG.supportsSDG},
    "gestor": {SG.gestor},
    "co-gestor": {SG.coGestor},
    "cooperating": {SG.cooperatingParty},
    "co-gestor-or-cooperating": {SG.involves},
    "measure": {DCTERMS.title, DCTERMS.references, SKOS.notation, SKOS.prefLabel, DCTERMS.spatial, SG.realises},
    "status": {SG.status, SG.statusFrom, SG.statusUntil, SG.statusNote},
    "measure-gestor": {SG.gestor, SG.cooperatingParty},
    "deadline": {SG.schedule},
    "funding": {SG.funding},
    "measure-type": {SG.measureType},
    "source-strategy": {SG.takenFrom, SG.relevantTo},
    "no-column-banner": set(),
    "no-column-orphan": set(),
}


@pytest.fixture(scope="module")
def codes() -> Graph:
    return read(*(ONTOLOGY / "codes" / f"{scheme}.ttl" for scheme in CODES))


def test_there_are_these_code_lists_and_no_others() -> None:
    assert sorted(path.stem for path in (ONTOLOGY / "codes").glob("*.ttl")) == sorted(CODES)


def test_a_code_list_uses_defined_terms_only(codes: Graph) -> None:
    ontology = read(*ONTOLOGY.glob("*.ttl"))
    used = set(codes.predicates()) | set(codes.objects(None, SG.expresses))
    assert {term for term in used if term.startswith(SG) and (term, RDF.type, None) not in ontology} == set()


@pytest.mark.parametrize("scheme", CODES)
def test_a_code_list_is_whole_and_bilingual(scheme: str) -> None:
    graph, iri = read(ONTOLOGY / "codes" / f"{scheme}.ttl"), URIRef(CODE + scheme)
    assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [iri]
    assert_bilingual(graph, iri, SKOS.prefLabel)
    concepts = {URIRef(f"{iri}/{code}") for code in CODES[scheme].split()}
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == concepts
    assert set(graph.subjects()) == {iri, *concepts}
    for concept in concepts:
        assert_bilingual(graph, concept, SKOS.prefLabel)
        assert list(graph.objects(concept, SKOS.inScheme)) == [iri]
        assert list(graph.objects(concept, SKOS.topConceptOf)) == [iri]


def test_labels_are_unique_in_their_list_and_language(codes: Graph) -> None:
    for scheme in CODES:
        members = list(codes.subjects(SKOS.inScheme, URIRef(CODE + scheme)))
        labels = [label for member in members for label in codes.objects(member, SKOS.prefLabel)]
        assert len(set(labels)) == 2 * len(members), scheme


@pytest.mark.parametrize("code", COLUMN_NOTATIONS)
def test_a_column_has_its_number_and_properties(codes: Graph, code: str) -> None:
    column = URIRef(f"{CODE}columns/{code}")
    assert list(codes.objects(column, SKOS.notation)) == [Literal(COLUMN_NOTATIONS[code])]
    assert set(codes.objects(column, SG.expresses)) == COLUMN_EXPRESSES[code]


def test_defects_carry_the_notations_d1_to_d11(codes: Graph) -> None:
    found = {(str(s), str(n)) for s, n in codes.subject_objects(SKOS.notation) if "/defects/" in str(s)}
    assert found == {(f"{CODE}defects/d{number}", f"D{number}") for number in range(1, 12)}


def test_confidences_are_ranked_from_the_strongest(codes: Graph) -> None:
    ranks = {str(s).rpartition("/")[2]: rank for s, rank in codes.subject_objects(SG.rank)}
    assert ranks == {
        name: Literal(str(rank), datatype=XSD.integer) for rank, name in enumerate(["stated", "high", "medium", "low"])
    }


@pytest.mark.parametrize("number", ["3", "5", "6", "8"])
def test_a_code_without_legend_says_so(codes: Graph, number: str) -> None:
    code = URIRef(f"{CODE}measure-types/code-{number}")
    assert text_by_language(codes, code, SKOS.prefLabel) == {
        "cs": f"kód {number} (legenda v podkladu chybí)",
        "en": f"code {number} (legend not in the source)",
    }
    assert list(codes.objects(code, SKOS.notation)) == [Literal(number)]
