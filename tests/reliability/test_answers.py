"""What an answer carries: its dataset and query, its coding, its limit, its tag; and what is kept of it."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import zstandard

from api.asking import SHOWN
from tests.service import Service, running
from tests.writable import Writable

ROWS = "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT %d"
SRX = "{http://www.w3.org/2005/sparql-results#}"


@pytest.fixture(scope="module")
def short(store: Path) -> Iterator[Service]:
    """Yield a server that sends ten rows at most."""
    with running(store, KG_MAX_ROWS="10") as started:
        yield started


@pytest.mark.parametrize(("asked", "sent", "cut"), [(9, 9, False), (10, 10, False), (11, 10, True), (5000, 10, True)])
def test_a_limit_of_rows_is_said_wherever_there_is_a_place(short: Service, asked: int, sent: int, cut: bool) -> None:  # noqa: FBT001
    def ask(name: str) -> tuple[str, str | None]:
        answer = short.get("/sparql", params={"query": ROWS % asked, "format": name})
        assert answer.status_code == 200
        return answer.text, answer.headers.get("strategraf-row-limit")

    note = [f"{short.url}/docs#row-limit"] if cut else []
    said = "10" if cut else None
    text, header = ask("json")
    found = json.loads(text)
    assert (len(found["results"]["bindings"]), found["head"].get("link", []), header) == (sent, note, said)
    text, header = ask("xml")
    root = ElementTree.fromstring(text)  # noqa: S314 - our own
    assert (len(list(root.iter(f"{SRX}result"))), header) == (sent, said)
    assert [each.attrib["href"] for each in root.iter(f"{SRX}link")] == note
    for name in ("csv", "tsv"):
        text, header = ask(name)
        assert (len(text.splitlines()) - 1, header) == (sent, said)


@pytest.mark.parametrize(("asked", "sent", "cut"), [(10, 10, False), (11, 10, True), (5000, 10, True)])
def test_a_limit_of_rows_holds_for_people_too(short: Service, asked: int, sent: int, cut: bool) -> None:  # noqa: FBT001
    said = "10" if cut else None
    table = short.get("/sparql", params={"query": ROWS % asked, "format": "table"})
    assert (len(table.text.splitlines()) - 2, table.headers.get("strategraf-row-limit")) == (sent, said)
    for lang, words in (("cs", "služba jich posílá nejvýše 10."), ("en", "the service sends 10 at most.")):
        page = short.get("/sparql", params={"query": ROWS % asked, "lang": lang}, headers={"Accept": "text/html"})
        assert (page.text.count("<tr>") - 1, page.headers.get("strategraf-row-limit")) == (sent, said)
        assert (words in page.text) == (f'href="/docs?lang={lang}#row-limit"' in page.text) == cut
        assert "Celou ji získáte" not in page.text


def test_what_the_page_itself_leaves_out_is_no_limit_of_rows(store: Path) -> None:
    with running(store, KG_MAX_ROWS="2000") as wide:
        page = wide.get("/sparql", params={"query": ROWS % 1500}, headers={"Accept": "text/html"})
        assert (page.text.count("<tr>") - 1, page.headers.get("strategraf-row-limit")) == (SHOWN, None)
        assert "Celou ji získáte" in page.text


def test_a_limit_of_rows_is_kept_with_its_answer_and_cuts_no_graph(short: Service) -> None:
    # The connection may be a steady one by now; then an answer is kept when it is asked for again.
    answers = [short.get("/sparql", params={"query": ROWS % 20}) for _ in range(3)]
    assert re.fullmatch(r"cache;desc=hit, query;dur=\d+\.\d", answers[-1].headers["server-timing"])
    assert [answer.headers["strategraf-row-limit"] for answer in answers] == ["10"] * 3
    graph = short.get("/sparql", params={"query": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 50", "format": "nt"})
    assert "strategraf-row-limit" not in graph.headers
    assert len(graph.text.splitlines()) == 50


def test_every_answer_tells_its_dataset_its_query_and_its_time(service: Service) -> None:
    dataset = service.get("/health").json()
    for query, status in (("ASK { } # told", 200), ("ASK { told", 400), ("ASK { SERVICE <urn:a> {} }", 403)):
        answer = service.post("/sparql", data={"query": query}, headers={"Query-Id": "told"})
        assert answer.status_code == status
        assert answer.headers["query-id"] == "told"
        assert re.fullmatch(r"query;dur=\d+\.\d", answer.headers["server-timing"])
        assert answer.headers["strategraf-version"] == dataset["version"]
        assert answer.headers["strategraf-hash"] == dataset["hash"]
        assert answer.headers["strategraf-changes"] == "0"
        assert answer.headers["access-control-expose-headers"] == "*"


@pytest.mark.parametrize(
    "query", ["SELECT (RAND() AS ?x) {}", "SELECT (UUID() AS ?x) {}", "SELECT (struuid() AS ?x) {}"]
)
def test_what_is_drawn_by_chance_is_drawn_each_time(service: Service, query: str) -> None:
    answers = [service.get("/sparql", params={"query": query, "format": "csv"}) for _ in range(12)]
    assert len({answer.text for answer in answers}) == 12  # from several children
    for answer in answers:
        assert "etag" not in answer.headers
        assert answer.headers["server-timing"].startswith("query;dur=")


def test_the_time_of_day_is_asked_each_time(service: Service) -> None:
    for _ in range(2):
        answer = service.get("/sparql", params={"query": "SELECT (NOW() AS ?x) {}"})
        assert answer.headers["server-timing"].startswith("query;dur=")
        assert "etag" not in answer.headers


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_coded_answer_is_the_answer(service: Service, coding: str) -> None:
    plain = service.get("/sparql", params={"query": ROWS % 5000})
    with service.stream("/sparql", params={"query": ROWS % 5000}, headers={"Accept-Encoding": coding}) as answer:
        content = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == coding
    assert int(answer.headers["content-length"]) == len(content) < len(plain.content) / 5
    assert {"accept", "accept-encoding"} <= set(answer.headers["vary"].lower().split(", "))
    assert answer.headers["etag"] != plain.headers["etag"]
    unpacked = (
        gzip.decompress(content)
        if coding == "gzip"
        else zstandard.ZstdDecompressor().decompressobj().decompress(content)
    )
    assert unpacked == plain.content


def test_who_has_an_answer_is_told_so(service: Service) -> None:
    target = {"query": "ASK { } # conditional", "format": "json"}
    first = service.get("/sparql", params=target)
    again = service.get("/sparql", params=target, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["access-control-allow-origin"] == "*"
    told = [name for name in first.headers if name.startswith("strategraf-")]
    assert {"strategraf-version", "strategraf-hash"} <= set(told)
    assert [again.headers[name] for name in told] == [first.headers[name] for name in told]
    other = service.get("/sparql", params=target, headers={"If-None-Match": 'W/"0"'})
    assert (other.status_code, other.content) == (200, first.content)


def test_an_update_is_read_at_once_and_no_answer_from_before_is_given(written: Writable) -> None:
    service = written.service
    target = {"query": "SELECT ?o { GRAPH <urn:cache> { ?s ?p ?o } } ORDER BY ?o", "format": "csv"}
    texts, tags, hashes = [], [], set()
    for number in range(3):
        for _ in range(2):
            answer = service.get("/sparql", params=target)
            texts.append(answer.text.split()[1:])
            tags.append(answer.headers["etag"])
            hashes.add(answer.headers["strategraf-hash"])
        assert re.fullmatch(r"cache;desc=hit, query;dur=\d+\.\d", answer.headers["server-timing"])
        done = written.update(f"INSERT DATA {{ GRAPH <urn:cache> {{ :s :p {number} }} }}")
        assert (done.status_code, done.json()["added"]) == (200, 1)
        stale = service.get("/sparql", params=target, headers={"If-None-Match": tags[-1]})
        assert stale.status_code == 200
    assert texts == [[], [], ["0"], ["0"], ["0", "1"], ["0", "1"]]
    assert len(set(tags)) == len(hashes) == 3, "the hash is that of the content as it is"


def test_a_long_answer_is_whole(service: Service) -> None:
    query = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 200000"
    answer = service.get("/sparql", params={"query": query, "format": "csv"})
    assert len(answer.content) == int(answer.headers["content-length"]) > 16 << 20
    assert answer.text.count("\r\n") == 200_001


@pytest.mark.parametrize(
    "path", ["/health", "/metrics", "/questions", "/", "/search?q=a", "/nowhere", "/docs", "/dump/strategraf.nq"]
)
def test_every_route_tells_the_dataset(service: Service, path: str) -> None:
    answer, dataset = service.get(path), service.get("/health").json()
    told = {name: answer.headers[f"strategraf-{name}"] for name in ("version", "release", "hash", "changes", "head")}
    assert told == {name: str(dataset[name]) for name in told}
    assert dataset["release"] == f"{dataset['version']}-{dataset['hash'][:12]}", "nothing was changed"
