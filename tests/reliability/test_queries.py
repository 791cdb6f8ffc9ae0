"""Queries that attack: too deep, out to the network, without an end, with a script in them."""

import gzip
from html.parser import HTMLParser
from itertools import pairwise

import httpx
import pytest

from tests.reliability.killers import KILLERS
from tests.reliability.processes import affordable, children, settle
from tests.service import Service
from tests.test_guard import DEEP, FETCHING, PREFIXES
from tests.writable import DIRECT as UPDATE
from tests.writable import Writable

DIRECT = {"Content-Type": "application/sparql-query"}
PAGE = {"Accept": "text/html"}
SCRIPT = "<script>alert(1)</script>"


def ask(service: Service, query: str, **options: object) -> httpx.Response:
    return service.post("/sparql", content=query.encode(), headers=DIRECT, **options)


@pytest.mark.parametrize("kind", DEEP)
def test_a_query_of_any_depth_is_400(attacked: Service, kind: str) -> None:
    answer = ask(attacked, DEEP[kind](30_000))
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert "příliš hluboký" in answer.json()["detail"]


@pytest.mark.parametrize("query", FETCHING)
def test_no_query_fetches(attacked: Service, trap: str, query: str) -> None:
    text = (PREFIXES + query).replace("URL", trap)
    assert ask(attacked, text).status_code == 403
    assert attacked.get("/sparql", params={"query": text}).status_code == 403
    assert attacked.post("/sparql", data={"query": text}).status_code == 403
    assert attacked.get("/sparql", params={"query": text}, headers=PAGE).status_code == 403
    for kind in ("true", "empty"):
        assert attacked.get("/sparql", params={"query": text, "explain": kind}).status_code == 403


UPDATES = [
    "LOAD <URL>",
    "load<URL>into graph<urn:g>",
    "LoAdSiLeNt<URL>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { serviceSilent:a{ ?s ?p ?o } }",
    "INSERT DATA { <urn:s> <urn:p> 1 } ; LOAD <URL>",
    "DELETE WHERE { ?s ?p 1 } ; INSERT { ?s ?p 1 } WHERE { FILTER EXISTS { SERVICE ?s { ?s ?p ?o } } }",
]


def test_no_update_fetches(written: Writable, trap: str) -> None:
    with affordable(written.service):
        for update in UPDATES:
            text = (PREFIXES + update).replace("URL", trap)
            assert written.send("POST", "/update", content=text, headers=UPDATE).status_code == 403, update
    copying = "INSERT { GRAPH <urn:new> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    using = written.send("POST", "/update", params={"using-graph-uri": trap}, content=copying, headers=UPDATE)
    assert (using.status_code, using.json()["added"]) == (200, 0)
    assert written.values("?v <urn:p> 1") == []


@pytest.mark.parametrize("scheme", ["http", "file", "ftp", "relative"])
def test_a_graph_that_is_named_is_never_fetched(attacked: Service, trap: str, scheme: str) -> None:
    address = {"http": trap, "file": "file:///etc/passwd", "ftp": trap.replace("http", "ftp"), "relative": "//a/b"}[
        scheme
    ]
    base = f"BASE <{trap}> "
    for clause in (f"FROM <{address}>", f"FROM NAMED <{address}>", f"FROM <{address}> FROM <{trap}other>"):
        rows = ask(attacked, f"{base}SELECT * {clause} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}")
        assert (rows.status_code, rows.json()["results"]["bindings"]) == (200, [])
    for name in ("default-graph-uri", "named-graph-uri"):
        if scheme != "relative":
            rows = ask(attacked, "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", params={name: address})
            assert (rows.status_code, rows.json()["results"]["bindings"]) == (200, [])


@pytest.mark.parametrize("kind", KILLERS)
def test_a_query_of_death_is_stopped(hasty: Service, kind: str) -> None:
    answer = ask(hasty, KILLERS[kind])
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert ask(hasty, "ASK {}").json()["boolean"] is True
    settle(hasty)


def test_a_query_that_takes_all_memory_is_stopped_before_its_time(store: object, hasty: Service) -> None:
    before = children(hasty.pid)
    text = 'SELECT (STRLEN(?v9) AS ?n) { BIND("0123456789" AS ?v0) ' + "".join(
        f'BIND(REPLACE(?v{i}, ".", ?v{i}) AS ?v{i + 1}) ' for i in range(3)
    )
    answer = ask(hasty, text + 'BIND(REPLACE(?v3, ".", "0123456789") AS ?v9) }')
    assert answer.status_code == 503
    settle(hasty)
    assert len(children(hasty.pid)) == len(before)


class Dangers(HTMLParser):
    """What a browser might run: elements, attributes and links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        if tag in {"script", "iframe", "object", "embed", "base"}:
            self.found.append(tag)
        for name, value in attrs:
            scheme = (value or "").strip().lower().partition(":")[0] if ":" in (value or "") else ""
            if name.startswith("on") or (name in {"href", "src", "action"} and scheme not in {"", "http", "https"}):
                self.found.append(f"{tag} {name}={value}")


SCRIPTS = [
    f'SELECT ("{SCRIPT}" AS ?x) ("\\"><img src=x onerror=alert(1)>"@en AS ?y) {{}}',
    "SELECT ?x ?y { VALUES (?x ?y) { (<javascript:alert(1)> <data:text/html,<script>) } }",
    "SELECT ?x { VALUES ?x { <javascript:alert(1)> <JaVaScRiPt:alert(2)> <vbscript:a> } }",
    "SELECT (1 AS ?onload) (<urn:'onerror=alert(1)> AS ?ščř) {}",
    f'CONSTRUCT {{ <javascript:alert(1)> <urn:p> "{SCRIPT}" }} WHERE {{}}',
    f"PREFIX javascript: <javascript:> SELECT * {{ {SCRIPT}",
    f"SELECT * {{ ?s ?p '{SCRIPT}</textarea>{SCRIPT}' }} #</textarea>{SCRIPT}",
    'SELECT (STRDT("<b onclick=alert(1)>", <javascript:a>) AS ?x) {}',
]


@pytest.mark.parametrize("query", SCRIPTS)
def test_a_page_runs_nothing_that_a_query_holds(attacked: Service, query: str) -> None:
    for answer in (
        attacked.get("/sparql", params={"query": query}, headers=PAGE),
        attacked.post("/sparql", data={"query": query}, headers=PAGE),
        attacked.get("/sparql", params={"query": query, "explain": "true"}, headers=PAGE),
    ):
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.status_code in {200, 400}
        assert Dangers(answer.text).found == []
        assert "script-src" not in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/questions/measures-for-element?element={}",
        "/questions/{}",
        "/search?q={}",
        "/explain?s={}&p={}&o={}",
        "/resource/measures/{}",
        "/code/{}/{}",
        "/ontology/{}",
        "/graph/{}",
        "/sparql?query=ASK%7B%7D&format={}",
        "/sparql?query=ASK%7B%7D&timeout={}",
        "/sparql/queries/{}",
        "/{}",
    ],
)
def test_a_page_runs_nothing_that_an_address_holds(attacked: Service, path: str) -> None:
    for text in (SCRIPT, '"><svg onload=alert(1)>', "javascript:alert(1)"):
        answer = attacked.get(path.replace("{}", httpx.QueryParams({"x": text}).__str__()[2:]), headers=PAGE)
        assert answer.status_code in {200, 400, 404}
        if answer.headers["content-type"].startswith("text/html"):
            assert Dangers(answer.text).found == []
        else:
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["content-type"] == "application/problem+json"


def test_a_parameter_of_a_question_is_a_term_and_no_query(attacked: Service, trap: str) -> None:
    for text in (
        f'x" }} SERVICE <{trap}> {{ ?s ?p ?o',
        f"> . SERVICE <{trap}> {{}} #",
        "} UNION { ?s ?p ?o",
        "\\u0022 }",
    ):
        answer = attacked.get("/questions/measures-for-element", params={"element": text})
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def laughs(depth: int) -> str:
    """Return RDF/XML with entities of entities, which would be ten to the power of `depth` words."""
    names = [f"e{number}" for number in range(depth + 1)]
    made = "".join(f'<!ENTITY {name} "{f"&{former};" * 10}">' for former, name in pairwise(names))
    return f'<!DOCTYPE r [<!ENTITY e0 "ha">{made}]>{rdf(f"&e{depth};")}'


def rdf(text: str) -> str:
    namespace = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    return f'<r:RDF xmlns:r="{namespace}"><r:Description><p xmlns="urn:">{text}</p></r:Description></r:RDF>'


UPLOADS = {
    "deep Turtle": ("text/turtle", "<urn:s> <urn:p> " + "[ <urn:p> " * 20_000 + "1" + "]" * 20_000 + " ."),
    "a deep list": ("text/turtle", "<urn:s> <urn:p> " + "(" * 20_000 + ")" * 20_000 + " ."),
    "deep JSON-LD": ("application/ld+json", '{"urn:p": ' * 20_000 + "1" + "}" * 20_000),
    "a context elsewhere": (
        "application/ld+json",
        '{"@context": "URL", "@id": "urn:s", "http://www.w3.org/2002/07/owl#imports": {"@id": "URL"}}',
    ),
    "a DTD": ("application/rdf+xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
    "a DTD elsewhere": ("application/rdf+xml", f'<!DOCTYPE r SYSTEM "URL">{rdf("a")}'),
    "entities of entities": ("application/rdf+xml", laughs(12)),
    "an entity elsewhere": ("application/rdf+xml", f'<!DOCTYPE r [<!ENTITY a SYSTEM "URL">]>{rdf("&a;")}'),
    "an entity that is a file": (
        "application/rdf+xml",
        f'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>{rdf("&a;")}',
    ),
}


@pytest.mark.parametrize("kind", UPLOADS)
def test_what_is_uploaded_is_neither_followed_nor_unfolded(written: Writable, trap: str, kind: str) -> None:
    media_type, text = UPLOADS[kind]
    body, headers = text.replace("URL", trap), {"Content-Type": media_type}
    with affordable(written.service):
        answers = [
            written.send("PUT", "/graphs?graph=urn:g", content=body, headers=headers),
            written.send("POST", "/graphs?graph=urn:g", content=body, headers=headers),
            written.send("POST", "/validate", content=body, headers=headers),
        ]
        assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert not any("root:" in answer.text for answer in answers)
    assert written.send("GET", "/graphs?graph=urn:g").status_code == 404


def test_the_same_without_a_trap_is_taken(written: Writable) -> None:
    for kind, body in (("application/rdf+xml", rdf("a")), ("application/ld+json", '{"@id": "urn:s", "urn:p": 1}')):
        sent = written.send("PUT", "/graphs?graph=urn:taken", content=body, headers={"Content-Type": kind})
        assert sent.status_code in {201, 204}
        assert len(written.send("GET", "/graphs?graph=urn:taken").text.splitlines()) > 0
    assert written.send("DELETE", "/graphs?graph=urn:taken").status_code == 204


def test_a_compressed_upload_is_415_and_never_unpacked(written: Writable) -> None:
    bomb = gzip.compress(bytes(64 << 20))
    with affordable(written.service):
        for method, path, kind in (
            ("PUT", "/graphs?graph=urn:g", "text/turtle"),
            ("POST", "/graphs", "application/ld+json"),
            ("POST", "/update", UPDATE["Content-Type"]),
            ("POST", "/validate", "text/turtle"),
        ):
            headers = {"Content-Type": kind, "Content-Encoding": "gzip"}
            assert written.send(method, path, content=bomb, headers=headers).status_code == 415, path
