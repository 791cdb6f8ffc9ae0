"""What is inferred follows a change of what it is inferred from, and nobody invents an inference."""

import pyoxigraph as ox
import pytest

from kg.changes import Change, apply, follow
from kg.errors import DataError
from kg.namespaces import OWL, RDF
from kg.reasoning import INFERRED
from kg.store import Dataset, with_union
from kg.updating import plan
from tests.changes.followed import (
    AB,
    AC,
    BC,
    BROADER,
    DISJOINT,
    EX,
    ONTOLOGY,
    OTHER,
    REFERENCE,
    SHAPES,
    SUBMISSION,
    TRANSITIVE,
    A,
    B,
    C,
    D,
    K,
    L,
    P,
    Q,
    changed,
    filled,
    inferred,
)


def test_what_comes_brings_what_follows_from_it() -> None:
    removed, added, now = changed([BROADER], [], [AB])
    assert (removed, added, now) == (set(), {AB, inferred(A, B)}, {inferred(A, B)})


def test_what_goes_takes_with_it_what_followed_from_it_alone() -> None:
    start = [BROADER, TRANSITIVE, AB, BC, inferred(A, B), inferred(B, C), inferred(A, C)]
    removed, added, now = changed(start, [AB], [])
    assert (removed, added) == ({AB, inferred(A, B), inferred(A, C)}, set())
    assert now == {inferred(B, C)}


def test_what_still_follows_another_way_stays() -> None:
    start = [BROADER, TRANSITIVE, AB, BC, AC, inferred(A, B), inferred(B, C), inferred(A, C)]
    removed, added, _ = changed(start, [AC], [])
    assert (removed, added) == ({AC}, set())


def test_an_axiom_is_followed_as_a_fact_is() -> None:
    assert changed([AB], [], [BROADER])[2] == {inferred(A, B)}
    assert changed([BROADER, AB, inferred(A, B)], [BROADER], [])[2] == set()


def test_what_is_stated_is_not_inferred_and_what_is_no_longer_stated_may_be() -> None:
    stated = ox.Quad(A, Q, B, REFERENCE)
    removed, added, _ = changed([BROADER, AB, inferred(A, B)], [], [stated])
    assert (removed, added) == ({inferred(A, B)}, {stated})
    removed, added, _ = changed([BROADER, AB, stated], [stated], [])
    assert (removed, added) == ({stated}, {inferred(A, B)})


def test_other_graphs_infer_nothing_and_their_changes_are_as_they_were() -> None:
    change = Change(added=frozenset([ox.Quad(A, P, D, OTHER), ox.Quad(A, P, D, SHAPES), ox.Quad(A, P, D)]))
    assert follow(filled([BROADER]), change) is change


def test_a_graph_that_did_not_follow_is_mended_by_the_next_change() -> None:
    stale = [BROADER, AB, inferred(C, D)]
    removed, added, _ = changed(stale, [], [BC])
    assert (removed, added) == ({inferred(C, D)}, {BC, inferred(A, B), inferred(B, C)})


@pytest.mark.parametrize(
    ("going", "coming"),
    [
        ([], [inferred(A, C)]),
        ([inferred(A, B)], []),
        ([], [BC, inferred(A, C)]),
        ([inferred(A, B)], [BC]),
        ([inferred(A, B)], [inferred(A, C)]),
    ],
)
def test_nobody_writes_what_does_not_follow_or_takes_out_what_does(going: list[ox.Quad], coming: list[ox.Quad]) -> None:
    with pytest.raises(DataError, match="follow") as caught:
        changed([BROADER, AB, inferred(A, B)], going, coming)
    assert f"{EX}a {EX}q {EX}{'c' if coming and coming[-1] != BC else 'b'}" in caught.value.en
    assert INFERRED.value in caught.value.cs


def test_what_follows_may_be_written_and_what_does_not_may_be_taken_out() -> None:
    assert changed([BROADER], [], [AB, inferred(A, B)])[1] == {AB, inferred(A, B)}
    assert changed([BROADER, AB], [], [inferred(A, B)])[1] == {inferred(A, B)}
    start = [BROADER, AB, inferred(A, B)]
    assert changed(start, [AB, inferred(A, B)], []) == ({AB, inferred(A, B)}, set(), set())
    assert changed([*start, inferred(C, D)], [inferred(C, D)], [])[0] == {inferred(C, D)}


STATED = ox.Quad(A, Q, B, REFERENCE)


TRIPLE = f"<{A.value}> <{Q.value}> <{B.value}>"


def updated(quads: list[ox.Quad], text: str, *, settled: bool) -> set[ox.Quad]:
    """Return what a dataset whose default graph is the union holds after an update and what follows."""
    given = Dataset(with_union(filled(quads)), "1", "0" * 64)
    apply(given.store, follow(given.store, plan(given, text), settled=settled))
    return set(given.store)


@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize(
    ("quads", "text"),
    [
        ([BROADER, AB, STATED], f"DELETE DATA {{ {TRIPLE} }}"),
        ([BROADER, AB, STATED], f"DELETE WHERE {{ <{A.value}> <{Q.value}> ?o }}"),
        ([BROADER, AB, STATED], f"DELETE DATA {{ {TRIPLE} }} ; CLEAR SILENT GRAPH <{OTHER.value}>"),
        (
            [BROADER, STATED],
            f"DELETE DATA {{ {TRIPLE} }} ; INSERT DATA {{ GRAPH <{SUBMISSION.value}> {{ <{EX}a> <{EX}p> <{EX}b> }} }}",
        ),
    ],
)
def test_what_is_deleted_without_a_graph_does_not_come_back_as_an_inference(
    quads: list[ox.Quad], text: str, *, settled: bool
) -> None:
    with pytest.raises(DataError, match="what still follows from the data cannot be taken out") as caught:
        updated(quads, text, settled=settled)
    assert f"{EX}a {EX}q {EX}b" in caught.value.en


@pytest.mark.parametrize("settled", [False, True])
def test_what_is_deleted_without_a_graph_with_all_it_follows_from_leaves_every_graph(*, settled: bool) -> None:
    text = f"DELETE DATA {{ {TRIPLE} . <{A.value}> <{P.value}> <{B.value}> }}"
    left = updated([BROADER, AB, STATED], text, settled=settled)
    assert {quad.triple for quad in left} == {BROADER.triple}


@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        f"DELETE DATA {{ GRAPH <{REFERENCE.value}> {{ {TRIPLE} }} }}",  # it was deleted from that graph alone
        f"DELETE DATA {{ {TRIPLE} }} ; INSERT DATA {{ GRAPH <{OTHER.value}> {{ {TRIPLE} }} }}",
        f"DELETE {{ {TRIPLE} }} INSERT {{ GRAPH <{OTHER.value}> {{ {TRIPLE} }} }} WHERE {{}}",
    ],
)
def test_what_is_deleted_from_one_graph_or_inserted_again_may_be_inferred(text: str, *, settled: bool) -> None:
    left = updated([BROADER, AB, STATED], text, settled=settled)
    assert inferred(A, B) in left
    assert STATED not in left


def test_a_contradiction_is_refused_with_its_rule_and_triples() -> None:
    facts = [ox.Quad(A, RDF.type, K, REFERENCE), ox.Quad(A, RDF.type, L, SUBMISSION)]
    with pytest.raises(DataError) as caught:
        changed([DISJOINT, facts[0]], [], [facts[1]])
    assert caught.value.en.startswith("after this change the data would contradict themselves (1): ")
    triples = f"{EX}a rdf:type {EX}K; {EX}a rdf:type {EX}L; {EX}K owl:disjointWith {EX}L"
    assert f"[cax-dw: {triples}]" in caught.value.en
    assert f"[cax-dw: {triples}]" in caught.value.cs
    assert changed([DISJOINT, facts[0]], [facts[0]], [facts[1]])[1] == {facts[1]}


def test_two_names_of_one_thing_are_a_contradiction() -> None:
    with pytest.raises(DataError, match="unique-names"):
        changed([ox.Quad(P, RDF.type, OWL.FunctionalProperty, ONTOLOGY), AB], [], [AC])
