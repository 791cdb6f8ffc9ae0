"""The writer over a dataset on disk: what is recorded is made in the end, whatever becomes of its request."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from api import writing
from api.inflight import Stopped
from api.problems import HttpError
from api.writing import Writer
from kg.changes import Change, ChangeLog, Record
from kg.disk import DiskDataset
from kg.settings import Settings
from kg.store import CHANGES, Dataset
from tests.api.writers import G, P, Writing, until


@pytest.fixture
def small(tmp_path: Path) -> Writing:
    """Return a writer over a store of its own."""
    return Writing(tmp_path)


def on_disk(small: Writing, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[], None]) -> Writing:
    """Return the writer over a dataset on disk, to which it gets once it is let go on, or not at all."""
    dataset = DiskDataset(small.dataset.store, small.dataset.version, small.dataset.hash, names=ox.Store())

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
