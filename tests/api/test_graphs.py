"""`/graphs`: the Graph Store Protocol, graphs named by a parameter and by their own address."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from kg.store import canonical_lines
from tests.service import Service
from tests.writable import EX, Writable, copied, writable

TURTLE = {"Content-Type": "text/turtle"}
JOHN = "@prefix : <https://example.org/> . :john :card [ :name 'John' ] ."
JANE = "@prefix : <https://example.org/> . :jane :card [ :name 'Jane' ] , [ :name 'Ž' ] ."
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


@pytest.fixture(scope="module")
def written(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """Yield a service for the tests of this module; each writes to graphs of its own."""
    with writable(copied(store, tmp_path_factory.mktemp("written"))) as started:
        yield started


def at(name: str) -> str:
    return f"/graphs?graph={quote(EX + name, safe='')}"


def triples(text: str | bytes, form: ox.RdfFormat = ox.RdfFormat.TURTLE, base: str | None = None) -> list[bytes]:
    """Return the triples of a text so that isomorphic graphs are equal."""
    return canonical_lines(ox.parse(text, format=form, base_iri=base))


def holds(written: Writable, path: str, text: str) -> bool:
    answer = written.service.get(path, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    return triples(answer.content) == triples(text)


@pytest.mark.parametrize("path", [at("person"), "/graphs/person/1.ttl"], ids=["indirect", "direct"])
def test_a_graph_is_put_read_replaced_and_deleted(path: str, written: Writable) -> None:
    assert written.service.get(path).status_code == 404
    assert written.send("PUT", path, content=JOHN, headers=TURTLE).status_code == 201
    assert holds(written, path, JOHN)
    replaced = written.send("PUT", path, content=JANE, headers=TURTLE)
    assert (replaced.status_code, replaced.content) == (204, b"")
    assert replaced.headers["strategraf-changes"] == str(len(written.records()))
    assert holds(written, path, JANE)
    assert written.records()[-1].action == "PUT"
    assert written.send("DELETE", path).status_code == 204
    assert written.service.get(path).status_code == 404
    assert written.send("DELETE", path).status_code == 404


@pytest.mark.parametrize("path", [at("posted"), "/graphs/posted"], ids=["indirect", "direct"])
def test_posting_adds_to_a_graph(path: str, written: Writable) -> None:
    assert written.send("POST", path, content=JOHN, headers=TURTLE).status_code == 201
    assert written.send("POST", path, content=JANE, headers=TURTLE).status_code == 204
    assert holds(written, path, JOHN + JANE)
    files = {
        "first": ("a.ttl", "@prefix : <https://example.org/> . :jane :first 'Jane' .", "text/turtle; charset=utf-8"),
        "last": ("b.nt", '<https://example.org/jane> <https://example.org/last> "Doe" .', "application/n-triples"),
    }
    assert written.send("POST", path, files=files).status_code == 204
    assert holds(written, path, JOHN + JANE + ":jane :first 'Jane' ; :last 'Doe' .")


def test_a_graph_named_by_its_address_has_that_iri(written: Writable) -> None:
    path = "/graphs/p%C5%99%C3%ADklad/a%20b"
    assert written.send("PUT", path, content="<> a <thing> .", headers=TURTLE).status_code == 201
    iri = written.service.url + path
    assert written.values("GRAPH ?v { ?s a ?t FILTER(STRSTARTS(STR(?v), STR(?s))) }") == [iri]
    assert holds(written, f"/graphs?graph={quote(iri, safe='')}", f"<{iri}> a <{iri.rpartition('/')[0]}/thing> .")


def test_relative_iris_are_relative_to_the_graph(written: Writable) -> None:
    written.send("PUT", at("dir/graph"), content="<> <p> <../x> .", headers=TURTLE)
    assert holds(written, at("dir/graph"), f"<{EX}dir/graph> <{EX}dir/p> <{EX}x> .")


def test_a_post_that_names_no_graph_makes_one(written: Writable) -> None:
    answers = [written.send("POST", "/graphs", content=JOHN, headers=TURTLE) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    places = [answer.headers["location"] for answer in answers]
    assert len(set(places)) == 2
    answers.append(written.send("POST", "/graphs/", content=JOHN, headers=TURTLE))
    assert "//" not in answers[2].headers["location"].removeprefix("http://")
    for place in places:
        assert place.startswith(f"{written.service.url}/graphs/")
        assert holds(written, place.removeprefix(written.service.url), JOHN)
        assert holds(written, f"/graphs?graph={quote(place, safe='')}", JOHN)
    assert written.send("POST", "/graphs", content="", headers=TURTLE).status_code == 400


def test_the_default_graph_is_the_union_and_writing_goes_to_a_graph_for_it(written: Writable) -> None:
    union = triples(written.service.get("/graphs?default", headers={"Accept": "application/n-triples"}).content)
    assert len(union) > 7000
    assert written.send("PUT", "/graphs?default", content="<urn:a> <urn:b> 1 .", headers=TURTLE).status_code == 204
    assert holds(
        written, f"/graphs?graph={quote('https://w3id.org/strategraf/graph/default', safe='')}", "<urn:a> <urn:b> 1 ."
    )
    with_it = written.service.get("/graphs?default", headers={"Accept": "application/n-triples"}).content
    assert set(triples(with_it)) - set(union) == set(triples("<urn:a> <urn:b> 1 ."))
    assert written.send("POST", "/graphs?default", content="<urn:a> <urn:b> 2 .", headers=TURTLE).status_code == 204
    assert written.values("<urn:a> <urn:b> ?v") == ["1", "2"]
    assert written.send("DELETE", "/graphs?default").status_code == 204
    assert written.values("<urn:a> <urn:b> ?v") == []
    assert len(triples(written.service.get("/graphs?default", headers={"Accept": "text/turtle"}).content)) == len(union)


def test_a_separate_default_graph_is_a_graph_like_any_other(store: Path, tmp_path: Path) -> None:
    with writable(copied(store, tmp_path / "store"), KG_DEFAULT_GRAPH="separate") as written:
        assert holds(written, "/graphs?default", "")
        assert written.send("PUT", "/graphs?default", content=JOHN, headers=TURTLE).status_code == 204
        assert holds(written, "/graphs?default", JOHN)
        assert written.update("COPY DEFAULT TO :g").status_code == 200
        assert holds(written, at("g"), JOHN)
        assert written.values("?v :card ?c") == [f"{EX}john"]
        assert written.send("DELETE", "/graphs?default").status_code == 204
        assert holds(written, "/graphs?default", "")


@pytest.mark.parametrize("media_type", FORMATS)
def test_a_graph_comes_and_goes_in_every_format(media_type: str, written: Writable) -> None:
    content = ox.serialize(ox.parse(JANE, format=ox.RdfFormat.TURTLE), format=FORMATS[media_type])
    path = at(f"format/{media_type}")
    answer = written.send("PUT", path, content=content, headers={"Content-Type": f"{media_type};charset=UTF-8"})
    assert answer.status_code == 201, answer.text
    assert holds(written, path, JANE)
    got = written.service.get(path, headers={"Accept": f"{media_type};q=0.9, text/html;q=0.1"})
    assert got.headers["content-type"].partition(";")[0] == media_type
    assert triples(got.content, FORMATS[media_type]) == triples(JANE)


def test_head_tells_what_get_tells(written: Writable) -> None:
    written.send("PUT", at("head"), content=JOHN, headers=TURTLE)
    url = written.service.url + at("head")
    head = httpx.head(url, headers={"Accept-Encoding": "identity"})
    get = written.service.get(at("head"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert httpx.head(written.service.url + at("none")).status_code == 404


def test_reading_takes_no_token_and_writing_does(written: Writable, service: Service) -> None:
    before = written.records()
    for method in ("PUT", "POST", "DELETE"):
        answer = httpx.request(
            method, written.service.url + at("closed"), content=JOHN if method != "DELETE" else None, headers=TURTLE
        )
        assert answer.status_code == 403
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert written.send(method, at("closed"), "submit", content=JOHN, headers=TURTLE).status_code == 403
        assert written.send(method, at("head"), "publish", content=JANE, headers=TURTLE).status_code in {403, 404}
    assert written.records() == before
    assert service.get("/graphs?default").status_code == 200
    assert httpx.put(service.url + at("closed"), content=JOHN, headers=TURTLE).status_code == 403


LEVELS = "[ <urn:p> " * 3000 + "1" + " ]" * 3000
BAD: dict[str, tuple[str, str, dict[str, object], int]] = {
    "no graph": ("PUT", "/graphs", {"content": JOHN, "headers": TURTLE}, 400),
    "no graph to delete": ("DELETE", "/graphs", {}, 400),
    "no graph to read": ("GET", "/graphs", {}, 400),
    "two graphs": ("PUT", "/graphs?graph=urn:a&graph=urn:b", {"content": JOHN, "headers": TURTLE}, 400),
    "a graph and the default one": ("PUT", "/graphs?graph=urn:a&default", {"content": JOHN, "headers": TURTLE}, 400),
    "a graph twice over": ("PUT", "/graphs/x?graph=urn:a", {"content": JOHN, "headers": TURTLE}, 400),
    "a relative graph": ("PUT", "/graphs?graph=x", {"content": JOHN, "headers": TURTLE}, 400),
    "a part of a graph": (
        "PUT",
        at("bad"),
        {"content": JOHN, "headers": TURTLE | {"Content-Range": "bytes 0-1/9"}},
        400,
    ),
    "an unknown type": ("PUT", at("bad"), {"content": JOHN, "headers": {"Content-Type": "text/html"}}, 415),
    "no type": ("PUT", at("bad"), {"content": JOHN.encode()}, 415),
    "a dataset": ("PUT", at("bad"), {"content": JOHN, "headers": {"Content-Type": "application/trig"}}, 415),
    "a compressed body": ("PUT", at("bad"), {"content": b"x", "headers": TURTLE | {"Content-Encoding": "gzip"}}, 415),
    "another encoding": (
        "PUT",
        at("bad"),
        {"content": JOHN.encode("utf-16"), "headers": {"Content-Type": "text/turtle; charset=UTF-16"}},
        415,
    ),
    "another encoding in a form": (
        "POST",
        at("bad"),
        {"files": {"f": ("a.ttl", JOHN.encode("utf-16"), "text/turtle; charset=utf-16")}},
        415,
    ),
    "an unknown type in a form": ("POST", at("bad"), {"files": {"f": ("a.csv", "a,b", "text/csv")}}, 415),
    "a form without a file": ("POST", at("bad"), {"files": {"f": (None, "x")}}, 400),
    "bad Turtle": ("PUT", at("bad"), {"content": "<urn:a> <urn:b> .", "headers": TURTLE}, 400),
    "bytes that are no text": ("PUT", at("bad"), {"content": b"<urn:a> <urn:b> '\xff' .", "headers": TURTLE}, 400),
    "too deep": ("PUT", at("bad"), {"content": f"<urn:a> <urn:b> {LEVELS} .", "headers": TURTLE}, 400),
    "a document type": (
        "PUT",
        at("bad"),
        {"content": "<!DOCTYPE x [<!ENTITY e 'x'>]><x/>", "headers": {"Content-Type": "application/rdf+xml"}},
        400,
    ),
    "a remote context": (
        "PUT",
        at("bad"),
        {
            "content": '{"@context": "http://127.0.0.1:9/", "@id": "urn:a", "urn:b": 1}',
            "headers": {"Content-Type": "application/ld+json"},
        },
        400,
    ),
    "graphs of its own": (
        "PUT",
        at("bad"),
        {
            "content": '{"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:b": 1}]}',
            "headers": {"Content-Type": "application/ld+json"},
        },
        400,
    ),
    "no acceptable format": ("GET", "/graphs?default", {"headers": {"Accept": "image/png"}}, 406),
    "another method": ("PATCH", at("bad"), {}, 405),
}


@pytest.mark.parametrize("kind", BAD)
def test_wrong_requests_are_problems_and_change_nothing(kind: str, written: Writable) -> None:
    method, path, options, status = BAD[kind]
    before = written.records()
    answer = written.send(method, path, **options)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "\n" not in answer.json()["detail"]
    assert written.records() == before


def test_an_empty_graph_is_no_graph(written: Writable) -> None:
    assert written.send("PUT", at("empty"), content="", headers=TURTLE).status_code == 204
    assert written.service.get(at("empty")).status_code == 404
    written.send("PUT", at("empty"), content=JOHN, headers=TURTLE)
    assert written.send("PUT", at("empty"), content="# nothing\n", headers=TURTLE).status_code == 204
    assert written.service.get(at("empty")).status_code == 404


def test_a_body_over_the_limit_is_413(store: Path, tmp_path: Path) -> None:
    with writable(copied(store, tmp_path / "store"), KG_MAX_UPLOAD_MB="1") as written:
        body = JOHN + "#" + "x" * (1 << 20)
        assert written.send("PUT", at("long"), content=body, headers=TURTLE).status_code == 413
        assert written.send("POST", at("long"), files={"f": ("a.ttl", body, "text/turtle")}).status_code == 413
        assert written.send("PUT", at("long"), content=body[: 1 << 20], headers=TURTLE).status_code == 201


def test_no_write_starts_a_thread(written: Writable) -> None:
    written.send("POST", at("threads"), files={"f": ("a.ttl", JOHN + "#" + "x" * 2_000_000, "text/turtle")})
    written.update("INSERT DATA { GRAPH :threads { :a :p 1 } }")
    assert len(list(Path(f"/proc/{written.service.pid}/task").iterdir())) == 1
