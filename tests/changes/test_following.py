"""What is inferred follows every change: by hand, and after random changes of closed graphs against the definition."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.backup import backup, restore
from kg.changes import Change, ChangeLog, apply, exact, follow
from kg.errors import DataError
from kg.iris import graph, is_closed
from kg.namespaces import OWL, RDF, RDFS
from kg.reasoning import INFERRED, closure, contradictions
from kg.store import CHANGES, Dataset, load_release, with_union, write_release
from kg.updating import plan

EX = "https://example.org/"
A, B, C, D, P, Q, R, K, L = (ox.NamedNode(EX + name) for name in "abcdpqrKL")
ONTOLOGY, REFERENCE, ALIGNMENTS = (graph(name) for name in ("ontology", "reference", "alignments"))
SUBMISSION, SHAPES, OTHER = graph("submission/s1"), graph("shapes"), ox.NamedNode(EX + "other")
BROADER = ox.Quad(P, RDFS.subPropertyOf, Q, ONTOLOGY)
TRANSITIVE = ox.Quad(Q, RDF.type, OWL.TransitiveProperty, ONTOLOGY)
DISJOINT = ox.Quad(K, OWL.disjointWith, L, ONTOLOGY)


def inferred(subject: ox.NamedNode, value: ox.NamedNode) -> ox.Quad:
    return ox.Quad(subject, Q, value, INFERRED)


def filled(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


def held(store: ox.Store) -> set[ox.Quad]:
    return set(store.quads_for_pattern(None, None, None, INFERRED))


def changed(
    quads: list[ox.Quad], going: list[ox.Quad], coming: list[ox.Quad]
) -> tuple[set[ox.Quad], set[ox.Quad], set[ox.Quad]]:
    """Return what a change removes and adds once what is inferred follows, and what is inferred then."""
    store = filled(quads)
    change = follow(store, exact(store, going, coming))
    assert set(store) == set(quads)
    apply(store, change, "separate")
    return set(change.removed), set(change.added), held(store)


AB, BC, AC = (ox.Quad(*ends, ALIGNMENTS) for ends in ((A, P, B), (B, P, C), (A, P, C)))


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


def recorded(out: Path, going: list[ox.Quad], coming: list[ox.Quad]) -> None:
    """Record a change as the service does, and what follows from it."""
    dataset = load_release(out)
    change = follow(dataset.store, exact(dataset.store, going, coming))
    log = ChangeLog(out / CHANGES)
    log.append(change, actor="jana", action="update", request="", release=dataset.release)
    log.close()


def released(out: Path, *quads: ox.Quad, version: str = "1") -> None:
    write_release([*quads, *closure(quads)], version, out)


def test_upon_a_newer_release_follows_what_is_then_there(tmp_path: Path) -> None:
    released(tmp_path, BROADER, AB)
    recorded(tmp_path, [AB], [BC])
    assert held(load_release(tmp_path).store) == {inferred(B, C)}
    released(tmp_path, BROADER, TRANSITIVE, AB, ox.Quad(C, P, D, REFERENCE), version="2")
    expected = {inferred(B, C), inferred(C, D), inferred(B, D)}
    assert held(load_release(tmp_path).store) == held(load_release(tmp_path, "separate").store) == expected
    recorded(tmp_path, [], [AB])
    expected |= {inferred(A, B), inferred(A, C), inferred(A, D)}
    dataset = load_release(tmp_path)
    assert held(dataset.store) == expected
    unnamed = {quad.triple for quad in dataset.store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert unnamed == {quad.triple for quad in dataset.store if quad.graph_name != ox.DefaultGraph()}
    told = backup(tmp_path, tmp_path / "a.tar")
    assert restore(tmp_path / "a.tar", tmp_path / "new") == told == dataset.canonical_hash()


def test_upon_a_release_without_the_axiom_nothing_follows_from_it(tmp_path: Path) -> None:
    released(tmp_path, BROADER)
    recorded(tmp_path, [], [AB])
    released(tmp_path, TRANSITIVE, version="2")
    assert held(load_release(tmp_path).store) == set()


def test_a_log_that_needs_no_closure_is_read_without_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released(tmp_path, BROADER, AB)
    recorded(tmp_path, [AB], [BC])

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the closure was computed")

    with monkeypatch.context() as patch:
        patch.setattr("kg.changes.following.closure_of_names", never)
        assert held(load_release(tmp_path).store) == {inferred(B, C)}
    (tmp_path / CHANGES / "log.jsonl").unlink()
    recorded(tmp_path, [], [ox.Quad(A, P, D, OTHER)])
    released(tmp_path, BROADER, version="2")
    with monkeypatch.context() as patch:
        patch.setattr("kg.changes.following.closure_of_names", never)
        assert load_release(tmp_path).changes == 1


def test_a_contradiction_of_two_releases_is_met_by_the_next_change(tmp_path: Path) -> None:
    one, other = ox.Quad(A, RDF.type, K, REFERENCE), ox.Quad(A, RDF.type, L, SUBMISSION)
    released(tmp_path, one)
    recorded(tmp_path, [], [other])
    released(tmp_path, one, DISJOINT, version="2")
    assert {one, other, DISJOINT} <= set(load_release(tmp_path).store)
    with pytest.raises(DataError, match="cax-dw"):
        recorded(tmp_path, [], [AB])
    recorded(tmp_path, [other], [])
    assert load_release(tmp_path).changes == 2
