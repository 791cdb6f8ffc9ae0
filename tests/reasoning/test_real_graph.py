"""Both reasoners on the whole real graph: the same triples, once what holds of everything is dropped."""

import pyoxigraph as ox

from kg import paths, reasoning
from kg.build import asserted_quads
from kg.iris import is_closed
from kg.namespaces import BASE
from kg.owlrl_engine import TRIVIAL
from tests.reasoning.oracle import assert_only_trivial_is_left_out

INPUT = [quad for quad in asserted_quads(paths.DATA) if is_closed(quad.graph_name)]


def triples(quads: set[ox.Quad]) -> set[ox.Triple]:
    return {quad.triple for quad in quads}


def test_the_input_is_what_the_contract_names() -> None:
    names = {str(quad.graph_name).removeprefix(f"<{BASE}graph/").removesuffix(">") for quad in INPUT}
    assert names == {"ontology", "codes", "reference", "source/koncepce-sc-zpo4", "alignments"}


def test_both_reasoners_infer_the_same() -> None:
    rules, owlrl = triples(reasoning.closure(INPUT)), triples(reasoning.ENGINES["owlrl"](INPUT))
    assert rules - owlrl == set()
    assert owlrl - rules == set()
    assert len(rules) > 300


def test_what_is_left_out_is_trivial() -> None:
    assert_only_trivial_is_left_out(INPUT)


def test_nothing_contradicts_itself() -> None:
    assert reasoning.contradictions(INPUT, reasoning.closure(INPUT)) == []


def test_the_closure_holds_nothing_of_its_input() -> None:
    assert triples(reasoning.closure(INPUT)) & {quad.triple for quad in INPUT} == set()


def test_every_kind_that_is_dropped_has_its_reason() -> None:
    assert all(kind.name and len(kind.reason) > 20 for kind in TRIVIAL)


def test_the_measures_address_what_the_plan_says() -> None:
    addresses = ox.NamedNode(f"{BASE}ontology/addresses")
    goal = ox.NamedNode(f"{BASE}resource/goals/zpo-4.2")
    found = {quad.subject for quad in reasoning.closure(INPUT) if quad.predicate == addresses and quad.object == goal}
    names = {str(each).rsplit("/", 1)[-1].rstrip(">") for each in found}
    assert names == {"nskb-a8", "nskb-a44", "nskb-a45", "zpo4-tm6", "zpo4-tm7"}
