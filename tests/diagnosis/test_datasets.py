"""A query that asks the wrong graphs: wherever they are named, the nearest name comes before what merely matches."""

from typing import Any

import pyoxigraph as ox
import pytest

from kg.diagnosis import explain_empty, text
from kg.results import Graphs, solve
from kg.store import with_union

G = "https://example.org/graph/"
NAMES = ("alignments", "codes", "inferred", "ontology", "provenance", "reference", "shapes", "source")
RESOURCE = "https://example.org/id/"
PREFIX = f"PREFIX g: <{G}> PREFIX id: <{RESOURCE}> "


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Return a store of many graphs; each has as many triples as its place, and one that is its own."""
    found = ox.Store()
    for place, name in enumerate(NAMES, 1):
        graph, own = ox.NamedNode(G + name), ox.NamedNode(f"{RESOURCE}p-{name}")
        found.add(ox.Quad(ox.NamedNode(RESOURCE + name), own, ox.Literal(name), graph))
        for number in range(1, place):
            value = ox.Literal(f"{name} {number}")
            found.add(ox.Quad(ox.NamedNode(RESOURCE + name), ox.NamedNode(RESOURCE + "p"), value, graph))
    return with_union(found)


def rows(store: ox.Store, query: str, graphs: Graphs | None = None) -> int:
    return sum(1 for _ in solve(store, query, graphs))  # type: ignore[union-attr]


def asked(fix: dict[str, Any]) -> Graphs | None:
    """Return the dataset that the request is to name for a correction."""
    named = fix["graphs"]
    return named and Graphs(tuple(named["default-graph-uri"]), tuple(named["named-graph-uri"]))


def explained(store: ox.Store, query: str, graphs: Graphs | None = None) -> dict[str, Any]:
    """Explain a query; each correction gives the rows it claims, asked as it says."""
    query = PREFIX + query
    assert rows(store, query, graphs) == 0
    report = explain_empty(store, query, graphs, seconds=200)
    for fix in report["fixes"]:
        named = asked(fix)
        again = graphs if named is None else named if named != Graphs() else None
        assert rows(store, fix["query"], again) == fix["rows"] > 0
    return report


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (f"{G}Codes", f"{G}codes"),
        (f"{G}code", f"{G}codes"),
        (f"{G}codes/", f"{G}codes"),
        ("http://example.org/graph/codes", f"{G}codes"),
        (f"{G}refrence", f"{G}reference"),
        ("https://example.com/g/shapes", f"{G}shapes"),
    ],
)
@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <{}> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "SELECT * FROM <{0}> FROM NAMED <{0}> {{ GRAPH <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ GRAPH <{}> {{ ?s ?p ?o }} }}",
        "SELECT * FROM <{}> FROM <urn:none> {{ ?s ?p ?o }}",
    ],
)
def test_the_nearest_name_of_a_graph_comes_first(store: ox.Store, query: str, wrong: str, right: str) -> None:
    best = explained(store, query.format(wrong))["fixes"][0]
    assert (best["kind"], best["from"], best["to"]) == ("graph-name", f"<{wrong}>", f"<{right}>")
    assert best["rows"] == NAMES.index(right.rpartition("/")[2]) + 1
    assert best["text"]["en"].startswith("The data has no graph of this name, but one of a similar name. ")


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize(("wrong", "right"), [("Codes", "codes"), ("refrence", "reference")])
def test_the_nearest_name_in_the_request_comes_first(store: ox.Store, parameter: str, wrong: str, right: str) -> None:
    is_default = parameter == "default-graph-uri"
    query = "SELECT * { ?s ?p ?o }" if is_default else "SELECT * { GRAPH ?g { ?s ?p ?o } }"
    report = explained(store, query, Graphs((G + wrong,)) if is_default else Graphs((), (G + wrong,)))
    best = report["fixes"][0]
    assert best["kind"] == "graph-name"
    assert (best["from"], best["to"]) == (f"{parameter}={G}{wrong}", f"{parameter}={G}{right}")
    assert best["graphs"][parameter] == [G + right]
    assert best["query"] == PREFIX + query
    last = report["fixes"][-1]
    assert (last["from"], last["to"]) == (parameter, "")
    assert last["graphs"] == {"default-graph-uri": [], "named-graph-uri": []}
    assert "Opravený dotaz" not in text(report, "cs")


def test_a_graph_that_holds_more_of_the_query_comes_before_one_that_holds_less(store: ox.Store) -> None:
    query = "SELECT * FROM <urn:none> { ?s id:p ?o ; id:p-source ?own }"
    best = explained(store, query)["fixes"][0]
    assert (best["kind"], best["from"], best["to"], best["rows"]) == ("graph", "<urn:none>", f"<{G}source>", 7)


def test_one_of_several_graphs_is_corrected(store: ox.Store) -> None:
    query = "SELECT * FROM g:codes FROM g:shape { ?s id:p-shapes ?own }"
    best = explained(store, query)["fixes"][0]
    assert (best["from"], best["to"], best["rows"]) == ("g:shape", "g:shapes", 1)


@pytest.mark.parametrize(
    ("query", "wrong", "right"),
    [
        (
            "SELECT * FROM g:codes { GRAPH g:codes { ?s ?p ?o } }",
            "FROM g:codes",
            "FROM g:codes FROM NAMED g:codes",
        ),
        (
            "SELECT * FROM g:codes { GRAPH ?g { ?s id:p-codes ?o } }",
            "FROM g:codes",
            "FROM g:codes FROM NAMED g:codes",
        ),
        ("SELECT * FROM NAMED g:codes { ?s ?p ?o }", "FROM NAMED g:codes", "FROM g:codes"),
    ],
)
def test_patterns_see_only_their_part_of_the_dataset(store: ox.Store, query: str, wrong: str, right: str) -> None:
    best = explained(store, query)["fixes"][0]
    assert (best["kind"], best["from"], best["to"]) == ("dataset", wrong, right)


def test_patterns_see_only_their_part_of_the_dataset_of_the_request(store: ox.Store) -> None:
    codes = (G + "codes",)
    best = explained(store, "SELECT * { ?s ?p ?o }", Graphs((), codes))["fixes"][0]
    assert (best["kind"], best["from"], best["to"]) == (
        "dataset",
        f"named-graph-uri={G}codes",
        f"default-graph-uri={G}codes",
    )
    best = explained(store, f"SELECT * {{ GRAPH <{G}codes> {{ ?s ?p ?o }} }}", Graphs(codes))["fixes"][0]
    assert (best["kind"], best["from"]) == ("dataset", f"default-graph-uri={G}codes")
    assert best["to"] == f"default-graph-uri={G}codes, named-graph-uri={G}codes"


@pytest.fixture(scope="module")
def separate() -> ox.Store:
    """Return a store whose default graph is empty."""
    found = ox.Store()
    one, other = (ox.NamedNode(f"{RESOURCE}{each}") for each in ("one", "other"))
    found.add(ox.Quad(one, ox.NamedNode(f"{RESOURCE}p"), other, ox.NamedNode(f"{G}codes")))
    found.add(ox.Quad(one, ox.NamedNode(f"{RESOURCE}label"), ox.Literal("one"), ox.NamedNode(f"{G}codes")))
    found.add(ox.Quad(other, ox.NamedNode(f"{RESOURCE}label"), ox.Literal("other"), ox.NamedNode(f"{G}shapes")))
    return found


@pytest.mark.parametrize(
    ("pattern", "wrong", "right"),
    [
        (
            "?s id:p ?o . ?o id:label ?l",
            "?s id:p ?o . ?o id:label ?l",
            "GRAPH ?kgg { ?s id:p ?o } GRAPH ?kgg1 { ?o id:label ?l }",
        ),
        (
            "GRAPH ?g { ?s id:p ?o . ?o id:label ?l }",
            "GRAPH ?g { ?s id:p ?o . ?o id:label ?l }",
            "GRAPH ?g { ?s id:p ?o } GRAPH ?kgg1 { ?o id:label ?l }",
        ),
    ],
)
def test_triples_of_several_graphs_are_sought_in_one_each(
    separate: ox.Store, pattern: str, wrong: str, right: str
) -> None:
    best = explained(separate, f"SELECT * {{ {pattern} }}")["fixes"][0]
    assert (best["kind"], best["from"], best["to"], best["rows"]) == ("graph", wrong, right, 1)


def test_what_only_a_named_graph_describes_is_told(separate: ox.Store) -> None:
    report = explained(separate, "DESCRIBE id:other")
    best = report["fixes"][0]
    assert (best["kind"], best["from"], best["to"], best["rows"]) == (
        "graph",
        "DESCRIBE id:other",
        "DESCRIBE id:other FROM g:shapes",
        1,
    )
    assert report["summary"]["en"].startswith(
        "The query describes nothing: the default graph says nothing of its IRIs."
    )


def test_the_graph_that_is_to_describe_may_be_misspelt(store: ox.Store) -> None:
    best = explained(store, "DESCRIBE id:codes FROM g:code")["fixes"][0]
    assert (best["kind"], best["from"], best["to"], best["rows"]) == ("graph-name", "g:code", "g:codes", 2)


def test_triples_of_several_graphs_are_not_in_one(store: ox.Store) -> None:
    query = "SELECT * { GRAPH ?g { ?s id:p-codes ?o . ?t id:p-shapes ?v } }"
    best = explained(store, query)["fixes"][0]
    assert (best["kind"], best["from"], best["to"], best["rows"]) == ("graph", "GRAPH ?g", "", 1)
