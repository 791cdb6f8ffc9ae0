"""A child that is kept ready, seen from the parent: jobs go to it, answers come from it, and it can be killed."""

import asyncio
import os
import pickle
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

from kg.workers import ready
from kg.workers.answer import CHUNK, Answer
from kg.workers.child import MOMENT
from kg.workers.ledger import Ledger
from kg.workers.limits import Limits
from kg.workers.ready import FRAME, REQUEST, Job, Talk
from kg.workers.running import Running

POLITE_AFTER: Final = 0.25
"""A job that takes long gives way to the short ones: after so many seconds it gets what is left of the processors."""

_POLITE: Final = 10
"""Its nice value then: enough for the short ones, and not so much that it starves beside other programs."""


class Member:
    """A ready child, seen from the parent."""

    def __init__(
        self,
        pid: int,
        connection: socket.socket,
        ledger: Ledger,
        on_end: Callable[["Member"], None],
        on_kill: Callable[[str], None],
    ) -> None:
        """Belong to the running event loop.

        Args:
            pid: the process id.
            connection: the parent's end.
            ledger: where the child tells what it does with a connection that is lent to it.
            on_end: told of the child when it has ended.
            on_kill: told the reason when it is killed.
        """
        self._loop = asyncio.get_running_loop()
        self._on_end = on_end
        self._on_kill = on_kill
        self._received = bytearray()
        self._job: Running | None = None
        self._dismissed = self._killed = self._is_gone = False
        self._is_borrowed = self._has_ended = False
        self._waiting: list[Callable[[], None]] = []
        self.is_fresh = True
        self.is_stopped = False
        self.pid, self._connection, self.ledger = pid, connection, ledger
        self._loop.add_reader(self._connection.fileno(), self._readable)

    async def do(self, job: Job[Any], limits: Limits) -> Answer:
        """Send a job and wait for its answer."""
        deadline = self._loop.call_later(limits.seconds, self._kill, "timeout")
        polite = self._loop.call_later(POLITE_AFTER, self.give_way)
        try:
            return await self._answer(job, limits, None)
        finally:
            deadline.cancel()
            polite.cancel()

    async def talk(self, talk: Talk[Any], limits: Limits, client: int) -> Answer:
        """Lend the child a client's connection and wait until it gives it back.

        No deadline is held here: whoever lends looks into the ledger, and calls `stop`.

        Raises:
            Exception: what `stop` was given.
            WorkerFailed: the child died.
        """
        self.ledger.reset()
        self.is_stopped = False
        return await self._answer(talk, limits, client)

    async def _answer(self, job: Job[Any] | Talk[Any], limits: Limits, client: int | None) -> Answer:
        running = self._job = Running(self._loop, limits)
        try:
            await self._send(job, limits.seconds, client)
            return await running.answered
        except BaseException:
            running.answer.close()
            self._kill("abandoned")  # nothing, if it has answered or is dead already
            raise
        finally:
            self._job = None

    async def _send(self, job: Job[Any] | Talk[Any], seconds: float, client: int | None) -> None:
        text = pickle.dumps(job)
        request = REQUEST.pack(seconds, len(text), client is not None) + text
        with suppress(ConnectionError):  # a child that is gone is told by the end of what it sends
            sent = 0
            with suppress(BlockingIOError):
                sent = self._connection.send(request)
            if sent < len(request):
                await self._loop.sock_sendall(self._connection, request[sent:])
            if client is not None:
                socket.send_fds(self._connection, [b"c"], [client])

    def stop(self, reason: str, error: Exception) -> bool:
        """Kill the child in the midst of a query that it runs for a lent connection, and say why there is no answer.

        Returns:
            Whether it was killed; not, if it answers in this very moment.
        """
        since = self.ledger.running_since
        if self._job is None or self._job.is_over or not since or not self.ledger.take():
            return False
        if self.ledger.running_since != since:  # it has answered, and may have begun another
            self.ledger.give()
            return False
        self.is_stopped = True
        self._kill(reason, error)
        return True

    def dismiss(self) -> None:
        """Let the child end; it is reaped when it has."""
        if not self._dismissed:
            self._dismissed = True
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_WR)

    def kill(self) -> None:
        """Kill the child whatever it does, and tell nobody."""
        if not self._has_ended:
            os.kill(self.pid, signal.SIGKILL)

    def _kill(self, reason: str, error: Exception | None = None) -> None:
        if self._job is None or self._killed or self._job.is_over:
            return
        self._killed, self.is_fresh = True, False
        self._job.killed = reason
        os.kill(self.pid, signal.SIGKILL)
        self._on_kill(reason)
        if error is not None:
            self._job.refuse(error)
        elif reason != "abandoned":
            self._job.fail(-signal.SIGKILL)  # it is told now, for giving back gigabytes takes a while

    def give_way(self) -> None:
        """Let the child have only what others leave of the processors."""
        self.is_fresh = False  # without privilege there is no way back
        with suppress(OSError):  # it has just ended, or the system tells nothing of its threads
            for thread in Path(f"/proc/{self.pid}/task").iterdir():
                os.setpriority(os.PRIO_PROCESS, int(thread.name), _POLITE)

    def _readable(self) -> None:
        try:
            piece = self._connection.recv(CHUNK)
        except BlockingIOError:
            return
        except ConnectionError:
            piece = b""
        if not piece:
            self._ended()
            return
        self._received += piece
        while frame := self._frame():
            self._take(*frame)

    def _frame(self) -> tuple[bytes, bytes] | None:
        """Take one whole frame from what was received."""
        if len(self._received) < FRAME.size:
            return None
        kind, length = FRAME.unpack_from(self._received)
        end = FRAME.size + length
        if len(self._received) < end:
            return None
        payload = bytes(self._received[FRAME.size : end])
        del self._received[:end]
        return kind, payload

    def _take(self, kind: bytes, payload: bytes) -> None:
        if self._job is None or self._job.is_over or self._killed:
            return
        if kind == ready.PIECE:
            if reason := self._job.add(payload):
                self._kill(reason)
        elif self._job.report(kind, payload):
            self.is_fresh = False

    def when_free(self, released: Callable[[], None]) -> None:
        """Call back now, or, if the child is killed and about to end, once its memory is back."""
        if self._killed and not self._has_ended:
            self._waiting.append(released)
        else:
            released()

    def _ended(self) -> None:
        """Take note of the end: of what a process has, the system closes its connections last, behind its memory."""
        self._has_ended = True
        self._loop.remove_reader(self._connection.fileno())
        self._connection.close()
        self.is_fresh = False
        self._on_end(self)
        for released in self._waiting:
            released()
        self._waiting.clear()
        self._reap()

    def _reap(self) -> None:
        """Leave no zombie; a process that is ending may take a moment longer than its connection."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if not pid:
            self._loop.call_later(MOMENT, self._reap)
            return
        if self._job is not None:
            self._job.fail(os.waitstatus_to_exitcode(status))
        self._is_gone = True
        self._free()

    @contextmanager
    def borrowed(self) -> Iterator[Self]:
        """Keep the ledger readable while the block runs, even if the child ends."""
        self._is_borrowed = True
        try:
            yield self
        finally:
            self._is_borrowed = False
            self._free()

    def _free(self) -> None:
        if self._is_gone and not self._is_borrowed:
            self.ledger.close()
