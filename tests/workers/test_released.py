"""When the place of a job is free again: once, and not before the memory of a killed child is back."""

import asyncio
import os
import time
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from kg.errors import TimeoutReached
from kg.workers import Limits, Pool, run_async
from tests.workers.pooling import pooled

# Where the suite runs in parallel its processes have a second thread; these children never touch what it holds.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

_LARGE = 200 << 20


def hold(_state: str, _out: BinaryIO) -> None:
    held = bytearray(os.urandom(1 << 20)) * (_LARGE >> 20)
    time.sleep(60)
    del held


def held_by(pid: int) -> int:
    """Return the bytes a process has in memory and shares with no other; one that has ended has none."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def test_an_answered_job_frees_its_place_with_its_answer() -> None:
    async def test(pool: "Pool[Any]", _kills: list[str]) -> None:
        freed: list[int] = []
        for number in range(3):
            (await pool.run(finish, Limits(seconds=20), lambda number=number: freed.append(number))).close()  # type: ignore[misc]
            assert freed == list(range(number + 1))

    pooled(test)


def finish(_state: str, out: BinaryIO) -> None:
    out.write(b"done")


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_a_killed_job_frees_its_place_once_its_memory_is_back(*, is_cancelled: bool) -> None:
    async def test(pool: "Pool[Any]", _kills: list[str]) -> None:
        still_held: list[int] = []
        before = set(pool.pids)
        freed = asyncio.Event()

        def released() -> None:
            still_held.append(max(held_by(pid) for pid in before if pid not in pool.pids))
            freed.set()

        running = asyncio.ensure_future(pool.run(hold, Limits(seconds=60 if is_cancelled else 1), released))
        if is_cancelled:
            while max(map(held_by, before)) < _LARGE:
                await asyncio.sleep(0)
            running.cancel()
        with pytest.raises(asyncio.CancelledError if is_cancelled else TimeoutReached):
            await running
        await freed.wait()
        assert len(still_held) == 1
        assert still_held[0] < _LARGE

    pooled(test, memory_mb=512)


def test_a_task_in_a_child_of_its_own_frees_its_place_once_it_has_ended() -> None:
    async def main() -> None:
        freed = asyncio.Event()
        running = asyncio.ensure_future(run_async(lambda _out: time.sleep(60), Limits(), freed.set))
        await asyncio.sleep(0)
        assert not freed.is_set()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        await freed.wait()

    asyncio.run(main())
