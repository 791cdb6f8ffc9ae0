"""The profile check, production by production: what it allows passes, what it does not is named."""

from typing import Final

import pytest
from pyoxigraph import Quad

from kg import paths
from kg.iris import graph
from kg.profile import Violation, check
from kg.turtle import read_turtle
from tests.ontology.hierarchy_cases import IRREGULAR, NEED_SIMPLE, NOT_SIMPLE, REGULAR
from tests.ontology.profile_cases import BAD, DECLARED, GOOD, UNION
from tests.reasoning.turtle_quads import EX, quads

SECTIONS: Final = {
    "typing": "OWL 2 Structural Specification, Section 5.8.1",
    "declaration": "OWL 2 Structural Specification, Section 5.8.2",
    "chain": "OWL 2 Structural Specification, Section 9.2.1",
    "annotation": "OWL 2 Structural Specification, Section 10.2",
    "global": "OWL 2 Structural Specification, Section 11.2",
    "entities": "OWL 2 Profiles, Section 4.2.1",
    "classes": "OWL 2 Profiles, Section 4.2.3",
    "ranges": "OWL 2 Profiles, Section 4.2.4",
    "axioms": "OWL 2 Profiles, Section 4.2.5",
}


def found(turtle: str) -> list[Violation]:
    return check(quads(DECLARED + turtle))


@pytest.mark.parametrize("turtle", GOOD)
def test_what_the_profile_allows_passes(turtle: str) -> None:
    assert found(turtle) == []


@pytest.mark.parametrize(("turtle", "subject", "section", "production", "construct"), BAD)
def test_what_the_profile_does_not_allow_is_named(
    turtle: str, subject: str, section: str, production: str, construct: str
) -> None:
    (violation,) = found(turtle)
    assert violation.subject == (subject if ":" in subject else EX + subject)
    assert violation.section == SECTIONS[section]
    shown = EX + construct if construct == "D" else construct
    assert violation.en == f"{production} does not allow {shown}"


@pytest.mark.parametrize("case", REGULAR)
def test_a_regular_chain_passes(case: str) -> None:
    assert found(REGULAR[case]) == []


@pytest.mark.parametrize("case", IRREGULAR)
def test_an_irregular_chain_is_named(case: str) -> None:
    violations = found(IRREGULAR[case])
    assert {violation.section for violation in violations} == {SECTIONS["global"]}
    assert all("the chains admit no order" in violation.en for violation in violations)
    assert {violation.subject for violation in violations} <= {f"{EX}{name}" for name in "pqrs"}


@pytest.mark.parametrize("reason", NOT_SIMPLE)
@pytest.mark.parametrize("axiom", NEED_SIMPLE)
def test_an_axiom_on_a_property_that_is_not_simple_is_named(axiom: str, reason: str) -> None:
    assert found(NEED_SIMPLE[axiom]) == []
    (violation,) = found(NEED_SIMPLE[axiom] + NOT_SIMPLE[reason])
    assert violation.section == SECTIONS["global"]
    assert violation.en == f"{axiom} needs a simple property, but {EX}p follows from a chain or from transitivity"


def test_a_violation_is_one_line_with_cause_and_remedy_in_both_languages() -> None:
    (violation,) = found(":d rdfs:range xsd:date .")
    assert violation.line() == (
        f"{EX}d (OWL 2 Profiles, Section 4.2.1): "
        "Datatype nepřipouští xsd:date; přepište axiom, nebo podmínku vyslovte tvarem SHACL. | "
        "Datatype does not allow xsd:date; rewrite the axiom, or state the condition as a SHACL shape."
    )


@pytest.mark.parametrize(
    ("turtle", "czech"),
    [
        (":C rdfs:subClassOf :X .", f"nedeklarované {EX}X"),
        (":C rdfs:subClassOf [] .", "uzel, který není výrazem"),
        (":C owl:onProperty :p ; owl:someValuesFrom :B .", "omezení"),
        (f":n rdfs:range {UNION} .", "bezejmenný uzel"),
        (":p owl:propertyChainAxiom ( :q ) .", "délku 1"),
    ],
)
def test_no_english_stands_in_the_czech_text(turtle: str, czech: str) -> None:
    (violation,) = found(turtle)
    assert violation.cs.endswith(f" nepřipouští {czech}")


def test_an_endless_list_ends() -> None:
    assert found(":p owl:propertyChainAxiom _:l . _:l rdf:first :q ; rdf:rest _:l .")[0].section == SECTIONS["chain"]


def ontology() -> list[Quad]:
    return list(read_turtle(sorted(paths.ONTOLOGY.rglob("*.ttl")), graph("ontology")))


def test_the_ontology_lies_in_the_profile() -> None:
    assert [violation.line() for violation in check(ontology())] == []


@pytest.mark.parametrize("axiom", ["sg:partOf a owl:FunctionalProperty .", "sg:start rdfs:range xsd:date ."])
def test_a_wrong_axiom_added_to_the_ontology_is_found(axiom: str) -> None:
    (violation,) = check([*ontology(), *quads(f"PREFIX sg: <https://w3id.org/strategraf/ontology/> {axiom}")])
    assert violation.subject == axiom.split(" ", 1)[0]
