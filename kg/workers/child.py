"""One task, one child: it writes the answer into one pipe and, last of all, a report into another.

The answer counts only if the child ended with status 0.
"""

import asyncio
import json
import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, Final, NoReturn

from kg.errors import KgError
from kg.isolation import allow_processor_time, fork, isolate
from kg.workers.answer import CHUNK, Answer
from kg.workers.failures import OK, OUT_OF_MEMORY, REPORTED, cause_of, described, failure, revived
from kg.workers.limits import DEFAULT_LIMITS, MIB, Limits

Task = Callable[[BinaryIO], Any]
"""What a child does: write the answer; what it returns, JSON must be able to hold."""

_REPORT: Final = 1 << 14  # less than any pipe holds, so that writing it never waits

MOMENT: Final = 0.005
"""How long to wait before it is asked again whether a child has ended, in seconds."""


def run(task: Task, limits: Limits = DEFAULT_LIMITS) -> Answer:
    """Run a task in a child and wait for it.

    Raises:
        KgError: what the task raised (QueryError, RefusedError, …).
        TimeoutReached: it was stopped at its deadline.
        WorkerFailed: it ran out of memory, its answer was too long, or it crashed.
    """
    deadline = time.monotonic() + limits.seconds
    child = _Child(task, limits)
    poll = select.poll()
    poll.register(child.pipe, select.POLLIN)
    try:
        while not child.ended:
            left = deadline - time.monotonic()
            if left <= 0:
                child.kill("timeout")
            if poll.poll(None if child.killed else 1000 * left):
                child.read()
    finally:
        child.kill("abandoned")
        child.reap()
    return child.outcome()


def nothing() -> None:
    """Do nothing when a child is released."""


async def run_async(task: Task, limits: Limits = DEFAULT_LIMITS, released: Callable[[], None] = nothing) -> Answer:
    """Run a task in a child without blocking the event loop; cancelling the coroutine kills the child.

    Args:
        task: what it does.
        limits: what it may use.
        released: called once when the child has ended; if the coroutine is cancelled, that is later.

    Raises:
        KgError: as `run` does.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()
    try:
        child = _Child(task, limits)
    except BaseException:
        released()
        raise

    def readable() -> None:
        child.read()
        if child.ended:
            loop.remove_reader(child.pipe)
            child.reap()
            released()
            if not ended.done():
                ended.set_result(None)

    loop.add_reader(child.pipe, readable)
    timer = loop.call_later(limits.seconds, child.kill, "timeout")
    try:
        await ended
    except asyncio.CancelledError:
        child.kill("abandoned")  # the reader stays, and reaps it once it is gone
        raise
    finally:
        timer.cancel()
    return child.outcome()


async def all_gone() -> None:
    """Wait until this process has no child any more; whoever forked them reaps them meanwhile, in the running loop."""
    with suppress(ChildProcessError):
        while True:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            await asyncio.sleep(MOMENT)


class _Child:
    """A forked child, seen from the parent."""

    def __init__(self, task: Task, limits: Limits) -> None:
        self.limits = limits
        self.ended = False
        self.killed = ""
        self.status: int | None = None
        self.report: dict[str, Any] = {}
        self.pid, self.pipe, self._report = _fork(task, limits)
        self.answer = Answer(limits)

    def read(self) -> None:
        """Take what the child wrote; its end means that the child is gone (exit closes the pipe last)."""
        chunk = os.read(self.pipe, CHUNK)
        self.ended = not chunk
        if self.killed:
            return
        try:
            self.answer.add(chunk)
        except OSError:
            self.kill("disk")
        if self.answer.size > self.limits.answer_mb * MIB:
            self.kill("length")

    def kill(self, reason: str) -> None:
        """Kill the child at once, unless it has ended or is killed already."""
        if not self.ended and not self.killed:
            self.killed = reason
            os.kill(self.pid, signal.SIGKILL)

    def reap(self) -> None:
        """Leave no zombie and no open file behind."""
        _, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        with open(self._report, "rb") as report:  # noqa: PTH123 - a descriptor, not a path
            self.report = json.loads(report.read() or b"{}")
        os.close(self.pipe)
        if not self._whole:
            self.answer.close()

    @property
    def _whole(self) -> bool:
        return self.status == OK and not self.killed and "result" in self.report

    def outcome(self) -> Answer:
        """Return the answer, or raise what went wrong."""
        if self._whole:
            self.answer.result = self.report["result"]
            return self.answer
        if "error" in self.report:
            raise revived(self.report)
        cause = cause_of(self.status, self.killed)
        raise failure(cause, self.limits, self.report.get("crash", f"status {self.status}"))


def _fork(task: Task, limits: Limits) -> tuple[int, int, int]:
    """Fork the child; return its process id and the reading ends of its two pipes."""
    data, data_in = os.pipe()
    report, report_in = os.pipe()
    try:
        pid = fork(lambda: _work(task, data_in, report_in, limits))
    except OSError as error:
        os.close(data)
        os.close(report)
        raise failure("crash", limits, error) from error
    finally:
        os.close(data_in)
        os.close(report_in)
    return pid, data, report


def _work(task: Task, data: int, report: int, limits: Limits) -> NoReturn:
    """Be the child: nothing of the parent's may run here, so every way out is `os._exit`."""
    status, message = REPORTED, {}
    try:
        isolate((data, report), limits.memory_mb * MIB, network=limits.network, opening=limits.opening)
        allow_processor_time(limits.seconds)
        with open(data, "wb", buffering=CHUNK, closefd=False) as out:
            message = {"result": task(out)}
        status = OK
    except KgError as error:
        message = described(error)
    except MemoryError:
        status = OUT_OF_MEMORY
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is not an Exception
        message = {"crash": f"{type(error).__name__}: {error}"[:1000]}
    try:
        text = json.dumps(message).encode()
        if len(text) > _REPORT:
            status, text = REPORTED, b'{"crash": "the report is too long"}'
        os.write(report, text)
    except BaseException:  # noqa: BLE001 - as above
        status = REPORTED
    finally:
        os._exit(status)
