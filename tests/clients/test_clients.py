"""Real clients over HTTP: each gets the same rows and the same graph."""

import csv
import hashlib
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper

from benchmarks.peers import TOOLS
from benchmarks.peers.comunica import Comunica
from tests.service import Service, running

MEASURE = "https://w3id.org/strategraf/resource/measures/nskb-a44"
ROWS = f"""PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?notation ?title WHERE {{ <{MEASURE}> skos:notation ?notation ; dct:title ?title }}"""
TOKEN = "a-token-of-the-tests"  # noqa: S105 - it opens nothing else
GRAPH = f"CONSTRUCT WHERE {{ <{MEASURE}> ?p ?o }}"


@pytest.fixture(scope="session")
def title(service: Service) -> str:
    """Return the title that every client must show, read over plain HTTP."""
    answer = service.get("/sparql", params={"query": ROWS, "format": "json"}).json()
    found = str(answer["results"]["bindings"][0]["title"]["value"])
    assert "ě" in found
    return found


@pytest.fixture(scope="session")
def triples(service: Service) -> int:
    """Return how many triples the graph has, counted by the service."""
    query = f"SELECT (COUNT(*) AS ?n) WHERE {{ <{MEASURE}> ?p ?o }}"
    answer = service.get("/sparql", params={"query": query, "format": "json"}).json()
    return int(answer["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_rows(service: Service, method: str, title: str) -> None:
    wrapper = SPARQLWrapper(f"{service.url}/sparql")
    wrapper.setMethod(method)
    wrapper.setQuery(ROWS)
    wrapper.setReturnFormat(JSON)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert [(row["notation"]["value"], row["title"]["value"]) for row in rows] == [("A44", title)]
    wrapper.setReturnFormat(XML)
    document = wrapper.queryAndConvert()
    assert [node.firstChild.data for node in document.getElementsByTagName("literal")] == ["A44", title]
    wrapper.setReturnFormat(CSV)
    assert list(csv.reader(io.StringIO(wrapper.queryAndConvert().decode()))) == [["notation", "title"], ["A44", title]]

    wrapper.setReturnFormat(TSV)
    assert wrapper.queryAndConvert().decode().splitlines()[0] == "?notation\t?title"


@pytest.mark.parametrize("kind", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_asks(service: Service, kind: str) -> None:
    wrapper = SPARQLWrapper(f"{service.url}/sparql")
    wrapper.setQuery(f"ASK {{ <{MEASURE}> ?p ?o }}")
    wrapper.setReturnFormat(kind)
    assert b"true" in wrapper.query().response.read()


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize(
    "kind",
    [(TURTLE, "turtle"), (N3, "turtle"), (XML, "xml"), (RDFXML, "xml"), (JSONLD, "json-ld")],
    ids=lambda kind: kind[0],
)
@pytest.mark.parametrize("query", [GRAPH, f"DESCRIBE <{MEASURE}>"])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own reader uses it
def test_sparqlwrapper_reads_a_graph(
    service: Service, triples: int, method: str, kind: tuple[str, str], query: str
) -> None:
    wrapper = SPARQLWrapper(f"{service.url}/sparql")
    wrapper.setMethod(method)
    wrapper.setQuery(query)
    wrapper.setReturnFormat(kind[0])
    assert len(rdflib.Graph().parse(data=wrapper.query().response.read(), format=kind[1])) == triples


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_through_its_store(service: Service, method: str, title: str, triples: int) -> None:
    store = SPARQLStore(f"{service.url}/sparql", method=method)
    graph = rdflib.Graph(store)
    assert [(str(row[0]), str(row[1])) for row in graph.query(ROWS)] == [("A44", title)]
    assert len(list(graph.triples((rdflib.URIRef(MEASURE), None, None)))) == triples
    assert graph.query(f"ASK {{ <{MEASURE}> ?p ?o }}").askAnswer is True


def test_rdflib_federates_to_it(service: Service, title: str) -> None:
    query = f"SELECT ?notation ?title WHERE {{ SERVICE <{service.url}/sparql> {{ {ROWS.partition('WHERE {')[2]} }}"
    prologue = ROWS.partition("SELECT")[0]
    found = [(str(row[0]), str(row[1])) for row in rdflib.Graph().query(prologue + query)]
    assert found == [("A44", title)]


@pytest.fixture
def open_service(store: Path, tmp_path: Path) -> Iterator[Service]:
    """Yield a service of one's own, in which the holder of a token may write."""
    shutil.copytree(store, tmp_path / "store", symlinks=True)
    tokens = tmp_path / "tokens"
    tokens.write_text(f"tester admin {hashlib.sha256(TOKEN.encode()).hexdigest()}\n")
    tokens.chmod(0o600)
    with running(tmp_path / "store", KG_TOKENS=str(tokens)) as started:
        yield started


def test_rdflib_writes_through_its_store(open_service: Service) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    address = f"{open_service.url}/sparql", f"{open_service.url}/update"
    # rdflib takes the graph of the store itself for one that is to be named in each update.
    graph = rdflib.Graph(SPARQLUpdateStore(*address, headers=bearer), identifier=rdflib.URIRef("urn:g"))
    triple = rdflib.URIRef("urn:a"), rdflib.URIRef("urn:p"), rdflib.Literal("ř", lang="cs")
    graph.add(triple)
    assert list(graph) == [triple]
    graph.update("DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }")
    assert [row[2] for row in graph] == [rdflib.Literal(1)]
    graph.remove((None, None, None))
    assert list(graph) == []


def test_sparqlwrapper_writes(open_service: Service) -> None:
    wrapper = SPARQLWrapper(f"{open_service.url}/sparql", f"{open_service.url}/update")
    wrapper.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    wrapper.setMethod(POST)
    for request_method in (URLENCODED, POSTDIRECTLY):
        wrapper.setRequestMethod(request_method)
        wrapper.setQuery(f"INSERT DATA {{ <urn:a> <urn:p> '{request_method}' }}")
        wrapper.query()
    wrapper = SPARQLWrapper(f"{open_service.url}/sparql")
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery("SELECT ?o WHERE { <urn:a> <urn:p> ?o } ORDER BY ?o")
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert [row["o"]["value"] for row in rows] == sorted([URLENCODED, POSTDIRECTLY])


def _comunica() -> Comunica:
    tool = TOOLS["Comunica"]
    assert isinstance(tool, Comunica)
    if lack := tool.lack():
        pytest.skip(f"{lack} is not on this machine; python -m benchmarks.peers installs it")
    return tool


def test_comunica_reads_rows(service: Service, title: str) -> None:
    rows = json.loads(_comunica().ask(f"{service.url}/sparql", ROWS, "application/sparql-results+json"))
    bindings = rows["results"]["bindings"]
    assert [(row["notation"]["value"], row["title"]["value"]) for row in bindings] == [("A44", title)]


def test_comunica_reads_a_graph(service: Service, triples: int) -> None:
    found = _comunica().ask(f"{service.url}/sparql", GRAPH, "text/turtle")
    assert len(rdflib.Graph().parse(data=found, format="turtle")) == triples


CURL = {
    "get": ["--get", "--data-urlencode", f"query={ROWS}"],
    "form": ["--data-urlencode", f"query={ROWS}"],
    "direct": ["--header", "Content-Type: application/sparql-query", "--data-binary", ROWS],
    "compressed": ["--compressed", "--get", "--data-urlencode", f"query={ROWS}"],
}


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not on this machine")
@pytest.mark.parametrize("options", CURL.values(), ids=CURL)
def test_curl_reads_rows(service: Service, options: list[str], title: str) -> None:
    command = ["curl", "--silent", "--show-error", "--fail", "--noproxy", "*", "--header", "Accept: text/csv"]
    ended = subprocess.run([*command, *options, f"{service.url}/sparql"], capture_output=True, text=True, check=True)
    assert list(csv.reader(io.StringIO(ended.stdout))) == [["notation", "title"], ["A44", title]]
