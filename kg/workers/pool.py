"""Children kept ready: a query finds one that is forked already, and one that is killed is replaced at once.

All children of a pool are copies of the parent as it was when they were forked. `renew` makes the next ones copies of
the parent as it is now; a query that runs goes on in the child it runs in, with what that child knows.
"""

import asyncio
import os
import pickle
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Generic

from kg.isolation import fork
from kg.workers import ready
from kg.workers.answer import CHUNK, Answer
from kg.workers.failures import failure
from kg.workers.limits import Limits
from kg.workers.ready import FRAME, REQUEST, Job, State
from kg.workers.running import Running

_POLITE_AFTER: Final = 0.25
_POLITE: Final = 19
"""A job that takes long gives way to the short ones: after so many seconds it gets what is left of the processors."""

_MOMENT: Final = 0.005


class Pool(Generic[State]):
    """As many children as may work at once. All methods belong to the event loop's thread."""

    def __init__(
        self,
        state: State,
        size: int,
        memory_mb: int,
        on_kill: Callable[[str], None] | None = None,
        *,
        network: bool = False,
    ) -> None:
        """Fork nothing yet.

        Args:
            state: what every job is given.
            size: how many children to keep ready.
            memory_mb: memory of a child beyond what the parent had when it forked, in MiB.
            on_kill: told the reason whenever a child is killed.
            network: whether the children may open connections.
        """
        self._state = state
        self._size = size
        self._memory_mb = memory_mb
        self._network = network
        self._on_kill = on_kill or (lambda _reason: None)
        self._idle: list[_Child] = []
        self._members: set[_Child] = set()

    def fill(self) -> None:
        """Fork the children that are missing."""
        while len(self._members) < self._size:
            self._idle.append(self._fork())

    def renew(self, state: State) -> None:
        """Let every job from now on run in a child that knows this state."""
        self._state = state
        for child in self._idle:
            child.dismiss()
        self._idle.clear()
        self._members.clear()
        self._fill_by_and_by()

    def _fill_by_and_by(self) -> None:
        """Fork the missing children one at a time, with whatever else there is to do in between."""
        if len(self._members) < self._size:
            self._idle.append(self._fork())
            asyncio.get_running_loop().call_soon(self._fill_by_and_by)

    def close(self) -> None:
        """Dismiss the idle children; the others end with their jobs."""
        self._size = 0
        self.renew(self._state)

    @property
    def ready(self) -> int:
        """How many children wait for a job."""
        return len(self._idle)

    @property
    def pids(self) -> list[int]:
        """The process ids of the children that serve."""
        return [child.pid for child in self._members]

    async def run(self, job: Job[State], limits: Limits) -> Answer:
        """Run a job in a ready child; cancelling the coroutine kills the child.

        The caller sees to it that no more jobs run at once than the pool has children; one more forks one more.

        Raises:
            KgError: what the job raised (QueryError, RefusedError, …).
            TimeoutReached: it was stopped at its deadline.
            WorkerFailed: it ran out of memory, its answer was too long, or the child crashed.
        """
        child = self._idle.pop() if self._idle else self._fork()
        try:
            return await child.do(job, limits)
        finally:
            self._put_back(child)

    def _put_back(self, child: "_Child") -> None:
        if child not in self._members:
            child.dismiss()  # of a former state
        elif child.is_fresh:
            self._idle.append(child)
        else:
            self._members.discard(child)
            child.dismiss()
            asyncio.get_running_loop().call_soon(self.fill)  # after the answer is on its way

    def _fork(self) -> "_Child":
        forked = _fork(self._state, self._memory_mb, network=self._network)
        child = _Child(forked, self._gone, self._on_kill)
        self._members.add(child)
        return child

    def _gone(self, child: "_Child") -> None:
        """Replace a child that ended by itself while it was idle."""
        if child in self._idle:
            self._idle.remove(child)
            self._members.discard(child)
            asyncio.get_running_loop().call_later(1, self.fill)


class _Child:
    """A ready child, seen from the parent."""

    def __init__(
        self,
        forked: tuple[int, socket.socket],
        on_end: Callable[["_Child"], None],
        on_kill: Callable[[str], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_end = on_end
        self._on_kill = on_kill
        self._received = bytearray()
        self._job: Running | None = None
        self._dismissed = self._killed = False
        self.is_fresh = True
        self.pid, self._connection = forked
        self._loop.add_reader(self._connection.fileno(), self._readable)

    async def do(self, job: Job[Any], limits: Limits) -> Answer:
        """Send a job and wait for its answer."""
        running = self._job = Running(self._loop, limits)
        deadline = self._loop.call_later(limits.seconds, self._kill, "timeout")
        polite = self._loop.call_later(_POLITE_AFTER, self._give_way)
        try:
            await self._send(job, limits.seconds)
            return await running.answered
        except BaseException:
            running.answer.close()
            self._kill("abandoned")  # nothing, if it has answered or is dead already
            raise
        finally:
            deadline.cancel()
            polite.cancel()
            self._job = None

    async def _send(self, job: Job[Any], seconds: float) -> None:
        text = pickle.dumps(job)
        request = REQUEST.pack(seconds, len(text)) + text
        with suppress(ConnectionError):  # a child that is gone is told by the end of what it sends
            sent = 0
            with suppress(BlockingIOError):
                sent = self._connection.send(request)
            if sent < len(request):
                await self._loop.sock_sendall(self._connection, request[sent:])

    def dismiss(self) -> None:
        """Let the child end; it is reaped when it has."""
        if not self._dismissed:
            self._dismissed = True
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_WR)

    def _kill(self, reason: str) -> None:
        if self._job is None or self._killed or self._job.is_over:
            return
        self._killed, self.is_fresh = True, False
        self._job.killed = reason
        os.kill(self.pid, signal.SIGKILL)
        self._on_kill(reason)
        if reason != "abandoned":
            self._job.fail(-signal.SIGKILL)  # it is told now, for giving back gigabytes takes a while

    def _give_way(self) -> None:
        self.is_fresh = False  # without privilege there is no way back
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _POLITE)

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
            if not self._job.add(payload):
                self._kill("length")
        elif self._job.report(kind, payload):
            self.is_fresh = False

    def _ended(self) -> None:
        self._loop.remove_reader(self._connection.fileno())
        self._connection.close()
        self.is_fresh = False
        self._on_end(self)
        self._reap()

    def _reap(self) -> None:
        """Leave no zombie; a process that is ending may take a moment longer than its connection."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if not pid:
            self._loop.call_later(_MOMENT, self._reap)
        elif self._job is not None:
            self._job.fail(os.waitstatus_to_exitcode(status))


def _fork(state: Any, memory_mb: int, *, network: bool) -> tuple[int, socket.socket]:
    """Fork a ready child; return its process id and the parent's end of its connection."""
    ours, theirs = socket.socketpair()
    try:
        pid = fork(lambda: ready.serve(theirs, state, memory_mb, network=network))
    except OSError as error:
        ours.close()
        raise failure("crash", Limits(memory_mb=memory_mb), error) from error
    finally:
        theirs.close()
    ours.settimeout(0)
    return pid, ours
