"""The stage between mapping and reasoning, on the project's own data, and on the same with harm done to it."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, Quad

from kg.build import asserted_quads
from kg.iris import code, graph, resource
from kg.namespaces import RDF, SG
from kg.paths import DATA
from kg.validation import Report, read_report, shapes, validate, validate_asserted
from kg.validation.pyshacl_engine import pyshacl_report
from kg.validation.shifty_engine import shifty_report

A44 = resource("measures", "nskb-a44")


@pytest.fixture(scope="module")
def asserted() -> list[Quad]:
    """Return the asserted quads of the real source, ontology and codes among them."""
    return asserted_quads(DATA)


def test_the_core_profile_finds_nothing(asserted: list[Quad]) -> None:
    assert validate_asserted(asserted) == Report(())


def test_the_core_profile_passes_on_what_the_source_alone_states(asserted: list[Quad]) -> None:
    names = ("ontology", "codes", "reference", "source/koncepce-sc-zpo4")
    kept = {graph(name) for name in names}
    assert validate_asserted(quad for quad in asserted if quad.graph_name in kept) == Report(())


def test_both_engines_find_the_same_in_the_real_graph(asserted: list[Quad]) -> None:
    data, wanted = [quad.triple for quad in asserted], shapes()
    fast, reference = (read_report(engine(data, wanted), wanted) for engine in (shifty_report, pyshacl_report))
    assert [result.key for result in fast.results] == [result.key for result in reference.results]


def drop_status(quads: list[Quad]) -> list[Quad]:
    return [quad for quad in quads if (quad.subject, quad.predicate) != (A44, SG.status)]


def state_what_is_inferred(quads: list[Quad]) -> list[Quad]:
    return [*quads, Quad(A44, SG.addresses, resource("goals", "zpo-4.2"))]


def lead_by_a_place(quads: list[Quad]) -> list[Quad]:
    return [*quads, Quad(A44, SG.gestor, resource("places", "prague"))]


def align_without_an_alignment_s_confidence(quads: list[Quad]) -> list[Quad]:
    node = resource("alignments", "zpo4-r41-tm6")
    kept = [quad for quad in quads if (quad.subject, quad.predicate) != (node, SG.confidence)]
    return [*kept, Quad(node, SG.confidence, code("confidences", "stated"))]


@pytest.mark.parametrize(
    ("harm", "shape"),
    [
        (drop_status, "ImplementingMeasure-status"),
        (state_what_is_inferred, "NeverAsserted-addresses"),
        (lead_by_a_place, "PlanItem-gestor"),
        (align_without_an_alignment_s_confidence, "Alignment-confidence"),
    ],
)
def test_harm_to_the_real_data_is_found(
    asserted: list[Quad], harm: Callable[[list[Quad]], list[Quad]], shape: str
) -> None:
    report = validate_asserted(harm(asserted))
    assert not report.conforms
    assert [result.source_shape.rsplit("/", 1)[1] for result in report.results] == [shape]


def test_triples_without_a_graph_are_validated_too(asserted: list[Quad]) -> None:
    lone = NamedNode("https://example.org/goal")
    data = [*(quad.triple for quad in asserted), ox.Triple(lone, RDF.type, SG.Goal)]
    assert {result.focus for result in validate(data).results} == {lone}


def test_an_engine_refuses_a_shape_that_it_cannot_run() -> None:
    unknown = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX ex: <https://example.org/>
        ex:S sh:targetClass ex:C ; sh:expression [ ex:function ( 1 ) ] ."""
    triples = tuple(quad.triple for quad in ox.parse(unknown, format=ox.RdfFormat.TURTLE))
    with pytest.raises(ValueError, match="expression"):
        list(shifty_report([], triples))
