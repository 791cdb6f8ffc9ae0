"""Tasks that can be killed: each runs in a forked child under limits, and its answer is whole or an error.

The engine can neither be stopped nor trusted not to crash, so it never runs in the process that serves. The child
shares the parent's store copy-on-write, can open no file and no socket, and dies at its limits. It writes the answer
into one pipe and, last of all, a report into another; the answer counts only if the child ended with status 0.

The parent must have a single thread when it forks; an in-memory store starts none.
"""

import asyncio
import json
import os
import select
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, NoReturn, Self

from kg.errors import KgError, TimeoutReached
from kg.isolation import isolate

Task = Callable[[BinaryIO], Any]
"""What a child does: write the answer; what it returns, JSON must be able to hold."""

_MIB: Final = 1 << 20
_CHUNK: Final = 1 << 18
_REPORT: Final = 1 << 14  # less than any pipe holds, so that writing it never waits
_OK, _REPORTED, _OUT_OF_MEMORY = 0, 1, 3


class WorkerFailed(KgError):  # noqa: N818 - named for what happened
    """The child used too much memory, wrote too long an answer, or crashed."""

    exit_status = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What a task may use."""

    seconds: float = 30
    """Wall-clock time, and about as much processor time."""
    memory_mb: int = 1024
    """Memory beyond what the parent had when it forked, in MiB."""
    answer_mb: int = 1024
    """Length of the answer, in MiB."""
    buffer_mb: int = 8
    """Length up to which the answer stays in memory rather than in a temporary file, in MiB."""


DEFAULT_LIMITS: Final = Limits()

_CAUSES: Final = {
    _OUT_OF_MEMORY: "memory",
    -signal.SIGABRT: "memory",  # how the engine ends when it gets no memory
    -signal.SIGKILL: "memory",  # the system's own killer
    -signal.SIGXCPU: "timeout",
}
_FAILURES: Final[dict[str, tuple[type[KgError], str, str]]] = {
    "timeout": (
        TimeoutReached,
        "výpočet byl zastaven po {0.seconds:g} s; zúžte dotaz nebo požádejte o delší lhůtu.",
        "stopped after {0.seconds:g} s; narrow the query or ask for a longer time.",
    ),
    "length": (
        WorkerFailed,
        "odpověď je delší než {0.answer_mb} MiB; omezte ji, například pomocí LIMIT.",
        "the answer is longer than {0.answer_mb} MiB; narrow it, for example with LIMIT.",
    ),
    "memory": (
        WorkerFailed,
        "výpočet potřeboval více než {0.memory_mb} MiB paměti; zúžte dotaz.",
        "the computation needed more than {0.memory_mb} MiB of memory; narrow the query.",
    ),
    "crash": (
        WorkerFailed,
        "výpočet havaroval ({1}); zjednodušte dotaz, a trvá-li potíž, ohlaste ji.",
        "the computation crashed ({1}); simplify the query, and report it if it persists.",
    ),
}


class Answer:
    """A whole answer; `result` is what the task returned. Close it, or use it in a `with` statement."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        """Start empty."""
        self._body = tempfile.SpooledTemporaryFile(max_size=limits.buffer_mb * _MIB)  # noqa: SIM115 - see close
        self.size = 0
        self.result: Any = None

    def add(self, chunk: bytes) -> None:
        """Append a piece."""
        self._body.write(chunk)
        self.size += len(chunk)

    def chunks(self) -> Iterator[bytes]:
        """Yield the answer in pieces, from its start."""
        self._body.seek(0)
        while chunk := self._body.read(_CHUNK):
            yield chunk

    def read(self) -> bytes:
        """Return the whole answer."""
        return b"".join(self.chunks())

    def close(self) -> None:
        """Free the memory or the temporary file."""
        self._body.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


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


async def run_async(task: Task, limits: Limits = DEFAULT_LIMITS) -> Answer:
    """Run a task in a child without blocking the event loop; cancelling the coroutine kills the child.

    Raises:
        KgError: as `run` does.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()
    child = _Child(task, limits)

    def readable() -> None:
        child.read()
        if child.ended:
            loop.remove_reader(child.pipe)
            child.reap()
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
        chunk = os.read(self.pipe, _CHUNK)
        self.ended = not chunk
        if self.killed:
            return
        try:
            self.answer.add(chunk)
        except OSError:  # the disk of the temporary file is full
            self.kill("length")
        if self.answer.size > self.limits.answer_mb * _MIB:
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
        return self.status == _OK and not self.killed and "result" in self.report

    def outcome(self) -> Answer:
        """Return the answer, or raise what went wrong."""
        if self._whole:
            self.answer.result = self.report["result"]
            return self.answer
        if "error" in self.report:
            raise _revived(self.report)
        cause = _CAUSES.get(self.status or 0, "crash") if self.killed in {"", "abandoned"} else self.killed
        raise _failure(cause, self.limits, self.report.get("crash", f"status {self.status}"))


def _fork(task: Task, limits: Limits) -> tuple[int, int, int]:
    """Fork the child; return its process id and the reading ends of its two pipes."""
    data, data_in = os.pipe()
    report, report_in = os.pipe()
    # No signal may arrive between the fork and the child's own handlers: the parent's would write to its event loop.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        pid = os.fork()
        if pid == 0:
            _work(task, data_in, report_in, limits)
    except OSError as error:
        os.close(data)
        os.close(report)
        raise _failure("crash", limits, error) from error
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.close(data_in)
        os.close(report_in)
    return pid, data, report


def _work(task: Task, data: int, report: int, limits: Limits) -> NoReturn:
    """Be the child: nothing of the parent's may run here, so every way out is `os._exit`."""
    status, message = _REPORTED, {}
    try:
        isolate((data, report), limits.seconds, limits.memory_mb * _MIB)
        with open(data, "wb", buffering=_CHUNK, closefd=False) as out:
            message = {"result": task(out)}
        status = _OK
    except KgError as error:
        message = {"error": type(error).__name__, "cs": error.cs, "en": error.en}
    except MemoryError:
        status = _OUT_OF_MEMORY
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is not an Exception
        message = {"crash": f"{type(error).__name__}: {error}"[:1000]}
    try:
        text = json.dumps(message).encode()
        if len(text) > _REPORT:
            status, text = _REPORTED, b'{"crash": "the report is too long"}'
        os.write(report, text)
    except BaseException:  # noqa: BLE001 - as above
        status = _REPORTED
    finally:
        os._exit(status)


def _revived(report: dict[str, str]) -> KgError:
    """Return the error that the child reported, as its own class."""
    kinds: dict[str, type[KgError]] = {}
    waiting: list[type[KgError]] = [KgError]
    while waiting:
        kind = waiting.pop()
        kinds[kind.__name__] = kind
        waiting.extend(kind.__subclasses__())
    return kinds[report["error"]](cs=report["cs"], en=report["en"])


def _failure(cause: str, limits: Limits, what: object) -> KgError:
    kind, cs, en = _FAILURES[cause]
    return kind(cs=cs.format(limits, what), en=en.format(limits, what))
