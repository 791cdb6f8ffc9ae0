"""A whole answer: in memory while it is short, in a temporary file when it is long."""

import tempfile
from collections.abc import Iterator
from typing import Any, Final, Self

from kg.workers.limits import DEFAULT_LIMITS, MIB, Limits

CHUNK: Final = 1 << 18
"""Length of the pieces in which answers travel, in bytes."""


class Answer:
    """A whole answer; `result` is what the task returned. Close it, or use it in a `with` statement."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        """Start empty."""
        self._body = tempfile.SpooledTemporaryFile(max_size=limits.buffer_mb * MIB)  # noqa: SIM115 - see close
        self.size = 0
        self.result: Any = None

    def add(self, chunk: bytes) -> None:
        """Append a piece."""
        self._body.write(chunk)
        self.size += len(chunk)

    def chunks(self) -> Iterator[bytes]:
        """Yield the answer in pieces, from its start."""
        self._body.seek(0)
        while chunk := self._body.read(CHUNK):
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
