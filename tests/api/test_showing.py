"""Pages are made where they can be killed; the process that answers everybody has no part in it."""

from http import HTTPStatus
from pathlib import Path

import pytest

from api.asking import SHOWN
from tests.reliability.processes import settle, work
from tests.service import Service, running

PAGE = {"Accept": "text/html,*/*;q=0.8"}
ENOUGH = 100
"""Ticks of work that show who does it: a second."""

COLUMNS = " ".join(f"(CONCAT(STR(?s), '{number}') AS ?c{number})" for number in range(40))
LARGE = f"SELECT {COLUMNS} {{ ?s ?p ?o }} LIMIT {SHOWN}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_a_long_page_is_made_in_a_child(store: Path) -> None:
    with running(store) as service:
        settle(service)
        own, theirs = work(service)
        for number in range(1000):
            service.get("/sparql", params={"query": f"{LARGE} # {number}"}, headers=PAGE)
            if (now := work(service))[1] - theirs >= ENOUGH:
                break
        assert now[0] - own <= ENOUGH / 2, "to write a page takes a child several times as long as to send it"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"/sparql?timeout=0.2&query={ENDLESS}", f">{ENDLESS}</textarea>"),
        ("/questions/measures-for-element?element=zpo9", 'name="element" type="text" value="zpo9"'),
        ("/search?q=a&type=Nothing", '<option value="Goal">'),
        ("/explain?s=A44&p=addresses&o=zpo9", 'value="zpo9"'),
    ],
)
def test_a_page_without_its_answer_keeps_its_form(service: Service, path: str, expected: str) -> None:
    page = service.get(path, headers=PAGE | {"Accept-Language": "cs"})
    assert page.status_code in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.BAD_REQUEST}
    assert expected in page.text


def test_a_page_is_compressed_and_says_so(service: Service) -> None:
    answer = service.get("/questions/measures-for-element?element=zpo4", headers=PAGE | {"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert answer.headers["content-language"] == "cs"
