"""Children kept ready: one job after another, killed and replaced, renewed; nothing crosses from one job to another."""

import asyncio
import os
import signal
import time
from functools import partial
from typing import Any, BinaryIO

import pytest

from kg.errors import QueryError, RefusedError, TimeoutReached
from kg.workers import Limits, Pool, WorkerFailed
from tests.workers.pooling import LIMITS, SIZE, answer_of, at_rest, own_children, pooled

# Where the suite runs in parallel its processes have a second thread; these children never touch what it holds.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def tell_state(state: str, out: BinaryIO) -> int:
    out.write(state.encode())
    return os.getpid()


def echo(_state: str, out: BinaryIO, *, text: bytes) -> int:
    out.write(text)
    return len(text)


def sleep(_state: str, out: BinaryIO) -> None:
    out.write(b"half of an answer" * 100_000)
    time.sleep(60)


def flood(_state: str, out: BinaryIO) -> None:
    while True:
        out.write(bytes(65536))


def refuse(_state: str, out: BinaryIO) -> None:
    out.write(b"half of an answer")
    raise RefusedError(cs="česky", en="in English")


def crash(_state: str, _out: BinaryIO) -> None:
    signal.raise_signal(signal.SIGSEGV)


def end_from_outside(_state: str, _out: BinaryIO) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(_state: str, _out: BinaryIO) -> None:
    os._exit(0)


def devour(_state: str, _out: BinaryIO) -> None:
    bytearray(1 << 30)


def grow(_state: str, _out: BinaryIO) -> int:
    bytearray(b"x") * (200 << 20)
    return os.getpid()


def fail(_state: str, _out: BinaryIO) -> None:
    raise ZeroDivisionError("by nought")


def unspeakable(_state: str, _out: BinaryIO) -> object:
    return object()


def test_children_take_one_job_after_another() -> None:
    async def test(pool: "Pool[Any]", kills: list[str]) -> None:
        pids = set(pool.pids)
        assert own_children() >= pids
        for number in range(20):
            text = str(number).encode() * number * 10_000
            assert await answer_of(pool, partial(echo, text=text)) == (text, len(text))
        assert set(pool.pids) == pids
        assert (pool.ready, kills) == (SIZE, [])

    pooled(test)


def test_jobs_run_side_by_side_and_answers_are_not_mixed() -> None:
    async def test(pool: "Pool[Any]", _kills: list[str]) -> None:
        texts = [bytes([number]) * 3_000_000 for number in range(8)]
        found = await asyncio.gather(*(answer_of(pool, partial(echo, text=text)) for text in texts))
        assert [text for text, _ in found] == texts
        while pool.ready < SIZE:  # more jobs than places are not refused: there were more children for a while
            await asyncio.sleep(0)

    pooled(test)


@pytest.mark.parametrize(
    ("job", "limits", "kind", "words", "reason"),
    [
        (sleep, Limits(seconds=0.1), TimeoutReached, "stopped after 0.1 s", ["timeout"]),
        (flood, Limits(seconds=0.3, answer_mb=1 << 20), TimeoutReached, "stopped after 0.3 s", ["timeout"]),
        (flood, Limits(answer_mb=2), WorkerFailed, "longer than 2 MiB", ["length"]),
        (end_from_outside, Limits(), WorkerFailed, "operating system ended the computation", []),
        (devour, Limits(memory_mb=256), WorkerFailed, "more than 256 MiB of memory", []),
        (crash, LIMITS, WorkerFailed, "crashed", []),
        (leave, LIMITS, WorkerFailed, "crashed .no report", []),
        (fail, LIMITS, WorkerFailed, "ZeroDivisionError: by nought", []),
        (unspeakable, LIMITS, WorkerFailed, "crashed", []),
    ],
)
def test_a_child_that_went_wrong_is_told_and_replaced(
    job: Any, limits: Limits, kind: type[Exception], words: str, reason: list[str]
) -> None:
    async def test(pool: "Pool[Any]", kills: list[str]) -> None:
        pids = set(pool.pids)
        with pytest.raises(kind, match=words):
            await pool.run(job, limits)
        assert kills == reason
        await at_rest(pool)
        assert len(pids - set(pool.pids)) == 1
        assert [await answer_of(pool, partial(echo, text=b"next")) for _ in range(4)] == [(b"next", 4)] * 4

    pooled(test)


def test_an_error_for_people_costs_no_child() -> None:
    async def test(pool: "Pool[Any]", kills: list[str]) -> None:
        pids = set(pool.pids)
        for _ in range(4):
            with pytest.raises(RefusedError) as caught:
                await pool.run(refuse, LIMITS)
            assert isinstance(caught.value, QueryError)
            assert (caught.value.cs, caught.value.en) == ("česky", "in English")
            assert await answer_of(pool, partial(echo, text=b"next")) == (b"next", 4)
        assert (set(pool.pids), kills) == (pids, [])

    pooled(test)


def test_a_child_that_grew_is_replaced_and_its_answer_stands() -> None:
    async def test(pool: "Pool[Any]", kills: list[str]) -> None:
        _, pid = await answer_of(pool, grow)
        await at_rest(pool)
        assert pid not in pool.pids
        assert kills == []

    pooled(test, memory_mb=1024)


@pytest.mark.parametrize("job", [sleep, flood])
def test_a_cancelled_job_is_killed_and_never_answers_another(job: Any) -> None:
    async def test(pool: "Pool[Any]", kills: list[str]) -> None:
        for number in range(1, 4):
            pids = set(pool.pids)
            jobs = [asyncio.ensure_future(pool.run(job, LIMITS)) for _ in range(SIZE)]
            while pool.ready:
                await asyncio.sleep(0)
            for each in jobs:
                each.cancel()
            assert [type(each) for each in await asyncio.gather(*jobs, return_exceptions=True)] == [
                asyncio.CancelledError
            ] * SIZE
            assert kills == ["abandoned"] * SIZE * number
            await at_rest(pool)
            assert pids.isdisjoint(pool.pids)
            assert await answer_of(pool, partial(echo, text=b"mine")) == (b"mine", 4)

    pooled(test)


def test_a_job_cancelled_while_it_is_being_sent_is_killed_too() -> None:
    async def test(pool: "Pool[Any]", kills: list[str]) -> None:
        job = partial(echo, text=bytes(32 << 20))  # far more than the connection holds
        sending = asyncio.ensure_future(pool.run(job, LIMITS))
        await asyncio.sleep(0)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert kills == ["abandoned"]
        await at_rest(pool)
        assert await answer_of(pool, partial(echo, text=b"mine")) == (b"mine", 4)

    pooled(test)


def test_a_child_that_dies_idle_is_replaced() -> None:
    async def test(pool: "Pool[Any]", kills: list[str]) -> None:
        first = pool.pids[0]
        os.kill(first, signal.SIGKILL)
        while first in pool.pids:
            await asyncio.sleep(0)
        await at_rest(pool)
        assert kills == []  # not by the pool
        assert await answer_of(pool, partial(echo, text=b"next")) == (b"next", 4)

    pooled(test)


def test_renewed_children_know_the_new_state_and_a_running_job_ends_with_the_old() -> None:
    async def test(pool: "Pool[Any]", _kills: list[str]) -> None:
        slow = asyncio.ensure_future(answer_of(pool, tell_state_late))
        while pool.ready == SIZE:
            await asyncio.sleep(0)
        former = set(pool.pids)
        pool.renew("second")
        assert former.isdisjoint(pool.pids)
        for _ in range(2 * SIZE):
            assert (await answer_of(pool, tell_state))[0] == b"second"
        assert (await slow)[0] == b"first"
        await at_rest(pool)

    pooled(test)


def tell_state_late(state: str, out: BinaryIO) -> None:
    time.sleep(0.3)
    out.write(state.encode())


def test_a_closed_pool_lets_its_last_job_end() -> None:
    async def test(pool: "Pool[Any]", _kills: list[str]) -> None:
        slow = asyncio.ensure_future(answer_of(pool, tell_state_late))
        while pool.ready == SIZE:
            await asyncio.sleep(0)
        pool.close()
        assert (pool.ready, pool.pids) == (0, [])
        assert (await slow)[0] == b"first"

    pooled(test)


def test_a_long_answer_goes_through_a_temporary_file() -> None:
    async def test(pool: "Pool[Any]", _kills: list[str]) -> None:
        text = os.urandom(1 << 20) * 20
        assert (await answer_of(pool, partial(echo, text=text), Limits(buffer_mb=1)))[0] == text

    pooled(test)


def test_nothing_is_forked_of_what_is_changing() -> None:
    async def test(pool: Pool[str], _kills: list[str]) -> None:
        with pool.unsettled():
            before = own_children()
            with pool.borrowed() as first, pool.borrowed() as second:
                assert {first.pid, second.pid} <= before
                with pytest.raises(WorkerFailed, match="changing"), pool.borrowed():
                    pass
                with pytest.raises(TimeoutReached):
                    await pool.available(Limits(seconds=0.05))
                waiting = asyncio.ensure_future(pool.available(LIMITS))
                os.kill(first.pid, signal.SIGKILL)
                while len(own_children()) == len(before):
                    await asyncio.sleep(0.01)
                pool.fill()
                assert own_children() < before, "the dead one is not replaced"
            assert not waiting.done()
            pool.renew("second")
            assert (pool.ready, pool.pids) == (0, [])
        await waiting
        await at_rest(pool)
        assert (await answer_of(pool, tell_state))[0] == b"second"

    pooled(test)


def test_a_ready_child_is_available_while_the_state_changes() -> None:
    async def test(pool: Pool[str], _kills: list[str]) -> None:
        with pool.unsettled():
            await pool.available(Limits(seconds=0))
            assert (await answer_of(pool, tell_state))[0] == b"first"

    pooled(test)


def test_what_is_torn_is_never_copied() -> None:
    async def test(pool: Pool[str], _kills: list[str]) -> None:
        with pytest.raises(MemoryError), pool.unsettled():
            raise MemoryError
        assert not pool.is_settled
        before = own_children()
        os.kill(pool.pids[0], signal.SIGKILL)
        while own_children() == before:
            await asyncio.sleep(0.01)
        pool.fill()
        assert own_children() < before
        assert (await answer_of(pool, tell_state))[0] == b"first"

    pooled(test)
