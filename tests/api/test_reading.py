"""What is read of a request: addresses and graphs as absolute IRIs, and the language of the answer."""

import asyncio

import pytest
from starlette.requests import Request

from api.deps import lang_in, lang_of
from api.problems import HttpError
from api.requests import address_of, base_of, iri, parameters_of
from kg.settings import Settings

SETTINGS = Settings()


def request(path: str = "/graphs/a", query: str = "", host: str = "example.org:8000") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(b"host", host.encode())],
        }
    )


def test_an_address_is_told_as_the_outside_knows_it() -> None:
    assert base_of(request(), SETTINGS) == "http://example.org:8000"
    assert address_of(request("/graphs/%C5%99"), SETTINGS) == "http://example.org:8000/graphs/%C5%99"
    outside = Settings(base_url="https://data.example.org")
    assert address_of(request(), outside) == "https://data.example.org/graphs/a"


def test_an_address_that_is_no_iri_is_refused_with_what_to_mend() -> None:
    with pytest.raises(HttpError) as caught:
        address_of(request(host="a b"), SETTINGS)
    assert caught.value.status == 400
    assert caught.value.cs == (
        "„http://a b“ není adresa; opravte adresu požadavku, hlavičku Host nebo nastavení KG_BASE_URL."
    )
    assert caught.value.en == (
        "“http://a b” is no address; mend the address asked, the header Host or the setting KG_BASE_URL."
    )


def test_a_graph_is_an_absolute_iri() -> None:
    assert iri("urn:a:ř") == "urn:a:ř"
    with pytest.raises(HttpError) as caught:
        iri("graf")
    assert caught.value.status == 400
    assert caught.value.cs == "„graf“ není úplné IRI; opravte parametr grafu."
    assert caught.value.en == "“graf” is not an absolute IRI; mend the graph parameter."


@pytest.mark.parametrize(
    ("query", "lang"),
    [
        *(("", "cs"), ("lang=en", "en"), ("lang=cs", "cs"), ("lang=", "cs"), ("lang=de", "cs"), ("lang=EN", "cs")),
        *(("q=a&lang=en", "en"), ("lang=en&lang=cs", "cs"), ("lang=cs&lang=en", "en")),
    ],
)
def test_the_language_is_czech_unless_english_is_asked_for_last(query: str, lang: str) -> None:
    assert lang_in(parameters_of(query)) == lang
    assert asyncio.run(lang_of(request(query=query))) == lang
