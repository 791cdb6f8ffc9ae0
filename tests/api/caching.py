"""A cache over an application that counts, and requests to it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from starlette.types import Message, Receive, Scope, Send

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
