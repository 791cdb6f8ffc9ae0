"""A remote store beside a local one of the same quads, and what an endpoint may do wrong."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from kg.errors import KgError, QueryError, TimeoutReached
from kg.guard import check_query
from kg.namespaces import PREFIXES, SKOS
from kg.remote.dataset import connect
from kg.remote.store import RemoteStore
from kg.remote.transport import Endpoint, EndpointFailed
from kg.results import evaluate, named_format, solve

A, B, P, G = (ox.NamedNode(f"urn:{name}") for name in "abpg")
QUADS = [
    ox.Quad(A, P, B, G),
    ox.Quad(A, SKOS.prefLabel, ox.Literal("á", language="cs"), G),
    ox.Quad(A, SKOS.prefLabel, ox.Literal("a", language="en"), G),
    ox.Quad(B, P, ox.Literal(1), G),
    ox.Quad(A, P, B),
    ox.Quad(B, P, ox.Literal(1)),
]
JSON = "application/sparql-results+json"
Asked = dict[str, list[str]]


def local() -> ox.Store:
    store = ox.Store()
    store.extend(QUADS)
    return store


@contextmanager
def served(
    content: bytes = b"",
    media_type: str = JSON,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    port: int = 0,
) -> Iterator[tuple[str, list[Asked]]]:
    """Yield the address of an endpoint, and what it was asked; without a content it answers from the quads."""
    asked: list[Asked] = []
    store = local()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            asked.append({**form, "authorization": [self.headers.get("Authorization", "")]})
            body, kind = (content, media_type) if content else self._answer(form["query"][0])
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def _answer(self, query: str) -> tuple[bytes, str]:
            result = store.query(query)
            if isinstance(result, ox.QueryTriples):
                return ox.serialize(result, format=ox.RdfFormat.N_TRIPLES) or b"", "application/n-triples"
            return result.serialize(format=ox.QueryResultsFormat.JSON) or b"", JSON

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the overridden method
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql", asked
        finally:
            server.shutdown()
            thread.join()


def remote(address: str, names: ox.Store | None = None) -> RemoteStore:
    return RemoteStore(Endpoint(address, 10), names)


PATTERNS: list[tuple[Any, Any, Any, Any]] = [
    (subject, predicate, value, graph)
    for subject in (None, A)
    for predicate in (None, P)
    for value in (None, B)
    for graph in (None, G, ox.DefaultGraph())
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=str)
def test_a_pattern_yields_the_same_quads(pattern: tuple[Any, Any, Any, Any]) -> None:
    with served() as (address, _):
        assert set(remote(address).quads_for_pattern(*pattern)) == set(local().quads_for_pattern(*pattern))


def test_nothing_is_asked_of_a_blank_node() -> None:
    with served() as (address, asked):
        assert list(remote(address).quads_for_pattern(ox.BlankNode("x"), None, None)) == []
    assert asked == []


def test_graphs_are_told() -> None:
    with served() as (address, _):
        store = remote(address)
        assert list(store.named_graphs()) == [G]
        assert store.contains_named_graph(G)
        assert not store.contains_named_graph(A)


def test_names_are_copied_once_and_looked_up_there() -> None:
    with served() as (address, asked):
        dataset = connect(address, 10)
        before = len(asked)
        found = list(dataset.store.quads_for_pattern(A, SKOS.prefLabel, None, G))
        assert {quad.object.value for quad in found if isinstance(quad.object, ox.Literal)} == {"á", "a"}
        assert len(asked) == before
    assert dataset.is_remote
    assert set(dataset.naming.store) == {quad for quad in QUADS if quad.predicate == SKOS.prefLabel}


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "table"])
def test_rows_are_written_in_any_format(name: str, tmp_path: Any) -> None:
    query = "SELECT ?o ?none ?s WHERE { GRAPH <urn:g> { ?s <urn:p> ?o } OPTIONAL { ?s <urn:x> ?none } } ORDER BY ?s"
    fmt = named_format(name, check_query(query))
    files = tmp_path / "ours", tmp_path / "theirs"
    with served() as (address, _):
        for path, store in zip(files, (local(), remote(address)), strict=True):
            with path.open("wb") as out:
                evaluate(store, query, fmt, out)
    assert files[1].read_bytes() == files[0].read_bytes() != b""


def test_prefixes_of_the_project_are_sent_where_the_query_lacks_them() -> None:
    with served() as (address, asked):
        solve(remote(address), "SELECT * WHERE { ?s skos:prefLabel ?l }")
        solve(remote(address), "PREFIX skos: <urn:> SELECT * WHERE { ?s skos:prefLabel ?l }")
    sent = [each["query"][0] for each in asked]
    assert sent[0] == f"PREFIX skos: <{PREFIXES['skos']}> SELECT * WHERE {{ ?s skos:prefLabel ?l }}"
    assert sent[1] == "PREFIX skos: <urn:> SELECT * WHERE { ?s skos:prefLabel ?l }"


def test_parameters_and_credentials_of_the_address_are_sent_with_each_query() -> None:
    with served() as (address, asked):
        host = address.removeprefix("http://")
        store = remote(f"http://me:se%20cret@{host}?default-graph-uri=urn:d&extra=1")
        store.query("ASK { ?s ?p ?o }")
        store.query("ASK { ?s ?p ?o }", default_graph=[G], named_graphs=[A])
    assert asked[0]["default-graph-uri"] == ["urn:d"]
    assert asked[1]["default-graph-uri"] == ["urn:g"]
    assert asked[1]["named-graph-uri"] == ["urn:a"]
    assert [each["extra"] for each in asked] == [["1"], ["1"]]
    assert [each["authorization"] for each in asked] == [["Basic bWU6c2UgY3JldA=="]] * 2


def test_a_malformed_query_is_never_sent() -> None:
    with served() as (address, asked), pytest.raises(QueryError) as caught:
        solve(remote(address), "SELECT * WHERE { ?s ?p }")
    assert asked == []
    assert caught.value.en.startswith("line 1, column 24: ")


ROW = b'{"head":{"vars":["s"]},"results":{"bindings":[%s]}}'


@pytest.mark.parametrize(
    ("content", "options", "kind", "english"),
    [
        (b"<html>", {"media_type": "text/html"}, EndpointFailed, "cannot be read as “text/html”"),
        (b'{"head":{"vars":["s"]},"resu', {}, EndpointFailed, "cannot be read as “application/sparql-results+json”"),
        (ROW % b'{"s":{"type":"uri","value":"no iri"}}', {}, EndpointFailed, "cannot be read"),
        (ROW % b"", {"headers": {"X-SPARQL-MaxRows": "10"}}, EndpointFailed, "sent only a part of the answer"),
        (ROW % b"", {"headers": {"X-SQL-State": "S1TAT"}}, EndpointFailed, "sent only a part of the answer"),
        (ROW % b"", {"status": 206}, EndpointFailed, "sent only a part of the answer"),
        (b"no", {"status": 500}, EndpointFailed, "HTTP status 500"),
        (b"no such function", {"status": 400}, QueryError, "answer: no such function"),
        (b"late", {"status": 503}, TimeoutReached, "did not answer within 10 s"),
    ],
)
def test_what_is_wrong_with_an_answer_is_told(
    content: bytes, options: dict[str, Any], kind: type[KgError], english: str
) -> None:
    with served(content, **options) as (address, _), pytest.raises(kind) as caught:
        solve(remote(address), "SELECT ?s WHERE { ?s ?p ?o }")
    assert english in caught.value.en


def test_truth_may_come_as_a_row_and_blank_nodes_with_a_scheme() -> None:
    one = ROW % b'{"s":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"1"}}'
    for content, truth in ((one, True), (ROW % b"", False)):
        with served(content) as (address, _):
            assert bool(remote(address).query("ASK { ?s ?p ?o }")) is truth
    with served(ROW % b'{"s":{"type":"bnode","value":"nodeID://b1"}}') as (address, _):
        found = remote(address).query("SELECT ?s WHERE { ?s ?p ?o }")
        assert isinstance(found, ox.QuerySolutions)
        assert [row["s"] for row in found] == [ox.BlankNode("b1")]
