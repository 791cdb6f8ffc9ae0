"""A task that ends: it runs in a forked child that the system stops when its time is over.

The engine can neither be stopped nor bounded by LIMIT where a filter refuses every row of a product. An alarm ends a
process even inside the engine; the answer comes through shared memory, since a worker may open no pipe.
"""

import json
import mmap
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, NoReturn

from kg.errors import KgError
from kg.isolation import fork_again

_ROOM: Final = 16 << 20
"""Bytes of the shared memory; the system gives it page by page, as it is written."""

_SIZE: Final = 8
"""How many of them tell the length of the answer."""

_FAILED: Final = 2
"""The status of a child whose task raised an error of the engine."""


class Unfinished(Exception):  # noqa: N818 - named for what happened
    """A task took too long or too much memory, or its answer is too large."""


class Failed(Exception):  # noqa: N818 - named for what happened
    """The engine does not take what it was asked."""


def bounded(task: Callable[[], Any], seconds: float) -> Any:
    """Run a task in a child that dies when the time is over; return what it returned.

    Args:
        task: gives what JSON can hold; it sees this process's memory and changes nothing in it.
        seconds: wall-clock time.

    Raises:
        Unfinished: there is no answer.
        Failed: the task raised an error of the engine.
    """
    if seconds <= 0:
        raise Unfinished
    with mmap.mmap(-1, _ROOM) as shared:
        try:
            pid = fork_again()
        except OSError as error:
            raise Unfinished from error
        if pid == 0:
            _work(task, seconds, shared)
        try:
            _, status = os.waitpid(pid, 0)
        except BaseException:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            raise
        if status != 0:
            raise Failed if os.waitstatus_to_exitcode(status) == _FAILED else Unfinished
        return json.loads(shared[_SIZE : _SIZE + int.from_bytes(shared[:_SIZE], "big")])


def _work(task: Callable[[], Any], seconds: float, shared: mmap.mmap) -> NoReturn:
    """Be the child; it must not hold the pipes of a worker that is being killed."""
    status = 1
    try:
        os.closerange(3, 1 << 16)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
        signal.setitimer(signal.ITIMER_REAL, seconds)
        answer = json.dumps(task()).encode()
        shared[:_SIZE] = len(answer).to_bytes(_SIZE, "big")
        shared[_SIZE : _SIZE + len(answer)] = answer
        status = 0
    except (KgError, SyntaxError, RuntimeError, ValueError):
        status = _FAILED
    except BaseException:  # noqa: BLE001 - a panic of the engine is not an Exception
        status = 1
    finally:
        os._exit(status)
