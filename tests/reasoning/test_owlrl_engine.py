"""owlrl is the oracle: less its trivial kinds of triples it infers the same as the rules."""

from pathlib import Path
from typing import Final

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Triple, parse

from kg.errors import DataError, InputError
from kg.namespaces import OWL, RDF, RDFS, XSD
from kg.owlrl_engine import TRIVIAL, Kind, expand, is_trivial
from kg.paths import ONTOLOGY
from kg.reasoning import closure, closure_owlrl
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


def assert_engines_agree(found: list[Quad]) -> None:
    """Compare both closures; what is trivial may follow for the rules too, where the graph itself names owl:Thing."""
    rules = {quad for quad in closure(found) if not is_trivial(quad.subject, quad.predicate, quad.object)}
    assert rules == closure_owlrl(found)


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


def test_inconsistency_found_by_owlrl_is_told() -> None:
    turtle = ":A owl:disjointWith :B . :x a :A , :B ."
    with pytest.raises(DataError, match=r"The data contradict themselves: Disjoint classes .*A and .*B have") as error:
        closure_owlrl(quads(turtle))
    assert error.value.cs.startswith("Data si odporují: Disjoint classes")
    assert error.value.exit_status == 1


def test_statement_about_a_statement_is_refused_by_owlrl() -> None:
    inner = Triple(NamedNode(EX + "a"), NamedNode(EX + "p"), NamedNode(EX + "b"))
    with pytest.raises(InputError, match="use --reasoner rules"):
        closure_owlrl([Quad(NamedNode(EX + "x"), NamedNode(EX + "says"), inner)])


CLASSES = st.sampled_from([":A", ":B", ":C", ":D"])
PROPERTIES = st.sampled_from([":p", ":q", ":r", ":s"])
ANY_PROPERTY = st.one_of(PROPERTIES, PROPERTIES.map(lambda p: f"[ owl:inverseOf {p} ]"))
DATA_PROPERTIES = st.sampled_from([":u", ":v", ":w"])
THINGS = st.sampled_from([":a", ":b", ":c", ":d", "_:e"])
VALUES = st.sampled_from(['"x"', '"x"@cs', "7", '"2021"^^xsd:gYear'])
CHAINS = st.lists(ANY_PROPERTY, min_size=2, max_size=5).map(lambda chain: f"( {' '.join(chain)} )")


def sentence(
    subject: st.SearchStrategy[str], predicate: str | st.SearchStrategy[str], value: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    middle = st.just(predicate) if isinstance(predicate, str) else predicate
    return st.tuples(subject, middle, value).map(lambda parts: f"{' '.join(parts)} .")


# Literals stand only as values of datatype properties, which have no inverse and are not symmetric (OWL 2 Structural
# Specification, 9.3): owlrl would draw conclusions through triples whose subject is a literal, and the rules do not.
AXIOMS = st.one_of(
    sentence(CLASSES, "rdfs:subClassOf", CLASSES),
    sentence(CLASSES, "owl:equivalentClass", CLASSES),
    sentence(PROPERTIES, "rdfs:subPropertyOf", ANY_PROPERTY),
    sentence(PROPERTIES, "owl:equivalentProperty", ANY_PROPERTY),
    sentence(PROPERTIES, "owl:inverseOf", PROPERTIES),
    sentence(PROPERTIES, "owl:propertyChainAxiom", CHAINS),
    sentence(
        PROPERTIES, "a", st.sampled_from(["owl:TransitiveProperty", "owl:SymmetricProperty", "owl:ObjectProperty"])
    ),
    sentence(PROPERTIES, st.sampled_from(["rdfs:domain", "rdfs:range"]), CLASSES),
    sentence(DATA_PROPERTIES, st.sampled_from(["rdfs:subPropertyOf", "owl:equivalentProperty"]), DATA_PROPERTIES),
    sentence(DATA_PROPERTIES, "rdfs:domain", CLASSES),
    sentence(CLASSES, "a", st.just("owl:Class")),
)
FACTS = st.one_of(
    sentence(THINGS, "a", CLASSES),
    sentence(THINGS, PROPERTIES, THINGS),
    sentence(THINGS, DATA_PROPERTIES, VALUES),
)


@settings(deadline=None)
@given(axioms=st.lists(AXIOMS, min_size=1, max_size=8), facts=st.lists(FACTS, min_size=1, max_size=8))
def test_engines_agree_on_random_ontologies(axioms: list[str], facts: list[str]) -> None:
    assert_engines_agree(quads("\n".join([*axioms, *facts])))


def test_the_datatypes_of_rdflib_stay_as_they_were() -> None:
    before = dict(rdflib.term._toPythonMapping)
    expand([])
    assert rdflib.term._toPythonMapping == before
