"""Children kept ready: a query finds one that is forked already, and one that is killed is replaced at once.

All children of a pool are copies of the parent as it was when they were forked. `renew` makes the next ones copies of
the parent as it is now; a query that runs goes on in the child it runs in, with what that child knows.
"""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic

from kg.errors import TimeoutReached
from kg.isolation import fork
from kg.workers import ready
from kg.workers.answer import Answer
from kg.workers.child import all_gone, nothing
from kg.workers.failures import failure
from kg.workers.ledger import Ledger
from kg.workers.limits import Limits
from kg.workers.member import Member
from kg.workers.ready import Job, State


class Pool(Generic[State]):
    """As many children as may work at once. All methods belong to the event loop's thread."""

    def __init__(  # noqa: PLR0913 - what its children are given
        self,
        state: State,
        size: int,
        memory_mb: int,
        on_kill: Callable[[str], None] | None = None,
        *,
        network: bool = False,
        kept: tuple[int, ...] = (),
    ) -> None:
        """Fork nothing yet.

        Args:
            state: what every job is given.
            size: how many children to keep ready.
            memory_mb: memory of a child beyond what the parent had when it forked, in MiB.
            on_kill: told the reason whenever a child is killed.
            network: whether the children may open connections.
            kept: open files of the parent that the children keep.
        """
        self._state = state
        self._size = size
        self._memory_mb = memory_mb
        self._network = network
        self._kept = kept
        self._on_kill = on_kill or (lambda _reason: None)
        self._idle: list[Member] = []
        self._members: set[Member] = set()
        self._living: set[Member] = set()
        self._settled = asyncio.Event()
        self._settled.set()

    @contextmanager
    def unsettled(self) -> Iterator[None]:
        """Fork no child while the block runs, for what it would be a copy of is changing; never again, if it fails."""
        self._settled.clear()
        yield
        self._settled.set()
        self._fill_by_and_by()

    @property
    def is_settled(self) -> bool:
        """Whether a child may be forked, and what it would be a copy of may be read."""
        return self._settled.is_set()

    async def settled(self, limits: Limits) -> None:
        """Wait until a child may be forked.

        Raises:
            TimeoutReached: that took all the time there is.
        """
        if self.is_settled:
            return
        try:
            async with asyncio.timeout(limits.seconds):
                await self._settled.wait()
        except TimeoutError:
            raise TimeoutReached(
                cs=f"rozsáhlá změna dat se do {limits.seconds:g} s nedokončila; zkuste to později.",
                en=f"a large change of the data did not end within {limits.seconds:g} s; try again later.",
            ) from None

    async def available(self, limits: Limits) -> None:
        """Wait until there is a child for a job, be it that it may be forked.

        Raises:
            TimeoutReached: that took all the time there is.
        """
        if not self._idle:
            await self.settled(limits)

    def fill(self) -> None:
        """Fork the children that are missing."""
        while self.is_settled and len(self._members) < self._size:
            self._idle.append(self._fork())

    def renew(self, state: State) -> None:
        """Let every job from now on run in a child that knows this state."""
        self._state = state
        for child in self._idle:
            child.dismiss()
        for child in self._members:
            child.ledger.recall()
        self._idle.clear()
        self._members.clear()
        self._fill_by_and_by()

    def _fill_by_and_by(self) -> None:
        """Fork the missing children one at a time, with whatever else there is to do in between."""
        if self.is_settled and len(self._members) < self._size:
            self._idle.append(self._fork())
            asyncio.get_running_loop().call_soon(self._fill_by_and_by)

    def close(self) -> None:
        """Dismiss the idle children; the others end with their jobs."""
        self._size = 0
        self.renew(self._state)

    async def end(self, seconds: float = 2.0) -> None:
        """Leave no child of the process behind.

        Args:
            seconds: how long they may take to end; then the pool's are killed, and waited for as long again. What the
                system does not end even then, it ends with the process.
        """
        self.close()
        if not await _gone_within(seconds):
            for child in self._living:
                child.kill()
            await _gone_within(seconds)

    @property
    def ready(self) -> int:
        """How many children wait for a job."""
        return len(self._idle)

    @property
    def pids(self) -> list[int]:
        """The process ids of the children that serve."""
        return [child.pid for child in self._members]

    async def run(self, job: Job[State], limits: Limits, released: Callable[[], None] = nothing) -> Answer:
        """Run a job in a ready child; cancelling the coroutine kills the child.

        The caller sees to it that no more jobs run at once than the pool has children; one more forks one more.

        Args:
            job: what it does.
            limits: what it may use.
            released: called once when the child uses no memory for the job any more; if it was killed, that is later
                than the error is told.

        Raises:
            KgError: what the job raised (QueryError, RefusedError, …).
            TimeoutReached: it was stopped at its deadline.
            WorkerFailed: it ran out of memory, its answer was too long, or the child crashed.
        """
        with self.borrowed(released) as child:
            return await child.do(job, limits)

    @contextmanager
    def borrowed(self, released: Callable[[], None] = nothing) -> Iterator[Member]:
        """Take a ready child out of the pool while the block runs; what is said of `run` holds here too.

        Raises:
            WorkerFailed: none is ready, and none may be forked now.
        """
        try:
            child = self._idle.pop() if self._idle else self._fork()
        except BaseException:
            released()
            raise
        try:
            with child.borrowed():
                yield child
        finally:
            child.when_free(released)
            self._put_back(child)

    def _put_back(self, child: "Member") -> None:
        if child not in self._members:
            child.dismiss()  # of a former state
        elif child.is_fresh:
            self._idle.append(child)
        else:
            self._members.discard(child)
            child.dismiss()
            asyncio.get_running_loop().call_soon(self.fill)  # after the answer is on its way

    def _fork(self) -> "Member":
        if not self.is_settled:
            raise failure("crash", Limits(), "the data are changing")
        child = Member(*self._forked(), self._gone, self._on_kill)
        self._members.add(child)
        self._living.add(child)
        return child

    def _gone(self, child: "Member") -> None:
        """Take note of a child that has ended, and replace it if it did so by itself, while it was idle."""
        self._living.discard(child)
        if child in self._idle:
            self._idle.remove(child)
            self._members.discard(child)
            asyncio.get_running_loop().call_later(1, self.fill)

    def _forked(self) -> tuple[int, socket.socket, Ledger]:
        """Fork a ready child; return its process id, the parent's end of its connection, and its ledger."""
        ours, theirs = socket.socketpair()
        ledger = Ledger()
        given = (theirs, ledger, self._state, self._memory_mb)
        try:
            pid = fork(lambda: ready.serve(*given, network=self._network, kept=self._kept))
        except OSError as error:
            ours.close()
            ledger.close()
            raise failure("crash", Limits(memory_mb=self._memory_mb), error) from error
        finally:
            theirs.close()
        ours.settimeout(0)
        return pid, ours, ledger


async def _gone_within(seconds: float) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await all_gone()
            return True
    return False
