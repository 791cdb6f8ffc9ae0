"""One line of JSON on standard error for each request, whoever answers it: plain ASGI, for a thread may never start.

The values of a query string, which may be whole queries, and all bodies stay out of the log.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SECOND: Final = 1_000_000
_CLIENT_CLOSED: Final = 499


class RequestLog:
    """Tells of every request when it has ended."""

    def __init__(self, app: ASGIApp, write: Callable[[str], None] | None = None) -> None:
        """Wrap the application; a line goes to `write`, or to standard error."""
        self.app = app
        self._write = write or _to_stderr

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and tell of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        entry = _Entry(scope, send)
        try:
            await self.app(scope, receive, entry.send)
        finally:
            self._write(entry.told())


def told_of(  # noqa: PLR0913 - the fields of a line
    at: datetime,
    method: str,
    path: str,
    *,
    status: int | None,
    seconds: float,
    query: str | None,
    client: str | None,
    length: int,
    outcome: str,
) -> str:
    """Return the line of a request; docs/reliability.md describes its fields."""
    fields = {
        "time": at.isoformat(timespec="milliseconds"),
        "method": method,
        "path": path,
        "status": status,
        "ms": round(1000 * seconds, 1),
        "query": query,
        "client": client,
        "bytes": length,
        "outcome": outcome,
    }
    return json.dumps(fields)


class QueryLog:
    """The lines of one client's queries by GET, where a child and not the application answers them."""

    def __init__(self, log: int | None, client: str) -> None:
        """Write to an open file, if there is one, of what a client has asked."""
        self._log = log
        self._client = client
        self._quoted = json.dumps(client)
        self._second, self._date = -1.0, ""

    def answered(self, seconds: float, query: bytes, length: int) -> None:
        """Write the line of a query that has just been answered.

        Args:
            seconds: how long it took.
            query: its id.
            length: of its answer, in bytes.
        """
        if self._log is not None:
            self._write(self.line(time.time() - seconds, seconds, query, length))

    def abandoned(self, seconds: float) -> None:
        """Write the line of a query whose client has just left."""
        line = told_of(
            datetime.now(UTC) - timedelta(seconds=seconds),
            "GET",
            "/sparql",
            status=None,
            seconds=seconds,
            query=None,
            client=self._client,
            length=0,
            outcome="abandoned",
        )
        self._write(f"{line}\n")

    def _write(self, line: str) -> None:
        if self._log is not None:
            with suppress(OSError):  # nobody reads the log
                os.write(self._log, line.encode())

    def line(self, at: float, seconds: float, query: bytes, length: int) -> str:
        """Return the line of a query that was answered, as `told_of` would at more cost.

        Args:
            at: when it was asked, in seconds since 1970.
            seconds: how long it took.
            query: its id.
            length: of its answer, in bytes.
        """
        second, rest = divmod(at, 1)
        if (micros := round(1e6 * rest)) == _SECOND:
            second, micros = second + 1, 0
        if second != self._second:
            self._date, self._second = datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S"), second
        return (
            f'{{"time": "{self._date}.{micros // 1000:03}+00:00", "method": "GET", "path": "/sparql", '
            f'"status": 200, "ms": {round(1000 * seconds, 1)}, "query": "{query.decode("ascii")}", '
            f'"client": {self._quoted}, "bytes": {length}, "outcome": "answered"}}\n'
        )


class _Entry:
    """What is known of one request so far."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._at = datetime.now(UTC)
        self._began = time.perf_counter()
        self._status: int | None = None
        self._headers: dict[bytes, bytes] = {}
        self._bytes = 0
        self._whole = False

    async def send(self, message: Message) -> None:
        """Send a part of the answer on, and take note of it."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = {name.lower(): value for name, value in message["headers"]}
        else:
            self._bytes += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
        await self._send(message)

    def told(self) -> str:
        """Return the line."""
        client = self._scope.get("client")
        query = self._headers.get(b"query-id")
        return told_of(
            self._at,
            self._scope["method"],
            self._scope["path"],
            status=self._status,
            seconds=time.perf_counter() - self._began,
            query=query.decode("latin-1") if query is not None else None,
            client=client[0] if client else None,
            length=0 if self._scope["method"] == "HEAD" else self._bytes,
            outcome=self._outcome(),
        )

    def _outcome(self) -> str:
        if self._status is None or not self._whole or self._status == _CLIENT_CLOSED:
            return "abandoned"
        if self._headers.get(b"server-timing", b"").startswith(b"cache;"):
            return "cached"
        if self._status < 400:
            return "answered"
        if self._status < 500:
            return "refused"
        return "unavailable" if self._status == 503 else "fault"


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - the log of a service is its standard error
