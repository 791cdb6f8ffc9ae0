"""The cache of answers: what is kept, what tells requests apart, ETags, what empties it, and how much it holds."""

import asyncio
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from api import cache
from api.cache import AnswerCache
from api.metrics import Figures

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass
class Application:
    """Answers each request with its number, and takes note of the bodies it received."""

    status: int = 200
    volatile: bool = False
    pieces: tuple[bytes, ...] = (b"",)
    whole: bool = True
    tag: bytes = b""
    bodies: list[bytes] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        self.bodies.append(body)
        scope.setdefault("state", {})["volatile"] = self.volatile
        headers = [(b"content-type", b"text/csv"), (b"Query-Id", b"mine"), (b"server-timing", b"query;dur=1.0")]
        headers += [(b"etag", self.tag)] if self.tag else []
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        first, *rest = (str(len(self.bodies)).encode(), *self.pieces)
        for piece in (first, *rest[:-1]):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": rest[-1], "more_body": not self.whole})


@dataclass
class Given:
    """An answer as it was sent."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


def asked(
    app: AnswerCache,
    target: str = "/sparql?query=a",
    method: str = "GET",
    body: Iterable[bytes] = (b"",),
    *headers: Any,
) -> Given:
    """Send a request."""
    scheme, _, target = target.rpartition(":")
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "scheme": scheme or "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": list(headers),
    }
    pieces = list(body)
    messages = [
        {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
        for number, piece in enumerate(pieces, 1)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    start, *rest = sent
    names = [name.lower() for name, _ in start["headers"]]
    assert len(names) == len(set(names))
    return Given(
        start["status"],
        {name.lower(): value for name, value in start["headers"]},
        b"".join(each.get("body", b"") for each in rest),
    )


def cached(app: Application | None = None, state: str = "one") -> tuple[AnswerCache, Application, Figures]:
    application, figures = app or Application(), Figures()
    return AnswerCache(application, figures, state), application, figures


def test_the_second_answer_is_the_first_and_says_so() -> None:
    app, application, figures = cached()
    first, second = asked(app), asked(app)
    assert (first.body, second.body, len(application.bodies)) == (b"1", b"1", 1)
    assert first.headers[b"server-timing"] == b"query;dur=1.0"
    assert second.headers[b"server-timing"] == b"cache;desc=hit"
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
    assert asked(app, method="HEAD").headers[b"server-timing"] == b"cache;desc=hit"
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


@pytest.mark.parametrize("kept", [True, False])
def test_who_has_the_answer_is_told_so_whether_it_is_kept_or_not(kept: bool) -> None:  # noqa: FBT001
    app, application, _ = cached()
    etag = asked(app).headers[b"etag"]
    assert etag.startswith(b'W/"')
    if not kept:
        app, application, _ = cached()
    for sent in (etag, etag[2:], b'"x", ' + etag):
        given = asked(app, "/sparql?query=a", "GET", (b"",), (b"if-none-match", sent))
        assert (given.status, given.body, given.headers[b"etag"]) == (304, b"", etag)
        assert given.headers[b"access-control-allow-origin"] == b"*"
        assert b"Accept-Encoding" in given.headers[b"vary"]  # as the answer itself (RFC 9110, section 15.4.5)
    assert len(application.bodies) == kept
    assert asked(app, "/sparql?query=a", "GET", (b"",), (b"if-none-match", b'W/"other"')).status == 200


def test_several_lines_of_tags_are_one_list() -> None:
    app, _, _ = cached()
    etag = asked(app).headers[b"etag"]
    for lines in ((b'"x"', etag), (etag, b'"x"'), (b'"x", "y"', b'"z", ' + etag)):
        sent = ((b"if-none-match", each) for each in lines)
        assert asked(app, "/sparql?query=a", "GET", (b"",), *sent).status == 304


def test_who_holds_anything_is_told_that_there_is_something_once_that_is_known() -> None:
    app, application, _ = cached()
    sent = (b"if-none-match", b"*")
    assert asked(app, "/sparql?query=a", "GET", (b"",), sent).status == 200  # it is the application's to tell
    given = asked(app, "/sparql?query=a", "GET", (b"",), sent)
    assert (given.status, given.body, len(application.bodies)) == (304, b"", 1)
    missing, _, _ = cached(Application(status=404))
    assert [asked(missing, "/graphs?graph=urn:a", "GET", (b"",), sent).status for _ in range(2)] == [404, 404]


def test_a_tag_that_the_route_gave_is_kept_with_its_answer() -> None:
    app, application, _ = cached(Application(tag=b'"own"'))
    assert [asked(app).headers[b"etag"] for _ in range(2)] == [b'"own"', b'"own"']
    given = asked(app, "/sparql?query=a", "GET", (b"",), (b"if-none-match", b'"own"'))
    assert (given.status, given.headers[b"etag"]) == (304, b'"own"')
    assert len(application.bodies) == 1


def test_no_post_is_answered_by_304() -> None:
    app, _, _ = cached()
    etag = asked(app, "/sparql", "POST").headers[b"etag"]
    for app_now in (app, cached()[0]):
        given = asked(app_now, "/sparql", "POST", (b"",), (b"if-none-match", etag))
        assert (given.status, given.body) == (200, b"1")  # RFC 9110, section 13.1.2: only GET and HEAD may have it


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
