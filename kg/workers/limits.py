"""What a task may use before it is stopped."""

from dataclasses import dataclass
from typing import Final

from kg.isolation import Opening

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
    network: bool = False
    """Whether a child of its own may open connections; a ready one has what its pool has."""
    opening: Opening | None = None
    """What a child of its own opens before anything else; a ready one opens what its state names."""


DEFAULT_LIMITS: Final = Limits()
