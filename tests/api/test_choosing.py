"""What an answer is written in where there are but JSON and a page: by name, by Accept, or not at all."""

import pytest

from tests.service import Service

PATHS = ["/search?q=rizeni", "/explain?s=A44&p=addresses&o=zpo4", "/questions"]
QUESTION = "/questions/measures-for-element?element=zpo4"
PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
JSON = "application/json"


def parameter(path: str, text: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{text}"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("accept", "media_type"),
    [(PAGE, "text/html"), ("*/*", JSON), (JSON, JSON), ("text/html;q=0.5, application/json", JSON)],
)
def test_accept_decides(service: Service, path: str, accept: str, media_type: str) -> None:
    answer = service.get(path, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("path", PATHS)
def test_a_name_takes_precedence_and_an_empty_one_is_none(service: Service, path: str) -> None:
    for accept in (PAGE, "image/png"):
        named = service.get(parameter(path, "format=json"), headers={"Accept": accept})
        assert (named.status_code, named.headers["content-type"]) == (200, JSON)
    empty = service.get(parameter(path, "format="), headers={"Accept": PAGE})
    assert empty.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("accept", [PAGE, JSON, "*/*"])
@pytest.mark.parametrize(
    ("path", "formats"), [*((path, "json") for path in PATHS), (QUESTION, "json, xml, csv, tsv, table")]
)
def test_a_name_that_there_is_not_is_refused_with_those_that_there_are(
    service: Service, path: str, formats: str, accept: str
) -> None:
    czech, english = (
        service.get(parameter(path, "format=ods"), headers={"Accept": accept, "Accept-Language": lang})
        for lang in ("cs", "en")
    )
    assert (czech.status_code, english.status_code) == (400, 400)
    assert czech.json()["detail"] == (
        f"formát „ods“ na této adrese není; zvolte {formats}, nebo parametr format vynechte."
    )
    assert english.json()["detail"] == (
        f"there is no format “ods” at this address; choose {formats}, or leave the parameter format out."
    )


@pytest.mark.parametrize("path", PATHS)
def test_what_is_neither_is_not_acceptable(service: Service, path: str) -> None:
    answer = service.get(path, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "lze poslat jako application/json, text/html;" in answer.json()["detail"]


def test_the_list_of_questions_takes_a_parameter_once(service: Service) -> None:
    assert service.get("/questions?format=json&format=json").status_code == 400
