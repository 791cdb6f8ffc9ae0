"""What a forked child gives up before it does anything: the parent's signals, files and network, and its limits.

Files and network go by RLIMIT_NOFILE 0: the pipes stay open, but nothing new can be opened, so that name resolution,
connections and files all fail. Unlike a network namespace it needs no privilege, and costs nothing.
"""

import contextlib
import gc
import math
import os
import resource
import signal
from pathlib import Path


def isolate(kept: tuple[int, int], seconds: float, memory: int) -> None:
    """Let go of all that is the parent's but two open files, and take on the limits.

    Args:
        kept: the descriptors that stay open.
        seconds: processor time; the parent's clock comes first, this holds even if the parent is gone.
        memory: bytes beyond what the process has now.
    """
    gc.disable()  # a collection would copy every page that holds an object
    _reset_signals()
    size = _size()
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    low, high = sorted(kept)
    os.closerange(3, low)
    os.closerange(low + 1, high)
    os.closerange(high + 1, min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 20))
    if size:
        _limit(resource.RLIMIT_AS, size + memory)
    _limit(resource.RLIMIT_CPU, math.ceil(seconds) + 1)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 0)


def _reset_signals() -> None:
    """Leave the parent's event loop alone; Ctrl-C is for the parent, which kills or finishes its children."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _size() -> int:
    """Return the size of the address space in bytes; 0 where the system does not tell (no /proc)."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    return 0


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))
