"""Wait until the machine is at rest: a service that was asked too much goes on working when nobody asks any more."""

import time
from pathlib import Path
from typing import Final

_STAT: Final = Path("/proc/stat")
_IDLE: Final = slice(3, 5)
"""Which of the times of all processors are idle ones: with nothing to do, and waiting for a disk (proc_stat(5))."""

_LOOK: Final = 0.25
_AT_REST: Final = 0.9
_PATIENCE: Final = 5.0


def idle_share(before: str, after: str) -> float:
    """Return which part of their time the processors had nothing to do between two readings of `/proc/stat`."""
    passed = [late - early for early, late in zip(_times(before), _times(after), strict=True)]
    return sum(passed[_IDLE]) / max(1, sum(passed))


def _times(stat: str) -> list[int]:
    return [int(each) for each in stat.splitlines()[0].split()[1:9]]


def wait_for_rest(seconds: float = _PATIENCE) -> bool:
    """Wait at most so many seconds until nearly nothing runs; tell whether it came to that."""
    until = time.monotonic() + seconds
    before = _STAT.read_text()
    while time.monotonic() < until:
        time.sleep(_LOOK)
        after = _STAT.read_text()
        if idle_share(before, after) >= _AT_REST:
            return True
        before = after
    return False
