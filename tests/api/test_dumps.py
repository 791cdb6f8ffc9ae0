"""`/dump/…` and `/.well-known/void`."""

import gzip
import hashlib
import io
from dataclasses import replace
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from api.routes import dumps
from kg.publishing.dumps import DUMPS
from kg.publishing.void import VOID
from kg.results import GRAPHS
from kg.store import Dataset
from tests.service import CLIENT, Service, running
from tests.writable import copied, writable

TYPES = {
    "nq": "application/n-quads; charset=utf-8",
    "trig": "application/trig; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "gz": "application/gzip",
}


@pytest.mark.parametrize("name", DUMPS)
def test_dumps_come_whole(service: Service, name: str) -> None:
    answer = service.get(f"/dump/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[name.rpartition(".")[2]]
    assert int(answer.headers["content-length"]) == len(answer.content)
    content = gzip.decompress(answer.content) if name.endswith(".gz") else answer.content
    assert len(list(ox.parse(io.BytesIO(content), format=DUMPS[name].format.engine))) > 7000  # type: ignore[arg-type]
    head = httpx.head(f"{service.url}/dump/{name}", headers={"Accept-Encoding": "identity"})
    assert (head.status_code, head.headers["content-length"]) == (200, answer.headers["content-length"])


@pytest.mark.parametrize("name", DUMPS)
def test_who_holds_a_dump_gets_304(service: Service, name: str) -> None:
    path, codings = f"/dump/{name}", ("identity", "gzip", "zstd")
    answers = {coding: service.get(path, headers={"Accept-Encoding": coding}) for coding in codings}
    tags = {coding: answer.headers["etag"] for coding, answer in answers.items()}
    assert tags["identity"].startswith("W/") == (name != "strategraf.nq")  # of the others no state names the bytes
    assert len(set(tags.values())) == (1 if name.endswith(".gz") else 3)
    for coding, tag in tags.items():
        held = {"Accept-Encoding": coding, "If-None-Match": f'"other", {tag}'}
        for told in (service.get(path, headers=held), CLIENT.head(service.url + path, headers=held)):
            assert (told.status_code, told.content, told.headers["etag"]) == (304, b"", tag)
            assert told.headers["vary"] == answers[coding].headers["vary"]
            assert told.headers["cache-control"] == answers[coding].headers["cache-control"] == "no-cache"
    assert CLIENT.head(service.url + path, headers={"Accept-Encoding": "gzip"}).headers["etag"] == tags["gzip"]
    assert service.get(path, headers={"If-None-Match": "*"}).status_code == 304
    assert service.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_no_two_dumps_have_one_tag(service: Service) -> None:
    tags = {CLIENT.head(f"{service.url}/dump/{name}").headers["etag"] for name in DUMPS}
    assert len(tags) == len(DUMPS)


def test_the_tag_names_the_content_and_not_the_process(service: Service, store: Path, tmp_path: Path) -> None:
    path = "/dump/strategraf.nq"
    with writable(copied(store, tmp_path / "store")) as written:
        ours, theirs = service.get(path), written.service.get(path)
        assert (theirs.headers["etag"], theirs.content) == (ours.headers["etag"], ours.content)
        written.update("INSERT DATA { GRAPH :dump { :a :p 1 } }")
        changed = written.service.get(path, headers={"If-None-Match": ours.headers["etag"]})
        assert (changed.status_code, changed.content != ours.content) == (200, True)
        tag = changed.headers["etag"]
        assert tag.startswith(f'"{changed.headers["strategraf-state"]}-')
    with writable(tmp_path / "store") as written:
        assert written.service.get(path, headers={"If-None-Match": tag}).status_code == 304
        assert written.service.get(path).content == changed.content
    with running(tmp_path / "store", KG_DEFAULT_GRAPH="separate") as apart:
        assert apart.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_no_tag_is_told_of_what_changed_before_it_was_written() -> None:
    asked = Dataset(ox.Store(), "1.0.0", "hash")
    assert dumps._told('"tag"', asked, asked) == {"ETag": '"tag"'}
    assert dumps._told('"tag"', asked, replace(asked, changes=1, head="head")) == {}


def test_the_hash_of_the_release_is_that_of_its_dump(service: Service) -> None:
    told = service.get("/health").json()["hash"]
    assert hashlib.sha256(service.get("/dump/strategraf.nq").content).hexdigest() == told


@pytest.mark.parametrize("name", ["strategraf.docx", "strategraf", "strategraf.nq.zip", "%2e%2e%2fsecret"])
def test_other_files_are_404(service: Service, name: str) -> None:
    answer = service.get(f"/dump/{name}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_void_names_the_host_asked(service: Service) -> None:
    answer = service.get("/.well-known/void")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    quads = list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
    dumps = [quad.object for quad in quads if quad.predicate == VOID.dataDump]
    assert len(dumps) == len(DUMPS)
    for each in dumps:
        assert isinstance(each, ox.NamedNode)
        assert httpx.head(each.value).status_code == 200
    endpoints = [quad.object for quad in quads if quad.predicate == VOID.sparqlEndpoint]
    assert endpoints == [ox.NamedNode(f"{service.url}/sparql")]


@pytest.mark.parametrize("accept", ["*/*", "", *(each.media_type for each in GRAPHS), "application/json"])
def test_void_comes_in_every_format_of_graphs(service: Service, accept: str) -> None:
    turtle = set(ox.parse(service.get("/.well-known/void").content, format=ox.RdfFormat.TURTLE))
    answer = service.get("/.well-known/void", headers={"Accept": accept})
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type == ("text/turtle" if accept in {"*/*", ""} else accept)
    assert "Accept" in answer.headers["vary"].split(", ")
    fmt = ox.RdfFormat.JSON_LD if media_type == "application/json" else ox.RdfFormat.from_media_type(media_type)
    assert set(ox.parse(answer.content, format=fmt)) == turtle


def test_void_in_another_format_is_406(service: Service) -> None:
    answer = service.get("/.well-known/void", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.json()["detail"] == (
        "popis datové sady lze poslat jako text/turtle, application/ld+json, application/n-triples,"
        " application/rdf+xml, application/trig, application/n-quads; přijměte v hlavičce Accept některý z nich."
    )


def test_void_names_the_address_that_is_set(store: Path) -> None:
    with running(store, KG_BASE_URL="https://data.example") as service:
        assert "<https://data.example/sparql>" in service.get("/.well-known/void").text


@pytest.mark.parametrize("host", ["a<b>", "a b", '"', "[", "data.example:x", ""])
def test_a_host_that_is_none_breaks_nothing(service: Service, host: str) -> None:
    answer = service.get("/.well-known/void", headers={"Host": host})
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        assert list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
