"""`/sparql`: protocol, formats, refusals, limits."""

import io
import json
import re
import socket
import threading
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from tests.service import Service, running

SELECT = """PREFIX sg: <https://w3id.org/strategraf/ontology/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?notation WHERE { ?goal a sg:Goal ; skos:notation ?notation } ORDER BY ?notation"""
CONSTRUCT = "CONSTRUCT { ?g a ?type } WHERE { ?g a ?type FILTER(?type = <https://w3id.org/strategraf/ontology/Goal>) }"
GOALS = ["ZPO 4.1", "ZPO 4.2", "ZPO 4.3"]
DIRECT = {"Content-Type": "application/sparql-query"}
FORM = "application/x-www-form-urlencoded"
KILLER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


def kind(content_type: str) -> str:
    return content_type.partition(";")[0]


@pytest.mark.parametrize("media_type", ROWS)
def test_rows_come_in_every_format(service: Service, media_type: str) -> None:
    answer = service.get("/sparql", params={"query": SELECT}, headers={"Accept": media_type})
    assert (answer.status_code, kind(answer.headers["content-type"])) == (200, media_type)
    solutions = ox.parse_query_results(answer.content, format=ROWS[media_type])
    assert isinstance(solutions, ox.QuerySolutions)
    assert [solution["notation"].value for solution in solutions] == GOALS


def test_rows_come_as_csv(service: Service) -> None:
    answer = service.get("/sparql", params={"query": SELECT}, headers={"Accept": "text/csv"})
    assert answer.text.split() == ["notation", "ZPO", "4.1", "ZPO", "4.2", "ZPO", "4.3"]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("media_type", GRAPHS)
def test_graphs_come_in_every_format(service: Service, media_type: str) -> None:
    answer = service.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": media_type})
    assert (answer.status_code, kind(answer.headers["content-type"])) == (200, media_type)
    assert len(list(ox.parse(io.BytesIO(answer.content), format=GRAPHS[media_type]))) == 3


def test_the_three_ways_to_send_a_query(service: Service) -> None:
    direct = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
    answers = [
        service.get("/sparql", params={"query": SELECT}),
        service.post("/sparql", data={"query": SELECT}),
        service.post("/sparql", content=SELECT, headers=direct),
    ]
    assert {json.dumps(answer.json()) for answer in answers} == {json.dumps(answers[0].json())}
    assert [row["notation"]["value"] for row in answers[0].json()["results"]["bindings"]] == GOALS


def test_the_default_graph_is_the_union_as_a_set(service: Service) -> None:
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    distinct = "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } }"
    found = [service.get("/sparql", params={"query": query}).json() for query in (count, distinct)]
    assert found[0] == found[1]
    assert int(found[0]["results"]["bindings"][0]["n"]["value"]) > 7000


def test_a_dataset_of_the_protocol_is_read_as_a_set(service: Service) -> None:
    graph = "https://w3id.org/strategraf/graph/alignments"
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    once, twice = (
        service.get("/sparql", params={"query": count, "default-graph-uri": graphs}).json()
        for graphs in (graph, [graph, graph])
    )
    assert once == twice
    unknown = service.get("/sparql", params={"query": count, "default-graph-uri": "https://example.org/none"}).json()
    assert unknown["results"]["bindings"][0]["n"]["value"] == "0"


def test_head_and_options(service: Service) -> None:
    head = httpx.head(f"{service.url}/sparql", params={"query": SELECT})
    assert head.status_code == 200
    assert head.content == b""
    options = httpx.options(f"{service.url}/sparql", headers={"Origin": "https://example.org"})
    assert options.status_code == 204
    assert "POST" in options.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    ("request_options", "status"),
    [
        ({"params": {"query": "SELECT * {"}}, 400),
        ({"params": {"query": ""}}, 400),
        ({"params": {"format": "json"}}, 400),
        ({"params": {"query": [SELECT, SELECT]}}, 400),
        ({"params": {"query": SELECT, "default-graph-uri": "no iri"}}, 400),
        ({"params": {"query": "INSERT DATA { <urn:a> <urn:b> <urn:c> }"}}, 400),
        ({"params": {"query": "SELECT * " + "{" * 3000 + "}" * 3000}}, 400),
        ({"params": {"query": SELECT}, "headers": {"Accept": "image/png"}}, 406),
        ({"params": {"query": CONSTRUCT}, "headers": {"Accept": "text/csv"}}, 406),
    ],
)
def test_wrong_requests_are_problems(service: Service, request_options: dict[str, object], status: int) -> None:
    answer = service.get("/sparql", **request_options)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    problem = answer.json()
    assert problem["status"] == status
    assert "\n" not in problem["detail"]
    assert "Traceback" not in answer.text


def test_a_body_of_another_kind_is_415(service: Service) -> None:
    assert service.post("/sparql", content="{}", headers={"Content-Type": "application/json"}).status_code == 415


@pytest.mark.parametrize("kind", ["application/sparql-query", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize(
    ("charset", "status"), [("utf-16", 415), ("ISO-8859-2", 415), ("UTF-8", 200), ("us-ascii", 200)]
)
def test_a_body_is_in_utf_8(service: Service, kind: str, charset: str, status: int) -> None:
    content = "ASK {}" if kind.endswith("query") else "query=ASK%20%7B%7D"
    answer = service.post("/sparql", content=content, headers={"Content-Type": f"{kind}; charset={charset}"})
    assert answer.status_code == status
    assert status == 200 or f"„{charset.lower()}“" in answer.json()["detail"]


@pytest.mark.parametrize(
    "query",
    ["SELECT * { ?s ?p ?x . FILTER ?x > 5 }", "SELECT * { ?s ?p ?o FILTER }", "SELECT * { ?s ?p ?o FILTER NOT }"],
)
def test_a_filter_without_brackets_is_told_at_once(service: Service, query: str) -> None:
    answer = service.get("/sparql", params={"query": query, "timeout": "20"})
    assert answer.status_code == 400
    place = re.match(r"řádek 1, sloupec (\d+): ", answer.json()["detail"])
    assert place is not None
    assert query.index("FILTER") < int(place[1]) <= len(query) + 1


def test_a_time_longer_than_allowed_is_capped_however_long(service: Service) -> None:
    assert service.get("/sparql", params={"query": "ASK {}", "timeout": "9" * 20}).status_code == 200


def test_a_form_of_countless_parameters_is_refused_before_it_is_read(service: Service) -> None:
    answer = service.post("/sparql", content="a=&" * 100_000, headers={"Content-Type": FORM})
    assert answer.status_code == 400
    assert "1000 parametrů" in answer.json()["detail"]


def test_a_message_quotes_no_more_than_anyone_reads(service: Service) -> None:
    answer = service.get("/sparql", params={"query": "ASK {}", "timeout": "x" * 20_000})
    assert answer.status_code == 400
    assert len(answer.json()["detail"]) < 1000
    assert answer.json()["detail"].endswith("zadejte například timeout=10.")


def test_a_body_that_is_not_utf_8_is_400(service: Service) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    assert service.post("/sparql", content=b"ASK { ?s ?p '\xff' }", headers=headers).status_code == 400


def test_problems_speak_the_language_of_the_reader(service: Service) -> None:
    details = [
        service.get("/sparql", params={"query": "x"}, headers={"Accept-Language": lang}).json()["detail"]
        for lang in ("cs", "en-GB,en;q=0.9", "", "cs ; q=0.1 , en ; q=0.9")
    ]
    assert details[0] == details[2]
    assert details[0] != details[1] == details[3]


def test_a_form_and_its_address_are_read_together(service: Service) -> None:
    count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    unknown = service.post("/sparql?default-graph-uri=urn:unknown", data=count).json()
    assert unknown["results"]["bindings"][0]["n"]["value"] == "0"
    assert "head" not in service.post("/sparql?explain=empty", data={"query": "SELECT * { ?a sg:gestr ?b }"}).json()
    assert service.post("/sparql?query=ASK%20%7B%7D", data=count).status_code == 400


@pytest.mark.parametrize(("name", "value"), [("explain", "empty"), ("timeout", "5"), ("format", "csv")])
def test_a_parameter_that_is_given_twice_is_refused(service: Service, name: str, value: str) -> None:
    twice = {"query": "ASK {}", name: [value, value]}
    answers = [
        service.get("/sparql", params=twice),
        service.post("/sparql", data=twice),
        service.post("/sparql", params={name: value}, data={"query": "ASK {}", name: value}),
        service.post("/sparql", params={name: [value, value]}, content="ASK {}", headers=DIRECT),
    ]
    assert {answer.status_code for answer in answers} == {400}
    told = {answer.json()["detail"] for answer in answers}
    assert told == {f"parametr „{name}“ je uveden 2krát; uveďte jej jednou."}
    page = service.get("/sparql", params=twice, headers={"Accept": "text/html"})
    assert page.status_code == 400
    english = service.get("/sparql", params=twice, headers={"Accept-Language": "en"}).json()["detail"]
    assert english == f"the parameter “{name}” is given 2 times; give it once."


def test_another_limit_of_rows_makes_another_tag(store: Path) -> None:
    asked = {"params": {"query": SELECT}, "headers": {"Host": "data.example"}}
    with running(store) as service:
        etag = service.get("/sparql", **asked).headers["etag"]
    asked["headers"]["If-None-Match"] = etag
    with running(store) as service:
        assert service.get("/sparql", **asked).status_code == 304
    with running(store, KG_MAX_ROWS="1") as service:
        assert service.get("/sparql", **asked).status_code == 200


@pytest.mark.parametrize("accept", ["text/html", "text/csv"])
def test_whoever_is_stopped_is_told_when_to_try_again(service: Service, accept: str) -> None:
    answer = service.get("/sparql", params={"query": KILLER, "timeout": "0.2"}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")


def test_a_host_that_is_none_is_said_to_be_the_mistake(service: Service) -> None:
    answer = service.get("/sparql", params={"query": "ASK {}"}, headers={"Host": "a b"})
    assert answer.status_code == 400
    assert "Host" in answer.json()["detail"]


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "select * { service silent <URL> { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * { SeRvIcE x: { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { ?s ?p ?o MINUS { SERVICE <URL> { ?a ?b ?c } } } } }",
    "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "ASK{SERVICE<URL>{}}",
    "SELECT * { # comment\nSERVICE#\n<URL> { ?s ?p ?o } }",
    "LOAD <URL>",
    "load silent <URL> INTO GRAPH <urn:g>",
]


@pytest.mark.parametrize("text", SERVICES)
def test_no_query_reaches_the_network(service: Service, text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.3)
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        answer = service.get("/sparql", params={"query": text.replace("URL", address)})
        assert answer.status_code == 403
        with pytest.raises(TimeoutError):
            trap.accept()


@pytest.mark.parametrize(
    "text", ['SELECT ("SERVICE <http://a/>" AS ?x) {}', "SELECT ?service { ?service ?load ?x } LIMIT 1"]
)
def test_the_word_alone_is_no_offence(service: Service, text: str) -> None:
    assert service.get("/sparql", params={"query": text}).status_code == 200


def test_a_killer_is_stopped_while_the_service_answers(store: Path) -> None:
    with running(store, KG_QUERY_TIMEOUT="1.5") as service:
        answers: list[int] = []
        killer = threading.Thread(
            target=lambda: answers.append(service.get("/sparql", params={"query": KILLER}).status_code)
        )
        killer.start()
        while killer.is_alive():
            assert service.get("/health").json()["ready"] is True
            killer.join(0.2)
        assert answers == [503]
        late = service.get("/sparql", params={"query": KILLER, "timeout": "0.2"})
        assert late.headers["retry-after"] == "10"
        assert service.get("/sparql", params={"query": SELECT}).status_code == 200
        while not service.is_at_rest():
            service.get("/health")  # those that were killed may still be ending
