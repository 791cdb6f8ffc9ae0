"""Lend connections to children of the pool, while there is a place that nobody waits for."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Final

from api.deps import Service
from api.headers import EVERY, of_dataset
from api.lending.loan import Loan, Returned
from api.lending.talking import Talking
from kg.errors import KgError

STEADY: Final = 4
"""A connection is lent after so many queries in a row that the cache of answers did not have."""

AFTER_VAIN: Final = 64
"""The same, after a loan that answered nothing."""


class Lender:
    """The loans of a service."""

    def __init__(self, service: Callable[[], Service], state: Callable[[], str]) -> None:
        """Lend nothing yet.

        Args:
            service: tells what is served now.
            state: tells what all answers depend on now; where that is unknown, nothing is lent.
        """
        self._service = service
        self._state = state
        self._loans: dict[int, Loan] = {}
        self.patience = 0.01
        """How long a client may be silent before its connection comes back, in seconds."""

        execution = service().execution
        execution.admission.on_waiting = self._recall_all
        execution.flights.before_looking = self._remember_all
        execution.figures.before_telling = self._settle_all
        execution.idle = lambda: sum(loan.is_idle for loan in self._loans.values())
        words = "Connections that children answer over by themselves."
        execution.figures.gauge("strategraf_connections_lent", words, lambda: len(self._loans))

    async def lend(self, descriptor: int, client: str, scheme: str) -> Returned:
        """Let a child answer over a connection between two requests, until it gives the connection back.

        Args:
            descriptor: the connection, which never blocks, and of which nobody reads meanwhile.
            client: its address.
            scheme: of the addresses asked over it.
        """
        service = self._service()
        execution = service.execution
        if not self._state() or execution.budget.is_spent(client) or not execution.admission.enter_at_once(client):
            return Returned()
        try:
            with ExitStack() as stack:
                try:
                    child = stack.enter_context(execution.pool.borrowed(lambda: execution.admission.leave(client)))
                except (KgError, OSError):
                    return Returned()  # no child can be forked now
                self._loans[descriptor] = Loan(
                    child,
                    descriptor,
                    self._talking(client, scheme),
                    limits=service.limits(),
                    flights=execution.flights,
                    budget=execution.budget,
                    figures=execution.figures,
                )
                return await self._loans[descriptor].run()
        finally:
            self._loans.pop(descriptor, None)

    def recall(self, descriptor: int) -> None:
        """Let a connection come back soon."""
        if descriptor in self._loans:
            self._loans[descriptor].recall()

    def _recall_all(self) -> None:
        for loan in self._loans.values():
            loan.recall()

    def _remember_all(self) -> None:
        for loan in self._loans.values():
            loan.remember()

    def _settle_all(self) -> None:
        for loan in self._loans.values():
            loan.settle()

    def _talking(self, client: str, scheme: str) -> Talking:
        service = self._service()
        settings = service.settings
        return Talking(
            told=(*EVERY, *of_dataset(service.dataset)),
            state=self._state().encode(),
            scheme=scheme,
            base_url=settings.base_url,
            most_rows=settings.max_rows,
            seconds=settings.query_timeout,
            patience=self.patience,
            client=client,
            log=service.execution.log,
        )
