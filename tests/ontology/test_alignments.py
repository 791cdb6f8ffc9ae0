"""The alignments follow their rules, use verified terms only, and let nothing follow that the data does not mean."""

import re
from functools import cache
from itertools import chain
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple
from rdflib import DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN, XSD, URIRef
from rdflib.namespace import DefinedNamespace

from kg import iris, paths
from kg.build import asserted_quads
from kg.iris import is_closed
from kg.namespaces import BASE, SG, Namespace
from kg.reasoning import closure
from kg.tables import load_tables
from kg.turtle import read_turtle
from tests.reasoning.turtle_quads import quads

ALIGNMENTS: Final = paths.ONTOLOGY / "alignments"
VOCABULARIES: Final = "dcterms eli external-axioms m8g org prov schema sdgo skos slovnik-gov-cz"

EXTERNAL_AXIOMS: Final = {
    (str(ORG.OrganizationalUnit), str(RDFS.subClassOf), str(ORG.Organization)),
    (str(ORG.unitOf), str(OWL.inverseOf), str(ORG.hasUnit)),
    (str(SKOS.topConceptOf), str(OWL.inverseOf), str(SKOS.hasTopConcept)),
}
MAPPINGS: Final = {
    str(SKOS[name]) for name in ("closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "exactMatch")
}
ON_PROPERTIES: Final = {str(RDFS.subPropertyOf), str(RDFS.seeAlso)}

# Term lists that rdflib carries, generated from the published vocabularies: a second opinion on each IRI.
PUBLISHED: Final[dict[str, type[DefinedNamespace]]] = {
    str(namespace): namespace for namespace in (DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN, XSD)
}
NEWER_THAN_RDFLIB: Final = {"https://schema.org/funding"}

# SKOS Reference, S9, S18 to S27, S37, S38 to S46, as far as rules can use them; PROV-O, section 3.1 and its OWL file.
SKOS_AXIOMS: Final = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
skos:semanticRelation rdfs:domain skos:Concept ; rdfs:range skos:Concept .
skos:mappingRelation rdfs:subPropertyOf skos:semanticRelation .
skos:closeMatch rdfs:subPropertyOf skos:mappingRelation ; a owl:SymmetricProperty .
skos:exactMatch rdfs:subPropertyOf skos:closeMatch ; a owl:SymmetricProperty , owl:TransitiveProperty .
skos:related a owl:SymmetricProperty ; rdfs:subPropertyOf skos:semanticRelation .
skos:relatedMatch rdfs:subPropertyOf skos:mappingRelation , skos:related ; a owl:SymmetricProperty .
skos:broaderTransitive rdfs:subPropertyOf skos:semanticRelation ; a owl:TransitiveProperty .
skos:broader rdfs:subPropertyOf skos:broaderTransitive .
skos:broadMatch rdfs:subPropertyOf skos:mappingRelation , skos:broader .
skos:inScheme rdfs:range skos:ConceptScheme .
skos:topConceptOf rdfs:subPropertyOf skos:inScheme .
"""
DCTERMS_AXIOMS: Final = """
PREFIX dct: <http://purl.org/dc/terms/>
dct:alternative rdfs:subPropertyOf dct:title .
"""
DISJOINT: Final = [
    (SKOS.Concept, SKOS.ConceptScheme),
    (PROV.Activity, PROV.Entity),
    (SKOS.Concept, SKOS.Collection),
]


@cache
def alignments() -> tuple[Quad, ...]:
    return tuple(read_turtle(sorted(ALIGNMENTS.glob("*.ttl")), iris.graph("ontology")))


@cache
def asserted() -> tuple[Quad, ...]:
    return tuple(dict.fromkeys([*asserted_quads(paths.DATA), *alignments()]))


@cache
def listed() -> dict[str, str]:
    """Return the kind of each external term by its IRI."""
    return {row["iri"]: row["kind"] for row in load_tables(paths.DATA / "reference")["external-terms"]}


@cache
def closed(extra: str = "") -> frozenset[Triple]:
    """Return the asserted statements and what follows from them and from further axioms."""
    given = [quad for quad in asserted() if is_closed(quad.graph_name)]
    axioms = quads(extra)
    return frozenset(quad.triple for quad in chain(given, axioms, closure([*given, *axioms])))


def external(term: object) -> bool:
    return isinstance(term, NamedNode) and not term.value.startswith(BASE)


def of_ontology(quad: Quad) -> bool:
    return quad.graph_name in (iris.graph("ontology"), iris.graph("codes"))


def kinds() -> dict[NamedNode, set[str]]:
    """Return what the ontology declares each of its terms and codes as."""
    found: dict[NamedNode, set[str]] = {}
    for quad in asserted():
        if of_ontology(quad) and quad.predicate.value == str(RDF.type) and isinstance(quad.object, NamedNode):
            found.setdefault(quad.subject, set()).add(quad.object.value)
    return found


def test_there_is_a_file_for_each_vocabulary() -> None:
    assert " ".join(sorted(path.stem for path in ALIGNMENTS.iterdir())) == VOCABULARIES


def test_the_list_of_external_terms_is_exactly_what_is_used() -> None:
    used: set[str] = set()
    for quad in asserted():
        terms = [quad.predicate]
        if of_ontology(quad):
            terms += [quad.subject, quad.object]
        elif quad.predicate.value == str(RDF.type):
            terms.append(quad.object)
        if isinstance(quad.object, Literal):
            terms.append(quad.object.datatype)
        used |= {term.value for term in terms if external(term)}
    assert used == set(listed())


def test_a_listed_term_is_used_as_what_it_is() -> None:
    for quad in asserted():
        if external(quad.predicate):
            assert listed()[quad.predicate.value] == "property", quad.predicate
        if quad.predicate.value == str(RDF.type) and external(quad.object):
            assert listed()[quad.object.value] == "class", quad.object
        if isinstance(quad.object, Literal):
            assert listed()[quad.object.datatype.value] == "datatype", quad.object.datatype


@pytest.mark.parametrize("iri", sorted(listed()))
def test_a_second_list_knows_the_term(iri: str) -> None:
    for prefix, namespace in PUBLISHED.items():
        if iri.startswith(prefix) and iri not in NEWER_THAN_RDFLIB:
            assert URIRef(iri) in namespace


def test_every_term_says_where_it_was_verified() -> None:
    for row in load_tables(paths.DATA / "reference")["external-terms"]:
        assert len(row["verified"].split()) > 1, row["iri"]
        assert "[check]" not in row["verified"]


def test_mappings_stand_on_classes_and_codes_and_only_links_on_properties() -> None:
    of = kinds()
    for quad in alignments():
        if external(quad.subject) or quad.subject == iris.ONTOLOGY:
            continue
        predicate, subject = quad.predicate.value, of[quad.subject]
        if {str(OWL.Class), str(SKOS.Concept)} & subject:
            assert predicate in MAPPINGS | {str(RDFS.subClassOf)}, quad
        else:
            assert predicate in ON_PROPERTIES, quad
        assert external(quad.object), quad


def test_a_gestor_is_a_close_match_only() -> None:
    gestor = iris.code("roles", "gestor")
    found = {(quad.predicate.value, str(quad.object)) for quad in alignments() if quad.subject == gestor}
    assert found == {(str(SKOS.closeMatch), "<https://slovník.gov.cz/datový/sbírka/pojem/gestor>")}


def test_axioms_about_foreign_terms_are_these_and_each_says_where_it_was_verified() -> None:
    declarations = {str(RDF.type), str(SKOS.editorialNote)}
    foreign = [quad for quad in alignments() if external(quad.subject) and quad.predicate.value not in declarations]
    found = {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in foreign}
    assert found == EXTERNAL_AXIOMS
    for quad in foreign:
        notes = [
            each.object for each in alignments() if each.subject == quad.subject and "Note" in each.predicate.value
        ]
        assert {note.language for note in notes} == {"cs", "en"}
        name = re.split(r"[#/]", quad.object.value)[-1]
        assert all(f":{name} " in note.value and re.search(r"(section|oddíl) \d", note.value) for note in notes)


def test_no_property_becomes_a_concept_once_the_axioms_of_skos_are_loaded() -> None:
    kind, concept = NamedNode(str(RDF.type)), NamedNode(str(SKOS.Concept))
    concepts = {t.subject for t in closed(SKOS_AXIOMS) if t.predicate == kind and t.object == concept}
    assert SG.Strategy in concepts, "on a class a mapping has just that effect"
    properties = {term for term, names in kinds().items() if any("Property" in name for name in names)}
    assert SG.gestor in properties
    assert concepts & properties == set()


def test_no_translation_becomes_a_title_even_if_dcterms_is_loaded() -> None:
    title = NamedNode(str(DCTERMS.title))
    translated = {(t.subject, t.object) for t in closed(DCTERMS_AXIOMS) if t.predicate == SG.translatedTitle}
    assert translated
    assert {t for t in closed(DCTERMS_AXIOMS) if t.predicate == title and (t.subject, t.object) in translated} == set()


def test_nothing_belongs_to_two_disjoint_classes() -> None:
    types: dict[object, set[str]] = {}
    for triple in closed(SKOS_AXIOMS):
        if triple.predicate.value == str(RDF.type) and isinstance(triple.object, NamedNode):
            types.setdefault(triple.subject, set()).add(triple.object.value)
    own = [(t.subject.value, t.object.value) for t in closed(SKOS_AXIOMS) if t.predicate.value == str(OWL.disjointWith)]
    assert own
    for one, other in [*own, *((str(a), str(b)) for a, b in DISJOINT)]:
        assert [thing for thing, names in types.items() if {one, other} <= names] == []


def test_no_pair_is_mapped_in_ways_that_exclude_each_other() -> None:
    """SKOS Reference, S27 and S46: related excludes broader, exact excludes related, broad and narrow."""
    pairs = [(quad.subject, quad.object) for quad in alignments() if quad.predicate.value in MAPPINGS]
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        ("resource/pillars/zpo", DCTERMS.isPartOf, "resource/strategies/koncepce-sc"),
        ("resource/goals/zpo-4.2", DCTERMS.isPartOf, "resource/strategies/koncepce-sc"),
        ("resource/measures/nskb-a44", DCTERMS.source, "resource/strategies/ap-nskb"),
        ("resource/measures/nskb-a44", DCTERMS.references, "resource/strategies/ap-nskb"),
        ("resource/institutions/mzv", ORG.hasUnit, "resource/units/zu-viden"),
        ("resource/units/zu-viden", RDF.type, ORG.Organization),
        ("resource/actor-groups/obce", RDF.type, DCTERMS.Agent),
        ("code/statuses", SKOS.hasTopConcept, "code/statuses/new"),
    ],
)
def test_the_data_can_be_asked_in_the_words_of_other_vocabularies(
    subject: str, predicate: URIRef, value: str | URIRef
) -> None:
    node = NamedNode(str(value) if isinstance(value, URIRef) else BASE + value)
    assert Triple(NamedNode(BASE + subject), NamedNode(str(predicate)), node) in closed()


def test_the_crosswalk_to_stratml_names_terms_of_the_ontology_and_mints_none() -> None:
    text = (paths.ROOT / "docs" / "stratml.md").read_text(encoding="utf-8")
    named = {SG[name] for name in re.findall(r"`sg:(\w+)`", text)}
    assert named
    assert named <= set(kinds())
    assert "http" not in re.sub(r"\]\(https?://[^)]*\)", "", text)
    assert all(
        Namespace(BASE + "ontology/")[name] in named for name in ("Strategy", "Goal", "TypicalMeasure", "gestor")
    )
