"""`/dump/…` and `/.well-known/void`."""

import gzip
import hashlib
import io
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.publishing.dumps import DUMPS
from kg.publishing.void import VOID
from tests.service import Service, running

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


def test_void_names_the_address_that_is_set(store: Path) -> None:
    with running(store, KG_BASE_URL="https://data.example") as service:
        assert "<https://data.example/sparql>" in service.get("/.well-known/void").text


@pytest.mark.parametrize("host", ["a<b>", "a b", '"', "[", "data.example:x", ""])
def test_a_host_that_is_none_breaks_nothing(service: Service, host: str) -> None:
    answer = service.get("/.well-known/void", headers={"Host": host})
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        assert list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
