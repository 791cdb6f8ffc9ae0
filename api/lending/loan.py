"""One loan, seen from the parent: who watches over the queries that a child answers by itself.

A query that is short is only counted. One that is not becomes a query like any other: it can be found and stopped by
its id, it gives way to others, it ends at its deadline and with its client.
"""

import asyncio
import os
import select
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from api.admission import Budget
from api.execution import ClientGone
from api.inflight import Flight, Flights, Stopped
from api.lending.talking import Talking
from api.logs import told_of
from api.metrics import Figures
from kg.errors import KgError
from kg.workers import POLITE_AFTER, Limits, Member, failure, revived

_LOOK: Final = 0.02
"""How often a loan is looked at, in seconds."""

_NOTED_AFTER: Final = 0.05
_HUNG_UP: Final = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR


@dataclass(frozen=True, slots=True)
class Failed:
    """A query that a child could not answer, which its client is still to be told."""

    error: KgError
    flight: Flight


@dataclass(frozen=True, slots=True)
class Returned:
    """A connection that was given back."""

    unsent: bytes = b""
    """The rest of an answer."""
    unread: bytes = b""
    """What was read of the client and not answered."""
    failed: Failed | None = None
    """Why the first request of that has no answer; if nothing failed, it was not tried."""
    is_lost: bool = False
    """Whether the connection can only be cut: its client left, or nobody knows what it was sent."""
    is_long: bool = False
    """Whether it came back because of a long answer."""


class Loan:
    """One connection in the hands of one child."""

    def __init__(  # noqa: PLR0913 - what it watches over, and where it tells of it
        self,
        child: Member,
        descriptor: int,
        talking: Talking,
        *,
        limits: Limits,
        flights: Flights,
        budget: Budget,
        figures: Figures,
    ) -> None:
        self._child = child
        self._ledger = child.ledger
        self._descriptor = descriptor
        self._talking = talking
        self._limits = limits
        self._flights = flights
        self._budget = budget
        self._figures = figures
        self._flight: Flight | None = None
        self._told, self._seconds, self._remembered = 0, 0.0, 0
        self._tallies = [0] * len(self._ledger.tallies)

    async def run(self) -> Returned:
        """Lend, watch, and tell what is to be done when the connection is back."""
        timer = asyncio.ensure_future(self._watch())
        try:
            with await self._child.talk(self._talking, self._limits, self._descriptor) as answer:
                return self._given_back(answer.read(), answer.result)
        except (KgError, ClientGone) as error:
            return self._broken_off(error)
        finally:
            timer.cancel()
            self.settle()
            self.remember()

    def recall(self) -> None:
        """Let the connection come back before its next request."""
        self._ledger.recall()

    def cancel(self) -> None:
        """Stop the query that runs."""
        self._child.stop("stopped", Stopped())

    def settle(self) -> None:
        """Count what was answered since, and charge it to the client."""
        answered, seconds, tallies = self._ledger.answered, self._ledger.seconds, self._ledger.tallies
        self._figures.answered(
            answered - self._told,
            seconds - self._seconds,
            [now - before for now, before in zip(tallies, self._tallies, strict=True)],
        )
        self._budget.charge(self._talking.client, seconds - self._seconds)
        self._told, self._seconds, self._tallies = answered, seconds, tallies

    def remember(self) -> None:
        """Let the queries that were answered since be found by their ids."""
        for identifier, began, ended in self._ledger.ended(self._remembered):
            self._flights.remember(identifier, began, ended)
        self._remembered = self._ledger.answered

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            self.settle()
            if self._budget.is_spent(self._talking.client):
                self.recall()
            if (since := self._ledger.running_since) and (age := time.monotonic() - since) > _NOTED_AFTER:
                self._look_after(age, since)

    def _look_after(self, age: float, since: float) -> None:
        """Treat a query as one that is not short."""
        if self._flight is None or self._flight.id != self._ledger.identifier:
            self._flight = self._flights.begin(self._ledger.identifier, since, self)
        if age > POLITE_AFTER:
            self._child.give_way()
            self.recall()
        if age > self._limits.seconds:
            self._child.stop("timeout", failure("timeout", self._limits))
        elif self._has_left():
            self._child.stop("abandoned", ClientGone())

    def _has_left(self) -> bool:
        look = select.poll()
        look.register(self._descriptor, _HUNG_UP)
        return bool(look.poll(0))

    def _given_back(self, unread: bytes, outcome: dict[str, Any]) -> Returned:
        unsent = outcome.get("unsent", 0)
        error = revived(outcome) if "error" in outcome else None
        failed = Failed(error, self._ended(error)) if error else None
        return Returned(unread[:unsent], unread[unsent:], failed, is_long="long" in outcome)

    def _broken_off(self, error: KgError | ClientGone) -> Returned:
        """Say what to do after a child has been killed, or died by itself."""
        is_certain = self._child.is_stopped or self._ledger.take()
        if not self._ledger.running_since:
            return Returned(is_lost=True)  # what else was read is not known
        flight = self._ended(error)
        if isinstance(error, ClientGone):
            self._tell_abandoned(flight)
        if isinstance(error, ClientGone) or not is_certain:
            return Returned(is_lost=True)
        return Returned(unread=self._ledger.request, failed=Failed(error, flight))

    def _ended(self, error: KgError | ClientGone) -> Flight:
        """Take note that the query that runs has failed."""
        flight = self._flight
        if flight is None or flight.id != self._ledger.identifier:
            flight = self._flights.begin(self._ledger.identifier, self._ledger.running_since, self)
        self._flights.end(flight, error)
        self._budget.charge(self._talking.client, flight.seconds)
        self._figures.failed(error, flight.seconds)
        return flight

    def _tell_abandoned(self, flight: Flight) -> None:
        """Tell the log of a request that nobody waits for any more; of all others those tell who answer them."""
        if self._talking.log is not None:
            line = told_of(
                datetime.now(UTC) - timedelta(seconds=flight.seconds),
                "GET",
                "/sparql",
                status=None,
                seconds=flight.seconds,
                query=None,
                client=self._talking.client,
                length=0,
                outcome="abandoned",
            )
            os.write(self._talking.log, f"{line}\n".encode())
