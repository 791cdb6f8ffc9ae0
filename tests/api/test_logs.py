"""The log: one line of JSON for each request, with nothing in it that a client wrote into its query."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from api.logs import QueryLog, RequestLog, told_of

Answer = list[dict[str, Any]]


def logged(answer: Answer, **given: Any) -> dict[str, Any]:
    """Return the line that an answer leaves."""
    lines: list[str] = []

    async def application(_scope: Scope, _receive: Receive, send: Send) -> None:
        for message in answer:
            await send(message)

    async def nothing(*_: Any) -> Message:
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/sparql",
        "query_string": b"query=secret",
        "client": ("192.0.2.1", 1),
    }
    asyncio.run(RequestLog(application, lines.append)(scope | given, nothing, nothing))
    (line,) = lines
    assert "secret" not in line
    assert line.isascii()
    assert "\n" not in line
    return dict(json.loads(line))


def start(status: int, *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {"type": "http.response.start", "status": status, "headers": list(headers)}


def body(text: bytes, *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": text, "more_body": more}


def test_a_line_tells_what_happened() -> None:
    line = logged([start(200, (b"query-id", b"mine")), body(b"abc", more=True), body(b"de")])
    assert list(line) == ["time", "method", "path", "status", "ms", "query", "client", "bytes", "outcome"]
    assert line["time"].endswith("+00:00")
    assert line["ms"] >= 0
    del line["time"], line["ms"]
    assert line == {
        "method": "GET",
        "path": "/sparql",
        "status": 200,
        "query": "mine",
        "client": "192.0.2.1",
        "bytes": 5,
        "outcome": "answered",
    }


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ([start(200), body(b"")], "answered"),
        ([start(304), body(b"")], "answered"),
        ([start(200, (b"server-timing", b"cache;desc=hit")), body(b"")], "cached"),
        ([start(400), body(b"")], "refused"),
        ([start(408), body(b"")], "refused"),
        ([start(503), body(b"")], "unavailable"),
        ([start(500), body(b"")], "fault"),
        ([start(499), body(b"")], "abandoned"),
        ([start(200), body(b"half", more=True)], "abandoned"),
        ([], "abandoned"),
    ],
)
def test_outcomes(answer: Answer, outcome: str) -> None:
    assert logged(answer)["outcome"] == outcome


def test_what_a_client_wrote_cannot_break_a_line() -> None:
    line = logged([start(404), body(b"")], path='/a\n{"status": 200}\x00\u2028č')
    assert line["path"] == '/a\n{"status": 200}\x00\u2028č'


def test_a_head_has_no_body_and_some_clients_no_address() -> None:
    line = logged([start(200), body(b"not sent")], method="HEAD", client=None)
    assert (line["bytes"], line["client"], line["query"]) == (0, None, None)


def test_a_fault_is_told_too() -> None:
    lines: list[str] = []

    async def fails(*_: Any) -> None:
        raise ZeroDivisionError

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    scope = {"type": "http", "method": "GET", "path": "/", "client": None}
    with pytest.raises(ZeroDivisionError):
        asyncio.run(RequestLog(fails, lines.append)(scope, nothing, nothing))
    assert json.loads(lines[0])["outcome"] == "abandoned"


def test_what_is_no_request_leaves_no_line() -> None:
    lines: list[str] = []

    async def application(*_: Any) -> None:
        return

    asyncio.run(RequestLog(application, lines.append)({"type": "lifespan"}, application, application))  # type: ignore[arg-type]
    assert lines == []


@given(
    st.lists(
        st.tuples(
            st.floats(0, 4e9) | st.integers(0, 4 * 10**12).map(lambda each: each / 1000),
            st.floats(0, 1e4),
            st.integers(0, 2**40),
        ),
        min_size=1,
    ),
    st.sampled_from(["192.0.2.1", "2001:db8::1", "fe80::1%eth0", 'a"b\\c']),
)
def test_what_a_child_answered_is_told_in_the_same_words(answers: list[tuple[float, float, int]], client: str) -> None:
    log = QueryLog(None, client)
    for at, seconds, length in answers:
        told = told_of(
            datetime.fromtimestamp(at, UTC),
            "GET",
            "/sparql",
            status=200,
            seconds=seconds,
            query="0123456789abcdef",
            client=client,
            length=length,
            outcome="answered",
        )
        assert log.line(at, seconds, b"0123456789abcdef", length) == f"{told}\n"
