"""Preflights, HEAD, and the headers of requests and answers: plain ASGI, for a thread may never be started here."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import HEADERS
from api.inflight import Flight
from api.metrics import Figures
from kg.store import Dataset

_METHODS: Final = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
_PREFLIGHT: Final = {
    "Allow": _METHODS,
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "Authorization, *",
    "Access-Control-Max-Age": "86400",
}

_LISTS: Final = frozenset({b"accept", b"accept-encoding", b"accept-language", b"if-match", b"if-none-match"})
"""The headers of a request that are lists, of those that are read."""

_EVERY: Final = tuple((name.lower().encode(), value.encode()) for name, value in HEADERS.items())

Header = tuple[bytes, bytes]


class PublicHeaders:
    """Answer preflights and HEAD, make each list one line, and give every answer its headers, errors included."""

    def __init__(self, app: ASGIApp, figures: Figures, dataset: Callable[[], Dataset]) -> None:
        """Wrap the application; `dataset` tells what it answers from now, if a request does not know it better."""
        self.app = app
        self._figures = figures
        self._dataset = dataset

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        method = scope["method"]
        state: dict[str, Any] = scope.setdefault("state", {})

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._figures.requests[method, str(message["status"])] += 1
                given = {name for name, _ in message["headers"]}
                told = _of_request(state.get("dataset") or self._dataset(), state)
                ours = [pair for pair in (*_EVERY, *told) if pair[0] not in given]
                message = {**message, "headers": [*message["headers"], *ours]}
            await send(message)

        if method == "OPTIONS":
            start = {"type": "http.response.start", "status": 204, "headers": []}
            MutableHeaders(scope=start).update(_PREFLIGHT)
            await send_with_headers(start)
            await send({"type": "http.response.body", "body": b""})
            return
        if method == "HEAD":
            method = "GET"  # the server still knows that no body is to be sent
        scope = {**scope, "method": method, "headers": _joined(scope["headers"])}
        await self.app(scope, receive, send_with_headers)


def _joined(headers: Sequence[Header]) -> Sequence[Header]:
    """Return headers in which each list is one line: the framework reads the first alone (RFC 9110, section 5.3)."""
    names = [name for name, _ in headers if name in _LISTS]
    if len(names) == len(set(names)):
        return headers
    lists = [(name, b", ".join(value for own, value in headers if own == name)) for name in dict.fromkeys(names)]
    return [*(pair for pair in headers if pair[0] not in _LISTS), *lists]


def _of_request(dataset: Dataset, state: dict[str, Any]) -> Iterator[Header]:
    """Yield what an answer says of its dataset and its query: the release, the changes since, the id, the time."""
    yield b"strategraf-version", dataset.version.encode()
    yield b"strategraf-hash", dataset.hash.encode()
    yield b"strategraf-changes", str(dataset.changes).encode()
    yield b"strategraf-head", dataset.head.encode()
    flight: Flight | None = state.get("flight")
    if flight is not None:
        yield b"query-id", flight.id.encode()
        yield b"server-timing", f"query;dur={1000 * flight.seconds:.1f}".encode()
