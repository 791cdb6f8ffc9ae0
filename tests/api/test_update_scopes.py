"""Who may update what: tokens, and the graphs that their scopes let them write."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.service import Service
from tests.writable import DIRECT, Writable, copied, writable

TURTLE = {"Content-Type": "text/turtle"}


@pytest.fixture(scope="module")
def written(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """Yield a service for the tests of this module; each writes to graphs of its own."""
    with writable(copied(store, tmp_path_factory.mktemp("written"))) as started:
        yield started


def test_only_a_valid_token_with_the_scope_writes(written: Writable) -> None:
    text = "INSERT DATA { <urn:a> <urn:b> 1 }"
    url = f"{written.service.url}/update"
    before = written.records()
    for header in ("", "Bearer", "Bearer wrong", f"Basic {written.tokens['admin']}", written.tokens["admin"]):
        answer = httpx.post(url, content=text, headers=DIRECT | ({"Authorization": header} if header else {}))
        assert answer.status_code == 403
        assert answer.headers["www-authenticate"].startswith("Bearer")
    for scope, words in {"submit": "admin", "publish": "submission/"}.items():
        answer = written.update(text, scope=scope)  # type: ignore[arg-type]
        assert answer.status_code == 403
        assert words in answer.json()["detail"]
    assert written.records() == before


def test_the_scope_publish_writes_published_submissions(written: Writable) -> None:
    graph = "<https://w3id.org/strategraf/graph/submission/1>"
    assert written.update(f"INSERT DATA {{ GRAPH {graph} {{ :a :p 1 }} }}", scope="publish").status_code == 200
    both = f"DELETE DATA {{ GRAPH {graph} {{ :a :p 1 }} }} ; INSERT DATA {{ GRAPH :other {{ :a :p 1 }} }}"
    assert written.update(both, scope="publish").status_code == 403
    assert written.values(f"GRAPH {graph} {{ :a :p ?v }}") == ["1"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/",
        "../codes",
        "..",
        ".",
        "./1",
        "1/../../codes",
        "1/..",
        "1//2",
        "/1",
        "1/",
        "%2e%2e/codes",
        "%2E./codes",
        ".%2E/codes",
        "..%2Fcodes",
        "%252e%252e/codes",
        "1%2F..%2F..%2Fcodes",
        "1?x=../codes",
        "1#x",
        "ž",
    ],
)
def test_the_scope_publish_writes_no_graph_whose_name_leads_elsewhere(name: str, written: Writable) -> None:
    graph = f"https://w3id.org/strategraf/graph/submission/{name}"
    before = written.records()
    answers = [
        written.update(f"INSERT DATA {{ GRAPH <{graph}> {{ :a :p 1 }} }}", scope="publish"),
        written.send(
            "PUT", f"/graphs?graph={quote(graph, safe='')}", "publish", content="<urn:a> <urn:b> 1 .", headers=TURTLE
        ),
        written.send(
            "POST", f"/graphs?graph={quote(graph, safe='')}", "publish", content="<urn:a> <urn:b> 1 .", headers=TURTLE
        ),
    ]
    for answer in answers:
        assert answer.status_code == 403, answer.text
        assert "submission/" in answer.json()["detail"]
    assert written.records() == before


def test_the_scope_publish_writes_graphs_with_plain_names(written: Writable) -> None:
    for name in ("2026-1.a", "2026/_1~", "...", "a..b"):
        graph = f"https://w3id.org/strategraf/graph/submission/{name}"
        assert written.update(f"INSERT DATA {{ GRAPH <{graph}> {{ :a :p 1 }} }}", scope="publish").status_code == 200
        assert written.update(f"DROP GRAPH <{graph}>", scope="publish").status_code == 200


def test_nobody_writes_where_no_token_is_configured(service: Service) -> None:
    answer = service.post("/update", content="CLEAR ALL", headers=DIRECT | {"Authorization": "Bearer x"})
    assert answer.status_code == 403
    assert "www-authenticate" not in answer.headers
    assert "KG_TOKENS" in answer.json()["detail"]


def test_a_token_that_is_taken_out_of_the_file_is_worth_nothing_at_once(store: Path, tmp_path: Path) -> None:
    with writable(copied(store, tmp_path / "store")) as written:
        assert written.update("INSERT DATA { :a :p 1 }").status_code == 200
        path = written.store / "tokens"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "admin" not in line), encoding="utf-8")
        assert written.update("INSERT DATA { :a :p 2 }").status_code == 403
        path.write_text("nonsense", encoding="utf-8")
        assert written.update("INSERT DATA { :a :p 2 }").status_code == 503
        assert written.values(":a :p ?v") == ["1"]
