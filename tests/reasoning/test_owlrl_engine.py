"""owlrl is the oracle: less its trivial kinds of triples it infers the same as the rules."""

from pathlib import Path
from typing import Final

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, Triple, parse

from kg.errors import InputError
from kg.namespaces import OWL, RDF, RDFS, XSD
from kg.owlrl_engine import TRIVIAL, Kind, complaints, expand, is_trivial
from kg.paths import ONTOLOGY
from kg.reasoning import closure, closure_owlrl
from tests.reasoning.oracle import assert_engines_agree
from tests.reasoning.turtle_quads import EX, quads, quads_of

CASES: Final = Path(__file__).parent / "cases"

INSTANCES: Final = """
PREFIX sg: <https://w3id.org/strategraf/ontology/>
:zpo a sg:Pillar ; sg:elementOf :koncepce .
:koncepce a sg:Strategy .
:zpo4 a sg:Component ; sg:partOf :zpo ; sg:gestor :mmr ; sg:involves :mpo .
:zpo4.2 a sg:Goal ; sg:partOf :zpo4 .
:tm6 a sg:TypicalMeasure ; sg:contributesTo :zpo4.2 ; sg:supportsSDG <http://metadata.un.org/sdg/11> .
:a44 a sg:ImplementingMeasure ; sg:listedUnder :zpo4 ; sg:implements :tm6 ; sg:gestor :nukib ; sg:coGestor :mv ;
    sg:cooperatingParty :obce ; sg:takenFrom :ap-nskb ; sg:relevantTo :koncepce ; sg:schedule :s ; sg:funding :f ;
    sg:statusFrom "2021"^^xsd:gYear ; sg:verbatim "A44" .
:s sg:end "2025-12-31"^^xsd:date ; sg:milestone [ sg:start "2021-09-01"^^xsd:date ] .
:f sg:funder :nukib ; sg:fundingInstrument :tsi .
:ap-nskb sg:partOf :nskb .
:cra a sg:Institution .
:i sg:involvedAgent :nukib ; sg:involvedElement :a44 ; sg:role :gestor .
:x sg:subject :r01 ; sg:object :tm6 ; sg:rationale "důvod"@cs .
"""


def ontology() -> list[Quad]:
    return [quad for path in sorted(ONTOLOGY.rglob("*.ttl")) for quad in parse(path=path)]


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_engines_agree_on_the_case_of_each_rule(case: Path) -> None:
    assert_engines_agree(quads_of(case / "given.ttl"))


def test_engines_agree_on_the_ontology_with_instances() -> None:
    assert_engines_agree([*ontology(), *quads(INSTANCES)])


def test_rules_infer_nothing_trivial_on_the_ontology_with_instances() -> None:
    """So that no kind of `TRIVIAL` can hide what the project needs."""
    found = closure([*ontology(), *quads(INSTANCES)])
    assert [quad for quad in found if is_trivial(quad.subject, quad.predicate, quad.object)] == []


@pytest.mark.parametrize("kind", TRIVIAL, ids=lambda kind: kind.name)
def test_every_trivial_kind_occurs_and_none_covers_another(kind: Kind) -> None:
    turtle = """
        :Measure a owl:Class ; rdfs:label "measure"@en . :gestor a owl:ObjectProperty ; rdfs:domain :Measure .
        :m :gestor :i ; :count 5 ; :homepage "https://example.org/"^^xsd:anyURI .
    """
    found = {triple for triple in expand(quads(turtle)) if kind.holds(*triple)}
    others = [other for other in TRIVIAL if other is not kind]
    assert any(not any(other.holds(*triple) for other in others) for triple in found)
    assert kind.reason.endswith((".", ")"))


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        ("x", OWL.sameAs, "y"),
        ("C", RDFS.subClassOf, "D"),
        ("x", RDF.type, "C"),
        ("p", RDFS.range, "C"),
        ("A", OWL.disjointWith, "B"),
        ("x", NamedNode(EX + "p"), "x"),
    ],
)
def test_statement_about_things_is_not_trivial(subject: str, predicate: NamedNode, value: str) -> None:
    assert not is_trivial(NamedNode(EX + subject), predicate, NamedNode(EX + value))


def test_typing_by_a_vocabulary_is_not_trivial() -> None:
    assert not is_trivial(NamedNode(EX + "p"), RDF.type, OWL.AnnotationProperty)
    assert not is_trivial(NamedNode(EX + "kind"), RDF.type, RDFS.Datatype)
    assert not is_trivial(NamedNode(EX + "C"), RDF.type, OWL.Class)


def test_literals_come_back_as_they_were_written() -> None:
    turtle = """
        :p rdfs:subPropertyOf :q .
        :a :p "05"^^xsd:integer , "5.00"^^xsd:decimal , "2021"^^xsd:gYear , "á"@cs , "plain" , "1"^^xsd:boolean .
    """
    objects = {quad.object for quad in closure_owlrl(quads(turtle))}
    assert objects == {
        Literal("05", datatype=XSD.integer),
        Literal("5.00", datatype=XSD.decimal),
        Literal("2021", datatype=XSD.gYear),
        Literal("á", language="cs"),
        Literal("plain"),
        Literal("1", datatype=XSD.boolean),
    }


def test_literal_that_is_not_of_its_datatype_comes_back_unlogged(caplog: pytest.LogCaptureFixture) -> None:
    turtle = ':p rdfs:subPropertyOf :q . :a :p "1,5"^^xsd:decimal , "maybe"^^xsd:boolean .'
    objects = {quad.object for quad in closure_owlrl(quads(turtle))}
    assert objects == {Literal("1,5", datatype=XSD.decimal), Literal("maybe", datatype=XSD.boolean)}
    assert caplog.records == []


def test_inconsistency_found_by_owlrl_is_told_and_leaves_no_trace() -> None:
    found = quads(":A owl:disjointWith :B . :x a :A , :B .")
    (complaint,) = complaints(found)
    assert complaint.startswith("Disjoint classes ")
    assert closure_owlrl(found) == set()
    assert complaints(quads(":A owl:disjointWith :B . :x a :A .")) == []


def test_statement_about_a_statement_is_refused_by_owlrl() -> None:
    inner = Triple(NamedNode(EX + "a"), NamedNode(EX + "p"), NamedNode(EX + "b"))
    with pytest.raises(InputError, match="use --reasoner rules"):
        closure_owlrl([Quad(NamedNode(EX + "x"), NamedNode(EX + "says"), inner)])


def test_the_datatypes_of_rdflib_stay_as_they_were() -> None:
    before = dict(rdflib.term._toPythonMapping)
    expand([])
    assert rdflib.term._toPythonMapping == before
