"""A client that has used up its time is refused wherever a child would work for it, and nowhere else.

The budget is a tenth of a millisecond a minute, which any work of a child exceeds: whoever was answered by one has
spent it, for longer than the tests take.
"""

import itertools
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.service import CLIENT
from tests.writable import DIRECT, Writable, copied, writable

PAGE = {"Accept": "text/html,*/*;q=0.8"}
TURTLE = {"Content-Type": "text/turtle"}
THING = "/resource/measures/nskb-a44"
TRIPLE = "<urn:s> <urn:p> 1 ."

Asked = tuple[str, str, dict[str, Any]]

DATA: dict[str, Asked] = {
    "query by GET": ("GET", "/sparql?query=ASK%20%7B%7D%20%23budget", {}),
    "query by POST": ("POST", "/sparql", {"data": {"query": "ASK {} # budget"}}),
    "explanation of a query": ("GET", "/sparql?query=ASK%20%7B%7D&explain=true", {}),
    "description of the service": ("GET", "/sparql", {"headers": {"Accept": "text/turtle"}}),
    "question": ("GET", "/questions/measures-for-element?element=ZPO4", {}),
    "search": ("GET", "/search?q=obce", {}),
    "explanation": ("GET", "/explain?s=A44&p=addresses&o=ZPO%204", {}),
    "document": ("GET", f"{THING}.ttl", {}),
    "document of a graph": ("GET", "/graph/codes.nt", {}),
    "page of a thing": ("GET", f"{THING}.html", {"headers": PAGE}),
    "page of a graph": ("GET", "/graph/codes.html", {"headers": PAGE}),
    "dump": ("GET", "/dump/strategraf.nq", {}),
    "VoID": ("GET", "/.well-known/void", {}),
    "validation": ("POST", "/validate", {"content": TRIPLE, "headers": TURTLE}),
    "graph": ("GET", "/graphs?graph=https://w3id.org/strategraf/graph/codes", {}),
    "PUT of a graph": ("PUT", "/graphs?graph=urn:put", {"content": TRIPLE, "headers": TURTLE}),
    "POST to a graph": ("POST", "/graphs?graph=urn:post", {"content": TRIPLE, "headers": TURTLE}),
    "DELETE of a graph": ("DELETE", "/graphs?graph=urn:delete", {}),
    "update": ("POST", "/update", {"content": "INSERT DATA { <urn:s> <urn:p> 2 }", "headers": DIRECT}),
}
"""What is refused with a problem document: there is no page without what it shows."""

PAGES: dict[str, Asked] = {
    "front page": ("GET", "/", {"headers": PAGE}),
    "page of a query": ("GET", "/sparql?query=ASK%20%7B%7D%20%23budget", {"headers": PAGE}),
    "page of a query by POST": ("POST", "/sparql", {"data": {"query": "ASK {} # budget"}, "headers": PAGE}),
    "page of a question": ("GET", "/questions/measures-for-element?element=ZPO4", {"headers": PAGE}),
    "form of a question": ("GET", "/questions/measures-for-element", {"headers": PAGE}),
    "page of a search": ("GET", "/search?q=obce", {"headers": PAGE}),
    "page of an explanation": ("GET", "/explain?s=A44&p=addresses&o=ZPO%204", {"headers": PAGE}),
}
"""What is refused with a page that keeps its form."""

FREE: dict[str, Asked] = {
    "health": ("GET", "/health", {}),
    "figures": ("GET", "/metrics", {}),
    "interface": ("GET", "/docs", {"headers": PAGE}),
    "OpenAPI": ("GET", "/openapi.json", {}),
    "list of questions": ("GET", "/questions", {}),
    "editor": ("GET", "/sparql", {"headers": PAGE}),
    "style": ("GET", "/web/style.css", {}),
    "name of a thing": ("GET", THING, {}),
    "methods": ("OPTIONS", "/sparql", {}),
    "state of a query": ("GET", "/sparql/queries/none", {}),
}
"""What the serving process knows by itself."""

_numbers = itertools.count()
_addresses = (f"198.51.100.{number}" for number in itertools.count(1))


@pytest.fixture(scope="module")
def thrifty(store: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """Yield a service that may be written to, with next to no time for a client."""
    with writable(copied(store, tmp_path_factory.mktemp("thrifty")), KG_CLIENT_BUDGET="0.0001") as started:
        for graph in ("urn:put", "urn:post", "urn:delete"):
            answer = Person(started).send("PUT", f"/graphs?graph={graph}", {"content": TRIPLE, "headers": TURTLE})
            assert answer.status_code == 201
        yield started


def writes(method: str, path: str) -> bool:
    return path.startswith("/update") or (path.startswith("/graphs") and method != "GET")


class Person:
    """A client that the service has not seen yet."""

    def __init__(self, written: Writable) -> None:
        self._written = written
        self._address = next(_addresses)

    def send(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        """Send a request, with a token where something is written."""
        headers = {"X-Forwarded-For": self._address} | (self._written.bearer() if writes(method, path) else {})
        options = options | {"headers": headers | options.get("headers", {})}
        return CLIENT.request(method, self._written.service.url + path, **options)

    def is_refused(self) -> bool:
        """Ask what was never asked before; return whether that is refused."""
        answer = self.send("POST", "/sparql", {"data": {"query": f"ASK {{}} # {next(_numbers)}"}})
        assert answer.status_code in {200, 429}
        return answer.status_code == 429


@pytest.mark.parametrize("kind", [*DATA, *PAGES])
def test_work_is_refused_to_who_has_spent_its_time_and_charged_to_who_has_not(thrifty: Writable, kind: str) -> None:
    asked = (DATA | PAGES)[kind]
    spent, other = Person(thrifty), Person(thrifty)
    assert not spent.is_refused()
    refused = spent.send(*asked)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.headers["access-control-allow-origin"] == "*"
    words = "výpočetní čas pro jednoho klienta (0.0001 s za minutu) je vyčerpán"
    if kind in PAGES:
        assert refused.headers["content-type"] == "text/html; charset=utf-8"
        assert words in refused.text
    else:
        assert refused.headers["content-type"] == "application/problem+json"
        assert (refused.json()["status"], refused.json()["detail"][: len(words)]) == (429, words)
    assert other.send(*asked).is_success
    assert other.is_refused()


@pytest.mark.parametrize("kind", FREE)
def test_what_needs_no_child_is_neither_refused_nor_charged(thrifty: Writable, kind: str) -> None:
    person = Person(thrifty)
    expected = {"name of a thing": 303, "methods": 204, "state of a query": 404}.get(kind, 200)
    assert person.send(*FREE[kind]).status_code == expected
    assert not person.is_refused()
    assert person.is_refused()
    assert person.send(*FREE[kind]).status_code == expected


def test_a_change_that_was_refused_is_not_made(thrifty: Writable) -> None:
    person = Person(thrifty)
    assert not person.is_refused()
    before = len(thrifty.records())
    changing = [asked for asked in DATA.values() if writes(*asked[:2])]
    assert [person.send(*asked).status_code for asked in changing] == [429] * 4
    assert len(thrifty.records()) == before
