"""`/search`."""

import pytest

from kg.namespaces import BASE
from kg.search import LIMIT
from tests.service import Service

PAGE = {"Accept": "text/html"}


def test_what_is_typed_without_diacritics_is_found(service: Service) -> None:
    found = [service.get("/search", params={"q": words}).json() for words in ("rizeni", "ŘÍZENÍ")]
    assert found[0] == found[1]
    assert found[0]["total"] == len(found[0]["results"]) > 0
    first = found[0]["results"][0]
    assert set(first) == {"id", "label", "lang", "notation", "type", "typeLabel", "name"}
    assert "řízení" in first["name"]
    assert service.get(first["id"].removeprefix(BASE.rstrip("/"))).status_code == 303


def test_language_and_type(service: Service) -> None:
    czech = service.get("/search", params={"q": "zpo4.2", "type": "Goal"}).json()["results"]
    english = service.get("/search", params={"q": "zpo4.2", "type": "Goal", "lang": "en"}).json()["results"]
    assert [each["notation"] for each in czech] == [each["notation"] for each in english] == ["ZPO 4.2"]
    assert (czech[0]["typeLabel"], english[0]["typeLabel"]) == ("cíl", "goal")
    assert english[0]["label"].startswith("International")


@pytest.mark.parametrize("query", [{}, {"q": " "}, {"q": "x" * 300}, {"q": "a", "type": "Nothing"}])
def test_what_cannot_be_sought_is_400(service: Service, query: dict[str, str]) -> None:
    answer = service.get("/search", params=query)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("lang", ["cs", "en"])
def test_the_page_has_a_form_and_links(service: Service, lang: str) -> None:
    empty = service.get("/search", params={"lang": lang}, headers=PAGE)
    assert empty.status_code == 200
    assert '<input id="q"' in empty.text
    page = service.get("/search", params={"q": "nukib", "lang": lang}, headers=PAGE).text
    assert f'href="/resource/institutions/nukib?lang={lang}"' in page
    assert 'href="/search?lang=' in service.get(f"/?lang={lang}", headers=PAGE).text


def test_the_page_tells_what_it_leaves_out_and_what_is_wrong(service: Service) -> None:
    many = service.get("/search", params={"q": "zpo4"}, headers=PAGE).text
    assert many.count("<li>") == LIMIT
    assert f"Zobrazeno {LIMIT} z " in many
    assert "Nic takového se nenašlo" in service.get("/search", params={"q": "qqqq"}, headers=PAGE).text
    wrong = service.get("/search", params={"q": "a", "type": "Nothing"}, headers=PAGE)
    assert wrong.status_code == 400
    assert 'role="alert"' in wrong.text


def test_what_a_reader_types_is_escaped(service: Service) -> None:
    typed = "<script>alert(1)</script>\"'"
    page = service.get("/search", params={"q": typed, "type": typed}, headers=PAGE).text
    assert "<script" not in page
