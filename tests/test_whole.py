"""All graphs read as one tell the same, whether the default graph is their union or apart."""

import itertools
from collections import Counter
from typing import Final

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reading.scope import Scope, scope
from kg.store import UNNAMED, Dataset, with_union
from kg.whole import Whole

A, B, P, Q, G, H = (ox.NamedNode(f"urn:x:{name}") for name in "abpqgh")
QUADS: Final = st.frozensets(
    st.builds(
        ox.Quad,
        st.sampled_from([A, B]),
        st.sampled_from([P, Q]),
        st.sampled_from([A, B, ox.Literal("1"), ox.BlankNode("n")]),
        st.sampled_from([ox.DefaultGraph(), G, H]),
    ),
    max_size=12,
)
QUERIES: Final = (
    "SELECT ?s ?v ?w { ?s <urn:x:p> ?v . ?v <urn:x:q> ?w }",
    "SELECT ?s (COUNT(?v) AS ?n) { ?s <urn:x:p>/<urn:x:q> ?v } GROUP BY ?s",
    "SELECT ?s ?v { ?s <urn:x:p>|<urn:x:q> ?v FILTER(EXISTS { GRAPH <urn:x:g> { ?s ?any ?v } }) }",
    "SELECT ?g ?s ?w { GRAPH ?g { ?s <urn:x:p> ?v } ?v <urn:x:q> ?w FILTER(?g != <urn:x:h>) }",
    "SELECT ?s ?v { ?s <urn:x:p>* ?v . ?s <urn:x:q> ?v }",
    "PREFIX x: <urn:x:> SELECT ?s ?r ?v { VALUES ?r { x:p x:q } ?s ?r ?v }",
)


def both(quads: frozenset[ox.Quad]) -> tuple[Whole, Whole]:
    """Return quads where the default graph is apart, and where it is the union."""
    apart, union = ox.Store(), ox.Store()
    apart.extend(quads)
    named = (ox.Quad(*quad.triple, UNNAMED) if quad.graph_name == ox.DefaultGraph() else quad for quad in quads)
    union.extend(named)
    return Whole(apart, "separate"), Whole(with_union(union))


def rows(whole: Whole, query: str) -> Counter[tuple[str, ...]]:
    found = whole.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return Counter(tuple(map(str, row)) for row in found if str(UNNAMED) not in map(str, row))


@given(QUADS)
def test_look_ups_find_each_triple_once(quads: frozenset[ox.Quad]) -> None:
    apart, union = both(quads)
    for pattern in itertools.product([None, A], [None, P], [None, B, ox.Literal("1")]):
        found = sorted(map(str, apart.quads(*pattern)))
        assert found == sorted(map(str, union.quads(*pattern))) == sorted(set(found))
        assert sorted(map(str, apart.stated(*pattern))) == sorted(map(str, union.stated(*pattern)))


@given(QUADS)
def test_queries_find_each_row_as_often(quads: frozenset[ox.Quad]) -> None:
    apart, union = both(quads)
    for query in QUERIES:
        assert rows(apart, query) == rows(union, query), query


@given(QUADS)
def test_scans_count_each_triple_once(quads: frozenset[ox.Quad]) -> None:
    def counted(whole: Whole) -> list[str]:
        found = whole.scan(f"SELECT ?p (COUNT({whole.once}*) AS ?n) {{ ?s ?p ?o }} GROUP BY ?p")
        assert isinstance(found, ox.QuerySolutions)
        return sorted(f"{row['p']} {row['n']}" for row in found)

    apart, union = both(quads)
    assert counted(apart) == counted(union)


def test_a_store_whose_default_graph_is_the_union_is_asked_itself() -> None:
    store = ox.Store()
    assert Whole(store).asked is store
    apart = Whole(store, "separate")
    assert apart.asked is apart


def test_the_graphs_are_the_named_ones_and_a_default_graph_that_is_apart() -> None:
    apart, union = both(frozenset({ox.Quad(A, P, B, H), ox.Quad(A, P, B, G)}))
    assert apart.graphs == [ox.DefaultGraph(), G, H]
    assert union.graphs == [G, H]


def test_what_stands_in_several_graphs_is_found_out_once_for_each_state() -> None:
    store = ox.Store()
    store.extend([ox.Quad(A, P, B, G), ox.Quad(A, Q, B, G), ox.Quad(A, Q, B)])
    dataset = Dataset(store, "1", "0", "separate")
    assert sum(rows(dataset.whole, "SELECT ?v { <urn:x:a> <urn:x:p> ?v }").values()) == 1
    assert dataset.repeated == {A.value: False, P.value: False}
    assert sum(rows(dataset.whole, "SELECT ?v { <urn:x:a> <urn:x:q> ?v }").values()) == 1
    assert dataset.repeated == {A.value: False, P.value: False, Q.value: True}
    assert dataset.replaced(changes=1).repeated == {}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT * { ?s a sg:Goal }", ({"sg:Goal", "rdf:type"}, False)),
        ("PREFIX sg: <urn:> SELECT * { ?s <urn:p>/sg:q* 'a sg:r'@cs }", ({"<urn:p>", "<urn:q>"}, False)),
        ("SELECT * { ?graph ?p 1 FILTER NOT EXISTS { graph ?g { ?s ?p ?o } } }", (set(), True)),
        ("PREFIX graph: <urn:g:> SELECT * { ?s graph:p ?o }", ({"<urn:g:p>"}, False)),
    ],
)
def test_a_query_names_what_it_reads(query: str, found: tuple[set[str], bool]) -> None:
    names = {
        "sg:Goal": "https://w3id.org/strategraf/ontology/Goal",
        "rdf:type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    }
    assert scope(query) == Scope(frozenset(names.get(each, each.strip("<>")) for each in found[0]), found[1])
