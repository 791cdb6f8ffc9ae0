"""Content codings of answers, zstd and gzip, written as a stream (RFC 9110, sections 8.4.1 and 12.5.3; RFC 8878)."""

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO, Final, Generic, TypeVar, cast

import zstandard

CODINGS: Final = ("zstd", "gzip")
"""The codings that answers can have, the service's choice first."""

_SAME: Final = {"x-gzip": "gzip"}
"""Codings that have a former name (RFC 9110, section 8.4.1.3)."""

_WORTH: Final = 1024
"""A shorter answer is sent as it is, in bytes."""

_ZSTD_LEVEL: Final = 3
_GZIP_LEVEL: Final = 6
_GZIP_BITS: Final = 16 + zlib.MAX_WBITS  # with gzip's head and tail, in which stands no time

State = TypeVar("State")


@lru_cache(maxsize=256)
def coding_of(accept: str) -> str:
    """Return the coding for an `Accept-Encoding` header; empty, if the answer is to be sent as it is."""
    qualities = dict(_quality(part) for part in accept.lower().split(",") if part.strip())
    best = max(CODINGS, key=lambda coding: qualities.get(coding, qualities.get("*", 0.0)))
    quality = qualities.get(best, qualities.get("*", 0.0))
    return best if quality > 0 and quality >= qualities.get("identity", 0.0) else ""


def _quality(part: str) -> tuple[str, float]:
    name, *parameters = (each.strip() for each in part.split(";"))
    pairs = (each.partition("=") for each in parameters)
    quality = next((value for parameter, _, value in pairs if parameter.strip() == "q"), "1")
    try:
        return _SAME.get(name, name), float(quality)
    except ValueError:
        return _SAME.get(name, name), 0.0


@dataclass(frozen=True)
class Encoded(Generic[State]):
    """A job whose answer is written in a coding; the result is the job's own, and the coding that was used."""

    job: Callable[[State, BinaryIO], Any]
    coding: str

    def __call__(self, state: State, out: BinaryIO) -> dict[str, Any]:
        """Run the job."""
        if not self.coding:
            return {"result": self.job(state, out), "coding": ""}
        with encoded(out, self.coding) as sink:
            result = self.job(state, cast("BinaryIO", sink))
        return {"result": result, "coding": sink.used}


class _Gzip:
    """A stream of gzip that ends only when it is closed; the library's file ends itself when it is collected."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._coder = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP_BITS)

    def write(self, piece: bytes) -> None:
        self._out.write(self._coder.compress(piece))

    def close(self) -> None:
        self._out.write(self._coder.flush())


class Sink(io.BufferedIOBase):
    """What an answer is written into; it is encoded as soon as that is worth it."""

    def __init__(self, out: BinaryIO, coding: str) -> None:
        """Write to a file in a coding; in none, if it is empty."""
        self._out = out
        self._coding = coding
        self._held = bytearray()
        self._stream: Any = None if coding else out
        self.used = ""

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, piece: Any) -> int:
        """Append to the answer."""
        if self._stream is None:
            self._held += piece
            if len(self._held) >= _WORTH:
                self._start()
        else:
            self._stream.write(piece)
        return len(piece)

    def finish(self) -> None:
        """Write what is left."""
        if self._stream is None:
            self._out.write(bytes(self._held))
        elif self.used:
            self._stream.close()

    def _start(self) -> None:
        self.used = self._coding
        if self._coding == "zstd":
            self._stream = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).stream_writer(self._out, closefd=False)
        else:
            self._stream = _Gzip(self._out)
        self._stream.write(bytes(self._held))


@contextmanager
def encoded(out: BinaryIO, coding: str) -> Iterator[Sink]:
    """Encode what the block writes; if the block fails, nothing more is written."""
    sink = Sink(out, coding)
    yield sink
    sink.finish()
