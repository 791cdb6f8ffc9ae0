"""What our service promises holds for other engines behind it: formats, graphs, refusals, and whatever reads the graph.

Each answer is compared with that of our own engine over the same graph.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from kg.namespaces import BASE, PREFIXES
from kg.results import FORMATS, GRAPHS, ROWS
from tests.service import Service

JSON = "application/sparql-results+json"
ROWS_QUERY = """SELECT ?p ?o WHERE { <https://w3id.org/strategraf/resource/measures/nskb-a44> ?p ?o }"""
GRAPH_QUERY = "CONSTRUCT WHERE { <https://w3id.org/strategraf/resource/measures/nskb-a44> ?p ?o }"
VERSION = "<p>Version of the data"
CODES, INFERRED = f"{BASE}graph/codes", f"{BASE}graph/inferred"


def rows_of(answer: httpx.Response) -> list[list[str]]:
    """Return the rows of an answer in JSON, sorted, each as its terms are written."""
    assert answer.status_code == 200, answer.text
    found = ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return sorted([str(term) for term in row] for row in found)


def graph_of(answer: httpx.Response, fmt: ox.RdfFormat) -> set[ox.Triple]:
    """Return the triples of an answer."""
    assert answer.status_code == 200, answer.text
    return {quad.triple for quad in ox.parse(answer.content, format=fmt)}


@pytest.mark.parametrize("name", [each.name for each in ROWS])
@pytest.mark.parametrize("query", [ROWS_QUERY, "ASK { ?s ?p ?o }"], ids=["SELECT", "ASK"])
def test_every_format_of_rows_is_the_same(name: str, query: str, front: Service, service: Service) -> None:
    parameters = {"query": query, "format": name}
    ours, theirs = service.get("/sparql", params=parameters), front.get("/sparql", params=parameters)
    assert theirs.status_code == 200, theirs.text
    assert theirs.headers["content-type"] == ours.headers["content-type"]
    assert theirs.headers["vary"] == ours.headers["vary"]
    assert read(theirs, name) == read(ours, name)


def read(answer: httpx.Response, name: str) -> object:
    """Return what an answer says, whatever the order of its rows."""
    if name not in {"json", "xml"}:
        return sorted(answer.text.splitlines())
    formats = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}
    found = ox.parse_query_results(answer.content, format=formats[name])
    return bool(found) if isinstance(found, ox.QueryBoolean) else sorted(str(row) for row in found)


@pytest.mark.parametrize("fmt", GRAPHS, ids=[each.name for each in GRAPHS])
def test_every_format_of_graphs_is_the_same(fmt: Any, front: Service, service: Service) -> None:
    parameters = {"query": GRAPH_QUERY}
    headers = {"Accept": fmt.media_type}
    ours = service.get("/sparql", params=parameters, headers=headers)
    theirs = front.get("/sparql", params=parameters, headers=headers)
    assert theirs.headers["content-type"] == ours.headers["content-type"]
    assert graph_of(theirs, fmt.engine) == graph_of(ours, fmt.engine) != set()


BY = {
    "GET": lambda service, query: service.get("/sparql", params={"query": query}, headers={"Accept": JSON}),
    "form": lambda service, query: service.post("/sparql", data={"query": query}, headers={"Accept": JSON}),
    "direct": lambda service, query: service.post(
        "/sparql", content=query.encode(), headers={"Accept": JSON, "Content-Type": "application/sparql-query"}
    ),
}


@pytest.mark.parametrize("ask", BY.values(), ids=BY)
def test_every_way_to_send_a_query_gives_the_same(
    ask: Callable[[Service, str], httpx.Response], front: Service, service: Service
) -> None:
    query = 'SELECT ?s ?label WHERE { ?s skos:prefLabel ?label FILTER(CONTAINS(?label, "kybernetické bezpečnosti")) }'
    assert rows_of(ask(front, query)) == rows_of(ask(service, query)) != []


GRAPH_REQUESTS: dict[str, dict[str, Any]] = {
    "GRAPH": {"query": "SELECT ?s ?p ?o WHERE { GRAPH <CODES> { ?s ?p ?o } }"},
    "FROM": {"query": "SELECT ?s ?p ?o FROM <CODES> WHERE { ?s ?p ?o }"},
    "two FROMs": {
        "query": "SELECT (COUNT(*) AS ?n) FROM <CODES> FROM <INFERRED> WHERE { ?s ?p ?o }",
    },
    "FROM NAMED": {"query": "SELECT (COUNT(*) AS ?n) FROM NAMED <CODES> WHERE { GRAPH ?g { ?s ?p ?o } }"},
    "default-graph-uri": {"query": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "default-graph-uri": CODES},
    "two of them": {
        "query": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
        "default-graph-uri": [CODES, INFERRED],
    },
    "named-graph-uri": {
        "query": "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        "named-graph-uri": CODES,
    },
}


@pytest.mark.parametrize("parameters", GRAPH_REQUESTS.values(), ids=GRAPH_REQUESTS)
def test_a_query_reads_the_graphs_it_names(parameters: dict[str, Any], front: Service, service: Service) -> None:
    query = parameters["query"].replace("CODES", CODES).replace("INFERRED", INFERRED)
    asked = {"params": {**parameters, "query": query}, "headers": {"Accept": JSON}}
    assert rows_of(front.get("/sparql", **asked)) == rows_of(service.get("/sparql", **asked)) != []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * WHERE { ?s ?p ?o", 400),
        ("SELECT * WHERE { ?s nowhere:p ?o }", 400),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("LOAD <http://127.0.0.1:1/>", 403),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 400),
    ],
)
def test_what_is_refused_is_refused_in_the_same_words(
    query: str, status: int, front: Service, service: Service
) -> None:
    ours, theirs = (each.get("/sparql", params={"query": query, "lang": "en"}) for each in (service, front))
    assert (theirs.status_code, theirs.json()) == (ours.status_code, ours.json())
    assert theirs.status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "/resource/measures/nskb-a44",
        "/code/statuses",
        "/ontology/Measure",
        "/graph/codes",
        "/resource/measures/nothing",
    ],
)
def test_a_thing_leads_to_the_same_document(path: str, front: Service, service: Service) -> None:
    ours, theirs = service.get(path), front.get(path)
    assert theirs.status_code == ours.status_code
    assert theirs.headers.get("location") == ours.headers.get("location")


@pytest.mark.parametrize("path", ["/resource/measures/nskb-a44", "/code/statuses", "/graph/codes"])
def test_a_document_says_the_same(path: str, front: Service, service: Service) -> None:
    ours, theirs = (each.get(f"{path}.nt") for each in (service, front))
    assert graph_of(theirs, ox.RdfFormat.N_TRIPLES) == graph_of(ours, ox.RdfFormat.N_TRIPLES) != set()


@pytest.mark.parametrize(
    "path",
    [
        "/?lang=en",
        "/resource/measures/nskb-a44.html?lang=en",
        "/search?q=rizeni&lang=en&format=json",
        "/explain?s=A44&p=addresses&o=ZPO4&format=json",
        "/questions",
        "/questions/programmes?format=csv",
    ],
)
def test_what_reads_the_graph_reads_the_same(path: str, front: Service, service: Service) -> None:
    ours, theirs = service.get(path), front.get(path)
    assert theirs.status_code == ours.status_code == 200, theirs.text
    assert own_words(theirs, front) == own_words(ours, service)


def own_words(answer: httpx.Response, service: Service) -> list[str]:
    """Return the lines of an answer without the service's address, and without the hash, which is not known of all."""
    return [line for line in answer.text.replace(service.url, "").splitlines() if VERSION not in line]


def test_the_dump_in_quads_is_the_same_where_no_blank_node_is(front: Service, service: Service) -> None:
    ours, theirs = (each.get("/dump/strategraf.nq").text.splitlines() for each in (service, front))
    # Virtuoso writes a boolean as a number.
    read = (re.sub(r'"1"(?=\^\^<[^>]*boolean>)', '"true"', line) for line in theirs)
    found = {line for line in read if "_:" not in line and BASE + "graph/" in line}
    assert found == {line for line in ours if "_:" not in line}


def test_prefixes_of_the_project_are_known(front: Service) -> None:
    assert set(PREFIXES) >= {"sg", "skos"}
    answer = front.get(
        "/sparql", params={"query": "ASK { ?m a sg:Measure ; skos:notation ?n }"}, headers={"Accept": JSON}
    )
    assert answer.json()["boolean"] is True


def test_nothing_is_kept_of_what_may_change_unnoticed(front: Service) -> None:
    answers = [front.get("/sparql", params={"query": ROWS_QUERY}, headers={"Accept": JSON}) for _ in range(2)]
    assert [each.headers.get("etag") for each in answers] == [None, None]


def test_the_formats_are_all_compared() -> None:
    assert {each.name for each in (*ROWS, *GRAPHS)} == set(FORMATS)
    assert Path(__file__).with_name("test_questions.py").is_file()
