"""The writer: what it does where the disk, the store or another process fails it."""

import asyncio
from pathlib import Path

import pyoxigraph as ox
import pytest

from api import writing
from api.execution import ClientGone
from api.inflight import Stopped
from api.problems import HttpError, status_of
from kg import iris
from kg.changes import Change, ChangeLog, NotRecorded
from kg.errors import InputError, TimeoutReached
from kg.store import CHANGES
from tests.api.writers import G, Writing


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
