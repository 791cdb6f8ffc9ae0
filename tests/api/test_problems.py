"""Every error is a problem document in the language of its reader: one request for each status that the service gives.

What is refused before it is a request (400 for no HTTP, 408, 414, 431) says both: nobody knows what the reader speaks.
"""

import itertools
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.guard import MAX_BYTES
from tests.service import CLIENT
from tests.writable import DIRECT, Writable, copied, writable

KILLER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
QUERY = {"Content-Type": "application/sparql-query"}
TURTLE = {"Content-Type": "text/turtle"}
INFERRED = "https://w3id.org/strategraf/graph/inferred"
SPENT, RUNNING = "203.0.113.1", "stays"

PROBLEMS: dict[int, tuple[str, str, dict[str, Any], str, str]] = {
    400: ("POST", "/sparql", {"content": "FETCH", "headers": QUERY}, "dotaz nemůže začínat", "a query cannot start"),
    403: ("POST", "/sparql", {"content": "LOAD <urn:a>", "headers": QUERY}, "vypusťte jej", "leave it out"),
    404: ("GET", "/nowhere", {}, "tato adresa neexistuje", "there is nothing at this address"),
    405: ("PATCH", "/health", {}, "tato adresa uvedenou metodu nepřijímá", "this address does not take that method"),
    406: ("GET", "/sparql?query=ASK%7B%7D", {"headers": {"Accept": "image/png"}}, "lze poslat jako", "can be sent as"),
    409: (
        "POST",
        "/sparql",
        {"content": "ASK {}", "headers": QUERY | {"Query-Id": RUNNING}},
        "právě běží",
        "is running",
    ),
    412: (
        "PUT",
        "/graphs?graph=urn:a",
        {"content": "", "headers": TURTLE | {"If-Match": '"a"'}},
        "graf neexistuje",
        "the graph does not exist",
    ),
    413: ("POST", "/sparql", {"content": "#" * (MAX_BYTES + 1), "headers": QUERY}, "zkraťte", "shorten"),
    415: ("POST", "/sparql", {"content": "ASK {}", "headers": {"Content-Type": "text/plain"}}, "pošlete", "send"),
    422: ("POST", "/update", {"content": f"CLEAR GRAPH <{INFERRED}>", "headers": DIRECT}, "nelze", "cannot"),
    429: (
        "POST",
        "/sparql",
        {"content": "ASK {}", "headers": QUERY | {"X-Forwarded-For": SPENT}},
        "výpočetní čas pro jednoho klienta",
        "one client's computing time",
    ),
    503: ("POST", "/sparql?timeout=0.1", {"content": KILLER, "headers": QUERY}, "zastaven po", "stopped after"),
}
"""Of each status: a request, and words of its cause in Czech and in English."""

TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}
"""Names of RFC 9110, section 15, where the first line of an answer may have the former one: nobody is to read that."""

_addresses = (f"198.51.100.{number}" for number in itertools.count(1))


@pytest.fixture(scope="module")
def strict(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """Yield a service that gives them all: one client has spent its time, and a query runs whose id is taken."""
    with writable(copied(store, tmp_path_factory.mktemp("strict")), KG_CLIENT_BUDGET="0.0001") as started:
        address = f"{started.service.url}/sparql"
        killer = {"content": KILLER, "headers": QUERY | {"Query-Id": RUNNING}, "timeout": 60}
        running = threading.Thread(target=httpx.post, args=(address,), kwargs=killer)
        running.start()
        httpx.post(address, content="ASK {} # spent", headers=QUERY | {"X-Forwarded-For": SPENT})
        while started.service.get(f"/sparql/queries/{RUNNING}").status_code == 404:
            assert running.is_alive()
        yield started
        httpx.delete(f"{address}/queries/{RUNNING}")
        running.join()


def asked(written: Writable, status: int, *, lang: str = "", **spoken: str) -> httpx.Response:
    """Send the request that is answered with a status, from a client of its own."""
    method, path, options, _, _ = PROBLEMS[status]
    given = {"X-Forwarded-For": next(_addresses)} | (written.bearer() if path.startswith(("/u", "/g")) else {})
    headers = given | options.get("headers", {}) | {name.replace("_", "-"): value for name, value in spoken.items()}
    more = f"{'&' if '?' in path else '?'}lang={lang}" if lang else ""
    return CLIENT.request(method, f"{written.service.url}{path}{more}", **(options | {"headers": headers}))


@pytest.mark.parametrize("status", PROBLEMS)
@pytest.mark.parametrize(
    ("spoken", "lang"),
    [
        ({}, "cs"),
        ({"Accept_Language": "en"}, "en"),
        ({"lang": "en"}, "en"),
        ({"lang": "cs", "Accept_Language": "en"}, "cs"),
        ({"lang": "en", "Accept_Language": "cs"}, "en"),
        ({"Accept_Language": "de, en;q=0.5, cs;q=0.9"}, "cs"),
        ({"Accept_Language": "en-GB;q=0.9, cs;q=0.5"}, "en"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value.values()) or "silent",
)
def test_a_cause_is_told_in_the_language_of_the_reader(
    strict: Writable, status: int, spoken: dict[str, str], lang: str
) -> None:
    answer = asked(strict, status, **spoken)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == lang
    assert "Accept-Language" in answer.headers["vary"].split(", ")  # 404 and 405 may be kept by a cache in between
    problem = answer.json()
    assert problem.keys() == {"type", "title", "status", "detail"}
    assert (problem["status"], problem["title"]) == (status, TITLES.get(status, answer.reason_phrase))
    words = dict(zip(("cs", "en"), PROBLEMS[status][3:], strict=True))
    other = words.pop("en" if lang == "cs" else "cs")
    assert words[lang] in problem["detail"]
    assert other not in problem["detail"]
    assert problem["detail"].endswith(".")
