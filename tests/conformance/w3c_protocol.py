"""The W3C suites of HTTP: SPARQL 1.1 Protocol, Graph Store HTTP Protocol and Service Description, sent as they stand.

The manifests write every request in full. What they leave open is set here: the addresses of the service, and the
token without which it takes no write.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

import httpx

from kg.namespaces import RDF, RDFS, Namespace
from tests.conformance.w3c_protocol_description import described
from tests.conformance.w3c_sparql_cases import MF, SUITE, UT, Files, Manifest
from tests.conformance.w3c_sparql_readers import Answer, read
from tests.conformance.w3c_sparql_sameness import same

HT: Final = Namespace("http://www.w3.org/2011/http#")
CNT: Final = Namespace("http://www.w3.org/2011/content#")
_HTS: Final = "http://www.w3.org/2011/http-statusCodes#"
_STATUSES: Final = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
_MANIFESTS: Final = (
    "protocol/manifest.ttl",
    "graph-store-protocol/manifest-direct.ttl",
    "graph-store-protocol/manifest-indirect.ttl",
    "service-description/manifest.ttl",
)
_ORIGIN: Final = "http://www.example/"
_ROWS: Final = ("application/sparql-results+json", "application/sparql-results+xml")
_FORMATS: Final = {
    "boolean": _ROWS,
    "tabular": (*_ROWS, "text/csv", "text/tab-separated-values"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"),
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what the answer must be."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[str, ...]
    truth: bool | None
    format: str
    """`boolean`, `tabular` or `RDF`; empty where any format will do."""
    location: str
    """The name under which later requests use the `Location` that comes."""
    content_type: str
    content: bytes
    """A graph that the answer must equal; empty where none is expected."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case: the graphs that are there, and requests in order."""

    name: str
    given: Files
    exchanges: tuple[Exchange, ...]


class Server(Protocol):
    """A service that takes writes."""

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes) -> httpx.Response:
        """Send a request with a token; the host that it names is `www.example`."""


def cases() -> list[Case]:
    """Return the cases in the order of the suites; one that no manifest lists stands at the end of its own."""
    return [case for path in _MANIFESTS for case in _listed(Manifest(SUITE / path))]


def _listed(manifest: Manifest) -> Iterator[Case]:
    typed = {quad.subject for quad in manifest.store.quads_for_pattern(None, RDF.type, None)}
    listed = list(manifest.entries())
    unlisted = {each for each in typed - set(listed) if manifest.value(each, MF.name) is not None}
    for entry in (*listed, *sorted(unlisted, key=str)):
        graphs = [
            (manifest.value(each, RDFS.label).value, manifest.file(manifest.value(each, UT.graph)))
            for each in manifest.values(entry, UT.graphData)
        ]
        requests = manifest.items(manifest.value(manifest.value(entry, MF.action), HT.requests))
        name = f"{manifest.path.parent.name}/{entry.value.rpartition('#')[2]}"
        yield Case(name, Files((), tuple(graphs)), tuple(_exchange(manifest, each) for each in requests))


def _exchange(manifest: Manifest, node: Any) -> Exchange:
    response = manifest.value(node, HT.resp)
    truth = manifest.value(response, MF.expectedBoolean)
    return Exchange(
        method=manifest.value(node, HT.methodName).value,
        path=manifest.value(node, HT.absolutePath).value,
        headers=_headers(manifest, node),
        body=_body(manifest, node),
        statuses=tuple(each.value.removeprefix(_HTS) for each in manifest.values(response, MF.expectedStatus)),
        truth=None if truth is None else truth.value == "true",
        format=_text(manifest.value(response, MF.expectedFormat)),
        location=_text(manifest.value(response, MF.expectedLocation)),
        content_type=_headers(manifest, response).get("content-type", ""),
        content=_body(manifest, response),
    )


def _text(literal: Any) -> str:
    return "" if literal is None else str(literal.value)


def _headers(manifest: Manifest, node: Any) -> dict[str, str]:
    listed = manifest.items(manifest.value(node, HT.headers))
    return {
        manifest.value(each, HT.fieldName).value.lower(): manifest.value(each, HT.fieldValue).value for each in listed
    }


def _body(manifest: Manifest, node: Any) -> bytes:
    body = manifest.value(node, HT.body)
    encoding = _text(manifest.value(body, CNT.characterEncoding))
    return b"" if body is None else _text(manifest.value(body, CNT.chars)).encode(encoding)


def outcome(case: Case, server: Server) -> str:
    """Return what is wrong with the answers; nothing if they are those expected."""
    if not case.exchanges:
        return described(case.name.rpartition("/")[2], server.send("GET", "/sparql", {"accept": "text/turtle"}, b""))
    places: dict[str, str] = {}
    for number, exchange in enumerate(case.exchanges, 1):
        told = server.send(
            exchange.method,
            _filled(_path(case, exchange), places),
            exchange.headers,
            _filled(exchange.body.decode("latin-1"), places).encode("latin-1"),
        )
        wrong = _wrong(exchange, told)
        if wrong:
            return f"request {number}: {wrong}"
        if exchange.location:
            places[exchange.location] = told.headers["location"]
    return ""


def _filled(text: str, places: dict[str, str]) -> str:
    for name, place in places.items():
        text = text.replace(name, place)
    return text


def _path(case: Case, exchange: Exchange) -> str:
    """Return where a request goes to: queries and updates have an address each, graphs are below `/graphs`."""
    if exchange.path.startswith("/gsp"):
        return exchange.path.replace("/gsp", "/graphs", 1)
    kind = exchange.headers.get("content-type", "")
    is_query = kind.startswith("application/sparql-query") or b"query=" in exchange.body or "query=" in exchange.path
    update = "update" in case.name and not is_query
    return exchange.path.replace("/sparql/", "/update" if update else "/sparql", 1)


def _wrong(exchange: Exchange, told: httpx.Response) -> str:
    if not any(_fits(told.status_code, status) for status in exchange.statuses):
        return f"{told.status_code} instead of {' or '.join(exchange.statuses)}: {told.text[:300]}"
    kind = told.headers.get("content-type", "")
    media_type = kind.partition(";")[0]
    if exchange.location and not told.headers.get("location"):
        return "no Location"
    if exchange.format and media_type not in _FORMATS[exchange.format]:
        return f"{kind} is not a format for {exchange.format}"
    if exchange.content_type and kind.lower() != exchange.content_type:
        return f"{kind} instead of {exchange.content_type}"
    return _wrong_content(exchange, told.content, media_type)


def _wrong_content(exchange: Exchange, content: bytes, media_type: str) -> str:
    if exchange.truth is not None and read(content, media_type, "") != Answer(truth=exchange.truth):
        return f"not {exchange.truth}"
    if not exchange.content:
        return ""
    expected, found = (read(each, media_type, _ORIGIN).rows for each in (exchange.content, content))
    return "" if same(found, expected) else f"another graph: {content.decode()}"


def _fits(status: int, expected: str) -> bool:
    digit = re.fullmatch(r"StatusCode(\d)xx", expected)
    return status // 100 == int(digit[1]) if digit else status == _STATUSES[expected]
