"""A child that is kept ready: what it does between its fork and its end.

It takes one job after another from its connection and answers each in frames: pieces of the answer, then a report. It
ends when the connection is closed. Everything the parent reads from it is bytes and JSON; a child that went wrong can
make nothing run in the parent. With a job the parent may lend it the connection of a client, to talk over it.
"""

import gc
import io
import json
import os
import pickle
import resource
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, Final, NoReturn, TypeVar, cast

from kg.chance import reseed
from kg.errors import KgError
from kg.isolation import Opening, allow_processor_time, isolate, received
from kg.workers.answer import CHUNK
from kg.workers.failures import OK, OUT_OF_MEMORY, REPORTED, described
from kg.workers.ledger import Ledger
from kg.workers.limits import MIB

State = TypeVar("State")
Job = Callable[[State, BinaryIO], Any]
"""What a ready child does for one query: given what it was forked with, write the answer. It must be picklable, and
what it returns, JSON must be able to hold. A dataclass without slots is pickled ten times as fast as one with."""


@dataclass(frozen=True, slots=True)
class Lent:
    """What a child has while a client's connection is lent to it."""

    descriptor: int
    """The connection, which never blocks."""
    ledger: Ledger
    """Where it writes what it does."""


Talk = Callable[[State, BinaryIO, Lent], Any]
"""What a ready child does with a connection that is lent to it: a job that talks to the client itself."""

FRAME: Final = struct.Struct("!cI")
"""A frame's kind and the length of what follows."""

PIECE, DONE, FAILED, BROKEN = b"p", b"d", b"f", b"b"
"""The kinds of frames: a piece of the answer; the report of success, of an error with words, of a crash."""

REQUEST: Final = struct.Struct("!dI?")
"""Before a job: the seconds it may take, its length, and whether a connection comes behind it."""

STACK: Final = 8 * MIB
"""The stack of the engine, which ends the process when it is used up; what may be so deep, `kg.guard` says."""

_THREAD: Final = STACK + 128 * MIB
"""The addresses that a thread's stack and heap take, most of them for no memory."""

_COLLECTED: Final = 10_000
"""After so many more objects a collection begins; queries leave few that need one."""

GROWTH: Final = 128 * MIB
"""A child that has grown by so many bytes is replaced."""


def serve(  # noqa: PLR0913 - what a child is given at its fork
    connection: socket.socket,
    ledger: Ledger,
    state: Any,
    memory_mb: int,
    *,
    network: bool = False,
    kept: tuple[int, ...] = (),
) -> NoReturn:
    """Be a ready child: nothing of the parent's may run here, so every way out is `os._exit`.

    It works in a thread, the only one: the allocator gives that a heap of its own. In the parent's, what a query needs
    would lie in the gaps between what the parent has, each in a page that the child has to copy first.
    """
    status = REPORTED

    def work() -> None:
        nonlocal status
        try:
            _take_jobs(connection, ledger, state)
            status = OK
        except MemoryError:
            status = OUT_OF_MEMORY

    try:
        gc.freeze()  # a collection never touches, and so never copies, what is the parent's
        opening: Opening | None = getattr(state, "opening", None)
        descriptors = (connection.fileno(), *ledger.descriptors, *kept)
        isolate(descriptors, memory_mb * MIB + _THREAD, network=network, opening=opening)
        gc.enable()
        gc.set_threshold(_COLLECTED)
        reseed()
        threading.stack_size(STACK)
        worker = threading.Thread(target=work)
        worker.start()
        worker.join()
    finally:
        os._exit(status)


def _take_jobs(connection: socket.socket, ledger: Ledger, state: Any) -> None:
    at_fork = peak()
    while request := _read(connection, REQUEST.size):
        seconds, length, lends = REQUEST.unpack(request)
        job = pickle.loads(_read(connection, length))  # noqa: S301 - the parent wrote it
        out = Frames(connection)
        allow_processor_time(seconds)
        if lends:
            with received(connection) as descriptor:
                kind, report = _attempt(partial(job, lent=Lent(descriptor, ledger)), state, out)
        else:
            kind, report = _attempt(job, state, out)
        out.end(kind, {**report, "grown": peak() - at_fork > GROWTH})


def _attempt(job: Job[Any], state: Any, out: "Frames") -> tuple[bytes, dict[str, Any]]:
    try:
        return DONE, {"result": job(state, cast("BinaryIO", out))}
    except KgError as error:
        return FAILED, described(error)
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is not an Exception
        return BROKEN, {"crash": f"{type(error).__name__}: {error}"[:1000]}


def _read(connection: socket.socket, length: int) -> bytes:
    """Return so many bytes; none if the connection was closed before the first."""
    pieces = bytearray()
    while len(pieces) < length:
        if not (piece := connection.recv(length - len(pieces))):
            return b""
        pieces += piece
    return bytes(pieces)


def peak() -> int:
    """Return the largest size this process has had in memory, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class Frames(io.BufferedIOBase):
    """The writing end of an answer: pieces are gathered, and sent as frames."""

    def __init__(self, connection: socket.socket) -> None:
        """Write to a connection."""
        self._connection = connection
        self._gathered = bytearray()

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, piece: Any) -> int:
        """Append to the answer."""
        self._gathered += piece
        if len(self._gathered) >= CHUNK:
            self._send(self._piece())
        return len(piece)

    def end(self, kind: bytes, report: dict[str, Any]) -> None:
        """Send what is left, and the report."""
        text = json.dumps(report).encode()
        self._send(self._piece() + FRAME.pack(kind, len(text)) + text)

    def _piece(self) -> bytes:
        piece = FRAME.pack(PIECE, len(self._gathered)) + self._gathered if self._gathered else b""
        self._gathered = bytearray()
        return piece

    def _send(self, frames: bytes) -> None:
        self._connection.sendall(frames)
