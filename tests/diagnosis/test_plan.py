"""What a query costs: counts of the small graph, by hand."""

import pyoxigraph as ox
import pytest

from kg.diagnosis import explain_query, plan
from kg.errors import QueryError
from kg.planning import Postings
from kg.results import Graphs
from kg.store import with_union
from tests.diagnosis.cases import example

PREFIX = (
    "PREFIX ex: <http://example.org/def/> PREFIX g: <http://example.org/graph/>"
    " PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
)
FROM = "PREFIX g: <http://example.org/graph/> SELECT * FROM g:alignments { ?s ?p ?o }"
KILLER = "SELECT (COUNT(*) AS ?rows) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r }"


@pytest.fixture(scope="module")
def small() -> ox.Store:
    return example()


def test_patterns_joins_and_rows_are_counted(small: ox.Store) -> None:
    report = explain_query(
        small, PREFIX + "SELECT * { ?i skos:altLabel ?l .\n ?m ex:gestor ?i ; a ex:Measure ; ex:year ?y }"
    )
    assert [(each["pattern"], each["line"], each["rows"]) for each in report["patterns"]] == [
        ("?i skos:altLabel ?l", 2, 4),
        ("?m ex:gestor ?i", 3, 3),
        ("?m a ex:Measure", 3, 3),
        ("?m ex:year ?y", 3, 3),
    ]
    (join,) = report["joins"]
    assert [(each["pattern"], each["joined_by"], each["rows"]) for each in join["steps"]] == [
        ("?m ex:gestor ?i", [], 3),
        ("?m a ex:Measure", ["?m"], 3),
        ("?m ex:year ?y", ["?m"], 3),
        ("?i skos:altLabel ?l", ["?i"], 3),
    ]
    assert (report["whole"]["finished"], report["whole"]["rows"]) == (True, 3)
    assert (report["advice"], report["complete"], report["readable"]) == ([], True, True)
    assert report["algebra"]["available"]


def test_the_graph_of_a_pattern_counts(small: ox.Store) -> None:
    report = explain_query(small, PREFIX + "SELECT * { GRAPH g:alignments { ?s ?p ?o } GRAPH g:source { ?s a ?c } }")
    assert [(each["graph"], each["rows"]) for each in report["patterns"]] == [("g:alignments", 2), ("g:source", 10)]
    only = Graphs(default=("http://example.org/graph/alignments",))
    assert explain_query(small, "SELECT * { ?s ?p ?o }", only)["patterns"][0]["rows"] == 2
    assert explain_query(small, FROM)["patterns"][0]["rows"] == 2


def test_a_base_that_the_query_does_not_name_counts(small: ox.Store) -> None:
    query = "SELECT * FROM <graph/alignments> FROM <graph/source> { ?s a <def/Measure> }"
    report = explain_query(small, query, base="http://example.org/")
    assert (report["whole"]["rows"], report["patterns"][0]["rows"]) == (3, 3)
    assert (
        explain_query(small, f"BASE <http://example.org/>{query}", base="http://other.example/")["whole"]["rows"] == 3
    )


def crowded() -> ox.Store:
    """Return a store in which a plan is worth while: of a hundred that have one value, two have the other too."""
    store = ox.Store()
    many = "".join(f"<http://e/m{at}> <http://e/by> <http://e/b> . " for at in range(100))
    few = "".join(f"<http://e/m{at}> <http://e/on> <http://e/e> . " for at in (3, 5))
    store.load(f"<http://e/g> {{ {many} {few} }}".encode(), format=ox.RdfFormat.TRIG)
    return with_union(store)


PLANNED = "SELECT * { ?m <http://e/by> <http://e/b> . ?m <http://e/on> <http://e/e> }"
VALUES = "VALUES ?m { <http://e/m3> <http://e/m5> }"


def test_what_is_evaluated_is_told_and_is_what_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    store, solved = crowded(), plan.Prober.solve
    monkeypatch.setattr(
        plan.Prober, "solve", lambda self, query, postings=None: solved(self, query, postings) if postings else iter(())
    )
    report = explain_query(store, PLANNED, postings=Postings())
    assert VALUES in report["evaluated"]
    assert report["whole"]["rows"] == 2


def test_what_has_relative_iris_is_evaluated_as_it_is_written() -> None:
    query = PLANNED.replace("<http://e/e>", "<e>")
    report = explain_query(crowded(), query, base="http://e/", postings=Postings())
    assert (report["evaluated"], report["whole"]["rows"]) == (None, 2)


def test_a_dataset_that_is_named_is_asked_in_the_words_of_the_query() -> None:
    only = Graphs(default=("http://e/g",))
    report = explain_query(crowded(), PLANNED, only, postings=Postings())
    assert (report["evaluated"], report["whole"]["rows"]) == (None, 2)
    clauses = PLANNED.replace("{", "FROM <http://e/g> FROM <http://e/g2> {", 1)
    assert explain_query(crowded(), clauses, postings=Postings())["evaluated"] is None


def test_a_product_is_told_with_its_rows(small: ox.Store) -> None:
    report = explain_query(small, PREFIX + "SELECT * { ?m a ex:Measure . ?i a ex:Institution }")
    assert [each["kind"] for each in report["advice"]] == ["product"]
    assert report["advice"][0]["patterns"] == ["?m a ex:Measure", "?i a ex:Institution"]
    assert [(each["rows"], each["product"]) for each in report["joins"][0]["steps"]] == [(3, False), (12, True)]
    assert "nesdílejí žádnou proměnnou" in report["advice"][0]["text"]["cs"]


@pytest.mark.parametrize(
    ("pattern", "kinds"),
    [
        ("?a ex:partOf* ?b", ["unbounded-path"]),
        ("?a ex:partOf+ ?b . ?a a ex:Goal", []),
        ("?a ex:partOf+ ex:x", []),
        ("?a ex:partOf/ex:partOf ?b", []),
        ('?s ?p ?o FILTER(REGEX(?o, "x"))', ["search-everything"]),
        ('?s skos:prefLabel ?o FILTER(REGEX(?o, "x"))', []),
        ('VALUES ?p { skos:prefLabel } ?s ?p ?o FILTER(CONTAINS(?o, "x"))', []),
        ('VALUES ?lang { "cs" } ?s skos:prefLabel ?l FILTER(LANG(?l) = ?lang)', []),
        ("?a a ex:Measure . ?b ex:none ?c", []),
        ("?a a ex:Measure . { SELECT ?b { ?b a ex:Goal ; ex:partOf ?a } }", ["product"]),
        ("?a a ex:Measure . { SELECT ?a { ?a ex:partOf ?b } }", []),
        ("{ ?a a ex:Measure . ?b a ex:Goal } UNION { ?a a ex:Plan }", ["product"]),
        ("?a ex:partOf [ ex:partOf ?b ]", []),
    ],
)
def test_advice_is_given_where_the_text_shows_the_cost(small: ox.Store, pattern: str, kinds: list[str]) -> None:
    report = explain_query(small, f"{PREFIX}SELECT * {{ {pattern} }}")
    assert [each["kind"] for each in report["advice"]] == kinds


def test_a_runaway_query_is_explained_all_the_same(small: ox.Store) -> None:
    report = explain_query(small, KILLER, seconds=6)
    assert (report["whole"]["finished"], report["whole"]["rows"]) == (False, None)
    assert [each["kind"] for each in report["advice"]] == ["product"]
    assert [each["rows"] for each in report["patterns"]] == [
        len(set(small.quads_for_pattern(None, None, None, ox.DefaultGraph())))
    ] * 6
    assert report["joins"][0]["steps"][-1]["more"]


def test_what_is_beyond_the_standard_still_has_its_cost(small: ox.Store) -> None:
    report = explain_query(small, "SELECT * { << ?a ?b ?c >> ?d ?e }")
    assert (report["readable"], report["algebra"]["available"]) == (False, False)
    assert (report["whole"]["finished"], report["whole"]["rows"]) == (True, 0)


def test_a_malformed_query_is_an_error(small: ox.Store) -> None:
    with pytest.raises(QueryError, match="something is missing"):
        explain_query(small, "SELECT * { ?s ?p }")
