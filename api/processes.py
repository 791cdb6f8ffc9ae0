"""What the system tells of the memory of the serving process and of its children; only Linux tells it of children."""

import os
import resource
from contextlib import suppress
from pathlib import Path
from typing import Final

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def resident() -> int:
    """Return the memory that this process holds now, in bytes; at its largest, where the system tells no more."""
    with suppress(OSError):
        return _resident("self")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def resident_of_children() -> int | None:
    """Return the memory that all children hold now, in bytes; None where the system does not tell.

    What they share with this process is counted in each. To count it once takes a look at every page (smaps(5)), which
    would hold up all answers.
    """
    try:
        pids = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    except OSError:
        return None
    total = 0
    for pid in pids:
        with suppress(OSError):  # it has just ended
            total += _resident(pid)
    return total


def _resident(process: str) -> int:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
