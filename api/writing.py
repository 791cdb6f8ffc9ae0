"""Changes of the dataset while it is served: one after another, each in the log before it is acknowledged."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Any, BinaryIO, Final, cast

from fastapi import Depends, Request

from api.execution import Execution
from api.garbage import Garbage
from api.inflight import Flight
from api.problems import HttpError
from api.scopes import check_scope
from kg.access import Holder
from kg.chance import reseed
from kg.changes import Change, ChangeLog, Record, applied, follow, prepare, rests_on
from kg.disk import DiskDataset, Scratch, advance, renaming, reopen
from kg.errors import InputError, KgError, TimeoutReached
from kg.reasoning import INFERRED
from kg.settings import Settings
from kg.store import CHANGES, Dataset
from kg.workers import Limits, Task

Compute = Callable[[Dataset], tuple[Change, Any]]
"""What a child computes: the change, and what else is to be told, which JSON must be able to hold."""

_TORN: Final = KgError(
    cs="poslední změna je zaznamenána, ale neprovedla se celá; správce služby ji musí spustit znovu.",
    en="the last change is recorded but was not made in full; the operator must start the service again.",
)
"""In memory, where it cannot be known what the store has taken."""

_LATE: Final = KgError(
    cs="poslední změna je zaznamenána, ale na disk se zatím nedostala; provede se před další změnou nebo po novém"
    " spuštění služby; její správce musí zkontrolovat místo na disku.",
    en="the last change is recorded, but did not get to the disk yet; it is made before the next change or when the"
    " service is started again, and its operator must check the space on the disk.",
)


class Written:
    """What became of a write."""

    def __init__(self, dataset: Dataset, change: Change, told: Any) -> None:
        """Take the dataset after it, the change, and what the child told beside it."""
        self.dataset = dataset
        self.change = change
        self.told = told


class Writer:
    """The one who changes the dataset of a service."""

    def __init__(
        self, dataset: Dataset, settings: Settings, committed: Callable[[Dataset], None] = lambda _dataset: None
    ) -> None:
        """Change nothing yet.

        Args:
            dataset: what the service answers from.
            settings: the store folder is among them.
            committed: told the new dataset as soon as a change is made.
        """
        self._dataset = dataset
        self._committed = committed
        self._log = ChangeLog(settings.store / CHANGES)
        self._lock = asyncio.Lock()
        self._follows = settings.reasoning == "on"
        self._settled = False  # whether it is known that what is inferred follows; not so while reasoning was off
        self._pending = False  # the log knows more than the dataset, be it for a moment
        self._failure: KgError | None = None
        self._work: asyncio.Future[None] | None = None  # which no request may break off
        self._tidying: asyncio.Future[None] | None = None
        self._garbage = Garbage()

    def open(self) -> None:
        """Open the log for writing.

        Raises:
            InputError: another process writes, the log is damaged, or it has gone on since the dataset was read.
        """
        if self._follows:
            prepare()
        self._log.open()
        if self._log.head != self._dataset.head:
            self._log.close()
            raise InputError(
                cs=f"{self._log.path}: data se změnila, zatímco se načítala; spusťte službu znovu.",
                en=f"{self._log.path}: the data changed while they were read; start the service again.",
            )

    @property
    def failure(self) -> KgError | None:
        """Why a recorded change could not be made, so that what is read is not all that is recorded; None if it is.

        A change that is just being made is no failure: what is read is the state before it.
        """
        return self._failure

    async def write(
        self, request: Request, execution: Execution, limits: Limits, compute: Compute, **said: Any
    ) -> Written:
        """Compute a change in a child, record it, make it, and let it be read.

        Args:
            request: it is followed while it waits too, and may be stopped as long as nothing is recorded.
            execution: where the child is run.
            limits: what the child may use; the time in the queue counts.
            compute: what it computes.
            said: the `holder` of the token, the `action` and the `text` of the request, for the record.

        Raises:
            KgError: nothing was changed.
        """
        with execution.follow(request) as flight:
            flight.holder = said["holder"].name
            await self._turn(limits.seconds)
            try:
                await self._catch_up()
                self._check()
                computed = await self._computed(request, flight, execution, limits, compute)
                flight.seal()
                request.state.dataset = await self._commit(computed, execution, **said)
                return Written(self._dataset, computed.change, computed.told)
            finally:
                self._lock.release()

    async def _turn(self, seconds: float) -> None:
        """Wait until no other change is made, and let none begin."""
        try:
            async with asyncio.timeout(seconds):
                await self._lock.acquire()
        except TimeoutError:
            raise TimeoutReached(
                cs=f"před touto změnou se do {seconds:g} s nedokončily jiné; zkuste to později.",
                en=f"other changes before this one did not end within {seconds:g} s; try again later.",
            ) from None

    async def _computed(
        self, request: Request, flight: Flight, execution: Execution, limits: Limits, compute: Compute
    ) -> "Computed":
        """Compute a change in a child: on its own copy of what lies in memory, or on a copy of what lies on disk."""
        scratch = self._dataset.scratch() if isinstance(self._dataset, DiskDataset) else None
        task = _task(scratch or self._dataset, compute, follows=self._follows, settled=self._settled)
        try:
            with await execution.run_followed(request, flight, task, replace(limits, opening=scratch)) as answer:
                text, told = answer.read(), answer.result
        finally:
            if scratch:
                scratch.remove()
        removed, added = text[: told["removed"]], text[told["removed"] :]
        return Computed(removed, added, await Change.parse_by_and_by(removed, added), told["told"])

    async def _catch_up(self) -> None:
        """Make up for a recorded change that did not get to the disk."""
        begun = [work for work in (self._work, self._tidying) if work is not None and not work.done()]
        if begun:
            await asyncio.wait(begun)  # the request that began it may have ended before it
        if self._pending and isinstance(self._dataset, DiskDataset):
            await self._to_the_end(self._reopen(self._dataset))

    async def _to_the_end(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what changes the store, and go on with it if the request ends meanwhile."""
        self._work = asyncio.ensure_future(work)
        await asyncio.shield(self._work)

    async def _reopen(self, dataset: DiskDataset) -> None:
        self._take(await reopen(dataset))

    def _check(self) -> None:
        if self._failure:
            raise _unavailable(self._failure)
        self.open()

    async def _commit(
        self, computed: "Computed", execution: Execution, *, holder: Holder, action: str, text: str
    ) -> Dataset:
        """Record a change and make it."""
        change, release = computed.change, self._dataset.release
        if not change:
            return self._dataset
        check_scope(holder, change, derived=INFERRED if self._follows else None)
        record = self._log.append_text(
            computed.removed, computed.added, actor=holder.name, action=action, request=text, release=release
        )
        self._pending = True
        if isinstance(self._dataset, DiskDataset):
            await self._to_the_end(self._advance(self._dataset, change, record, execution))
        else:
            await self._to_the_end(self._apply(change, record, execution))
        self._settled = self._settled or (self._follows and rests_on(change))
        return self._dataset

    async def _apply(self, change: Change, record: Record, execution: Execution) -> None:
        """Make a change in memory; others have their turn, but nobody reads or copies what is half changed."""
        await self._in_parts(_changing(self._dataset, change), self._dataset.changed(record), execution)
        self._garbage.count(change, self._dataset)
        if self._garbage.is_much(self._dataset):
            self._tidying = asyncio.ensure_future(self._tidy())

    async def _tidy(self) -> None:
        self._take(await self._garbage.left_behind(self._dataset))

    async def _in_parts(self, parts: Iterable[None], changed: Dataset, execution: Execution) -> None:
        """Change what lies in memory, and let that be read; what is torn is never copied."""
        with execution.unsettled():
            try:
                for _ in parts:
                    await asyncio.sleep(0)
            except BaseException:
                self._failure = _TORN
                raise
            self._take(changed)

    async def _advance(self, dataset: DiskDataset, change: Change, record: Record, execution: Execution) -> None:
        try:
            changed = await advance(dataset, record)
            await self._in_parts(renaming(changed, change), changed, execution)
        except (KgError, OSError) as error:
            self._failure = _LATE
            raise _unavailable(_LATE) from error

    def _take(self, dataset: Dataset) -> None:
        """Let a dataset be read that has all that is recorded."""
        self._pending, self._failure = False, None
        self._dataset = dataset
        self._committed(dataset)


@dataclass(frozen=True)
class Computed:
    """What a child made of a write."""

    removed: bytes
    """What goes, in N-Quads."""
    added: bytes
    """What comes."""
    change: Change
    """Both."""
    told: Any
    """What else is to be told."""


def _changing(dataset: Dataset, change: Change) -> Iterator[None]:
    yield from applied(dataset.store, change, dataset.default_graph)
    yield from dataset.labels.following(change)


def _unavailable(error: KgError) -> HttpError:
    return HttpError(HTTPStatus.SERVICE_UNAVAILABLE, cs=error.cs, en=error.en)


def _task(source: Dataset | Scratch, compute: Compute, *, follows: bool, settled: bool) -> Task:
    """Return the task that writes what goes and what comes; its result says where the one ends."""

    def task(out: BinaryIO) -> dict[str, Any]:
        reseed()
        dataset = source.dataset if isinstance(source, Scratch) else source
        change, told = compute(dataset)
        change = follow(dataset.store, change, settled=settled) if follows else change
        removed, added = change.n_quads()
        out.write(removed)
        out.write(added)
        return {"removed": len(removed), "told": told}

    return task


async def writer_of(request: Request) -> Writer:
    """Return the writer of the service that a request reached."""
    return cast("Writer", request.app.state.writer)


WriterDep = Annotated[Writer, Depends(writer_of)]
