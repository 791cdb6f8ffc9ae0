"""A writer over a small store, in this process, and what it told."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox
from starlette.requests import Request

from api.execution import Execution
from api.inflight import Flight
from api.metrics import Figures
from api.writing import Writer
from kg.access import Holder
from kg.changes import Change, ChangeLog, Record
from kg.settings import Settings
from kg.store import CHANGES, Dataset, load_release, write_release
from kg.workers import Answer, Limits, Task

G, P = ox.NamedNode("https://example.org/g"), ox.NamedNode("https://example.org/p")
ADMIN = Holder("jana", frozenset({"admin"}), "")


class Here(Execution):
    """Run a task in this process, where nothing of it needs to be killed."""

    async def run_followed(self, _request: object, _flight: object, task: Task, _limits: Limits) -> Answer:
        """Run it, and let others run before its answer comes."""
        answer = Answer()

        class Out:
            write = staticmethod(answer.add)

        answer.result = task(cast("Any", Out))
        await asyncio.sleep(0)
        return answer

    @contextmanager
    def unsettled(self) -> Iterator[None]:
        """Take note of it; nothing is forked here."""
        assert self.is_settled
        self.is_settled = False
        yield
        self.is_settled = True

    is_settled = True


class Writing:
    """A writer over a small store, and what it told."""

    def __init__(self, folder: Path) -> None:
        """Make a release and read it."""
        self.folder = folder
        write_release([ox.Quad(G, P, ox.Literal(0), G)], "1", folder)
        self.dataset = load_release(folder)
        self.told: list[Dataset] = []
        settings = Settings(store=folder)
        self.writer = Writer(self.dataset, settings, self.told.append)
        self.execution = Here(self.dataset, settings, Figures())

    def flight(self, value: int) -> Flight:
        """Return the flight of a quad that is added."""
        return self.execution.flights.find(f"q{value}")

    @property
    def records(self) -> list[Record]:
        """What is recorded."""
        return list(ChangeLog(self.folder / CHANGES).records())

    async def insert(
        self, value: int, seconds: float = 30, graph: ox.NamedNode = G, gone: asyncio.Event | None = None
    ) -> int:
        """Add a quad, for a client that goes at an event if there is one; return how many changes there are."""
        change = Change(added=frozenset([ox.Quad(G, P, ox.Literal(value), graph)]))
        return await self.write(change, f"q{value}", seconds, gone)

    async def write(
        self, change: Change, name: str = "q", seconds: float = 30, gone: asyncio.Event | None = None
    ) -> int:
        """Make a change whose flight has a name, as `insert` does."""

        async def receive() -> dict[str, str]:
            await (gone or asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        scope = {"type": "http", "headers": [(b"query-id", name.encode())], "state": {}}
        written = await self.writer.write(
            Request(scope, receive),
            self.execution,
            Limits(seconds),
            lambda _dataset: (change, None),
            holder=ADMIN,
            action="update",
            text="",
        )
        return written.dataset.changes

    @property
    def values(self) -> set[str]:
        """What the store holds."""
        return {quad.object.value for quad in self.dataset.store.quads_for_pattern(None, None, None, G)}  # type: ignore[union-attr]


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0)
