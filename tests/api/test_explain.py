"""`/explain`: the tree as JSON and as a page, and problems for what does not hold."""

import html
import re

import pytest

from tests.api.test_process import threads
from tests.service import Service

A44 = {"s": "A44", "p": "addresses", "o": "ZPO 4"}
PAGE = {"Accept": "text/html,*/*;q=0.8"}


def test_the_tree_ends_in_the_words_of_the_source(service: Service) -> None:
    answer = service.get("/explain", params=A44)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-language"] == "cs"
    proof = answer.json()["proof"]
    assert (proof["text"], proof["inferred"], proof["rule"]["id"]) == ("A44 směřuje k naplnění ZPO4.", True, "prp-spo1")
    _, listed = proof["premises"]
    first, second = listed["evidence"]["quotes"]
    assert first["verbatim"].startswith(
        "A44: Porovnat vybrané v současnosti užívané metody analýzy rizik s cílem ověřit"
    )
    assert second["verbatim"] == (
        "ZPO4. Partneři doma i v zahraničí při sdílení SMART řešení – prosazování zájmů obcí a měst doma i v zahraničí"
    )


def test_the_tree_speaks_english(service: Service) -> None:
    answer = service.get("/explain", params={**A44, "lang": "en"})
    assert answer.headers["content-language"] == "en"
    assert answer.json()["proof"]["text"] == "A44 addresses ZPO4."


@pytest.mark.parametrize(
    ("params", "status", "words"),
    [
        ({**A44, "o": "ZPO 4.3"}, 404, "platí však: A44 směřuje k naplnění ZPO, ZPO4, ZPO 4.2"),
        ({**A44, "s": "A440"}, 400, "A440"),
        ({**A44, "p": "identifier"}, 400, "adms:identifier, dct:identifier"),
        ({"s": "A44", "o": " "}, 400, "chybí: p, o"),
        ({}, 400, "chybí: s, p, o"),
    ],
)
def test_what_cannot_be_explained_is_a_problem(
    service: Service, params: dict[str, str], status: int, words: str
) -> None:
    answer = service.get("/explain", params=params)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]
    page = service.get("/explain", params=params, headers=PAGE)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.status_code == (status if params else 200)
    assert (words in html.unescape(page.text)) == bool(params)


def test_only_json_and_a_page_are_offered(service: Service) -> None:
    assert service.get("/explain", params=A44, headers={"Accept": "text/turtle"}).status_code == 406
    forced = service.get("/explain", params={**A44, "format": "json"}, headers=PAGE)
    assert forced.headers["content-type"] == "application/json"


@pytest.mark.parametrize("lang", ["cs", "en"])
def test_the_page_shows_the_tree(service: Service, lang: str) -> None:
    text = service.get("/explain", params={**A44, "o": "ZPO 4.2", "lang": lang}, headers=PAGE).text
    assert f'<html lang="{lang}">' in text
    assert "<script" not in text
    plain = html.unescape(re.sub(r"<[^>]+>", "", text))
    assert {"cs": "Pravidlo prp-spo2", "en": "Rule prp-spo2"}[lang] in plain
    assert "Podpora spolupráce velkých měst na iniciativách lídrů SMART řešení k etickým pravidlům" in plain
    assert {"cs": "Opatření NÚKIB se týká", "en": "The measure of NÚKIB concerns"}[lang] in plain
    assert f'href="/resource/measures/nskb-a44?lang={lang}"' in text


def test_what_a_reader_types_is_escaped(service: Service) -> None:
    typed = {"s": "<script>alert(1)</script>", "p": "addresses", "o": "\"'<b>"}
    assert "<script" not in service.get("/explain", params=typed, headers=PAGE).text


def test_an_explanation_leaves_no_child(service: Service) -> None:
    service.get("/explain", params=A44)
    assert service.is_at_rest()
    assert len(threads(service)) == 1
