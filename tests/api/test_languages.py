"""Every mistake that a request can make is told in Czech and in English: its cause and what to do."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.mistakes import documents
from tests.mistakes.test_positions import MARKED
from tests.reliability import mutations
from tests.writable import Writable, copied, writable

SEED = 20261128
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
KINDS = {
    "x.ttl": "text/turtle",
    "x.trig": "application/trig",
    "x.nt": "application/n-triples",
    "x.nq": "application/n-quads",
    "x.jsonld": "application/ld+json",
    "x.rdf": "application/rdf+xml",
}

ENGLISH = re.compile(
    r"\b(?:the|is|are|not|must|should|with|expect(?:ed|ing)?|unexpected|invalid|error|found|missing|end|file|line|column"
    r"|string|value|character|supported|token|tag|element|delimiter|prefix)\b"
)
QUOTED = re.compile(r"„[^“]*“|\"[^\"]*\"|<[^>]*>|[\w./-]+/[\w.+-]+|\w+-[\w-]+")
REMEDY = re.compile(r"; |^(?:zadejte|pojmenujte|give|name) ")
"""The remedy follows the cause, or says both."""


class Sent(NamedTuple):
    """A request with a mistake."""

    method: str
    path: str
    options: dict[str, Any]


def asked(query: str | bytes, **params: str) -> Sent:
    return Sent("POST", "/sparql", {"content": query, "headers": QUERY, "params": params})


def changed(update: str) -> Sent:
    return Sent("POST", "/update", {"content": update, "headers": UPDATE})


def file(name: str, text: str | bytes, path: str = "/validate") -> Sent:
    method = "POST" if path == "/validate" else "PUT"
    return Sent(method, path, {"content": text, "headers": {"Content-Type": KINDS[name]}})


CASES: dict[str, Sent] = {
    "no query": Sent("GET", "/sparql", {"params": {"x": "1"}, "headers": {"Accept": "text/csv"}}),
    "two queries": Sent("GET", "/sparql", {"params": [("query", "ASK {}"), ("query", "ASK {}")]}),
    "query not in UTF-8": asked(b"ASK { ?s ?p '\xff' }"),
    "body of a wrong type": Sent("POST", "/sparql", {"content": "x", "headers": {"Content-Type": "text/plain"}}),
    "compressed body": Sent("POST", "/sparql", {"content": "x", "headers": QUERY | {"Content-Encoding": "gzip"}}),
    "long query": asked("ASK {} #" + "x" * (1 << 20)),
    "update as a query": asked("DROP ALL"),
    "service": asked("ASK { SERVICE <urn:a> {} }"),
    "too deep": asked("ASK " + "{" * 100),
    "too many tokens": asked("ASK {" + "[] " * 60_000),
    "unknown format": asked("ASK {}", format="docx"),
    "format of another form": asked("ASK {}", format="ttl"),
    "not acceptable": Sent("POST", "/sparql", {"content": "ASK {}", "headers": QUERY | {"Accept": "image/png"}}),
    "timeout": asked("ASK {}", timeout="soon"),
    "explain": asked("ASK {}", explain="why"),
    "graph": Sent("GET", "/sparql", {"params": {"query": "ASK {}", "default-graph-uri": "a b"}}),
    "unknown function": asked("SELECT (<urn:f>(1) AS ?x) {}"),
    "wrong number of arguments": asked("SELECT (xsd:boolean() AS ?x) {}"),
    "character that XML has not": asked("SELECT ('\\u0001' AS ?x) {}", format="xml"),
    "update without its brace": changed("INSERT DATA { <urn:a> <urn:b> 1"),
    "update with a query": changed("SELECT * {}"),
    "update of nothing": changed("INSERT INTO x"),
    "update that loads": changed("LOAD <urn:a>"),
    "update with a mistake": changed("DELETE WHERE { ?s ?p }"),
    "update with a string": changed("INSERT DATA { <urn:a> <urn:b> 'x }"),
    "graph that is not there": changed("DROP GRAPH <urn:none>"),
    "update twice": Sent("POST", "/update", {"data": {"update": ["DROP ALL", "DROP ALL"]}}),
    "nothing to validate": file("x.ttl", ""),
    "file with a NUL": file("x.ttl", "\0"),
    "file in UTF-16": file("x.ttl", "a".encode("utf-16")),
    "file in Windows-1250": file("x.ttl", "# řeřicha".encode("cp1250")),
    "file of a wrong type": Sent("POST", "/validate", {"content": "x", "headers": {"Content-Type": "text/html"}}),
    "form without a file": Sent("POST", "/validate", {"files": {"other": (None, "x")}}),
    "table": Sent("POST", "/validate", {"files": {"file": ("x.csv", b"a,b")}}),
    "profile": Sent("POST", "/validate?profile=x", {"content": "x", "headers": {"Content-Type": "text/turtle"}}),
    "doctype": file("x.rdf", "<!DOCTYPE x><x/>"),
    "encoding of XML": file("x.rdf", '<?xml version="1.0" encoding="latin1"?><x/>'),
    "deep JSON": file("x.jsonld", "[" * 600),
    "remote context": file("x.jsonld", '{"@context": "http://example.org/c"}'),
    "no statement": file("x.ttl", "# nothing"),
    "graph without a name": file("x.ttl", "<urn:a> <urn:b> 1 .", "/graphs"),
    "graph of a bad name": file("x.ttl", "<urn:a> <urn:b> 1 .", "/graphs?graph=x"),
    "graph that names graphs": file("x.jsonld", '{"@id":"urn:g","@graph":[{"@id":"urn:a","urn:b":1}]}', "/graphs/a"),
    "graph with a mistake": file("x.ttl", "<urn:a> <urn:b> foo:c .", "/graphs/a"),
    "no such address": Sent("GET", "/nowhere", {}),
    "no such method": Sent("DELETE", "/sparql", {}),
    "no such question": Sent("GET", "/questions/none", {}),
    "explanation of nothing": Sent("GET", "/explain", {"headers": {"Accept": "application/json"}}),
}  # fmt: skip
CASES |= {f"marked {number}": asked(query.replace("▲", "")) for number, (query, *_) in enumerate(MARKED)}


def spoiled() -> Iterator[tuple[str, Sent]]:
    """Yield queries and documents that chance has spoiled."""
    for number, mutant in enumerate(mutations.mutants(SEED, 150)):
        yield f"query {number}", asked(mutant, timeout="1")
    for number, (name, text) in enumerate(documents.mutants(SEED, 150)):
        yield f"{name} {number}", file(name, text)


@pytest.fixture(scope="module")
def service(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    with writable(copied(store, tmp_path_factory.mktemp("languages")), KG_CLIENT_BUDGET="0") as started:
        yield started


def told(service: Writable, sent: Sent, lang: str) -> tuple[int, str]:
    options = dict(sent.options)
    headers = options.pop("headers", {}) | {"Accept-Language": lang}
    answer = service.send(sent.method, sent.path, headers=headers, **options)
    if answer.status_code < 400:
        return answer.status_code, ""
    assert answer.headers["content-language"] == lang
    return answer.status_code, str(answer.json()["detail"])


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_told_in_both_languages(service: Writable, name: str) -> None:
    (status, cs), (_, en) = (told(service, CASES[name], lang) for lang in ("cs", "en"))
    assert 400 <= status < 500
    check(cs, en)
    assert "stroj hlásí" not in cs


def test_so_is_what_chance_has_spoiled(service: Writable) -> None:
    refused, foreign = 0, list[str]()
    for _, sent in spoiled():
        status, cs = told(service, sent, "cs")
        if status in {400, 403, 422}:
            refused += 1
            check(cs, told(service, sent, "en")[1])
            foreign += [cs] if "stroj hlásí" in cs else []
    assert refused > 100
    assert len(foreign) <= refused / 100, foreign


def check(cs: str, en: str) -> None:
    """Compare the same message in both languages."""
    assert cs != en
    for message in (cs, en):
        assert message.endswith(".")
        assert REMEDY.search(message), message
        assert "\n" not in message
    assert not ENGLISH.search(QUOTED.sub("", cs)), cs
