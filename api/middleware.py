"""Preflights, HEAD, and the headers of requests and answers: plain ASGI, for a thread may never be started here."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import EVERY, Header, of_dataset
from api.inflight import Flight
from api.metrics import Figures
from kg.store import Dataset

_PREFLIGHT: Final = {"Access-Control-Allow-Headers": "Authorization, *", "Access-Control-Max-Age": "86400"}
_ASKED: Final = b"access-control-request-method"
"""The header that makes OPTIONS a preflight (Fetch, section 3.2.2)."""

_WHOLE: Final = "*"
"""The address of OPTIONS that asks for the service as a whole (RFC 9110, section 9.3.7)."""

_LISTS: Final = frozenset({b"accept", b"accept-encoding", b"accept-language", b"if-match", b"if-none-match"})
"""The headers of a request that are lists, of those that are read."""


class PublicHeaders:
    """Answer preflights and HEAD, make each list one line, and give every answer its headers, errors included."""

    def __init__(
        self, app: ASGIApp, figures: Figures, dataset: Callable[[], Dataset], methods: Callable[[Scope], list[str]]
    ) -> None:
        """Wrap the application.

        Args:
            app: the application.
            figures: where answers are counted.
            dataset: tells what it answers from now, if a request does not know it better.
            methods: tells which methods the address of a request takes, none where nothing is.
        """
        self.app = app
        self._figures = figures
        self._dataset = dataset
        self._methods = methods

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
                ours = [pair for pair in (*EVERY, *told) if pair[0] not in given]
                message = {**message, "headers": [*message["headers"], *ours]}
            await send(message)

        if method == "OPTIONS" and (told := self._preflight(scope)) is not None:
            await send_with_headers({"type": "http.response.start", "status": 204, "headers": told})
            await send({"type": "http.response.body", "body": b""})
            return
        if method == "HEAD":
            method = "GET"  # the server still knows that no body is to be sent
        scope = {**scope, "method": method, "headers": _joined(scope["headers"])}
        await self.app(scope, receive, send_with_headers)

    def _preflight(self, scope: Scope) -> list[Header] | None:
        """Return the headers of an answer to OPTIONS; None where nothing is, and no page asks for leave to see that."""
        methods = ", ".join(self._methods(scope))
        if not methods and scope["path"] != _WHOLE and all(name != _ASKED for name, _ in scope["headers"]):
            return None
        told = _PREFLIGHT | ({"Allow": methods, "Access-Control-Allow-Methods": methods} if methods else {})
        return [(name.lower().encode(), value.encode()) for name, value in told.items()]


def _joined(headers: Sequence[Header]) -> Sequence[Header]:
    """Return headers in which each list is one line: the framework reads the first alone (RFC 9110, section 5.3)."""
    names = [name for name, _ in headers if name in _LISTS]
    if len(names) == len(set(names)):
        return headers
    lists = [(name, b", ".join(value for own, value in headers if own == name)) for name in dict.fromkeys(names)]
    return [*(pair for pair in headers if pair[0] not in _LISTS), *lists]


def _of_request(dataset: Dataset, state: dict[str, Any]) -> Iterator[Header]:
    """Yield what an answer says of its dataset and its query: the release, the changes since, the id, the time."""
    yield from of_dataset(dataset)
    flight: Flight | None = state.get("flight")
    if flight is not None:
        yield b"query-id", flight.id.encode()
        yield b"server-timing", f"query;dur={1000 * flight.seconds:.1f}".encode()
