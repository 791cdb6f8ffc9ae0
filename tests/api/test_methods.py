"""The methods of each address, as OPTIONS, preflights and 405 tell them (RFC 9110, sections 9.3.7 and 10.2.1)."""

import re

import httpx
import pytest

from api.addresses import ROUTES
from tests.service import CLIENT, Service

PREFLIGHT = {"Origin": "https://example.org", "Access-Control-Request-Method": "DELETE"}
ALLOWED = {
    "/": "GET, HEAD, OPTIONS",
    "/sparql": "GET, HEAD, OPTIONS, POST",
    "/sparql?query=ASK%20%7B%7D": "GET, HEAD, OPTIONS, POST",
    "/sparql/queries/x": "DELETE, GET, HEAD, OPTIONS",
    "/update": "OPTIONS, POST",
    "/graphs": "DELETE, GET, HEAD, OPTIONS, POST, PUT",
    "/graphs/a/b": "DELETE, GET, HEAD, OPTIONS, POST, PUT",
    "/questions": "GET, HEAD, OPTIONS",
    "/validate": "OPTIONS, POST",
    "/health": "GET, HEAD, OPTIONS",
    "/openapi.json": "GET, HEAD, OPTIONS",
    "/resource/measures/nskb-a44": "GET, HEAD, OPTIONS",
}


@pytest.mark.parametrize("path", ALLOWED)
@pytest.mark.parametrize("headers", [{}, PREFLIGHT], ids=["plain", "preflight"])
def test_options_tells_the_methods_of_the_address(service: Service, path: str, headers: dict[str, str]) -> None:
    answer = CLIENT.options(service.url + path, headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["allow"] == answer.headers["access-control-allow-methods"] == ALLOWED[path]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-headers"] == "Authorization, *"


@pytest.mark.parametrize(("methods", "path"), ROUTES)
def test_the_addresses_take_the_methods_that_their_description_names(service: Service, methods: str, path: str) -> None:
    answer = CLIENT.options(service.url + re.sub(r"{\w+}", "x", path))
    own = set(methods.split(", "))
    assert answer.headers["allow"].split(", ") == sorted(own | {"OPTIONS"} | ({"HEAD"} if "GET" in own else set()))


@pytest.mark.parametrize("path", ["/nowhere", "/resource/x", "/sparql/x"])
def test_where_nothing_is_options_is_404_but_a_preflight_lets_the_page_see_why(service: Service, path: str) -> None:
    plain = CLIENT.options(service.url + path)
    assert (plain.status_code, plain.headers["content-type"]) == (404, "application/problem+json")
    assert "allow" not in plain.headers
    preflight = CLIENT.options(service.url + path, headers=PREFLIGHT)
    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (204, "*")
    assert not {"allow", "access-control-allow-methods"} & preflight.headers.keys()


def test_options_of_the_whole_service_is_answered(service: Service) -> None:
    answer = CLIENT.request("OPTIONS", service.url, extensions={"target": b"*"})
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize(
    ("method", "path"), [("PATCH", "/sparql"), ("PUT", "/sparql"), ("DELETE", "/health"), ("GET", "/update")]
)
def test_405_tells_in_words_and_in_allow_what_to_use_instead(service: Service, method: str, path: str) -> None:
    for lang, words in (("cs", f"; použijte {ALLOWED[path]}."), ("en", f"; use {ALLOWED[path]}.")):
        answer = CLIENT.request(method, service.url + path, headers={"Accept-Language": lang})
        assert (answer.status_code, answer.headers["allow"]) == (405, ALLOWED[path])
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == lang
        assert answer.json()["detail"].endswith(words)
    if method == "GET":
        head = httpx.head(service.url + path)
        assert (head.status_code, head.headers["allow"]) == (405, ALLOWED[path])
