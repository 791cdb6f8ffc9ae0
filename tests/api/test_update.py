"""`/update`: the protocol, who may, what is told, and that a change can be read at once and after a restart."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.writable import DIRECT, EX, Writable, copied, writable

KILLER = "INSERT { :x :y ?n } WHERE { SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } }"


@pytest.fixture(scope="module")
def written(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """Yield a service for the tests of this module; each writes to graphs of its own."""
    with writable(copied(store, tmp_path_factory.mktemp("written"))) as started:
        yield started


def test_a_change_is_readable_at_once_recorded_and_told(written: Writable) -> None:
    before = written.service.get("/health")
    assert written.values("GRAPH :told { :a :p ?v }") == []
    answer = written.update("INSERT DATA { GRAPH :told { :a :p 1 , 2 } }")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["removed"], told["added"]) == (0, 2)
    assert written.values("GRAPH :told { :a :p ?v }") == ["1", "2"]
    assert written.values(":a :p ?v FILTER EXISTS { GRAPH :told { :a :p ?v } }") == ["1", "2"]
    record = written.records()[-1]
    assert (record.number, record.hash) == (told["changes"], told["head"])
    assert (record.actor, record.action) == ("test-admin", "update")
    assert "INSERT DATA { GRAPH :told" in record.request
    assert answer.headers["strategraf-changes"] == str(record.number)
    assert int(before.headers["strategraf-changes"]) == record.number - 1
    assert written.service.get("/health").headers["strategraf-changes"] == str(record.number)
    assert answer.headers["strategraf-version"] == before.headers["strategraf-version"]


def test_an_answer_tells_the_state_that_it_was_made_from(written: Writable) -> None:
    url, count = written.service.url, str(len(written.records()))
    killer = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"}
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(httpx.get, f"{url}/sparql", params=killer, headers={"Query-Id": "late"}, timeout=60)
        while written.service.get("/sparql/queries/late").text.find('"running"') < 0:
            assert not late.done()
        assert written.update("INSERT DATA { GRAPH :state { :a :p 1 } }").headers["strategraf-changes"] != count
        assert httpx.delete(f"{url}/sparql/queries/late").status_code == 204
        stopped = late.result()
    assert (stopped.status_code, stopped.headers["strategraf-changes"]) == (503, count)


def test_an_update_without_effect_is_no_change(written: Writable) -> None:
    count = len(written.records())
    answer = written.update("DELETE DATA { GRAPH :nowhere { :a :p 1 } } ; CREATE GRAPH :nowhere")
    assert (answer.status_code, answer.json()["removed"], answer.json()["added"]) == (200, 0, 0)
    assert len(written.records()) == count


def test_the_two_ways_to_send_an_update(written: Writable) -> None:
    form = {"update": f"INSERT DATA {{ GRAPH <{EX}ways> {{ <{EX}a> <{EX}p> 'form & č' }} }}"}
    assert written.send("POST", "/update", data=form).status_code == 200
    assert written.update("INSERT DATA { GRAPH :ways { :a :p 'direct' } }").status_code == 200
    assert written.values("GRAPH :ways { :a :p ?v }") == ["direct", "form & č"]


def test_the_dataset_of_the_protocol(written: Writable) -> None:
    written.update("INSERT DATA { GRAPH :one { :a :q 1 } GRAPH :two { :b :q 2 } GRAPH :three { :c :q 3 } }")
    using = f"?using-graph-uri={EX}one&using-graph-uri={EX}two&using-named-graph-uri={EX}three"
    where = "{ ?s :q ?o BIND('default' AS ?g) } UNION { GRAPH ?g { ?s :q ?o } }"
    text = f"INSERT {{ GRAPH :seen {{ ?s :in ?g }} }} WHERE {{ {where} }}"
    assert written.update(text, f"/update{using}").json()["added"] == 3
    assert written.values("GRAPH :seen { ?s :in ?v }") == ["default", "default", f"{EX}three"]
    form = {
        "update": f"DELETE {{ GRAPH <{EX}seen> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}",
        "using-graph-uri": f"{EX}seen",
    }
    assert written.send("POST", "/update", data=form).json()["removed"] == 3


def test_a_form_and_its_address_are_read_together(written: Writable) -> None:
    written.update("INSERT DATA { GRAPH :form { :a :r 1 } GRAPH :rest { :b :r 2 } }")
    text = f"INSERT {{ GRAPH <{EX}copy> {{ ?s <{EX}r> ?v }} }} WHERE {{ ?s <{EX}r> ?v }}"
    assert written.send("POST", f"/update?using-graph-uri={EX}form", data={"update": text}).json()["added"] == 1
    assert written.send("POST", "/update?update=CLEAR%20ALL", data={"update": text}).status_code == 400


def test_relative_iris_are_relative_to_the_address(written: Writable) -> None:
    written.update("INSERT DATA { GRAPH :relative { :a :p <thing> } }")
    assert written.values("GRAPH :relative { :a :p ?v }") == [f"{written.service.url}/thing"]


def form(**fields: str | list[str]) -> dict[str, object]:
    return {"data": fields}


def direct(text: str | bytes, **headers: str) -> dict[str, object]:
    return {"content": text, "headers": DIRECT | {name.replace("_", "-"): value for name, value in headers.items()}}


def form_as(kind: str, content: bytes) -> dict[str, object]:
    return {"content": content, "headers": {"Content-Type": kind}}


BAD: dict[str, tuple[str, dict[str, object], int]] = {
    "no update": ("/update", form(), 415),
    "an empty form": ("/update", form(query="ASK {}"), 400),
    "two updates": ("/update", form(update=["CLEAR NAMED", "CLEAR DEFAULT"]), 400),
    "two times": ("/update?timeout=1&timeout=2", direct("CLEAR NAMED"), 400),
    "two times in a form and its address": ("/update?timeout=1", form(update="CLEAR NAMED", timeout="2"), 400),
    "another media type": ("/update", direct("CLEAR NAMED", Content_Type="text/plain"), 415),
    "no media type": ("/update", {"content": b"update=CLEAR%20NAMED"}, 415),
    "another encoding": (
        "/update",
        direct("CLEAR NAMED".encode("utf-16"), Content_Type="application/sparql-update; charset=UTF-16"),
        415,
    ),
    "another encoding in a form": (
        "/update",
        form_as("application/x-www-form-urlencoded; charset=windows-1250", b"update=CLEAR%20NAMED"),
        415,
    ),
    "bytes that are no text": ("/update", direct(b"CLEAR \xff"), 400),
    "a compressed body": ("/update", direct(b"CLEAR NAMED", Content_Encoding="gzip"), 415),
    "bad syntax": ("/update", form(update="CLEAR XYZ"), 400),
    "a query": ("/update", direct("SELECT * { ?s ?p ?o }"), 400),
    "a graph that is missing": ("/update", direct("DROP GRAPH <urn:none>"), 400),
    "a parameter that is no IRI": ("/update?using-graph-uri=none", direct("DROP SILENT GRAPH <urn:none>"), 400),
    "a dataset beside WITH": (
        "/update?using-named-graph-uri=urn:g",
        direct("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"),
        400,
    ),
    "a dataset beside USING": (
        "/update?using-graph-uri=urn:g",
        direct("DELETE { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }"),
        400,
    ),
    "too deep": ("/update", direct("INSERT DATA { <urn:a> <urn:b> " + "[ <urn:b> " * 3000 + "] " * 3000 + "}"), 400),
    "LOAD": ("/update", direct("LOAD <http://127.0.0.1:9/>"), 403),
    "SERVICE": ("/update", direct("INSERT {} WHERE { SERVICE <http://127.0.0.1:9/> {} }"), 403),
}


@pytest.mark.parametrize("kind", BAD)
def test_wrong_requests_are_problems_and_change_nothing(kind: str, written: Writable) -> None:
    path, options, status = BAD[kind]
    before = written.records()
    answer = written.send("POST", path, **options)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "\n" not in answer.json()["detail"]
    assert written.records() == before


def test_the_place_of_a_mistake_is_told_in_either_language(written: Writable) -> None:
    details = [
        written.send("POST", "/update", content="DROP ALL ;\nDROP", headers=DIRECT | {"Accept-Language": lang}).json()[
            "detail"
        ]
        for lang in ("cs", "en")
    ]
    assert details[0].startswith("řádek 2, sloupec 5: ")
    assert details[1].startswith("line 2, column 5: ")


@pytest.mark.parametrize("text", ["DROP GRAPH <urn:{}>", "INSERT {{ :a :p ?v }} WHERE {{ BIND(<urn:{}>(1) AS ?v) }}"])
def test_a_mistake_in_what_is_long_is_a_mistake_all_the_same(text: str, written: Writable) -> None:
    answer = written.update(text.format("x" * 90_000))
    assert 400 <= answer.status_code < 500, answer.text[:300]
    assert len(answer.json()["detail"]) < 1000


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_only_post_updates(method: str, written: Writable) -> None:
    answer = written.send(method, "/update?update=CLEAR%20ALL")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "OPTIONS, POST"


def test_no_update_reaches_the_network(written: Writable) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0)
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        for text in (
            f"LOAD <{address}>",
            f"LOAD SILENT <{address}> INTO GRAPH :g",
            f"PREFIX x: <{address}> LOADx:a",
            f"INSERT {{}} WHERE {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        ):
            assert written.update(text).status_code == 403
        with pytest.raises(BlockingIOError):
            trap.accept()


def test_a_body_over_the_limit_is_413(store: Path, tmp_path: Path) -> None:
    with writable(copied(store, tmp_path / "store"), KG_MAX_UPLOAD_MB="1") as written:
        fits = "INSERT DATA { :a :p '" + "x" * 1_000_000 + "' }"
        assert written.update(fits).status_code == 200
        assert written.update(fits + " " * 100_000).status_code == 413
        assert len(written.records()) == 1


def test_simultaneous_updates_run_one_after_another(written: Writable) -> None:
    written.update("INSERT DATA { GRAPH :counter { :n :is 0 } }")
    step = "WITH :counter DELETE { :n :is ?o } INSERT { :n :is ?new } WHERE { :n :is ?o BIND(?o + 1 AS ?new) }"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: written.update(step), range(24)))
    assert {answer.status_code for answer in answers} == {200}
    assert written.values("GRAPH :counter { :n :is ?v }") == ["24"]
    numbers = [answer.json()["changes"] for answer in answers]
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 24))


def test_new_nodes_and_uuids_of_two_updates_differ(written: Writable) -> None:
    """Each update is computed in a child of the same parent, with the same randomness unless it is renewed."""
    for _ in range(2):
        written.update(
            "INSERT { GRAPH :fresh { :a :p [] , ?b , ?u } } WHERE { BIND(BNODE() AS ?b) BIND(UUID() AS ?u) }"
        )
    assert len(written.values("GRAPH :fresh { :a :p ?v }")) == 6


def test_an_update_that_takes_too_long_is_stopped_and_changes_nothing(written: Writable) -> None:
    before = written.records()
    with ThreadPoolExecutor(1) as pool:
        killer = pool.submit(written.update, KILLER, "/update?timeout=1")
        assert written.service.get("/health").status_code == 200
        assert killer.result().status_code == 503
    assert written.records() == before
    assert written.update("INSERT DATA { GRAPH :after { :a :p 1 } }").status_code == 200


def test_an_update_is_given_once(written: Writable) -> None:
    twice = written.send("POST", "/update?update=DROP%20ALL", content="CLEAR DEFAULT", headers=DIRECT)
    assert twice.status_code == 400
    assert "právě jednou" in twice.json()["detail"]
