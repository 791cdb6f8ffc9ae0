"""A whole answer: in memory while it is short, in a temporary file when it is long."""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any, Final, Self

from kg.workers.limits import DEFAULT_LIMITS, MIB, Limits

CHUNK: Final = 1 << 18
"""Length of the pieces in which answers travel, in bytes."""


class Answer:
    """A whole answer; `result` is what the task returned. Close it, or use it in a `with` statement."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        """Start empty."""
        self._most = limits.buffer_mb * MIB
        self._short = bytearray()
        self._long: IO[bytes] | None = None
        self.size = 0
        self.result: Any = None

    def add(self, chunk: bytes) -> None:
        """Append a piece.

        Raises:
            OSError: the disk of the temporary file is full.
        """
        if self._long is None and self.size + len(chunk) > self._most:
            self._long = tempfile.TemporaryFile()  # noqa: SIM115 - see close
            self._long.write(self._short)
            self._short.clear()
        if self._long is None:
            self._short += chunk
        else:
            self._long.write(chunk)
            self._long.flush()  # what the disk cannot hold is told here, and not when the answer is read
        self.size += len(chunk)

    def chunks(self) -> Iterator[bytes]:
        """Yield the answer in pieces, from its start."""
        if self._long is None:
            yield bytes(self._short)
            return
        self._long.seek(0)
        while chunk := self._long.read(CHUNK):
            yield chunk

    def read(self) -> bytes:
        """Return the whole answer."""
        return bytes(self._short) if self._long is None else b"".join(self.chunks())

    def cut(self, size: int) -> bytes:
        """Take off all but the first bytes, and return it."""
        if self._long is None:
            rest = bytes(self._short[size:])
            del self._short[size:]
        else:
            self._long.seek(size)
            rest = self._long.read()
            self._long.truncate(size)
        self.size = size
        return rest

    def close(self) -> None:
        """Free the memory or the temporary file."""
        self._short.clear()
        if self._long is not None:
            with suppress(OSError):  # what is left to write is given up
                self._long.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
