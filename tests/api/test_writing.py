"""The writer: what it does where the disk, the store or another process fails it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox
import pytest
from starlette.requests import Request

from api import writing
from api.execution import Execution
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


class Here:
    """Run a task in this process, where nothing of it needs to be killed."""

    async def run(self, _request: object, task: Task, _limits: Limits) -> Answer:
        """Run it, and let others run before its answer comes."""
        answer = Answer()

        class Out:
            write = staticmethod(answer.add)

        answer.result = task(cast("Any", Out))
        await asyncio.sleep(0)
        return answer


class Writing:
    """A writer over a small store, and what it told."""

    def __init__(self, folder: Path) -> None:
        """Make a release and read it."""
        self.folder = folder
        write_release([ox.Quad(G, P, ox.Literal(0), G)], "1", folder)
        self.dataset = load_release(folder)
        self.told: list[Dataset] = []
        self.writer = Writer(self.dataset, Settings(store=folder), self.told.append)

    async def insert(self, value: int, seconds: float = 30, graph: ox.NamedNode = G) -> int:
        """Add a quad; return how many changes there are."""
        change = Change(added=frozenset([ox.Quad(G, P, ox.Literal(value), graph)]))
        written = await self.writer.write(
            Request({"type": "http"}),
            cast("Execution", Here()),
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
        patch.setattr(ChangeLog, "append", full)
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
        patch.setattr(writing, "apply", failing)
        with pytest.raises(MemoryError):
            asyncio.run(small.insert(1))
    with pytest.raises(HttpError, match="must start the service again") as caught:
        asyncio.run(small.insert(2))
    assert caught.value.status == 503
    assert small.writer.failure is not None
    assert (small.writer.failure.cs, small.writer.failure.en) == (caught.value.cs, caught.value.en)


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

    async def computed(*_: object) -> tuple[Change, None]:
        return Change(added=frozenset([ox.Quad(G, P, ox.Literal(1), G)])), None

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
