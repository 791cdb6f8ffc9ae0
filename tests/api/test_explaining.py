"""`explain=` over HTTP: what a query costs, and why it finds nothing."""

import httpx
import pytest

from tests.service import Service

MISSPELT = "SELECT ?m { ?m sg:gestr ?b }"
PAGE = {"Accept": "text/html"}


def explained(service: Service, query: str, kind: str, **headers: str) -> httpx.Response:
    return service.get("/sparql", params={"query": query, "explain": kind}, headers=headers)


def test_an_empty_answer_is_explained_by_a_correction_that_was_tried(service: Service) -> None:
    report = explained(service, MISSPELT, "empty").json()
    assert (report["explains"], report["empty"], report["rows"]["rows"]) == ("empty", True, 0)
    first = report["fixes"][0]
    assert first["rewritten"] == "?m sg:gestor ?b"
    corrected = service.get("/sparql", params={"query": first["query"]}).json()["results"]["bindings"]
    assert len(corrected) == first["rows"] > 0


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("SELECT * FROM <https://w3id.org/strategraf/graph/{}> {{ ?s ?p ?o }}", ()),
        ("SELECT * FROM NAMED <https://w3id.org/strategraf/graph/{}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", ()),
        ("SELECT * {{ ?s ?p ?o }}", ("default-graph-uri",)),
        ("SELECT * {{ GRAPH ?g {{ ?s ?p ?o }} }}", ("named-graph-uri",)),
    ],
)
@pytest.mark.parametrize(("wrong", "right"), [("Codes", "codes"), ("refrence", "reference")])
def test_a_misspelt_graph_is_corrected_wherever_it_is_named(
    service: Service, query: str, parameters: tuple[str, ...], wrong: str, right: str
) -> None:
    named = dict.fromkeys(parameters, f"https://w3id.org/strategraf/graph/{wrong}")
    report = service.get("/sparql", params={"query": query.format(wrong), "explain": "empty", **named}).json()
    best = report["fixes"][0]
    assert best["to"].endswith((f"/graph/{right}>", f"/graph/{right}"))
    again = {"query": best["query"], **(best["graphs"] or {})}
    assert len(service.get("/sparql", params=again).json()["results"]["bindings"]) == best["rows"] > 0


def test_an_aggregate_over_nothing_is_told_as_the_row_it_is(service: Service) -> None:
    query = 'SELECT (COUNT(*) AS ?n) { ?s skos:notation "nůkib" }'
    report = explained(service, query, "empty").json()
    rows = service.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert (len(rows), rows[0]["n"]["value"]) == (report["rows"]["rows"], "0") == (1, "0")
    best = report["fixes"][0]
    counted = service.get("/sparql", params={"query": best["query"]}).json()["results"]["bindings"]
    assert (report["matched"]["rows"], best["to"], best["rows"]) == (0, '"NÚKIB"', int(counted[0]["n"]["value"]))


def test_a_plan_counts_what_each_pattern_matches(service: Service) -> None:
    query = "SELECT * { ?g a sg:Goal . ?g skos:notation ?n }"
    report = explained(service, query, "true").json()
    goals = service.get("/sparql", params={"query": "SELECT * { ?g a sg:Goal }"}).json()["results"]["bindings"]
    assert report["patterns"][0]["rows"] == len(goals) == 3
    assert report["whole"]["rows"] == 3
    assert report["algebra"]["available"] is True
    assert "BGP" in report["algebra"]["text"]


def test_a_plan_shows_the_words_that_are_evaluated(service: Service) -> None:
    query = (
        "SELECT ?m ?t { ?m sg:addresses <https://w3id.org/strategraf/resource/pillars/zpo> ;"
        " sg:gestor <https://w3id.org/strategraf/resource/institutions/nukib> ; dct:title ?t }"
    )
    report = explained(service, query, "true").json()
    rows = service.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    same = service.get("/sparql", params={"query": report["evaluated"]}).json()["results"]["bindings"]
    assert report["evaluated"].startswith("SELECT ?m ?t {  VALUES ?m { <https://w3id.org/strategraf/resource/measures/")
    assert sorted(map(str, same)) == sorted(map(str, rows))
    assert report["whole"]["rows"] == len(rows) > 0
    page = explained(service, query, "true", **PAGE).text
    assert "Vyhodnocuje se v tomto znění" in page
    assert "VALUES ?m" in page


def test_what_is_evaluated_as_it_is_written_has_no_other_words(service: Service) -> None:
    assert explained(service, "SELECT * { ?g a sg:Goal }", "true").json()["evaluated"] is None


@pytest.mark.parametrize("kind", ["true", "empty"])
def test_relative_iris_are_read_as_in_the_query_itself(service: Service, kind: str) -> None:
    query = "SELECT * { <nothing> ?p ?o }"
    assert service.get("/sparql", params={"query": query}).status_code == 200
    answer = explained(service, query, kind)
    assert answer.status_code == 200, answer.text
    assert answer.json()["patterns"][0]["rows"] == 0


def test_explanations_are_made_anew(service: Service) -> None:
    for _ in range(2):
        answer = explained(service, MISSPELT, "empty")
        assert "etag" not in answer.headers
        assert answer.headers["server-timing"].startswith("query;dur=")


@pytest.mark.parametrize(("kind", "words"), [("true", "Vzory trojic"), ("empty", "?m sg:gestor ?b")])
def test_a_page_shows_the_explanation(service: Service, kind: str, words: str) -> None:
    answer = explained(service, MISSPELT, kind, **PAGE)
    assert answer.headers["content-type"].startswith("text/html")
    assert words in answer.text


def test_false_asks_for_the_answer_itself(service: Service) -> None:
    assert explained(service, "ASK {}", "false").json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "kind", "status", "words"),
    [
        ("ASK {}", "maybe", 400, "maybe"),
        ("SELECT * {", "empty", 400, "sloupec"),
        ("ASK { SERVICE <urn:a> {} }", "true", 403, "SERVICE"),
    ],
)
def test_what_cannot_be_explained_is_a_problem(
    service: Service, query: str, kind: str, status: int, words: str
) -> None:
    answer = explained(service, query, kind)
    assert answer.status_code == status
    assert words in answer.json()["detail"]
