"""A service in this process that lends one end of a connection, and the client at the other end."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self
from urllib.parse import quote

from fastapi import FastAPI

from api.app import create_app
from api.lending import Lender, Outcome, Returned
from kg.errors import KgError
from kg.settings import load_settings
from kg.store import Dataset
from kg.workers import Member
from tests.reliability.clients import Reply, parsed
from tests.workers.pooling import own_children

CLIENT = "192.0.2.1"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) < STR(?i)) }"


def numbered(number: int) -> str:
    """Return a query whose answer has the number."""
    return f"SELECT ?n {{ VALUES ?n {{ {number} }} }}"


def request(query: str, **headers: str) -> bytes:
    """Return a plain request."""
    lines = {"Host": "example.org", "Accept": "text/csv"} | {name.replace("_", "-"): headers[name] for name in headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"GET /sparql?query={quote(query, safe='')} HTTP/1.1\r\n{head}\r\n".encode()


@dataclass
class Client:
    """Who asks; `lent` is what the lender is to return."""

    app: FastAPI
    ours: socket.socket
    theirs: socket.socket
    lent: "asyncio.Task[Returned]"
    read: bytes = b""

    @classmethod
    async def of(cls, app: FastAPI) -> Self:
        """Lend a new connection."""
        ours, theirs = socket.socketpair()
        for each in (ours, theirs):
            each.settimeout(0)
            app.state.opened.enter_context(each)
        lender: Lender = app.state.lender
        lender.patience = 60  # longer than any machine takes to send the next request
        lent = asyncio.ensure_future(lender.lend(ours.fileno(), CLIENT, "http"))
        await asyncio.sleep(0)
        return cls(app, ours, theirs, lent)

    @classmethod
    async def answered(cls, app: FastAPI) -> Self:
        """Lend a new connection, and ask the first query, which must be answered."""
        client = await cls.of(app)
        assert (await client.ask(numbered(1))).status == HTTPStatus.OK
        return client

    def send(self, *requests: bytes) -> None:
        """Send all at once."""
        self.theirs.send(b"".join(requests))

    async def reply(self) -> Reply:
        """Read one answer."""
        while b"\r\n\r\n" not in self.read:
            await self._read_more()
        head, _, _ = self.read.partition(b"\r\n\r\n")
        end = len(head) + 4 + int(parsed(head + b"\r\n\r\n").headers["content-length"])
        while len(self.read) < end:
            await self._read_more()
        answer, self.read = self.read[:end], self.read[end:]
        return parsed(answer)

    async def _read_more(self) -> None:
        piece = await asyncio.get_running_loop().sock_recv(self.theirs, 65536)
        assert piece
        self.read += piece

    async def hung_up(self) -> Returned:
        """Send no more; return what the lender returns."""
        self.theirs.shutdown(socket.SHUT_WR)
        return await self.lent

    async def first_of(self, *requests: bytes) -> Outcome:
        """Return what became of the first of these requests, all of which must come back as they were sent."""
        back = await self.lent
        assert (back.unread, back.unsent, back.is_lost) == (b"".join(requests), b"", False)
        assert back.first is not None
        assert back.first.flight.is_over
        return back.first

    async def error_of(self, kind: type[KgError], *requests: bytes) -> Outcome:
        """Return what became of the first of these requests, which must be an error of exactly this kind."""
        first = await self.first_of(*requests)
        assert (type(first.error), first.answer) == (kind, None)
        return first

    async def unanswered(self) -> bytes:
        """Return what of the requests nobody has answered once the connection is back; the child need not read it."""
        back = await self.lent
        try:
            return back.unread + self.ours.recv(65536)
        except BlockingIOError:
            return back.unread

    async def ask(self, query: str) -> Reply:
        """Ask, and read the answer."""
        self.send(request(query))
        return await self.reply()


def child_of(app: FastAPI) -> Member:
    """Return the one child that is lent a connection."""
    (loan,) = app.state.lender._loans.values()
    child: Member = loan._child
    return child


async def at_work(app: FastAPI) -> Member:
    """Return the one child that is lent a connection, once it runs a query."""
    busy = child_of(app)
    while not busy.ledger.running_since:
        await asyncio.sleep(0)
    return busy


def served(dataset: Dataset, test: Callable[[FastAPI], Awaitable[None]], **settings: object) -> None:
    """Run a test with a service whose children are ready, and let them end."""

    async def main() -> None:
        before = own_children()
        app = create_app(dataset, load_settings(**settings))
        pool = app.state.service.execution.pool
        try:
            with ExitStack() as app.state.opened:
                await test(app)
        finally:
            pool.close()
            while own_children() - before:
                await asyncio.sleep(0)

    asyncio.run(main())
