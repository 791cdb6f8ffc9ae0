"""Run a query where it can be killed: at its deadline, when its client goes away, or on request; answer it whole."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from typing import Any, BinaryIO, Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.admission import Admission, Budget
from api.inflight import Flight, Flights, Stopped
from api.keys import VARY
from api.metrics import Figures
from api.problems import HttpError
from kg.encoding import Encoded, coding_of
from kg.settings import Settings
from kg.store import Dataset
from kg.workers import Answer, Job, Limits, Pool, Task, run_async

_IN_MEMORY: Final = 1 << 23
"""Answers up to 8 MiB are sent as one piece, larger ones from the finished file."""

PLACES: Final = 4 * (os.cpu_count() or 1) + 1
"""How many queries run at once."""

_WATCHED_AFTER: Final = 0.05

Run = Callable[[Limits, Callable[[], None]], Coroutine[Any, Any, Answer]]
"""What runs a query within limits, and calls back when its place is free."""


Wait = Callable[[Limits], Coroutine[Any, Any, None]]
"""What waits, within limits, until a child can be had."""


class ClientGone(Exception):  # noqa: N818 - nobody is left to read an error
    """The client closed the connection before the answer."""


class Execution:
    """The queries of a service: admitted, followed, run in children, and killed."""

    def __init__(self, dataset: Dataset, settings: Settings, figures: Figures) -> None:
        """Fork nothing yet."""
        self.admission = Admission(PLACES, settings.waiting_queries)
        self.flights = Flights()
        self.budget = Budget(settings.client_budget)
        self.log = os.dup(sys.stderr.fileno()) if settings.log == "json" else None
        self._dataset = dataset
        self._memory_mb = settings.query_memory_mb
        self.figures = figures
        self._pool: Pool[Dataset] | None = None
        self.idle: Callable[[], int] = lambda: 0
        """How many places are held by nothing that runs."""
        words = "Queries that run now."
        figures.gauge("strategraf_queries_running", words, lambda: self.admission.running - self.idle())
        figures.gauge("strategraf_queries_waiting", "Queries that wait for a place.", lambda: self.admission.waiting)
        figures.gauge("strategraf_children_ready", "Children that wait for a query.", lambda: self.pool.ready)

    @property
    def pool(self) -> Pool[Dataset]:
        """The children kept ready; the first are forked when they are first asked for, in the running loop."""
        if self._pool is None:
            self._pool = Pool(
                self._dataset,
                PLACES,
                self._memory_mb,
                self.figures.killed,
                network=self._dataset.is_remote,
                kept=() if self.log is None else (self.log,),
            )
            self._pool.fill()
        return self._pool

    def renew(self, dataset: Dataset) -> None:
        """Answer from this dataset from now on."""
        self._dataset = dataset
        if self._pool is not None:
            self._pool.renew(dataset)

    @contextmanager
    def unsettled(self) -> Iterator[None]:
        """Let no child be forked while the block changes what lies in memory; never again, if it fails."""
        with self.pool.unsettled():
            yield

    @property
    def is_settled(self) -> bool:
        """Whether the process may read itself what lies in memory; children that are ready always may."""
        return self.pool.is_settled

    async def ask(self, request: Request, job: Job[Dataset], limits: Limits) -> Answer:
        """Run a job in a ready child and return its whole answer.

        Raises:
            KgError: the deadline came first, in the queue or in the child; the query was malformed; the child died.
            ClientGone: the client went away; the child is dead.
        """
        with self.follow(request) as flight:
            return await self._admitted(
                request, flight, self.pool.available, lambda left, free: self.pool.run(job, left, free), limits
            )

    async def run(self, request: Request, task: Task, limits: Limits) -> Answer:
        """Run a task in a child of its own and return its whole answer; the errors are those of `ask`."""
        with self.follow(request) as flight:
            return await self.run_followed(request, flight, task, limits)

    async def run_followed(self, request: Request, flight: Flight, task: Task, limits: Limits) -> Answer:
        """Run a task of a request that is followed already; what it has waited before counts."""
        return await self._admitted(
            request, flight, self.pool.settled, lambda left, free: run_async(task, left, free), limits
        )

    async def send(
        self, request: Request, job: Job[Dataset], limits: Limits, headers: dict[str, str] | None = None
    ) -> Response:
        """Run a job that returns its content type or headers, and send its answer in the client's favourite coding."""
        encoded = Encoded(job, coding_of(request.headers.get("accept-encoding", "")))
        return respond(await self.ask(request, encoded, limits), headers or {})

    async def send_task(
        self, request: Request, task: Task, limits: Limits, headers: dict[str, str] | None = None
    ) -> Response:
        """Run a task that returns its content type or headers, and send its answer in the client's favourite coding."""
        coding = coding_of(request.headers.get("accept-encoding", ""))

        def job(_nothing: None, out: BinaryIO) -> str:
            return str(task(out))

        encoded = Encoded(job, coding)
        return respond(await self.run(request, lambda out: encoded(None, out), limits), headers or {})

    @contextmanager
    def follow(self, request: Request) -> Iterator[Flight]:
        """Follow a request while the block answers it: it is known by its id, and can be ended, whatever it waits for.

        Raises:
            HttpError: its client has no time left, or its id is malformed or taken; somebody stopped it.
            ClientGone: its client went away.
        """
        self.budget.check(_client_of(request))
        with self.figures.query(), self.flights.flight(request) as flight:
            flight.task = task = asyncio.current_task()
            watch = _Watch(request, flight)
            try:
                yield flight
            except asyncio.CancelledError:
                if task is None or not (watch.gone or flight.state == "stopped"):
                    raise
                task.uncancel()
                raise (ClientGone if watch.gone else Stopped)() from None
            finally:
                watch.end()
                flight.task = None

    async def _admitted(self, request: Request, flight: Flight, wait: Wait, run: Run, limits: Limits) -> Answer:
        client = _client_of(request)

        def left() -> Limits:
            return replace(limits, seconds=round(max(0.05, limits.seconds - flight.seconds), 2))

        await self.admission.enter(client, left().seconds)
        try:
            await wait(left())
        except BaseException:
            self.admission.leave(client)
            raise
        # From here to the child nothing else runs, and that knows no later state, however long it runs.
        request.state.dataset = self._dataset
        flight.state, started = "running", time.monotonic()
        try:
            # A child that is killed keeps its place until its memory is back, though its client is told before.
            return await run(left(), lambda: self.admission.leave(client))
        finally:
            self.budget.charge(client, time.monotonic() - started)


class _Watch:
    """Ends a request when its client goes away, unless it is sealed; most end before it is worth looking."""

    def __init__(self, request: Request, flight: Flight) -> None:
        self._request = request
        self._flight = flight
        self._watching: asyncio.Task[None] | None = None
        self._start = asyncio.get_running_loop().call_later(_WATCHED_AFTER, self._begin)
        self.gone = False

    def _begin(self) -> None:
        self._watching = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            continue
        if self._flight.task is not None:
            self.gone = True
            self._flight.task.cancel()

    def end(self) -> None:
        """Watch no longer."""
        self._start.cancel()
        if self._watching is not None:
            self._watching.cancel()


def _client_of(request: Request) -> str:
    return request.client.host if request.client else ""


def respond(answer: Answer, headers: dict[str, str]) -> Response:
    """Send a whole answer; its length is known, so that a cut connection never looks like the end.

    Args:
        answer: its result is what `kg.encoding` tells of it, the inner result its content type or its headers.
        headers: further headers.
    """
    told = answer.result["result"]
    headers = headers | ({"Content-Type": told} if isinstance(told, str) else told)
    status = int(headers.pop("Status", HTTPStatus.OK))  # as CGI has it (RFC 3875, section 6.3.3)
    headers |= {"Content-Length": str(answer.size), "Vary": VARY}
    if answer.result["coding"]:
        headers["Content-Encoding"] = answer.result["coding"]
    if answer.size <= _IN_MEMORY:
        with answer:
            return Response(answer.read(), status, headers)
    return StreamingResponse(_chunks(answer), status, headers)


async def body_of(request: Request, longest: int) -> bytes:
    """Return the body of a request.

    Raises:
        HttpError: 413, it is longer than allowed; no more than that is read, and nothing if its length is told.
    """
    if int(request.headers.get("content-length", 0)) > longest:
        raise _too_large(longest)  # a client may wait for leave to send it, which to read would give
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > longest:
            raise _too_large(longest)
    return bytes(body)


def _too_large(longest: int) -> HttpError:
    return HttpError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        cs=f"tělo požadavku je delší než {longest} bajtů; zkraťte je.",
        en=f"the body of the request is longer than {longest} bytes; shorten it.",
    )


async def _chunks(answer: Answer) -> AsyncIterator[bytes]:
    with answer:
        for chunk in answer.chunks():
            yield chunk
