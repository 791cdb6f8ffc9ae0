"""A client that keeps one connection and asks one query after another over it: HTTP/1.1 in bytes, and nothing added.

A connection is steady once it has asked so many queries, one after another, that were never seen before. Whatever a
service does with such a connection, its client must not be able to tell: that is what the tests of this name try.
"""

import itertools
import select
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urlsplit

STEADY = 12
"""After so many never-seen queries a connection counts as steady."""

HOST = "data.example"
"""The host that every request names, so that two services give the same answer byte for byte."""

OWN = frozenset({"date", "query-id", "server-timing"})
"""Headers of one answer alone: each of them stands there, with a value of its own."""

_numbers = itertools.count()


@dataclass(frozen=True)
class Answer:
    """One answer: its first line, its headers as they came, its body."""

    line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def status(self) -> int:
        """The status code."""
        return int(self.line.split(" ")[1])

    def header(self, name: str) -> str | None:
        """Return the value of a header that stands there once; None if it is not there."""
        values = [value for each, value in self.headers if each.lower() == name]
        assert len(values) <= 1, values
        return values[0] if values else None

    @property
    def same(self) -> tuple[str, list[tuple[str, str]], bytes]:
        """What two answers to the same request share: all but the values that are one answer's own."""
        return self.line, [(name, "" if name.lower() in OWN else value) for name, value in self.headers], self.body


class Conversation:
    """One connection; it is never opened anew."""

    def __init__(self, url: str, source: str = "127.0.0.1", receive_buffer: int = 0) -> None:
        """Connect from a source address, with a receive buffer of so many bytes where a number is given."""
        address = urlsplit(url)
        self._socket = socket.socket()
        if receive_buffer:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # each piece is a packet of its own
        self._socket.settimeout(60)
        self._socket.bind((source, 0))
        self._socket.connect((address.hostname, address.port))
        self._received = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    def send(self, *pieces: bytes) -> None:
        """Send bytes, each piece by itself."""
        for piece in pieces:
            self._socket.sendall(piece)

    def ask(self, *pieces: bytes) -> Answer:
        """Send one request and read its answer; a request for HEAD has one without a body."""
        self.send(*pieces)
        return self.read(bodiless=pieces[0].startswith(b"HEAD "))

    def read(self, *, bodiless: bool = False) -> Answer:
        """Read exactly one answer, as long as its Content-Length says (RFC 9112, section 6.3)."""
        while (end := self._received.find(b"\r\n\r\n")) < 0:
            self._receive(65536)
        line, *lines = self._received[:end].decode("latin-1").split("\r\n")
        del self._received[: end + 4]
        pairs = (each.partition(":") for each in lines)
        answer = Answer(line, tuple((name, value.strip()) for name, _, value in pairs), b"")
        if bodiless or answer.status < 200 or answer.status in {204, 304}:
            return answer
        length = answer.header("content-length")
        assert length is not None, answer
        while len(self._received) < int(length):
            self._receive(65536)
        body = bytes(self._received[: int(length)])
        del self._received[: int(length)]
        return Answer(answer.line, answer.headers, body)

    def read_a_little(self, most: int) -> int:
        """Receive some bytes of what comes, to be read later; return how many are there now."""
        self._receive(most)
        return len(self._received)

    def rest(self) -> bytes:
        """Read until the service closes; a reset is a close too."""
        try:
            while piece := self._socket.recv(65536):
                self._received += piece
        except ConnectionResetError:
            pass
        return bytes(self._received)

    def reset(self) -> None:
        """Leave without a farewell: what was not read or not sent is dropped, and the service is told of a reset."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def is_silent(self, seconds: float = 0) -> bool:
        """Wait, and return whether nothing came meanwhile, neither a byte nor an end."""
        return not self._received and not select.select([self._socket], [], [], seconds)[0]

    def _receive(self, most: int) -> None:
        piece = self._socket.recv(most)
        if not piece:
            raise ConnectionAbortedError(bytes(self._received))
        self._received += piece


def request(target: str, *lines: str, method: str = "GET", body: bytes = b"", host: str = HOST) -> bytes:
    """Return a request; `lines` are its headers."""
    length = [f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([f"{method} {target} HTTP/1.1", f"Host: {host}", *lines, *length, "", ""]).encode() + body


def asking(query: str, *lines: str, more: str = "") -> bytes:
    """Return the request that asks a query by GET; `more` are further parameters, from their `&` on."""
    return request(f"/sparql?query={quote(query, safe='')}{more}", *lines)


def numbered() -> tuple[str, bytes]:
    """Return a query that was never seen before, and its answer in CSV."""
    number = next(_numbers)
    return f'SELECT ("own {number}" AS ?mine) {{}}', f"mine\r\nown {number}\r\n".encode()


def goes_on(conversation: Conversation, times: int = 1) -> None:
    """Ask so many never-seen queries, each of which must be given its own answer."""
    for _ in range(times):
        query, expected = numbered()
        answer = conversation.ask(asking(query, "Accept: text/csv"))
        assert (answer.status, answer.body) == (200, expected), answer


def steady(url: str, source: str = "127.0.0.1", receive_buffer: int = 0) -> Conversation:
    """Return a connection that is steady."""
    conversation = Conversation(url, source, receive_buffer)
    goes_on(conversation, STEADY)
    return conversation


def fresh(url: str, asked: bytes) -> Answer:
    """Return the answer to a request on a connection of its own."""
    with Conversation(url) as conversation:
        return conversation.ask(asked)


def whole(received: bytes) -> list[Answer]:
    """Return the answers that make up these bytes, to the last of them."""
    found: list[Answer] = []
    while received:
        head, _, rest = received.partition(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        headers = tuple((name, value.strip()) for name, _, value in (each.partition(":") for each in lines))
        length = int(Answer(line, headers, b"").header("content-length") or 0)
        assert len(rest) >= length, received
        found.append(Answer(line, headers, rest[:length]))
        received = rest[length:]
    return found


def answered(conversation: Conversation, bodiless: Iterable[bool]) -> list[Answer]:
    """Read one answer for each request that was sent, in their order; tell of each whether it has no body."""
    return [conversation.read(bodiless=each) for each in bodiless]
