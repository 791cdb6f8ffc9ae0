"""The service as a process: one thread, nothing left behind, bounded bodies and pages, headers on every answer."""

import os
import re
import socket
from pathlib import Path

import httpx
import pytest

from api.addresses import ROUTES
from api.asking import SHOWN
from api.execution import PLACES
from kg.guard import MAX_BYTES
from tests.reliability.processes import children
from tests.service import CLIENT, Service, running

KILLER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY RAND()"
MANY = f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {50 * SHOWN}"
PAGE = {"Accept": "text/html,*/*;q=0.8"}
DIRECT = {"Content-Type": "application/sparql-query"}


def test_it_tells_its_address_when_it_can_answer(store: Path) -> None:
    """Nothing is asked before the children are looked at: a question would be answered late, and hide that."""
    with running(store) as service:
        forked = children(service.pid)
        assert len(forked) == PLACES
        assert service.figure("strategraf_children_ready") == PLACES
        assert service.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
        assert children(service.pid) == forked


def threads(service: Service) -> list[str]:
    return os.listdir(f"/proc/{service.pid}/task")  # noqa: PTH208 - the names are enough


def open_files(service: Service) -> int:
    return len(list(Path(f"/proc/{service.pid}/fd").iterdir()))


def test_no_route_starts_a_thread(service: Service) -> None:
    """The process forks, and only a process of one thread may."""
    for path in ("/", "/docs", "/health", "/questions", "/sparql", "/openapi.json", "/web/style.css", "/nowhere"):
        service.get(path)
        service.get(path, headers=PAGE)
    service.get("/sparql", params={"query": "ASK {}"})
    service.post("/sparql", data={"query": "SELECT * {"})
    service.get("/questions/measures-for-element?element=zpo4")
    assert len(threads(service)) == 1


def test_many_queries_leave_no_child_and_no_open_file(store: Path) -> None:
    with running(store) as service, httpx.Client(base_url=service.url, timeout=60) as client:
        client.get("/sparql", params={"query": "ASK {}"})
        assert service.is_at_rest()
        before = open_files(service)
        for query in ["ASK {}", "SELECT * {", "SELECT * { ?s ?p ?o }", "ASK { SERVICE <urn:a> {} }"] * 10:
            client.get("/sparql", params={"query": query})
        while not service.is_at_rest():
            service.get("/health")  # one that took long is being replaced
        assert open_files(service) == before


def test_a_client_that_leaves_ends_its_query(store: Path) -> None:
    with running(store, KG_QUERY_TIMEOUT="600") as service:
        host, port = service.url.removeprefix("http://").split(":")
        request = f"POST /sparql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/sparql-query\r\n"
        with socket.create_connection((host, int(port))) as client:
            client.sendall(f"{request}Content-Length: {len(KILLER)}\r\n\r\n{KILLER}".encode())
            while service.figure("strategraf_queries_running") == 0:
                service.get("/health")
        while not service.is_at_rest():
            service.get("/health")


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"content": b"ASK {} #".ljust(MAX_BYTES, b"x"), "headers": DIRECT}, 200),
        ({"content": b"ASK {} #".ljust(MAX_BYTES + 1, b"x"), "headers": DIRECT}, 413),
        ({"content": b"x" * (8 * MAX_BYTES), "headers": DIRECT}, 413),
        ({"data": {"query": "ASK {} #" + "č" * (MAX_BYTES // 2)}}, 413),
        ({"data": {"query": "ASK {} #" + "č" * (MAX_BYTES // 2 - 4)}}, 200),
    ],
)
def test_a_long_body_is_413(service: Service, options: dict[str, object], status: int) -> None:
    answer = service.post("/sparql", **options)
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_page_shows_a_bounded_part_and_says_so(service: Service) -> None:
    answer = service.get("/sparql", params={"query": MANY}, headers=PAGE)
    assert answer.text.count("<tr>") == SHOWN + 1
    assert "Zobrazuje se jen začátek odpovědi." in answer.text
    graph = service.get("/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, headers=PAGE)
    assert "Zobrazuje se jen začátek odpovědi." in graph.text
    long = 'SELECT ?x { BIND(REPLACE("' + "0123456789" * 4 + '", ".", "' + "x" * 500_000 + '") AS ?x) }'
    refused = service.post("/sparql", data={"query": long}, headers=PAGE)
    assert refused.status_code == 503
    assert "delší než 16 MiB" in refused.text


@pytest.mark.parametrize("path", ["/", "/docs", "/questions", "/health", "/sparql?query=ASK%20%7B%7D", "/web/icon.svg"])
def test_head_and_options_are_answered_everywhere(service: Service, path: str) -> None:
    head = httpx.head(service.url + path, headers={"Accept-Encoding": "identity"})
    get = service.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(get.content))
    for answer in (head, get, httpx.options(service.url + path)):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/sparql", "GET, HEAD, OPTIONS, POST"),
        ("/graphs", "DELETE, GET, HEAD, OPTIONS, POST, PUT"),
        ("/graphs/x", "DELETE, GET, HEAD, OPTIONS, POST, PUT"),
        ("/sparql/queries/x", "DELETE, GET, HEAD, OPTIONS"),
        ("/update", "OPTIONS, POST"),
        ("/health", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_method_that_is_not_taken_is_405_with_all_that_are(service: Service, path: str, allowed: str) -> None:
    answer = CLIENT.request("PATCH", service.url + path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "formats"),
    [
        ("/", ["json", "csv"]),
        ("/questions/repeated-measures", ["json", "xml", "csv", "tsv"]),
        ("/sparql?query=ASK%20%7B%7D", ["json", "xml"]),
        ("/sparql?query=DESCRIBE%20%3Curn:a%3E", ["ttl", "jsonld", "nt"]),
    ],
)
def test_pages_link_to_the_same_answer_as_data(service: Service, path: str, formats: list[str]) -> None:
    text = service.get(path, headers=PAGE).text.replace("&amp;", "&")
    links = [part.partition('"')[0] for part in text.split('href="')[1:]]
    for name in formats:
        link = next(each for each in links if f"format={name}" in each and not each.startswith("/questions?"))
        answer = service.get(link, headers=PAGE)
        assert answer.status_code == 200
        assert "html" not in answer.headers["content-type"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/sparql?query=ASK%20%7B%7D&format=docx", "docx"),
        ("/sparql?query=ASK%20%7B%7D&timeout=soon", "soon"),
        ("/sparql?query=ASK%20%7B%7D&timeout=nan", "nan"),
        ("/sparql?query=ASK%20%FF", "UTF-8"),
    ],
)
def test_parameters_that_mean_nothing_are_400(service: Service, path: str, words: str) -> None:
    answer = service.get(path)
    assert answer.status_code == 400
    assert words in answer.json()["detail"]


def test_every_route_of_the_description_exists(service: Service) -> None:
    described = service.get("/openapi.json").json()["paths"]
    assert {re.sub(r"{\w+_id}", "{id}", path) for path in described} == {path for _, path in ROUTES}
    page = service.get("/docs", headers=PAGE).text
    assert all(f"<code>{path}</code>" in page for _, path in ROUTES)
