"""An answer in the format that the client likes best among those that have a way to write it."""

import time
from collections.abc import Callable
from dataclasses import replace

from fastapi import Request
from fastapi.responses import Response

from api.execution import Execution
from api.problems import NotAcceptable
from kg.store import Dataset
from kg.wellformed import Unwritable
from kg.workers import Job, Limits

Names = frozenset[str]

Attempt = Callable[[Names], tuple[Job[Dataset], Names]]
"""Makes the job that writes the answer in none of these formats, and names those of which it will choose one."""


async def send_best(request: Request, execution: Execution, attempt: Attempt, limits: Limits) -> Response:
    """Answer; only in the midst of an answer can it turn out that a format has no way to write it.

    Args:
        request: the request.
        execution: where the job is run.
        attempt: what makes the job. If it names nothing new, the client wants just that format.
        limits: what all attempts together may use.

    Raises:
        Unwritable: no format that the client accepts has a way to write the answer.
        KgError: as the job does.
    """
    began, without, failed = time.monotonic(), Names(), None
    while True:
        try:
            job, tried = attempt(without)
            left = max(0.0, limits.seconds - (time.monotonic() - began))
            return await execution.send(request, job, replace(limits, seconds=left))
        except NotAcceptable as error:
            raise failed or error from None
        except Unwritable as error:
            if tried <= without:
                raise
            failed, without = error, without | tried
