"""What a task may use before it is stopped."""

from dataclasses import dataclass
from typing import Final

MIB: Final = 1 << 20


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
