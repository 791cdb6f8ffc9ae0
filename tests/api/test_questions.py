"""`/questions`, the pages, `/health`."""

import csv
import re
from pathlib import Path

import pytest

from kg import questions
from tests.service import Service
from tests.writable import copied, writable

NUKIB = "/questions/measures-of-institution-for-element?institution=nukib&element=zpo4.2"


def test_the_list_names_every_question(service: Service) -> None:
    listed = service.get("/questions").json()
    assert [each["id"] for each in listed] == list(questions.load())
    assert all(each["title"] and each["columns"] and each["keywords"] for each in listed)


def test_a_question_is_answered_in_the_order_of_notations(service: Service) -> None:
    rows = list(csv.DictReader(service.get(NUKIB, headers={"Accept": "text/csv"}).text.splitlines()))
    assert [row["notation"] for row in rows] == ["A8", "A44", "A45"]
    assert {row["confidenceLabel"] for row in rows} == {"vysoká"}
    english = service.get(f"{NUKIB}&lang=en", headers={"Accept": "text/csv"}).text
    assert {row["confidenceLabel"] for row in csv.DictReader(english.splitlines())} == {"high"}


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/questions/nothing", 404, "nothing"),
        ("/questions/measures-for-element", 400, "element"),
        ("/questions/measures-for-element?element=zpo9", 400, "zpo9"),
        ("/questions/measures-for-element?element=zpo4&elements=1", 400, "elements"),
        ("/nowhere", 404, "/docs"),
    ],
)
def test_wrong_questions_are_problems(service: Service, path: str, status: int, words: str) -> None:
    answer = service.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert words in answer.json()["detail"]


def test_health_tells_what_is_served(service: Service) -> None:
    health = service.get("/health").json()
    assert (health["live"], health["ready"], health["version"]) == (True, True, "1.0.0")
    assert re.fullmatch(r"[0-9a-f]{64}", health["hash"])


PAGES = ["/", "/questions", NUKIB, "/questions/measures-for-element", "/sparql", "/sparql?query=ASK+%7B%7D"]


@pytest.mark.parametrize("lang", ["cs", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_speak_both_languages_and_run_no_script(service: Service, path: str, lang: str) -> None:
    joined = "&" if "?" in path else "?"
    answer = service.get(f"{path}{joined}lang={lang}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert f'<html lang="{lang}">' in answer.text
    assert "<script" not in answer.text


def test_the_front_page_answers_the_question(service: Service) -> None:
    text = service.get("/", headers={"Accept": "text/html"}).text
    assert "Která opatření instituce NÚKIB naplňují ZPO 4.2?" in text
    places = [text.index(f"<td>{notation}</td>") for notation in ("A8", "A44", "A45")]
    assert places == sorted(places)
    assert all(f'href="/questions/{each}?lang=cs"' in text for each in questions.load())


def test_a_page_that_cannot_answer_says_so(service: Service) -> None:
    answer = service.get("/questions/measures-for-element?element=zpo9", headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "zpo9" in answer.text
    assert 'role="alert"' in answer.text


def test_what_a_reader_types_is_escaped(service: Service) -> None:
    typed = "<script>alert(1)</script>\"'"
    answer = service.get("/questions/measures-for-element", params={"element": typed}, headers={"Accept": "text/html"})
    assert "<script" not in answer.text
    query = "SELECT ('<script>' AS ?x) (<javascript:alert(1)> AS ?y) {}"
    page = service.get("/sparql", params={"query": query}, headers={"Accept": "text/html"}).text
    assert "<script" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("lang", ["cs", "en"])
def test_the_front_page_needs_no_example(store: Path, tmp_path: Path, lang: str) -> None:
    with writable(copied(store, tmp_path / "store"), KG_REASONING="off") as started:
        assert started.update("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }").status_code == 200
        page = started.service.get("/", params={"lang": lang}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert {"cs": "ukázkovou otázku nezodpoví", "en": "do not answer this sample question"}[lang] in page.text
    assert "alert" not in page.text
