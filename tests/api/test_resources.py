"""Every IRI of the project is an address: 303 by Accept, documents by suffix, pages with links that work anywhere."""

import io
import re
from http import HTTPStatus
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from api.problems import status_of
from api.routes import resources
from kg.namespaces import BASE
from kg.publishing.description import NotStated
from kg.store import load_release
from tests.service import Service

PAGE = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
FORMATS = {
    "ttl": ("text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
    "jsonld": ("application/ld+json; charset=utf-8", ox.RdfFormat.JSON_LD),
    "nt": ("application/n-triples; charset=utf-8", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}
SAMPLE = [
    "/resource/measures/nskb-a44",
    "/resource/goals/zpo-4.2",
    "/resource/cells/zpo4-r41-c09",
    "/ontology/gestor",
    "/shapes/Funding",
    "/code/statuses",
    "/code/statuses/existing",
    "/graph/alignments",
    "/graph/source/koncepce-sc-zpo4",
]


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/html", "html"),
        (PAGE["Accept"], "html"),
        ("text/turtle", "ttl"),
        ("*/*", "ttl"),
        ("", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml;q=0.9, text/html;q=0.5", "rdf"),
        ("text/turtle;q=0, */*;q=0.1", "jsonld"),
    ],
)
def test_accept_decides_where_an_iri_leads(service: Service, accept: str, suffix: str) -> None:
    answer = service.get("/resource/goals/zpo-4.2", headers={"Accept": accept})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/resource/goals/zpo-4.2.{suffix}"
    assert answer.headers["vary"] == "Accept"


def test_the_ontology_and_its_version_lead_to_one_document(service: Service) -> None:
    for path in ("/ontology/", "/ontology", "/ontology/1.0.0"):
        assert service.get(path).headers["location"] == "/ontology.ttl"
    assert service.get("/ontology/?lang=en", headers=PAGE).headers["location"] == "/ontology.html?lang=en"
    assert b"sg:gestor a owl:ObjectProperty" in service.get("/ontology.ttl").content
    assert "Ontologie Strategraf" in service.get("/ontology.html").text


@pytest.mark.parametrize("path", SAMPLE)
def test_documents_by_suffix(service: Service, path: str) -> None:
    graphs = []
    for suffix, (content_type, engine) in FORMATS.items():
        answer = service.get(f"{path}.{suffix}", headers={"Accept": "image/png"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
        assert int(answer.headers["content-length"]) == len(answer.content)
        graphs.append(ox.Dataset(ox.parse(io.BytesIO(answer.content), format=engine)))
    for graph in graphs:
        graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert len(graphs[0]) > 0
    assert all(graph == graphs[0] for graph in graphs)


@pytest.mark.parametrize(("path", "lang"), [(path, ("cs", "en")[at % 2]) for at, path in enumerate(SAMPLE)])
def test_pages_link_within_the_host_asked(service: Service, path: str, lang: str) -> None:
    answer = httpx.get(f"{service.url}{path}?lang={lang}", headers=PAGE, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{lang}">' in answer.text
    assert "<script" not in answer.text
    links = re.findall(r'href="([^"]*)"', answer.text)
    assert not any(link.startswith(BASE) for link in links)
    assert all(f'href="{path}.{suffix}"' in answer.text for suffix in FORMATS)
    for link in [link for link in links if link.startswith(("/resource", "/ontology", "/code"))][:1]:
        assert service.get(link).status_code in {200, 303}


def test_a_page_tells_statements_inferences_and_source_words(service: Service) -> None:
    text = service.get("/resource/measures/nskb-a44.html").text
    for words in ("Co uvádí podklad", "Přiřazení, která podklad neuvádí", "odvozeno", "Slova podkladu"):
        assert words in text
    assert "NÚKIB ve spolupráci s MV" in text
    assert "(řádek podkladu 205)" in text
    assert '<a href="/resource/institutions/nukib?lang=cs">' in text
    assert "inferred" in service.get("/resource/measures/nskb-a44.html?lang=en").text
    incoming = service.get("/resource/components/zpo-4.html").text
    assert "Co na tuto věc odkazuje" in incoming


def test_a_graph_page_gives_counts_and_dumps(service: Service) -> None:
    text = service.get("/graph/source/koncepce-sc-zpo4.html").text
    assert "implementační opatření" in text
    assert 'href="/dump/strategraf.nq"' in text


def test_answers_link_to_things(service: Service) -> None:
    text = service.get("/", headers=PAGE).text
    assert 'href="/resource/measures/nskb-a44?lang=cs"' in text
    assert 'href="/code/roles/gestor?lang=cs"' in text
    query = f"SELECT (<{BASE}resource/a%20b/č'> AS ?x) (<urn:a> AS ?y) {{}}"
    page = service.get("/sparql", params={"query": query}, headers=PAGE).text
    assert 'href="/resource/a%2520b/%C4%8D&#39;?lang=cs"' in page
    assert 'href="urn:' not in page
    foreign = f"SELECT (<{BASE}/other.example/> AS ?x) {{}}"
    assert 'href="//' not in service.get("/sparql", params={"query": foreign}, headers=PAGE).text


@pytest.mark.parametrize(
    "path",
    [
        "/resource/goals/zpo-9",
        "/resource/goals/zpo-9.ttl",
        "/resource/nothing/zpo-4.2",
        "/resource/goals/%C5%99%20%00%3Ex",
        "/resource/goals/zpo-4.2.docx",
        "/ontology/nothing",
        "/ontology.docx",
        "/code/nothing",
        "/code/statuses/nothing",
        "/shapes/nothing",
        "/graph/nothing",
        "/graph/",
    ],
)
def test_what_is_not_known_is_404(service: Service, path: str) -> None:
    answer = service.get(path, headers=PAGE)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_none_of_these_addresses_starts_a_thread_or_leaves_a_child(service: Service) -> None:
    """The process forks, and only a process of one thread may."""
    for path in (*SAMPLE, "/ontology/", "/ontology.ttl", "/search?q=a", "/dump/strategraf.nq", "/.well-known/void"):
        service.get(path)
        service.get(f"{path}.html", headers=PAGE)
    process = Path(f"/proc/{service.pid}/task")
    assert [each.name for each in process.iterdir()] == [str(service.pid)]
    assert service.is_at_rest()


def test_what_is_not_acceptable_is_406(service: Service) -> None:
    answer = service.get("/resource/goals/zpo-4.2", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/resource/goals/zpo-4.2", "/resource/goals/zpo-4.2.ttl", "/graph/codes.html"])
def test_head_and_options(service: Service, path: str) -> None:
    get = service.get(path)
    head = httpx.head(service.url + path, headers={"Accept-Encoding": "identity"})
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers.get("content-length") == get.headers.get("content-length")
    assert head.headers.get("location") == get.headers.get("location")
    assert httpx.options(service.url + path).status_code == 204
    assert get.headers["access-control-allow-origin"] == "*"


def test_one_iri_of_every_kind_leads_to_its_document(service: Service) -> None:
    query = """SELECT (MIN(?iri) AS ?one) WHERE {
      { SELECT DISTINCT ?thing WHERE { ?thing ?p ?o FILTER(isIRI(?thing)) } }
      BIND(STR(?thing) AS ?iri) FILTER(STRSTARTS(?iri, "https://w3id.org/strategraf/"))
    } GROUP BY (REPLACE(?iri, "[^/]+$", ""))"""
    rows = service.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    found = [row["one"]["value"] for row in rows]
    assert len(found) > 30
    with httpx.Client(base_url=service.url, timeout=60, follow_redirects=True) as client:
        for iri in found:
            path = iri.removeprefix(BASE.rstrip("/"))
            answer = client.get(path, headers={"Accept": "application/n-triples"})
            assert (answer.status_code, len(answer.history)) == (200, 1), path
            assert f"<{iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in answer.text


@pytest.mark.parametrize("name", ["resource/measures/gone", "graph/gone"])
def test_what_is_deleted_before_it_is_described_is_404(store: Path, name: str) -> None:
    dataset, thing = load_release(store), f"https://w3id.org/strategraf/{name}"
    shown = resources._graph_shown if name.startswith("graph") else resources._thing_shown
    with pytest.raises(NotStated) as document:
        resources.Describing(thing, "ttl")(dataset, io.BytesIO())
    with pytest.raises(NotStated):
        shown(thing, "cs", dataset)
    assert status_of(document.value) == HTTPStatus.NOT_FOUND
    assert f"„{thing}“ data nic neuvádějí" in document.value.cs
