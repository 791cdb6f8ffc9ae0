"""The service over a dataset on disk: the same answers, updates read at once, one thread, nothing left behind."""

import csv
import os
import signal
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from kg import questions
from kg.store import load_release
from tests.api.test_process import KILLER, threads
from tests.service import Service, killed, running
from tests.writable import DIRECT, EX, Writable, copied, writable

SMALL = {"KG_MEMORY_MB": "1"}
TURTLE = {"Content-Type": "text/turtle"}
PARAMETERS = {
    "date": "2025-06-30",
    "element": "ZPO 4",
    "measure": "A44",
    "institution": "MZV",
    "strategy": "SC",
    "sdg": "11",
    "status": "new",
}
FROM = "FROM <https://w3id.org/strategraf/graph/codes> FROM <https://w3id.org/strategraf/graph/codes>"
QUERIES = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    f"SELECT (COUNT(*) AS ?n) {FROM} {{ ?s ?p ?o }}",
    "SELECT ?a (COUNT(?b) AS ?n) { ?a sg:addresses/sg:partOf* ?b } GROUP BY ?a",
    "ASK { ?s sg:gestor ?o }",
)
PATHS = (
    "/resource/measures/nskb-a44.ttl",
    "/resource/measures/nskb-a44.html",
    "/resource/measures/none.ttl",
    "/ontology.ttl",
    "/graph/codes.nt",
    "/graph/codes.html",
    "/graph/none",
    "/graphs?graph=https://w3id.org/strategraf/graph/none",
    "/explain?s=A44&p=addresses&o=ZPO%204",
    "/search?q=rizeni",
    "/.well-known/void",
    "/dump/strategraf.nq",
)


@pytest.fixture(scope="module")
def disk(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(copied(store, tmp_path_factory.mktemp("disk") / "store"), **SMALL) as started:
        yield started
        assert started.is_at_rest()
        assert len(threads(started)) == 1


def rows(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return sorted(csv.reader(answer.text.splitlines()))


@pytest.mark.parametrize("query", QUERIES)
def test_queries_have_the_same_answers(service: Service, disk: Service, query: str) -> None:
    asked = {"query": query, "format": "json" if query.startswith("ASK") else "csv"}
    answers = [each.get("/sparql", params=asked) for each in (service, disk)]
    assert rows(answers[0]) == rows(answers[1])


@pytest.mark.parametrize("name", sorted(questions.load()))
def test_questions_have_the_same_answers(service: Service, disk: Service, name: str) -> None:
    asked = {each.name: PARAMETERS.get(each.name, "A44") for each in questions.find(name).parameters}
    answers = [each.get(f"/questions/{name}", params=asked | {"format": "csv"}) for each in (service, disk)]
    assert answers[0].status_code == answers[1].status_code
    assert sorted(answers[0].text.splitlines()) == sorted(answers[1].text.splitlines())


@pytest.mark.parametrize("path", PATHS)
def test_addresses_have_the_same_answers(service: Service, disk: Service, path: str) -> None:
    memory, from_disk = (each.get(path) for each in (service, disk))
    assert memory.status_code == from_disk.status_code
    assert memory.text.replace(service.url, "") == from_disk.text.replace(disk.url, "")


def test_a_file_is_validated_beside_the_same_data(service: Service, disk: Service) -> None:
    sent = b"@prefix sg: <https://w3id.org/strategraf/ontology/> . <urn:a> a sg:ImplementingMeasure ."
    answers = [each.post("/validate", content=sent, headers=TURTLE) for each in (service, disk)]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["conforms"] is False


def test_a_query_is_stopped_at_its_deadline_and_its_child_replaced(disk: Service) -> None:
    assert disk.get("/sparql", params={"query": KILLER, "timeout": "0.5"}).status_code == 503
    while not disk.is_at_rest():
        disk.get("/health")


@pytest.fixture
def own(store: Path, tmp_path: Path) -> Path:
    return copied(store, tmp_path / "store")


def backups(store: Path) -> list[str]:
    return sorted(each.name for each in store.glob("disk/*/*") if each.is_dir() and each.name != "main")


def in_memory(store: Path) -> str:
    return str(len(load_release(store).store))


def counted(service: Service) -> str:
    both = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    return service.get("/sparql", params={"query": both, "format": "csv"}).text.split()[1]


def test_an_update_is_read_at_once_everywhere(own: Path) -> None:
    with writable(own, **SMALL) as made:
        made.update('INSERT DATA { :a :b "x", "y" . GRAPH :g { :a :b "x" . :c a :T } }')
        made.update('DELETE { :a :b ?v } INSERT { GRAPH :g { :d :e ?v } } WHERE { :a :b ?v FILTER(?v = "x") }')
        answer = made.update('INSERT DATA { :z :z 1 } ; DELETE DATA { :z :z 1 } ; INSERT DATA { :a :b "z" }')
        assert answer.json()["changes"] == 3
        assert (made.values(":a :b ?v"), made.values(":d :e ?v")) == (["y", "z"], ["x"])
        assert (
            made.send("PUT", f"/graphs?graph={EX}h", content="<urn:s> <urn:p> 1 .", headers=TURTLE).status_code == 201
        )
        assert made.service.get(f"/graphs?graph={EX}h").text.strip() != ""
        assert made.update("CLEAR GRAPH :g").status_code == 200
        assert made.service.get(f"/graphs?graph={EX}g").status_code == 404
        assert counted(made.service) == in_memory(own)
        assert len(threads(made.service)) == 1
        assert made.service.is_at_rest()
        assert len(backups(own)) <= 2
    with running(own, **SMALL) as again:
        assert counted(again) == in_memory(own)
        assert [name.partition("-")[0] for name in backups(own)] == ["5"]


def test_an_update_that_is_refused_or_stopped_leaves_nothing(own: Path) -> None:
    with writable(own, **SMALL) as made:
        assert made.update("INSERT DATA {").status_code == 400
        body = f"INSERT {{ <urn:a> <urn:b> ?n }} WHERE {{ {{ {KILLER} }} }}"
        stopped = made.send("POST", "/update?timeout=0.5", content=body, headers=DIRECT)
        assert stopped.status_code == 503
        assert backups(own) == ["0-release"]
        assert made.records() == []


def test_a_recorded_change_that_did_not_get_to_the_disk_is_made_before_the_next(own: Path) -> None:
    with writable(own, **SMALL) as made:
        (release,) = own.glob("releases/*/dataset.nq")
        (main,) = own.glob("disk/*/main")
        kept = release.rename(release.with_name("kept"))
        (main / "CURRENT").write_text("nonsense")
        answer = made.update("INSERT DATA { :a :b 1 }")
        assert (answer.status_code, len(made.records())) == (503, 1)
        assert made.values(":a :b ?v") == []
        health = made.service.get("/health?lang=en")
        assert health.status_code == 503
        detail = health.json()["detail"]
        assert detail.startswith("the last change is recorded, but did not get to the disk yet; it is made before the")
        assert detail.endswith("and its operator must check the space on the disk.")
        kept.rename(release)
        assert made.update("INSERT DATA { :a :b 2 }").status_code == 200
        assert made.values(":a :b ?v") == ["1", "2"]
        assert made.service.get("/health").status_code == 200
        assert counted(made.service) == in_memory(own)


def test_the_service_is_ready_while_a_change_is_made(own: Path) -> None:
    with writable(own, **SMALL) as made, ThreadPoolExecutor(1) as pool:
        asked = 0
        for number in range(4):
            writing = pool.submit(made.update, f"INSERT DATA {{ :a :b {number} }}")
            while not writing.done():
                health = made.service.get("/health")
                assert (health.status_code, health.json()["ready"]) == (200, True), health.text
                asked += 1
            assert writing.result().status_code == 200
        assert asked > 0


def planned(store: Path) -> bool:
    return any(store.glob("disk/*/.scratch-*"))


def recorded(store: Path) -> bool:
    return b'"number":3' in (store / "changes" / "log.jsonl").read_bytes()


def written(store: Path) -> bool:
    return recorded(store) and any(store.glob("disk/*/.new-*"))


@pytest.mark.parametrize("moment", [planned, recorded, written])
def test_a_kill_during_an_update_loses_nothing_that_is_recorded(own: Path, moment: Callable[[Path], bool]) -> None:
    with writable(own) as made:
        tokens = made.tokens
    with killed(own, **SMALL, KG_TOKENS=str(own / "tokens")) as service:
        made = Writable(service, own, tokens)
        for number in range(2):
            assert made.update(f"INSERT DATA {{ :a :b {number} }}").status_code == 200
        body = f"INSERT DATA {{ <{EX}a> <{EX}b> 2 }}"
        head = f"POST /update HTTP/1.1\r\nHost: a\r\nAuthorization: {made.bearer()['Authorization']}\r\n"
        kind = f"Content-Type: {DIRECT['Content-Type']}\r\nContent-Length: {len(body)}\r\n\r\n"
        host, port = service.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as client:
            client.sendall((head + kind + body).encode())
            client.settimeout(0)
            while not moment(own) and not arrived(client):
                continue
            os.kill(service.pid, signal.SIGKILL)
    with running(own, **SMALL) as again:
        values = Writable(again, own, {}).values(":a :b ?v")
        assert values == (["0", "1", "2"] if recorded(own) else ["0", "1"])
        assert counted(again) == in_memory(own)
        assert len(backups(own)) == 1
        assert not [each for each in own.glob("disk/*/.*") if each.is_dir()]


def arrived(client: socket.socket) -> bool:
    """Return whether the answer came before the moment was seen."""
    try:
        return bool(client.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
