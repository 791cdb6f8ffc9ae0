"""Whether the engine behind the service answers: asked by a tiny query, in a child, and seldom."""

import asyncio
import time
from collections.abc import Callable
from typing import BinaryIO, Final

from kg.errors import KgError, TimeoutReached
from kg.remote.transport import EndpointFailed
from kg.store import Dataset
from kg.workers import Limits, run_async

PAUSE: Final = 5.0
"""Seconds between the beginnings of two questions; who asks in between is told what the last one found."""

SECONDS: Final = 2.0
"""How long to wait for the answer."""

_QUERY: Final = "ASK { ?s ?p ?o }"


class Engine:
    """The engine that holds a dataset, if it is another than our own."""

    def __init__(self, dataset: Dataset, clock: Callable[[], float] = time.monotonic) -> None:
        """Ask nothing yet."""
        self._dataset = dataset if dataset.is_remote else None  # what lies on disk goes once nobody refers to it
        self._clock = clock
        self._asked = 0.0
        self._found: asyncio.Future[KgError | None] | None = None

    async def failure(self) -> KgError | None:
        """Return why the engine does not answer; None if it does, or if the dataset is our own."""
        if self._dataset is None:
            return None
        if self._found is None or (self._found.done() and self._clock() - self._asked >= PAUSE):
            self._asked = self._clock()
            self._found = asyncio.ensure_future(self._ask(self._dataset))
        return await asyncio.shield(self._found)  # whoever leaves, the others wait for it too

    async def _ask(self, dataset: Dataset) -> KgError | None:
        def task(_out: BinaryIO) -> None:
            dataset.store.query(_QUERY)

        try:
            with await run_async(task, Limits(seconds=SECONDS, network=True)):
                return None
        except TimeoutReached:
            return _lost(
                cs=f"databázový stroj za službou neodpověděl do {SECONDS:g} s",
                en=f"the engine behind the service did not answer within {SECONDS:g} s",
            )
        except KgError as error:
            return _lost(cs=error.cs.partition(";")[0], en=error.en.partition(";")[0])


def _lost(*, cs: str, en: str) -> KgError:
    return EndpointFailed(
        cs=f"{cs}; zkontrolujte, zda běží, a nastavení KG_ENDPOINT.",
        en=f"{en}; check that it runs, and the setting KG_ENDPOINT.",
    )
