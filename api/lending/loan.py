"""One loan, seen from the parent: who watches over the queries that a child answers by itself.

A query that is short is only counted. One that is not becomes a query like any other: it can be found and stopped by
its id, it gives way to others, it ends at its deadline and with its client.
"""

import asyncio
import select
import time
from dataclasses import dataclass
from typing import Final

from api.admission import Budget
from api.execution import ClientGone
from api.inflight import Flight, Flights, Stopped
from api.lending.talking import Talking
from api.logs import QueryLog
from api.metrics import Figures
from kg.errors import KgError
from kg.wellformed import Unwritable
from kg.workers import POLITE_AFTER, Answer, Limits, Member, failure, revived

_LOOK: Final = 0.02
"""How often a loan is looked at, in seconds."""

_NOTED_AFTER: Final = 0.05
_HUNG_UP: Final = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a query, which its client is still to be told: an answer, or an error."""

    flight: Flight
    answer: Answer | None = None
    error: KgError | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """A connection that was given back."""

    unsent: bytes = b""
    """The rest of an answer."""
    unread: bytes = b""
    """What was read of the client and not answered."""
    first: Outcome | None = None
    """What the first request of that came to; if nothing, it was not tried."""
    is_lost: bool = False
    """Whether the connection can only be cut: its client left, or nobody knows what it was sent."""
    answered: int = 0
    """How many queries were answered."""


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
        self._is_over = False
        self._told, self._seconds, self._remembered = 0, 0.0, 0
        self._tallies = [0] * len(self._ledger.tallies)

    async def run(self) -> Returned:
        """Lend, watch, and tell what is to be done when the connection is back."""
        timer = asyncio.ensure_future(self._watch())
        try:
            return self._given_back(await self._child.talk(self._talking, self._limits, self._descriptor))
        except (KgError, ClientGone) as error:
            return self._broken_off(error)
        except OSError as error:
            return self._broken_off(failure("crash", self._limits, error))
        finally:
            timer.cancel()
            self._is_over = True
            self.settle()
            self.remember()

    @property
    def is_idle(self) -> bool:
        """Whether no query runs."""
        return not self._ledger.running_since

    def recall(self) -> None:
        """Let the connection come back before its next request."""
        self._ledger.recall()

    def cancel(self) -> None:
        """Stop the query that runs; once the loan is over, the child works for others."""
        if not self._is_over:
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
        if self._flight is not None and self._flight.id != self._ledger.identifier:
            self._flights.forget(self._flight)  # nothing, if it was among these
            self._flight = None

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            self.settle()
            if self._flight is not None and self._flight.id != self._ledger.identifier:
                self.remember()  # before the ledger forgets how it ended
            if self._budget.is_spent(self._talking.client):
                self.recall()
            if (since := self._ledger.running_since) and (age := time.monotonic() - since) > _NOTED_AFTER:
                self._look_after(age, since)

    def _look_after(self, age: float, since: float) -> None:
        """Treat a query as one that is not short."""
        if self._flight is None or self._flight.id != self._ledger.identifier:
            self._flight = self._flights.begin(self._ledger.identifier, since, self)
        if age > POLITE_AFTER and self._child.is_fresh:
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

    def _given_back(self, answer: Answer) -> Returned:
        told = answer.result
        unread = answer.cut(answer.size - told["unread"])
        answered = self._ledger.answered
        if "told" in told:
            answer.result = told["told"]
            return Returned(unread=unread, first=Outcome(self._ended(None), answer), answered=answered + 1)
        with answer:
            if "error" in told:
                error = revived(told)
                if isinstance(error, Unwritable):  # another format may do; that is for the parent to find out
                    return self._untried(unread)
                return Returned(unread=unread, first=Outcome(self._ended(error), error=error), answered=answered)
            unsent = told.get("unsent", 0)
            return Returned(unread[:unsent], unread[unsent:], answered=answered)

    def _untried(self, unread: bytes) -> Returned:
        """Give back a request as though it had not been tried, but for the time it took."""
        self._budget.charge(self._talking.client, time.monotonic() - self._ledger.running_since)
        if self._flight is not None:
            self._flights.forget(self._flight)
            self._flight = None
        return Returned(unread=unread, answered=self._ledger.answered)

    def _broken_off(self, error: KgError | ClientGone) -> Returned:
        """Say what to do after a child has been killed, or died by itself."""
        is_certain = self._child.is_stopped or self._ledger.take()
        if not self._ledger.running_since:  # it held no request, unless one that is lost with it
            return Returned(is_lost=not is_certain or self._ledger.is_holding, answered=self._ledger.answered)
        flight = self._ended(error)
        if isinstance(error, ClientGone):
            # Of all other requests those tell the log who answer them.
            QueryLog(self._talking.log, self._talking.client).abandoned(flight.seconds)
        if isinstance(error, ClientGone) or not is_certain:
            return Returned(is_lost=True)
        return Returned(unread=self._ledger.request, first=Outcome(flight, error=error), answered=self._ledger.answered)

    def _ended(self, error: KgError | ClientGone | None) -> Flight:
        """Take note that the query that runs has ended, answered if there is no error."""
        flight = self._flight
        if flight is None or flight.id != self._ledger.identifier:
            flight = self._flights.begin(self._ledger.identifier, self._ledger.running_since, self)
        if error is None:
            flight = self._flights.remember(flight.id, flight.began, time.monotonic())
        else:
            self._flights.end(flight, error)
        self._budget.charge(self._talking.client, flight.seconds)
        self._figures.ended(error, flight.seconds)
        return flight
