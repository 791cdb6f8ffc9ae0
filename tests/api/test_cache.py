"""The cache of answers: what is kept, what tells requests apart, what empties it, and how much it holds."""

import asyncio
import itertools
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from api import cache
from api.cache import AnswerCache
from api.metrics import Figures
from tests.api.caching import Application, asked, cached


def test_the_second_answer_is_the_first_and_says_so() -> None:
    app, application, figures = cached()
    first, second = asked(app), asked(app)
    assert (first.body, second.body, len(application.bodies)) == (b"1", b"1", 1)
    assert first.headers[b"server-timing"] == b"query;dur=1.0"
    assert second.headers[b"server-timing"] == b"cache;desc=hit, query;dur=1.0"
    assert (b"query-id" in first.headers, b"query-id" in second.headers) == (True, False)
    assert first.headers[b"etag"] == second.headers[b"etag"]
    assert first.headers[b"cache-control"] == second.headers[b"cache-control"] == b"no-cache"
    assert dict(figures.cache) == {"miss": 1, "hit": 1}
    assert dict(figures.requests) == {("GET", "200"): 1}  # the application counts its own
    asked(app, "/sparql?query=a", "GET", (b"",), (b"if-none-match", first.headers[b"etag"]))
    assert figures.requests["GET", "304"] == 1


@pytest.mark.parametrize(
    "other",
    [
        {"target": "/sparql?query=b"},
        {"target": "/sparql?query=a&format=csv"},
        {"target": "/search?query=a"},
        {"headers": (b"accept", b"text/csv")},
        {"headers": (b"accept-language", b"en")},
        {"headers": (b"accept-encoding", b"gzip")},
        {"headers": (b"host", b"example.org")},
        {"headers": (b"content-encoding", b"gzip")},
        {"target": "https:/sparql?query=a"},
        {"method": "POST"},
        {"method": "POST", "body": (b"query=a",)},
    ],
)
def test_whatever_may_change_an_answer_tells_requests_apart(other: dict[str, Any]) -> None:
    app, application, _ = cached()
    asked(app)
    headers = [other.pop("headers")] if "headers" in other else []
    given = asked(
        app, other.get("target", "/sparql?query=a"), other.get("method", "GET"), other.get("body", (b"",)), *headers
    )
    assert given.body == b"2"
    assert asked(app).headers[b"etag"] != given.headers[b"etag"]
    assert len(application.bodies) == 2


def test_a_body_tells_requests_apart_and_reaches_the_application_whole() -> None:
    app, application, _ = cached()
    bodies: list[Any] = [(b"SELECT", b" 1"), (b"SELECT 1",), (b"SELECT 2",), [bytes([n]) * 40_000 for n in range(9)]]
    answers = [asked(app, "/sparql", "POST", body).body for body in [*bodies, *bodies]]
    assert answers == [b"1", b"1", b"2", b"3", b"1", b"1", b"2", b"4"]  # the long one is not compared
    assert application.bodies == [b"SELECT 1", b"SELECT 2", *[b"".join(bodies[3])] * 2]


@pytest.mark.parametrize(
    "target",
    ["/health", "/metrics", "/sparql/queries/a", "/update", "/openapi.json", "/dump/dataset.nq", "/"],
)
def test_what_changes_by_itself_is_not_kept(target: str) -> None:
    app, _, figures = cached()
    assert [asked(app, target).body for _ in range(2)] == [b"1", b"2"]
    assert b"etag" not in asked(app, target).headers
    assert not figures.cache


def test_head_is_answered_as_get_is() -> None:
    app, application, figures = cached()
    head, get = asked(app, method="HEAD"), asked(app)
    assert head.headers[b"etag"] == get.headers[b"etag"]
    assert asked(app, method="HEAD").headers[b"server-timing"].startswith(b"cache;desc=hit")
    assert (head.body, get.body, len(application.bodies)) == (b"1", b"1", 1)  # the server sends no body after HEAD
    assert dict(figures.requests) == {("GET", "200"): 1, ("HEAD", "200"): 1}
    sent = (b"if-none-match", head.headers[b"etag"])
    assert asked(app, "/sparql?query=a", "HEAD", (b"",), sent).status == 304


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_other_methods_pass(method: str) -> None:
    app, _, _ = cached()
    assert [asked(app, "/graphs?default", method).body for _ in range(2)] == [b"1", b"2"]


@pytest.mark.parametrize(
    "application",
    [
        *(Application(status=status) for status in (400, 403, 404, 406, 429, 503)),
        Application(volatile=True),
        Application(whole=False),
        Application(pieces=(b"x" * (1 << 20), b"")),
    ],
    ids=["400", "403", "404", "406", "429", "503", "volatile", "cut off", "long"],
)
def test_errors_volatile_cut_and_long_answers_are_not_kept(application: Application) -> None:
    app, _, _ = cached(application)
    assert [asked(app).body[:1] for _ in range(2)] == [b"1", b"2"]


def test_no_error_has_an_etag() -> None:
    for application in (Application(status=503), Application(volatile=True)):
        assert b"etag" not in asked(cached(application)[0]).headers


def test_a_change_of_the_dataset_empties_it_and_makes_all_etags_void() -> None:
    app, _, _ = cached()
    etag = asked(app).headers[b"etag"]
    app.clear("two")
    given = asked(app, "/sparql?query=a", "GET", (b"",), (b"if-none-match", etag))
    assert (given.status, given.body) == (200, b"2")
    assert given.headers[b"etag"] != etag


def test_an_answer_made_before_a_change_is_not_kept_after_it() -> None:
    class Changing(Application):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            if not self.bodies:
                app.clear("two")
            await super().__call__(scope, receive, send)

    app, _, _ = cached(Changing())
    assert [asked(app).body for _ in range(3)] == [b"1", b"2", b"2"]


def test_where_the_state_is_unknown_nothing_is_kept() -> None:
    app, _, figures = cached(state="")
    given = [asked(app) for _ in range(2)]
    assert [each.body for each in given] == [b"1", b"2"]
    assert b"etag" not in given[0].headers
    assert not figures.cache


def test_it_holds_so_much_and_forgets_what_was_not_asked_for_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_BUDGET", 3200)
    app, _, _ = cached(Application(pieces=(b"x" * 900, b"")))
    first = asked(app, "/sparql?query=0").body
    for number in range(1, 10):
        asked(app, f"/sparql?query={number}")
        assert asked(app, "/sparql?query=0").body == first
        assert app._size <= 3200
        assert app._size == sum(cache._room(*each) for each in app._kept.items())
    assert len(set(itertools.islice(app._kept, 10))) == 3
    assert asked(app, "/sparql?query=1").body != first


def test_what_tells_long_requests_apart_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_BUDGET", 200_000)
    app, _, _ = cached()
    for number in range(9):
        asked(app, "/sparql", "POST", (bytes([number]) * 60_000,))
    assert sum(sum(map(len, key)) for key in app._kept) < 200_000
    assert len(app._kept) == 3


def test_what_is_no_request_passes() -> None:
    passed = []

    async def application(scope: Scope, _receive: Receive, _send: Send) -> None:
        passed.append(scope["type"])

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    asyncio.run(AnswerCache(application, Figures(), "one")({"type": "lifespan"}, nothing, nothing))
    assert passed == ["lifespan"]
