"""Conditional requests at `/graphs` and `/update` (RFC 9110, section 13): who knew another state changes nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.service import Service
from tests.writable import DIRECT, EX, Writable, copied, writable

TURTLE = {"Content-Type": "text/turtle"}
ONE, TWO = "<urn:a> <urn:b> 1 .", "<urn:a> <urn:b> 2 ."
LONG = "\n".join(f"<urn:a> <urn:b> {number} ." for number in range(500))


@pytest.fixture(scope="module")
def written(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """Yield a service for the tests of this module; each writes to graphs of its own."""
    with writable(copied(store, tmp_path_factory.mktemp("written"))) as started:
        yield started


@pytest.fixture(scope="module")
def on_disk(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """Yield a service whose dataset is larger than its memory, so that changes are tried on a copy."""
    with writable(copied(store, tmp_path_factory.mktemp("written")), KG_MEMORY_MB="1") as started:
        yield started


@pytest.fixture(params=["written", "on_disk"])
def either(request: pytest.FixtureRequest) -> Writable:
    """Return each of the two services."""
    service: Writable = request.getfixturevalue(request.param)
    return service


def at(name: str) -> str:
    return f"/graphs?graph={EX}conditional/{name}"


def put(written: Writable, path: str, content: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return written.send("PUT", path, content=content, headers=TURTLE | named)


def tag(written: Writable, path: str, **headers: str) -> str:
    answer = written.service.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.headers["etag"]


def holds(written: Writable, path: str) -> str:
    return written.service.get(path, headers={"Accept": "application/n-triples"}).text


def test_a_graph_has_a_strong_tag_that_changes_with_it_alone(either: Writable) -> None:
    put(either, at("tag"), ONE)
    first = tag(either, at("tag"))
    assert first.startswith('"')
    put(either, at("other"), TWO)
    assert tag(either, at("tag")) == first
    put(either, at("tag"), TWO)
    assert tag(either, at("tag")) != first
    put(either, at("tag"), ONE)
    assert tag(either, at("tag")) == first


def test_the_tags_of_two_representations_differ_and_name_one_state(written: Writable) -> None:
    put(written, at("formats"), LONG)
    asked: list[dict[str, str]] = [
        {"Accept": "text/turtle"},
        {"Accept": "application/n-triples"},
        {"Accept": "text/turtle", "Accept-Encoding": "gzip"},
        {"Accept": "text/turtle", "Accept-Encoding": "zstd"},
    ]
    tags = [tag(written, at("formats"), **each) for each in asked]
    assert len(set(tags)) == len(tags)
    assert len({each.partition("-")[0] for each in tags}) == 1
    for each in tags:
        assert put(written, at("formats"), LONG, If_Match=each).status_code == 204


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_reader_that_holds_the_present_state_is_told_so(written: Writable, coding: str) -> None:
    put(written, at("read"), LONG)
    asked = {"Accept": "text/turtle", "Accept-Encoding": coding}
    known = tag(written, at("read"), **asked)
    for _ in range(2):
        answer = written.service.get(at("read"), headers=asked | {"If-None-Match": f'"x", {known}'})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", known)
        assert "Accept" in answer.headers["vary"]
    other = written.service.get(at("read"), headers={"Accept": "application/n-triples", "If-None-Match": known})
    assert other.status_code == 200
    put(written, at("read"), ONE)
    assert written.service.get(at("read"), headers=asked | {"If-None-Match": known}).status_code == 200


def test_a_long_graph_is_not_sent_to_a_reader_that_holds_it(written: Writable) -> None:
    """An answer that is too long to be kept, so that a child must tell."""
    put(written, at("long"), "\n".join(f"<urn:a> <urn:b> '{number:0100}' ." for number in range(12_000)))
    asked = {"Accept": "application/n-triples"}
    answer = written.service.get(at("long"), headers=asked)
    assert len(answer.content) > 1 << 20
    again = written.service.get(at("long"), headers=asked | {"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_reader_that_holds_anything_is_told_that_there_is_something(either: Writable, method: str) -> None:
    put(either, at("any"), ONE)
    for _ in range(2):  # the second time the answer is kept
        answer = httpx.request(method, either.service.url + at("any"), headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"].startswith('"')
        tag(either, at("any"))
    assert httpx.request(method, either.service.url + at("no"), headers={"If-None-Match": "*"}).status_code == 404


def test_head_tells_the_tag(written: Writable) -> None:
    put(written, at("head"), ONE)
    head = httpx.head(written.service.url + at("head"), headers={"Accept-Encoding": "identity"})
    assert head.headers["etag"] == tag(written, at("head"))


def refused(written: Writable, method: str, path: str, content: str | None = None, **headers: str) -> dict[str, Any]:
    """Send a change that must give 412 and change nothing; return the problem."""
    before, records = written.service.get("/health").json(), written.records()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    kind = TURTLE if content is not None else {}
    answer = written.send(method, path, content=content, headers=kind | named)
    assert (answer.status_code, answer.headers["content-type"]) == (412, "application/problem+json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert written.records() == records
    assert written.service.get("/health").json() == before
    problem: dict[str, Any] = answer.json()
    assert "\n" not in problem["detail"]
    return problem


def test_who_knew_another_state_changes_nothing(either: Writable) -> None:
    put(either, at("lost"), ONE)
    old = tag(either, at("lost"))
    assert put(either, at("lost"), TWO, If_Match=old).status_code == 204
    kept = holds(either, at("lost"))
    for method, content in (("PUT", ONE), ("POST", ONE), ("DELETE", None)):
        refused(either, method, at("lost"), content, If_Match=old)
        refused(either, method, at("lost"), content, If_Match=f"W/{tag(either, at('lost'))}")
    problem = refused(either, "PUT", at("lost"), ONE, If_Match=old, Accept_Language="en")
    assert problem["detail"] == (
        "the state that If-Match names is not the present one; read the data again and give If-Match the present value"
        " of the header ETag."
    )
    assert holds(either, at("lost")) == kept
    assert either.send(
        "POST", at("lost"), content=ONE, headers=TURTLE | {"If-Match": tag(either, at("lost"))}
    ).is_success
    assert either.send("DELETE", at("lost"), headers={"If-Match": tag(either, at("lost"))}).status_code == 204


def test_a_graph_is_made_only_if_there_is_none(written: Writable) -> None:
    assert put(written, at("new"), ONE, If_None_Match="*").status_code == 201
    refused(written, "PUT", at("new"), TWO, If_None_Match="*")
    refused(written, "POST", at("new"), TWO, If_None_Match="*")
    assert "1" in holds(written, at("new"))
    fresh = written.send("POST", "/graphs", content=ONE, headers=TURTLE | {"If-None-Match": "*"})
    assert fresh.status_code == 201


def test_a_graph_is_changed_only_if_there_is_one(written: Writable) -> None:
    refused(written, "PUT", at("missing"), ONE, If_Match="*")
    refused(written, "POST", at("missing"), ONE, If_Match="*")
    refused(written, "PUT", at("missing"), ONE, If_Match='"x"')
    refused(written, "POST", "/graphs", ONE, If_Match="*")
    # What would fail anyway is told as it is (RFC 9110, section 13.2.1).
    assert written.send("DELETE", at("missing"), headers={"If-Match": "*"}).status_code == 404
    put(written, at("there"), ONE)
    assert put(written, at("there"), TWO, If_Match="*").status_code == 204
    assert written.send("DELETE", at("there"), headers={"If-Match": "*"}).status_code == 204


def test_the_default_graph_always_exists(written: Writable) -> None:
    refused(written, "PUT", "/graphs?default", ONE, If_None_Match="*")
    known = tag(written, "/graphs?default")
    assert put(written, "/graphs?default", "<urn:a> <urn:b> 'default' .", If_Match=known).status_code == 204
    refused(written, "DELETE", "/graphs?default", If_Match=known)
    assert written.send("DELETE", "/graphs?default", headers={"If-Match": "*"}).status_code == 204


def test_a_header_that_is_no_list_of_tags_is_400(written: Writable) -> None:
    put(written, at("malformed"), ONE)
    records = written.records()
    for name in ("If-Match", "If-None-Match"):
        for path, method, headers in ((at("malformed"), "PUT", TURTLE), ("/update", "POST", DIRECT)):
            answer = written.send(method, path, content=ONE, headers=headers | {name: "abc"})
            assert (answer.status_code, name in answer.json()["detail"]) == (400, True)
    assert written.records() == records


def test_lines_of_one_name_are_one_list(written: Writable) -> None:
    put(written, at("lines"), ONE)
    known = ("If-Match", tag(written, at("lines")))
    sent = [*written.bearer().items(), *TURTLE.items(), ("If-Match", '"x"'), known]
    answer = httpx.put(written.service.url + at("lines"), content=TWO, headers=sent)
    assert answer.status_code == 204


def update(written: Writable, text: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return written.send("POST", "/update", content=text, headers=DIRECT | named)


def test_an_update_is_made_only_upon_the_state_that_was_read(either: Writable) -> None:
    text = f"INSERT DATA {{ GRAPH <{EX}conditional/update> {{ <urn:a> <urn:b> {{}} }} }}".replace("{}", "{0}")
    read = either.service.get("/sparql", params={"query": "ASK {}"}).headers["strategraf-hash"]
    assert read == either.service.get("/health").headers["strategraf-hash"]
    answer = update(either, text.replace("{0}", "1"), If_Match=f'"{read}"')
    assert answer.status_code == 200
    now = answer.headers["strategraf-hash"]
    assert now != read
    before = either.records()
    stale = update(either, text.replace("{0}", "2"), If_Match=f'"{read}"')
    assert (stale.status_code, stale.headers["content-type"]) == (412, "application/problem+json")
    assert "hlavičky Strategraf-Hash" in stale.json()["detail"]
    assert "ETag" not in stale.json()["detail"]
    assert update(either, text.replace("{0}", "2"), If_None_Match="*").status_code == 412
    assert update(either, text.replace("{0}", "2"), If_None_Match=f'"{now}"').status_code == 412
    assert either.records() == before
    assert update(either, text.replace("{0}", "2"), If_Match=f'"{now}"').status_code == 200
    assert update(either, text.replace("{0}", "3"), If_Match="*").status_code == 200


def test_of_two_writers_with_one_tag_exactly_one_wins(either: Writable) -> None:
    path = at("race")
    put(either, path, ONE)
    with ThreadPoolExecutor(2) as pool:
        for turn in range(5):
            known, count = tag(either, path), len(either.records())
            texts = [f"<urn:a> <urn:b> 'turn {turn}, writer {number}' ." for number in range(2)]
            answers = list(pool.map(lambda text, known=known: put(either, path, text, If_Match=known), texts))
            assert sorted(each.status_code for each in answers) == [204, 412]
            won = next(text for text, each in zip(texts, answers, strict=True) if each.status_code == 204)
            assert won.partition("'")[2] in holds(either, path).replace('"', "'")
            assert len(either.records()) == count + 1


def test_of_two_that_make_a_graph_exactly_one_wins(written: Writable) -> None:
    with ThreadPoolExecutor(2) as pool:
        for turn in range(3):
            path = at(f"made{turn}")
            answers = list(pool.map(lambda text, path=path: put(written, path, text, If_None_Match="*"), (ONE, TWO)))
            assert sorted(each.status_code for each in answers) == [201, 412]


def test_who_may_not_write_is_told_that_first(written: Writable, service: Service) -> None:
    for url in (written.service.url, service.url):
        assert httpx.put(url + at("tag"), content=ONE, headers=TURTLE | {"If-Match": '"x"'}).status_code == 403


def test_who_reads_may_demand_a_state(either: Writable) -> None:
    put(either, at("read"), ONE)
    service, held = either.service, tag(either, at("read"))
    statuses = {
        given: service.get(at("read"), headers={"If-Match": given}).status_code
        for given in (held, "*", '"nope"', f'"nope", {held}', f"W/{held}", "nope")
    }
    assert statuses == {held: 200, "*": 200, '"nope"': 412, f'"nope", {held}': 200, f"W/{held}": 412, "nope": 400}
    assert service.get(at("nowhere"), headers={"If-Match": held}).status_code == 404
    put(either, at("read"), TWO)
    late = service.get(at("read"), headers={"If-Match": held, "Accept-Language": "en"})
    assert late.status_code == 412
    assert "read the data again" in late.json()["detail"]


def test_so_may_who_fetches_a_dump(written: Writable) -> None:
    service = written.service
    held = service.get("/dump/strategraf.nq").headers["etag"]
    assert service.get("/dump/strategraf.nq", headers={"If-Match": held}).status_code == 200
    put(written, at("dump"), ONE)
    assert service.get("/dump/strategraf.nq", headers={"If-Match": held}).status_code == 412


@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK%20%7B%3Ca:zz%3E%20%3Fp%20%3Fo%7D", "/search?q=kybern", "/graphs?default"]
)
def test_who_asks_whether_there_is_anything_is_told_so_each_time(service: Service, path: str) -> None:
    for _ in range(3):
        answer = service.get(path, headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"]
    assert service.get(path).status_code == 200
    assert service.get("/sparql?query=NONSENSE", headers={"If-None-Match": "*"}).status_code == 400
