"""After any changes the inferred graph is the closure less its input, however it was computed."""

import pyoxigraph as ox
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.changes import Change, apply, exact, follow
from kg.errors import DataError
from kg.iris import is_closed
from kg.namespaces import OWL, RDF, RDFS
from kg.reasoning import INFERRED, closure, contradictions
from kg.store import Dataset, with_union
from tests.changes.followed import (
    AB,
    ALIGNMENTS,
    BC,
    BROADER,
    DISJOINT,
    ONTOLOGY,
    OTHER,
    REFERENCE,
    SHAPES,
    SUBMISSION,
    A,
    B,
    C,
    K,
    L,
    P,
    Q,
    R,
    filled,
    held,
    inferred,
)

NODES = [ox.BlankNode("m"), ox.BlankNode("n")]


NODES_OR_R = st.sampled_from([*NODES, R])


PEOPLE = st.sampled_from([A, B, C, *NODES])


CLOSED = st.sampled_from([ONTOLOGY, REFERENCE, ALIGNMENTS, SUBMISSION])


AXIOMS = st.one_of(
    st.builds(ox.Quad, st.sampled_from([P, Q, R]), st.just(RDFS.subPropertyOf), st.sampled_from([P, Q, R]), CLOSED),
    st.builds(ox.Quad, st.sampled_from([P, Q]), st.just(OWL.inverseOf), st.sampled_from([*NODES, R]), CLOSED),
    st.builds(ox.Quad, st.sampled_from([P, Q]), st.just(RDF.type), st.just(OWL.TransitiveProperty), CLOSED),
    st.builds(ox.Quad, st.sampled_from([P, Q]), st.sampled_from([RDFS.domain, RDFS.range]), st.just(K), CLOSED),
    st.builds(ox.Quad, st.just(K), st.just(RDFS.subClassOf), st.just(L), CLOSED),
    st.builds(ox.Quad, st.just(R), st.just(OWL.propertyChainAxiom), st.just(NODES[0]), CLOSED),
    st.builds(ox.Quad, st.just(NODES[0]), st.just(RDF.first), st.just(P), CLOSED),
    st.builds(ox.Quad, st.just(NODES[0]), st.just(RDF.rest), st.just(NODES[1]), CLOSED),
    st.builds(ox.Quad, st.just(NODES[1]), st.just(RDF.first), st.just(Q), CLOSED),
    st.builds(ox.Quad, st.just(NODES[1]), st.just(RDF.rest), st.just(RDF.nil), CLOSED),
)


FACTS = st.one_of(
    st.builds(ox.Quad, PEOPLE, st.sampled_from([P, Q, R]), PEOPLE, CLOSED),
    st.builds(ox.Quad, PEOPLE, st.just(RDF.type), st.sampled_from([K, L]), CLOSED),
    st.builds(ox.Quad, PEOPLE, st.just(P), st.sampled_from([ox.Literal("1"), ox.Literal(1)]), CLOSED),
    st.builds(ox.Quad, PEOPLE, st.just(P), PEOPLE, st.sampled_from([OTHER, SHAPES])),
)


QUADS = st.lists(st.one_of(AXIOMS, FACTS), max_size=8)


@given(QUADS, st.lists(st.tuples(QUADS, QUADS), max_size=4), st.sampled_from(["union", "separate"]))
def test_after_random_changes_inferred_is_the_closure_less_its_input(
    start: list[ox.Quad], changes: list[tuple[list[ox.Quad], list[ox.Quad]]], mode: str
) -> None:
    store = filled(start)
    for quad in closure(quad for quad in start if is_closed(quad.graph_name)):
        store.add(quad)
    given = Dataset(with_union(store) if mode == "union" else store, "1", "0" * 64, mode)
    for going, coming in changes:
        change = follow(given.store, exact(given.store, going, coming))
        assert not change.removed & change.added
        apply(given.store, change, given.default_graph)
        named = {quad for quad in given.store if quad.graph_name != ox.DefaultGraph()}
        assert held(given.store) == closure(quad for quad in named if is_closed(quad.graph_name))
        if mode == "union":
            assert {quad.triple for quad in given.store} == {quad.triple for quad in named}
            unnamed = given.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
            assert {quad.triple for quad in unnamed} == {quad.triple for quad in named}


def outcome(store: ox.Store, change: Change, *, settled: bool) -> Change | str:
    try:
        return follow(store, change, settled=settled)
    except DataError as error:
        return error.en


BEFORE = st.lists(st.one_of(AXIOMS, AXIOMS, FACTS), max_size=24)


RESTRICTING = st.one_of(
    st.builds(ox.Quad, st.sampled_from([P, Q, R]), st.just(RDF.type), st.just(OWL.AsymmetricProperty), CLOSED),
    st.builds(ox.Quad, st.sampled_from([P, Q]), st.just(RDF.type), st.just(OWL.FunctionalProperty), CLOSED),
    st.builds(ox.Quad, NODES_OR_R, st.just(RDF.type), st.just(OWL.IrreflexiveProperty), CLOSED),
    st.builds(ox.Quad, st.just(K), st.just(OWL.disjointWith), st.just(L), CLOSED),
)


LABELS = st.builds(
    ox.Quad, PEOPLE, st.sampled_from([P, Q, RDFS.comment]), st.sampled_from([ox.Literal("1"), A]), CLOSED
)


@given(BEFORE, st.lists(RESTRICTING, max_size=1), st.lists(LABELS, max_size=2), QUADS)
def test_what_additions_add_is_what_the_whole_closure_says(
    start: list[ox.Quad], restricting: list[ox.Quad], going: list[ox.Quad], coming: list[ox.Quad]
) -> None:
    start = [*start, *restricting, *going]
    given = [quad for quad in start if is_closed(quad.graph_name)]
    due = closure(given, one_name=True)
    assume(not contradictions(given, due))
    store = filled([*start, *due])
    change = exact(store, going, coming)
    assert outcome(store, change, settled=True) == outcome(store, change, settled=False)


def test_additions_alone_need_no_whole_closure(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("the whole closure was computed")

    chain = [
        ox.Quad(R, OWL.propertyChainAxiom, NODES[0], ONTOLOGY),
        ox.Quad(NODES[0], RDF.first, P, ONTOLOGY),
        ox.Quad(NODES[0], RDF.rest, NODES[1], ONTOLOGY),
        ox.Quad(NODES[1], RDF.first, Q, ONTOLOGY),
        ox.Quad(NODES[1], RDF.rest, RDF.nil, ONTOLOGY),
    ]
    label = ox.Quad(A, RDFS.comment, ox.Literal("old"), SUBMISSION)
    start = [*chain, DISJOINT, BROADER, BC, label, inferred(B, C)]
    store = filled(start)
    assert closure(quad for quad in start if quad.graph_name != INFERRED) == {inferred(B, C)}
    stated = ox.Quad(B, Q, C, REFERENCE)
    monkeypatch.setattr("kg.changes.following.closure_of_names", never)
    change = follow(store, exact(store, [label], [AB, stated, ox.Quad(A, RDF.type, K, SUBMISSION)]), settled=True)
    assert change.removed == {label, inferred(B, C)}  # the second is stated now
    assert change.added - {AB, stated, ox.Quad(A, RDF.type, K, SUBMISSION)} == {
        inferred(A, B),
        ox.Quad(A, R, C, INFERRED),
    }
    monkeypatch.undo()
    apply(store, change, "separate")
    with pytest.raises(DataError, match="cax-dw"):
        follow(store, exact(store, [], [ox.Quad(A, RDF.type, L, SUBMISSION)]), settled=True)
