"""Every inferred statement has a proof that stands an independent check, and it is the best one."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import DataError
from kg.explain import DoesNotHold, Explainer, Statement, explain
from kg.explain.statement import BLANK
from kg.iris import code, graph, is_closed, resource
from kg.namespaces import OWL, RDF, SG
from kg.reasoning import load_rules
from kg.store import Dataset
from tests.explain.checking import INFERRED, check, dataset, statements, steps
from tests.reasoning.random_ontologies import AXIOMS, FACTS
from tests.reasoning.turtle_quads import EX, quads_of

CASES = Path(__file__).parent.parent / "reasoning" / "cases"
ALIGNMENTS = graph("alignments")


def named(name: str) -> NamedNode:
    return NamedNode(EX + name)


def said(subject: str, predicate: str, value: str) -> Statement:
    return Statement(named(subject), named(predicate), named(value))


def asserted_in(dataset: Dataset) -> set[Statement]:
    """Return what enters the closure."""
    graphs = [name for name in dataset.store.named_graphs() if is_closed(name)]
    return statements(quad for name in graphs for quad in dataset.store.quads_for_pattern(None, None, None, name))


def inferred_in(dataset: Dataset) -> set[Statement]:
    return statements(dataset.store.quads_for_pattern(None, None, None, INFERRED))


def test_every_inferred_statement_of_the_real_graph_is_explained(dataset: Dataset) -> None:
    asserted, inferred = asserted_in(dataset), inferred_in(dataset)
    explainer = Explainer(dataset)
    assert len(inferred) > 400
    for statement in inferred:
        proof = explainer.explain(statement)
        assert proof.statement == statement
        check(proof, asserted)


def test_the_confidence_is_the_weakest_on_the_best_way(dataset: Dataset) -> None:
    """What the table states of the component holds with no alignment; a goal is reached only through two."""
    explainer = Explainer(dataset)
    addresses = {each for each in inferred_in(dataset) if each.predicate == SG.addresses}
    for statement in addresses:
        typical = "/typical-measures/" in statement.subject.value
        goal = isinstance(statement.object, NamedNode) and "/goals/" in statement.object.value
        assert explainer.explain(statement).rank == int(typical or goal), statement
    assert {explainer.explain(each).rank for each in addresses} == {0, 1}


def test_the_goal_of_a44_follows_along_the_chain(dataset: Dataset) -> None:
    measure, goal = resource("measures", "nskb-a44"), resource("goals", "zpo-4.2")
    proof = explain(dataset, measure, SG.addresses, goal)
    assert list(steps(proof)) == ["prp-spo2"]
    assert proof.path == (SG.implements, SG.contributesTo)
    assert [each.statement for each in proof.facts] == [
        Statement(measure, SG.implements, resource("typical-measures", "zpo4-tm6")),
        Statement(resource("typical-measures", "zpo4-tm6"), SG.contributesTo, goal),
    ]
    assert [each.statement.predicate for each in proof.shown_axioms] == [OWL.propertyChainAxiom]
    assert Explainer(dataset).confidence(proof) == code("confidences", "high")


def test_an_asserted_statement_is_its_own_proof(dataset: Dataset) -> None:
    proof = explain(dataset, resource("measures", "nskb-a44"), SG.gestor, resource("institutions", "nukib"))
    assert (proof.inferred, proof.rank, proof.premises) == (False, 0, ())


@pytest.mark.parametrize("rule", [each.id for each in load_rules()])
def test_each_rule_explains_its_own_case(rule: str) -> None:
    given = [
        Quad(quad.subject, quad.predicate, quad.object, graph("ontology"))
        for quad in quads_of(CASES / rule / "given.ttl")
    ]
    found, asserted, inferred = dataset("", given)
    assert inferred >= statements(quads_of(CASES / rule / "expected.ttl"))
    explainer = Explainer(found)
    proofs = [explainer.explain(statement) for statement in inferred]
    for proof in proofs:
        check(proof, asserted)
    assert rule in {each for proof in proofs for each in steps(proof)}


@pytest.mark.parametrize(
    "turtle",
    [
        ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :a .",
        ":c owl:equivalentClass :d . :d owl:equivalentClass :e . :e owl:equivalentClass :c . :x a :c .",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p . :p owl:inverseOf :q . :a :p :b .",
        ":q owl:propertyChainAxiom ( :p1 :p2 :p3 :p4 ) . :a :p1 :b . :b :p2 :c . :c :p3 :d . :d :p4 :e .",
        ":q owl:propertyChainAxiom ( [ owl:inverseOf :p ] :r ) . :b :p :a . :b :r :c .",
        ":q owl:propertyChainAxiom ( :q :p ) . :s rdfs:subPropertyOf :q . :a :s :b . :b :p :c . :c :p :d .",
    ],
    ids=["circle", "all the same", "own inverse", "long chain", "inverse without a name", "chain that feeds itself"],
)
def test_proofs_are_well_founded(turtle: str) -> None:
    found, asserted, inferred = dataset(turtle)
    explainer = Explainer(found)
    assert inferred
    for statement in inferred:
        check(explainer.explain(statement), asserted)


@settings(deadline=None)
@given(axioms=st.lists(AXIOMS, min_size=1, max_size=8), facts=st.lists(FACTS, min_size=1, max_size=8))
def test_whatever_is_inferred_can_be_explained(axioms: list[str], facts: list[str]) -> None:
    found, asserted, inferred = dataset("\n".join([*axioms, *facts]))
    explainer = Explainer(found)
    for statement in inferred:
        check(explainer.explain(statement), asserted)


def test_a_long_chain_is_one_step_with_its_path() -> None:
    turtle = ":q owl:propertyChainAxiom ( :p1 :p2 :p3 ) . :a :p1 :b . :b :p2 :c . :c :p3 :d ."
    found, _, _ = dataset(turtle)
    proof = Explainer(found).explain(said("a", "q", "d"))
    assert list(steps(proof)) == ["prp-spo2"]
    assert proof.path == (named("p1"), named("p2"), named("p3"))
    assert [each.statement for each in proof.facts] == [
        said("a", "p1", "b"),
        said("b", "p2", "c"),
        said("c", "p3", "d"),
    ]
    assert len(proof.shown_axioms) == 1


def test_a_blank_node_stands_in_a_proof_as_an_iri() -> None:
    turtle = ":q owl:propertyChainAxiom ( [ owl:inverseOf :p ] :r ) . :b :p :a . :b :r :c ."
    found, _, _ = dataset(turtle)
    proof = Explainer(found).explain(said("a", "q", "c"))
    assert list(steps(proof)) == ["prp-spo2", "prp-inv2"]
    assert proof.facts[0].statement.predicate.value.startswith(BLANK)


def test_the_shorter_of_two_proofs_is_told() -> None:
    turtle = """
        :p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r . :s rdfs:subPropertyOf :r .
        :a :p :b ; :s :b .
    """
    found, _, _ = dataset(turtle)
    proof = Explainer(found).explain(said("a", "r", "b"))
    assert list(steps(proof)) == ["prp-spo1"]
    assert proof.facts[0].statement == said("a", "s", "b")


def alignment(subject: str, value: str, confidence: str, rank: int) -> list[Quad]:
    """Return an alignment that yields `subject :p value`, with the code of its confidence."""
    node, degree = named(f"alignment-{subject}-{value}"), code("confidences", confidence)
    return [
        Quad(named(subject), named("p"), named(value), ALIGNMENTS),
        Quad(node, RDF.type, SG.Alignment, ALIGNMENTS),
        Quad(node, SG.subject, named(subject), ALIGNMENTS),
        Quad(node, SG.object, named(value), ALIGNMENTS),
        Quad(node, SG.basis, code("bases", "content"), ALIGNMENTS),
        Quad(node, SG.confidence, degree, ALIGNMENTS),
        Quad(degree, SG.rank, Literal(rank), graph("codes")),
    ]


def test_the_stronger_proof_goes_before_the_shorter() -> None:
    turtle = (
        ":p rdfs:subPropertyOf :r . :s rdfs:subPropertyOf :t . :t rdfs:subPropertyOf :u . :u rdfs:subPropertyOf :r ."
    )
    extra = alignment("a", "b", "low", 3)
    weak, _, _ = dataset(turtle, extra)
    assert Explainer(weak).explain(said("a", "r", "b")).rank == 3
    strong, asserted, _ = dataset(f"{turtle} :a :s :b .", extra)
    proof = Explainer(strong).explain(said("a", "r", "b"))
    check(proof, asserted)
    assert proof.rank == 0
    assert len(list(steps(proof))) > 1


def test_every_statement_of_a_proof_has_its_own_strongest_proof() -> None:
    """Along a chain the low link decides for the whole, yet the other link is told by its high proof."""
    turtle = """
        :c owl:propertyChainAxiom ( :r :r ) . :p rdfs:subPropertyOf :r .
        :s rdfs:subPropertyOf :t . :t rdfs:subPropertyOf :r . :b :s :d .
    """
    extra = [*alignment("a", "b", "low", 3), *alignment("b", "d", "high", 1)]
    found, asserted, _ = dataset(turtle, extra)
    proof = Explainer(found).explain(said("a", "c", "d"))
    check(proof, asserted)
    assert [each.rank for each in (proof, *proof.facts)] == [3, 3, 0]


def test_what_did_not_enter_the_closure_is_no_premise() -> None:
    turtle = ":p rdfs:subPropertyOf :r . :s rdfs:subPropertyOf :t . :t rdfs:subPropertyOf :r . :a :s :b ."
    found, asserted, _ = dataset(turtle)
    found.store.add(Quad(*said("a", "p", "b"), graph("provenance")))
    found.store.add(Quad(*said("a", "p", "b")))
    proof = Explainer(found).explain(said("a", "r", "b"))
    check(proof, asserted)
    assert said("a", "p", "b") not in {each.statement for each in proof.tree}


def test_an_inferred_statement_that_no_rule_gives_is_a_fault_of_the_data() -> None:
    found, _, _ = dataset(":a :p :b .")
    found.store.add(Quad(*said("a", "q", "b"), INFERRED))
    with pytest.raises(DataError, match="no rule infers it"):
        Explainer(found).explain(said("a", "q", "b"))


def test_what_does_not_hold_is_no_error_of_the_name(dataset: Dataset) -> None:
    with pytest.raises(DoesNotHold) as error:
        explain(dataset, resource("measures", "nskb-a44"), SG.addresses, resource("goals", "zpo-4.3"))
    assert error.value.exit_status == 4
    assert (
        error.value.cs
        == "neplatí, že A44 směřuje k naplnění ZPO 4.3; platí však: A44 směřuje k naplnění ZPO, ZPO4, ZPO 4.2."
    )
    assert (
        error.value.en
        == "it does not hold that A44 addresses ZPO 4.3; what does hold: A44 addresses ZPO, ZPO4, ZPO 4.2."
    )
