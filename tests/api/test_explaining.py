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
