"""An answer that a format has no way to write is sent in the next one that the client accepts, or told of by 406."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.api.test_sparql import DIRECT
from tests.service import Service, running
from tests.writable import Writable, copied, writable

CONTROL = "SELECT ('a\\u0001' AS ?x) {}"
NAMELESS = "CONSTRUCT { <urn:s> <urn:1> 'v' } WHERE {}"
NESTED = "CONSTRUCT { <urn:s> <urn:p> <<( <urn:a> <urn:b> 1 )>> } WHERE {}"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
RDF_XML, JSON_LD, TURTLE = "application/rdf+xml", "application/ld+json", "text/turtle"


@pytest.fixture(scope="module")
def graph(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """Yield a service with a graph that neither RDF/XML nor JSON-LD can write."""
    with writable(copied(store, tmp_path_factory.mktemp("unwritable") / "store")) as started:
        text = "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:1> <<( <urn:a> <urn:b> 1 )>> } }"
        assert started.update(text).status_code == 200
        yield started


@pytest.mark.parametrize(
    ("query", "accept", "sent"),
    [
        (CONTROL, f"{XML}, {JSON};q=0.9", JSON),
        (CONTROL, f"{XML}, text/csv;q=0.2", "text/csv"),
        (NAMELESS, f"{RDF_XML}, {TURTLE};q=0.5", TURTLE),
        (NAMELESS, f"{RDF_XML}, {JSON_LD};q=0.5, {TURTLE};q=0.4", JSON_LD),
        (NESTED, f"{JSON_LD}, {TURTLE};q=0.5", TURTLE),
        (NESTED, f"{JSON_LD}, */*;q=0.1", TURTLE),
        (
            "CONSTRUCT { <urn:s> <urn:1> <<( <urn:a> <urn:b> 1 )>> } WHERE {}",
            f"{RDF_XML}, {JSON_LD}, */*;q=0.1",
            TURTLE,
        ),
    ],
)
def test_the_next_format_is_sent(service: Service, query: str, accept: str, sent: str) -> None:
    for _ in range(3):  # the third is kept, and one may come over a connection that is lent
        answer = service.get("/sparql", params={"query": query}, headers={"Accept": accept})
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"].partition(";")[0] == sent
        assert answer.headers["Vary"]
    posted = service.post("/sparql", content=query, headers=DIRECT | {"Accept": accept})
    assert (posted.status_code, posted.content) == (200, answer.content)


@pytest.mark.parametrize(
    ("query", "accept", "words"),
    [
        (CONTROL, XML, "the character U+0001, which XML has not; ask for another format, such as JSON."),
        (NAMELESS, RDF_XML, "the property <urn:1>, whose IRI does not end with a name"),
        (NESTED, JSON_LD, "a triple within a triple (RDF 1.2), which JSON-LD has not; ask for another"),
        (NESTED, f"{JSON_LD}, text/csv", "which JSON-LD has not"),
    ],
)
@pytest.mark.parametrize("steady", [False, True])
def test_there_may_be_none(service: Service, query: str, accept: str, words: str, *, steady: bool) -> None:
    headers = {"Accept": accept, "Accept-Language": "en"} | ({} if steady else {"Connection": "close"})
    for _ in range(3):
        answer = service.get("/sparql", params={"query": query}, headers=headers)
        assert answer.status_code == 406
        assert "Retry-After" not in answer.headers
        assert words in answer.json()["detail"]


@pytest.mark.parametrize(("name", "query"), [("xml", CONTROL), ("rdfxml", NAMELESS), ("jsonld", NESTED)])
def test_a_format_that_is_named_is_the_only_one(service: Service, name: str, query: str) -> None:
    answer = service.get("/sparql", params={"query": query, "format": name})
    assert answer.status_code == 406
    assert "vyžádejte si ji v jiném formátu" in answer.json()["detail"]


def test_a_name_of_a_format_that_is_anothers_does_not_choose(service: Service) -> None:
    """SPARQLWrapper adds `format=turtle` to whatever it asks for by Accept."""
    asked = {"query": NAMELESS, "format": "turtle"}
    answer = service.get("/sparql", params=asked, headers={"Accept": f"{RDF_XML}, {TURTLE};q=0.5"})
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, TURTLE)


def test_a_limit_of_rows_changes_nothing(store: Path) -> None:
    with running(store, KG_MAX_ROWS="2") as service:
        refused = service.get("/sparql", params={"query": CONTROL}, headers={"Accept": XML})
        other = service.get("/sparql", params={"query": CONTROL}, headers={"Accept": f"{XML}, {JSON};q=0.1"})
        plain = service.get("/sparql", params={"query": "SELECT ('a\\r' AS ?x) {}"}, headers={"Accept": XML})
    assert (refused.status_code, other.status_code) == (406, 200)
    assert [each.text for each in ET.fromstring(plain.content).iter() if "literal" in each.tag] == ["a\r"]  # noqa: S314


@pytest.mark.parametrize("address", ["/graphs?graph=urn:g", "/graphs?default"])
def test_so_is_a_graph(graph: Writable, address: str) -> None:
    for kind in (RDF_XML, JSON_LD):
        assert graph.service.get(address, headers={"Accept": kind}).status_code == 406
        answer = graph.service.get(address, headers={"Accept": f"{kind}, {TURTLE};q=0.5"})
        assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, TURTLE)
        assert "<urn:1>" in answer.text


def test_a_document_whose_address_names_its_format_has_no_other(graph: Writable) -> None:
    text = (
        "INSERT DATA { GRAPH <urn:g> { <https://w3id.org/strategraf/resource/a/b> <urn:1> <<( <urn:a> <urn:b> 1 )>> } }"
    )
    assert graph.update(text).status_code == 200
    statuses = {
        suffix: graph.service.get(f"/resource/a/b.{suffix}").status_code for suffix in ("ttl", "jsonld", "rdf", "nt")
    }
    assert statuses == {"ttl": 200, "jsonld": 406, "rdf": 406, "nt": 200}
