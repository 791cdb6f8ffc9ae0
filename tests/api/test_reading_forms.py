"""Parameters are read as the standard library reads them, which is the measure here, and in time linear in them."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.problems import HttpError
from api.requests import MOST_PARAMETERS, parameters_of
from tests.service import Service

PIECES = st.sampled_from(
    ["%", "%2", "%20", "%C5%99", "%ff", "%3D", "%26", "%zz", "=", "&", "+", " ", "\r\n", "_", "ř", "a"]
)


@given(st.lists(st.one_of(PIECES, st.characters(codec="ascii")), max_size=30).map("".join))
def test_parameters_are_those_of_the_standard_library(encoded: str) -> None:
    try:
        expected = parse_qs(encoded, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(HttpError):
            parameters_of(encoded)
    else:
        assert parameters_of(encoded) == expected


def test_too_many_parameters_are_refused() -> None:
    assert len(parameters_of("&".join(f"a{each}=" for each in range(MOST_PARAMETERS)))) == MOST_PARAMETERS
    with pytest.raises(HttpError):
        parameters_of("&".join(f"a{each}=" for each in range(MOST_PARAMETERS + 1)))


def test_a_long_text_must_be_encoded() -> None:
    with pytest.raises(HttpError, match="%25"):
        parameters_of("query=" + "%2" * (1 << 16))
    assert parameters_of("query=" + "%25" * (1 << 16)) == {"query": ["%" * (1 << 16)]}


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=a&q=b",
        "/search?q=%FF",
        "/questions/measures-for-element?element=zpo4&element=zpo3",
        "/questions/measures-for-element?element=%C5",
        "/explain?s=A44&p=addresses&o=zpo4&s=A45",
    ],
)
def test_what_is_given_twice_or_is_no_text_is_refused(service: Service, path: str) -> None:
    for accept in ("application/json", "text/html"):
        answer = service.get(path, headers={"Accept": accept, "Accept-Language": "cs"})
        assert answer.status_code == 400
        assert "uveďte jej jednou" in answer.text or "v UTF-8" in answer.text


def test_a_query_in_the_address_and_in_the_body_is_one_too_many(service: Service) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    assert service.post("/sparql?query=ASK%7B%7D", content="ASK {}", headers=headers).status_code == 400
    assert service.post("/sparql?timeout=5", content="ASK {}", headers=headers).status_code == 200
