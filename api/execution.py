"""Run a query in a child that is killed at its deadline or when its client goes away; answer only when it is whole."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.problems import HttpError
from kg.errors import TimeoutReached
from kg.workers import Answer, Limits, Task, run_async

_IN_MEMORY: Final = 1 << 23
"""Answers up to 8 MiB are sent as one piece, larger ones from the finished file."""


class ClientGone(Exception):  # noqa: N818 - nobody is left to read an error
    """The client closed the connection before the answer."""


class Execution:
    """The queries in flight: so many at once, the rest wait in the order they came."""

    def __init__(self, workers: int) -> None:
        """Allow as many children at once."""
        self._places = asyncio.Semaphore(workers)

    async def run(self, request: Request, task: Task, limits: Limits) -> Answer:
        """Run a task and return its whole answer.

        Raises:
            KgError: the deadline came first, in the queue or in the child; the query was malformed; the child died.
            ClientGone: the client went away; the child is dead.
        """
        started = time.monotonic()
        try:
            await asyncio.wait_for(self._places.acquire(), limits.seconds)
        except TimeoutError:
            raise _overloaded(limits) from None
        try:
            left = max(0.05, limits.seconds - (time.monotonic() - started))
            return await _unless_client_leaves(request, task, replace(limits, seconds=left))
        finally:
            self._places.release()


async def _unless_client_leaves(request: Request, task: Task, limits: Limits) -> Answer:
    working = asyncio.ensure_future(run_async(task, limits))
    leaving = asyncio.ensure_future(_client_leaves(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientGone
    finally:
        leaving.cancel()
        working.cancel()


async def _client_leaves(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue


def _overloaded(limits: Limits) -> TimeoutReached:
    return TimeoutReached(
        cs=f"služba je přetížena a dotaz se do {limits.seconds:g} s nedostal na řadu; zkuste to později.",
        en=f"the service is overloaded and the query had no turn within {limits.seconds:g} s; try again later.",
    )


def respond(answer: Answer, headers: dict[str, str]) -> Response:
    """Send a whole answer; its length is known, so that a cut connection never looks like the end."""
    headers = headers | {"Content-Length": str(answer.size), "Vary": "Accept, Accept-Language"}
    headers["Content-Type"] = answer.result
    if answer.size <= _IN_MEMORY:
        with answer:
            return Response(answer.read(), headers=headers)
    return StreamingResponse(_chunks(answer), headers=headers)


async def body_of(request: Request, longest: int) -> bytes:
    """Return the body of a request.

    Raises:
        HttpError: 413, it is longer than allowed; no more than that is read.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > longest:
            raise HttpError(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                cs=f"tělo požadavku je delší než {longest} bajtů; zkraťte je.",
                en=f"the body of the request is longer than {longest} bytes; shorten it.",
            )
    return bytes(body)


async def _chunks(answer: Answer) -> AsyncIterator[bytes]:
    with answer:
        for chunk in answer.chunks():
            yield chunk
