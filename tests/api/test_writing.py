"""The writer: what it does where the disk, the store or another process fails it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox
import pytest
from starlette.requests import Request

from api import writing
from api.execution import ClientGone, Execution
from api.inflight import Flight, Stopped
from api.metrics import Figures
from api.problems import HttpError, status_of
from api.writing import Writer
from kg import iris
from kg.access import Holder
from kg.changes import Change, ChangeLog, NotRecorded, Record
from kg.disk import DiskDataset
from kg.errors import InputError, TimeoutReached
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


@pytest.fixture
def small(tmp_path: Path) -> Writing:
    """Return a writer over a store of its own."""
    return Writing(tmp_path)


def test_writes_run_one_after_another_and_are_told(small: Writing) -> None:
    async def several() -> list[int]:
        return await asyncio.gather(*(small.insert(number) for number in range(1, 6)))

    assert sorted(asyncio.run(several())) == [1, 2, 3, 4, 5]
    assert [dataset.changes for dataset in small.told] == [1, 2, 3, 4, 5]
    assert {dataset.store for dataset in small.told} == {small.dataset.store}
    assert small.values == set("012345")


def test_what_cannot_be_recorded_is_not_made(small: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise NotRecorded(cs="disk", en="disk")

    with monkeypatch.context() as patch:
        patch.setattr(ChangeLog, "append_text", full)
        with pytest.raises(NotRecorded) as caught:
            asyncio.run(small.insert(1))
    assert status_of(caught.value) == 503
    assert (small.values, small.told) == ({"0"}, [])
    assert asyncio.run(small.insert(2)) == 1
    assert small.values == {"0", "2"}


def test_where_a_recorded_change_could_not_be_made_nothing_is_written_any_more(
    small: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(writing, "applied", failing)
        with pytest.raises(MemoryError):
            asyncio.run(small.insert(1))
    with pytest.raises(HttpError, match="must start the service again") as caught:
        asyncio.run(small.insert(2))
    assert caught.value.status == 503
    assert small.writer.failure is not None
    assert (small.writer.failure.cs, small.writer.failure.en) == (caught.value.cs, caught.value.en)


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0)


def test_a_write_that_waits_is_known_by_its_id_and_can_be_stopped(small: Writing) -> None:
    async def crowded() -> None:
        await small.writer._lock.acquire()
        waiting = asyncio.ensure_future(small.insert(1))
        await asyncio.sleep(0)
        assert (small.flight(1).state, small.flight(1).is_over) == ("waiting", False)
        with pytest.raises(HttpError) as caught:
            await small.insert(1)
        assert caught.value.status == 409
        small.flight(1).stop()
        with pytest.raises(Stopped):
            await waiting
        small.writer._lock.release()
        await small.insert(2)

    asyncio.run(crowded())
    assert (small.flight(1).state, small.values) == ("stopped", {"0", "2"})


def test_a_client_that_goes_ends_the_wait_of_its_write(small: Writing) -> None:
    async def crowded() -> None:
        await small.writer._lock.acquire()
        gone = asyncio.Event()
        gone.set()
        with pytest.raises(ClientGone):
            await small.insert(1, gone=gone)
        small.writer._lock.release()
        await small.insert(2)

    asyncio.run(crowded())
    assert (small.flight(1).state, small.values) == ("failed", {"0", "2"})


def test_a_write_that_is_stopped_before_its_record_is_not_made(small: Writing) -> None:
    async def stopped() -> None:
        running = asyncio.ensure_future(small.insert(1))
        await asyncio.sleep(0)  # its change is computed, and it is about to go on
        small.flight(1).stop()
        with pytest.raises(Stopped):
            await running

    asyncio.run(stopped())
    assert (small.flight(1).state, small.values, small.told) == ("stopped", {"0"}, [])
    assert asyncio.run(small.insert(2)) == 1


def on_disk(small: Writing, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[], None]) -> Writing:
    """Return the writer over a dataset on disk, to which it gets once it is let go on, or not at all."""
    dataset = DiskDataset(small.dataset.store, small.dataset.version, small.dataset.hash)

    async def advance(given: DiskDataset, record: Record) -> Dataset:
        await asyncio.sleep(0)
        outcome()
        return given.changed(record)

    async def reopen(given: DiskDataset) -> Dataset:
        await asyncio.sleep(0)
        return given.changed(list(ChangeLog(small.folder / CHANGES).records())[-1])

    async def computed(*_: object) -> writing.Computed:
        change = Change(added=frozenset([ox.Quad(G, P, ox.Literal(1), G)]))
        return writing.Computed(*change.n_quads(), change, None)

    small.writer = Writer(dataset, Settings(store=small.folder), small.told.append)
    monkeypatch.setattr(writing, "advance", advance)
    monkeypatch.setattr(writing, "reopen", reopen)
    monkeypatch.setattr(small.writer, "_computed", computed)
    return small


def test_a_change_that_is_being_made_on_disk_is_no_failure(small: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    made = on_disk(small, monkeypatch, lambda: seen.append(small.writer.failure))
    assert asyncio.run(made.insert(1)) == 1
    assert (seen, made.writer.failure) == ([None], None)


def test_a_change_that_failed_on_disk_is_one_until_it_is_made(small: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = [OSError(28, "No space left on device")]

    def outcome() -> None:
        if failing:
            raise failing.pop()

    made = on_disk(small, monkeypatch, outcome)
    with pytest.raises(HttpError, match="before the next change or when the service is started again") as caught:
        asyncio.run(made.insert(1))
    assert caught.value.status == 503
    assert made.writer.failure is not None
    assert (made.writer.failure.cs, made.writer.failure.en) == (caught.value.cs, caught.value.en)
    assert "must start" not in made.writer.failure.en
    assert asyncio.run(made.insert(2)) == 2
    assert made.writer.failure is None


@pytest.mark.parametrize("way", ["stopped", "left"])
def test_a_change_that_is_recorded_is_made_and_told_whoever_stops_it(
    way: str, small: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = asyncio.Event()
    monkeypatch.setattr("api.execution._WATCHED_AFTER", 0)

    made = on_disk(small, monkeypatch, lambda: None)

    async def advance(given: DiskDataset, record: Record) -> Dataset:
        assert [each.number for each in small.records] == list(range(1, record.number + 1))
        small.flight(1).stop() if way == "stopped" else gone.set()
        for _ in range(10):
            await asyncio.sleep(0)
        return given.changed(record)

    monkeypatch.setattr(writing, "advance", advance)

    async def write() -> int:
        changes = await made.insert(1, gone=gone)
        assert await made.insert(2) == 2  # nothing holds the next one up
        return changes

    assert asyncio.run(write()) == 1
    assert made.flight(1).state == "answered"
    assert len(made.told) == 2


def test_what_is_made_on_disk_is_waited_for_by_the_next_write_when_its_own_has_ended(
    small: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = on_disk(small, monkeypatch, lambda: None)
    order: list[str] = []

    async def advance(given: DiskDataset, record: Record) -> Dataset:
        order.append(f"begin {record.number}")
        for _ in range(10):
            await asyncio.sleep(0)
        order.append(f"end {record.number}")
        return given.changed(record)

    monkeypatch.setattr(writing, "advance", advance)

    async def write() -> None:
        first = asyncio.ensure_future(made.insert(1))
        await until(lambda: order == ["begin 1"])
        first.cancel()  # as the end of the service does
        assert await made.insert(2) == 2
        assert first.cancelled()

    asyncio.run(write())
    assert order == ["begin 1", "end 1", "begin 2", "end 2"]


def test_what_is_read_anew_from_the_disk_is_so_once_though_its_write_is_stopped(
    small: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = [OSError(28, "No space left on device")]

    def outcome() -> None:
        if failing:
            raise failing.pop()

    made = on_disk(small, monkeypatch, outcome)
    anew: list[str] = []

    async def reopen(given: DiskDataset) -> Dataset:
        anew.append("begun")
        for _ in range(10):
            await asyncio.sleep(0)
        anew.append("done")
        return given.changed(small.records[-1])

    monkeypatch.setattr(writing, "reopen", reopen)

    async def write() -> None:
        with pytest.raises(HttpError):
            await made.insert(1)
        second = asyncio.ensure_future(made.insert(2))
        await until(lambda: anew == ["begun"])
        made.flight(2).stop()
        with pytest.raises(Stopped):
            await second
        assert await made.insert(3) == 2

    asyncio.run(write())
    assert anew == ["begun", "done"]


def test_a_store_that_changed_since_it_was_read_is_not_written_to(small: Writing, tmp_path: Path) -> None:
    log = ChangeLog(tmp_path / CHANGES)
    log.append(Change(), actor="a", action="update", request="", release="1")
    log.close()
    with pytest.raises(InputError, match="the data changed while they were read"):
        small.writer.open()
    ChangeLog(tmp_path / CHANGES).open().close()  # the lock was let go


def test_a_write_waits_for_its_turn_no_longer_than_its_deadline(small: Writing) -> None:
    async def crowded() -> None:
        first = asyncio.ensure_future(small.insert(1))
        await asyncio.sleep(0)
        with pytest.raises(TimeoutReached, match="other changes before this one"):
            await small.insert(2, seconds=0)
        await first

    asyncio.run(crowded())
    assert small.values == {"0", "1"}


def test_only_once_a_whole_closure_was_computed_do_additions_rest_on_it(
    small: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[bool] = []

    def follow(_store: ox.Store, change: Change, *, settled: bool) -> Change:
        known.append(settled)
        return change

    monkeypatch.setattr(writing, "follow", follow)
    for number, name in enumerate([G, iris.graph("alignments"), G, iris.graph("alignments")], start=1):
        asyncio.run(small.insert(number, graph=name))
    assert known == [False, False, True, True]
