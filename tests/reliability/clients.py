"""Clients at the lowest level: bytes over a socket, many at once, with nothing between the test and the server."""

import asyncio
import socket
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

SPARQL = "application/sparql-query"


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes


def parsed(text: bytes) -> Reply:
    """Return an answer as it came over a connection."""
    head, _, body = text.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Reply(int(first.split(" ")[1]), {name.lower(): value.strip() for name, _, value in pairs}, body)


def exchange(url: str, *sent: bytes) -> Reply | None:
    """Send bytes as they are and read until the server closes; None if it closed without a word."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
        received = b""
        try:
            for piece in sent:
                connection.sendall(piece)
        except ConnectionError:  # it closed in the midst of what we send, and has answered before
            pass
        try:
            while piece := connection.recv(65536):
                received += piece
        except ConnectionError:
            pass
    return parsed(received) if received else None


class Client:
    """One client with one connection, which it keeps."""

    def __init__(self, url: str, name: str = "") -> None:
        """Connect to nothing yet; `name` is the address a proxy would tell of this client."""
        self._address = urlsplit(url)
        self._forwarded = f"X-Forwarded-For: {name}\r\n" if name else ""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._streams is not None:
            self._streams[1].close()

    async def get(self, path: str, **headers: str) -> Reply:
        """GET a path."""
        return await self.send("GET", path, b"", headers)

    async def query(self, query: str | bytes, parameters: str = "", **headers: str) -> Reply:
        """POST a query."""
        body = query.encode() if isinstance(query, str) else query
        return await self.send("POST", f"/sparql{parameters}", body, {"Content-Type": SPARQL, **headers})

    async def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reply:
        """Send a request and read its whole answer."""
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._address.netloc}\r\n{self._forwarded}{lines}"
        return await self._exchange(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    async def _exchange(self, request: bytes) -> Reply:
        kept, self._streams = self._streams, None
        reader, writer = kept or await asyncio.open_connection(self._address.hostname, self._address.port)
        try:
            writer.write(request)
            head = parsed(await reader.readuntil(b"\r\n\r\n"))
            body = await reader.readexactly(int(head.headers.get("content-length", 0)))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()
            if kept is None:
                raise
            return await self._exchange(request)  # it was idle for too long, and was closed
        except BaseException:
            writer.close()
            raise
        self._streams = reader, writer
        return Reply(head.status, head.headers, body)
