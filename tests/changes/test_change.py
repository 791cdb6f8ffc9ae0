"""Changes: applied, undone, joined, and kept as N-Quads; the union stays a set."""

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kg.changes import Change, apply
from kg.store import with_union

A, B, P = (ox.NamedNode(f"https://example.org/{name}") for name in "abp")
ONE, TWO = (ox.NamedNode(f"https://example.org/graph/{name}") for name in ("one", "two"))
VALUES = [
    A,
    ox.Literal(1),
    ox.Literal("ž", language="cs"),
    ox.Literal('a\n"b\\'),
    ox.BlankNode("n1"),
    ox.Triple(A, P, B),
]
QUADS = st.builds(
    ox.Quad,
    st.sampled_from([A, B, ox.BlankNode("n1")]),
    st.just(P),
    st.sampled_from(VALUES),
    st.sampled_from([ONE, TWO]),
)
SETS = st.frozensets(QUADS, max_size=6)


def named(store: ox.Store) -> set[ox.Quad]:
    return {quad for quad in store if quad.graph_name != ox.DefaultGraph()}


def store_of(quads: frozenset[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return with_union(store)


def exact(before: frozenset[ox.Quad], after: frozenset[ox.Quad]) -> Change:
    return Change(before - after, after - before)


@given(SETS, SETS, SETS)
def test_the_default_graph_stays_the_union_and_changes_join(
    first: frozenset[ox.Quad], second: frozenset[ox.Quad], third: frozenset[ox.Quad]
) -> None:
    store = store_of(first)
    one, two = exact(first, second), exact(second, third)
    apply(store, one)
    assert set(store) == set(store_of(second))
    apply(store, two)
    assert set(store) == set(store_of(third))
    assert one.then(two) == exact(first, third)
    apply(store, one.then(two).inverse())
    assert named(store) == first
    assert set(store) == set(store_of(first))


@given(SETS)
def test_applying_twice_is_applying_once(quads: frozenset[ox.Quad]) -> None:
    store = store_of(frozenset())
    change = Change(frozenset([ox.Quad(B, P, B, ONE)]), quads)
    apply(store, change)
    once = set(store)
    apply(store, change)
    assert set(store) == once


@given(SETS, SETS)
def test_n_quads_keep_every_term_and_label(removed: frozenset[ox.Quad], added: frozenset[ox.Quad]) -> None:
    change = Change(removed, added)
    assert Change.parse(*change.n_quads()) == change
    assert list(change.n_quads()) == [b"".join(sorted(text.splitlines(keepends=True))) for text in change.n_quads()]


def test_a_separate_default_graph_is_left_alone() -> None:
    store = ox.Store()
    apply(store, Change(added=frozenset([ox.Quad(A, P, B, ONE)])), "separate")
    assert len(store) == 1


def test_a_change_tells_its_graphs_and_whether_it_is_one() -> None:
    change = Change(frozenset([ox.Quad(A, P, B, ONE)]), frozenset([ox.Quad(A, P, B, TWO)]))
    assert change.graphs == {ONE, TWO}
    assert change
    assert not Change()
