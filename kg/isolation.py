"""What a forked child gives up before it does anything: the parent's signals, files and network, and its limits.

Files and network go by RLIMIT_NOFILE 0: the pipes stay open, but nothing new can be opened, so that name resolution,
connections and files all fail. Unlike a network namespace it needs no privilege, and costs nothing. Only where the data
lie in another engine may a child open connections, to ask it; where they lie on disk, it may open the files that the
engine has not opened yet, and no socket.
"""

import contextlib
import ctypes
import gc
import math
import os
import resource
import signal
import socket
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NoReturn, Protocol

from kg.sockets import refuse_sockets

_FILES: Final = 64
"""The open files of a child that may reach the network: a connection, and what resolving its name takes."""

_PARENT_DEATH_SIGNAL: Final = 1
_SYSTEM: Final = ctypes.CDLL(None)


class Opening(Protocol):
    """Something a child opens for itself, after the parent's files are closed and before it can open no others."""

    @property
    def descriptors(self) -> tuple[int, ...]:
        """The parent's open files that the child keeps."""

    def open(self) -> int:
        """Open it; return how many files it may still have to open later."""


def isolate(kept: Iterable[int], memory: int, *, network: bool = False, opening: Opening | None = None) -> None:
    """Let go of all that is the parent's but some open files, and take on the limits.

    Args:
        kept: the descriptors that stay open.
        memory: bytes beyond what the process has once it has opened what it needs.
        network: whether files and connections may be opened; only where the data lie in another engine.
        opening: what it needs.
    """
    gc.disable()  # a collection would copy every page that holds an object
    _reset_signals()
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    first = 3
    for descriptor in sorted({*kept, *(opening.descriptors if opening else ())}):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 20))
    if opening and not network:
        refuse_sockets()  # before what it opens starts threads; it may have to open files later
    later = opening.open() if opening else 0
    size, files = _size(), _highest() + 1 + later if later else 0
    if size:
        _limit(resource.RLIMIT_AS, size + memory)
    _limit(resource.RLIMIT_CORE, 0)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    hard, files = min(_FILES, most), min(files, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if network else files, max(hard, files)))


def fork(child: Callable[[], NoReturn]) -> int:
    """Fork a process that is the child and nothing else; return its process id.

    No signal may arrive between the fork and the child's own handlers: the parent's would write to its event loop.
    """
    mask, parent = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals()), os.getpid()
    try:
        pid = os.fork()
        if pid == 0:
            _end_with(parent)
            child()
        return pid
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def fork_again() -> int:
    """Fork inside of an isolated child, as `os.fork` does.

    The library of the event loop opens a pipe in every process that is forked, and aborts one that can open none.
    """
    with _few_files(), warnings.catch_warnings():
        # The other thread of a ready child waits for this one, and holds nothing.
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        return os.fork()


@contextlib.contextmanager
def received(connection: socket.socket) -> Iterator[int]:
    """Receive an open file from the parent inside of an isolated child, and close it after the block."""
    with _few_files():
        _, descriptors, _, _ = socket.recv_fds(connection, 1, 1)
    try:
        yield descriptors[0]
    finally:
        os.close(descriptors[0])


@contextlib.contextmanager
def _few_files() -> Iterator[None]:
    """Let a child have a few more open files while the block runs, in which nothing of a user's runs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def allow_processor_time(seconds: float) -> None:
    """Let the process be ended after so much more processor time.

    The parent's clock comes first; this holds even where nobody looks at it.
    """
    used = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, _allowed(resource.RLIMIT_CPU, math.ceil(used + seconds) + 1))


class Allowance:
    """Processor time for one query after another, which is allowed for many of them at once."""

    def __init__(self) -> None:
        """Allow nothing yet."""
        self._until = 0.0

    def allow(self, seconds: float) -> None:
        """Let the process be ended after so much more processor time, or up to twice as much."""
        if time.process_time() + seconds > self._until:
            allow_processor_time(2 * seconds)
            self._until = time.process_time() + 2 * seconds


def _reset_signals() -> None:
    """Leave the parent's event loop alone; Ctrl-C is for the parent, which kills or finishes its children."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _end_with(parent: int) -> None:
    """Be killed when the parent dies, so that no query outlives the service; only Linux knows this (prctl(2)).

    It tells nobody of a death that came before it was asked to.
    """
    if hasattr(_SYSTEM, "prctl"):
        _SYSTEM.prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _size() -> int:
    """Return the size of the address space in bytes; 0 where the system does not tell (no /proc)."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    return 0


def _highest() -> int:
    """Return the highest open descriptor: RLIMIT_NOFILE bounds their numbers, not how many there are."""
    return max(int(entry.name) for entry in Path("/proc/self/fd").iterdir())


def _limit(kind: int, value: int) -> None:
    value, _ = _allowed(kind, value)
    resource.setrlimit(kind, (value, value))


def _allowed(kind: int, value: int) -> tuple[int, int]:
    """Return a limit, or the hard one if that is less, and the hard one."""
    hard = resource.getrlimit(kind)[1]
    return value if hard == resource.RLIM_INFINITY else min(value, hard), hard
