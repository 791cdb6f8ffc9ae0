"""Preflights, HEAD, and the headers of every answer: plain ASGI, for a thread may never be started here."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import EVERY, Header, of_dataset
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


class PublicHeaders:
    """Answer preflights, answer HEAD as GET, and give every answer its headers, errors included."""

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
                ours = [pair for pair in (*EVERY, *told) if pair[0] not in given]
                message = {**message, "headers": [*message["headers"], *ours]}
            await send(message)

        if method == "OPTIONS":
            start = {"type": "http.response.start", "status": 204, "headers": []}
            MutableHeaders(scope=start).update(_PREFLIGHT)
            await send_with_headers(start)
            await send({"type": "http.response.body", "body": b""})
            return
        if method == "HEAD":
            scope = {**scope, "method": "GET"}  # the server still knows that no body is to be sent
        await self.app(scope, receive, send_with_headers)


def _of_request(dataset: Dataset, state: dict[str, Any]) -> Iterator[Header]:
    """Yield what an answer says of its dataset and its query: the release, the changes since, the id, the time."""
    yield from of_dataset(dataset)
    flight: Flight | None = state.get("flight")
    if flight is not None:
        yield b"query-id", flight.id.encode()
        yield b"server-timing", f"query;dur={1000 * flight.seconds:.1f}".encode()
