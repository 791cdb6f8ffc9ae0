"""The queries of a service by the id that their clients chose: to look at, and to stop."""

import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Literal, Protocol

from starlette.requests import Request

from api.problems import HttpError
from kg.errors import KgError

_ID: Final = re.compile(r"[A-Za-z0-9._:~-]{1,128}")
_REMEMBERED: Final = 1000

State = Literal["waiting", "running", "answered", "failed", "stopped"]


class Stopped(HttpError):  # noqa: N818 - named for what happened
    """Somebody stopped the query by its id."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            HTTPStatus.SERVICE_UNAVAILABLE,
            cs="požadavek byl zastaven na žádost (DELETE na jeho adrese), nebo služba končí, a nic nezměnil;"
            " chcete-li výsledek, pošlete jej znovu.",
            en="the request was stopped on request (DELETE at its address), or the service ends, and changed nothing;"
            " send it again if you want its result.",
        )


class Stoppable(Protocol):
    """What runs a query."""

    def cancel(self) -> object:
        """Stop it."""


@dataclass(eq=False, slots=True)
class Flight:
    """One query, from its arrival to its end."""

    id: str
    state: State = "waiting"
    began: float = field(default_factory=time.monotonic)
    ended: float | None = None
    error: str = ""
    task: Stoppable | None = None
    is_sealed: bool = False
    holder: str = ""
    """The name of the token that it writes with; nobody else may stop it."""

    @property
    def seconds(self) -> float:
        """How long it has taken so far, waiting included."""
        return (self.ended or time.monotonic()) - self.began

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.ended is not None

    def stop(self) -> None:
        """Stop it, wherever it is; nothing happens to one that is over, or sealed."""
        if not self.is_over and self.task is not None:
            self.state = "stopped"
            self.task.cancel()

    def seal(self) -> None:
        """Let nothing stop it any more, for what it does now must be done in full."""
        self.task = None
        self.is_sealed = True


class Flights:
    """The queries in flight, and the last that ended."""

    def __init__(self) -> None:
        """Start with none."""
        self._known: OrderedDict[str, Flight] = OrderedDict()
        self.before_looking: Callable[[], None] = lambda: None
        """Told before a query is looked for; who answers queries elsewhere may remember them only then."""

    @contextmanager
    def flight(self, request: Request) -> Iterator[Flight]:
        """Follow a query while the block runs it; its id is the client's, or a new one.

        Raises:
            HttpError: 400, the id is malformed; 409, a query with this id runs.
        """
        flight = Flight(self._id_of(request))
        self._known[flight.id] = request.state.flight = flight
        try:
            yield flight
            flight.state = "answered"
        except BaseException as error:
            _fail(flight, error)
            raise
        finally:
            self._ended(flight, time.monotonic())

    def begin(self, identifier: str, began: float, task: Stoppable) -> Flight:
        """Follow a query that runs elsewhere, since a monotonic time, until `end` or `remember`."""
        flight = self._known[identifier] = Flight(identifier, "running", began, task=task)
        return flight

    def end(self, flight: Flight, error: BaseException) -> None:
        """Take note that a query failed that ran elsewhere."""
        _fail(flight, error)
        self._ended(flight, time.monotonic())

    def remember(self, identifier: str, began: float, ended: float) -> Flight:
        """Take note that a query was answered elsewhere."""
        flight = self._known.setdefault(identifier, Flight(identifier))
        flight.state, flight.began = "answered", began
        self._ended(flight, ended)
        return flight

    def stop_all(self) -> None:
        """Stop every query that may still be stopped."""
        for flight in list(self._known.values()):
            flight.stop()

    def forget(self, flight: Flight) -> None:
        """Follow a query no more of which nobody knows the end."""
        if self._known.get(flight.id) is flight and not flight.is_over:
            del self._known[flight.id]

    def _ended(self, flight: Flight, now: float) -> None:
        flight.ended = now
        flight.task = None
        self._known.move_to_end(flight.id)
        while len(self._known) > _REMEMBERED and (first := next(iter(self._known.values()))).is_over:
            del self._known[first.id]

    def _id_of(self, request: Request) -> str:
        asked = request.headers.get("query-id")
        if asked is None:
            return secrets.token_hex(8)
        if not _ID.fullmatch(asked):
            raise HttpError(
                HTTPStatus.BAD_REQUEST,
                cs="hlavička Query-Id smí mít 1 až 128 znaků z písmen bez diakritiky, číslic a . _ : ~ -; opravte ji.",
                en="the header Query-Id holds 1 to 128 characters, ASCII letters, digits and . _ : ~ -; mend it.",
            )
        if asked in self._known and not self._known[asked].is_over:
            raise HttpError(
                HTTPStatus.CONFLICT,
                cs=f"dotaz s označením {asked} právě běží; zvolte pro Query-Id jinou hodnotu.",
                en=f"a query with the id {asked} is running; choose another value for Query-Id.",
            )
        return asked

    def find(self, identifier: str) -> Flight:
        """Return a query by its id.

        Raises:
            HttpError: 404, none is known.
        """
        self.before_looking()
        if identifier not in self._known:
            raise HttpError(
                HTTPStatus.NOT_FOUND,
                cs=f"dotaz {identifier} služba nezná; pamatuje si běžící dotazy a posledních {_REMEMBERED} skončených.",
                en=f"the service knows no query {identifier}; it remembers those that run"
                f" and the last {_REMEMBERED} that ended.",
            )
        return self._known[identifier]


def _fail(flight: Flight, error: BaseException) -> None:
    if flight.state != "stopped":
        flight.state = "failed"
    flight.error = error.en if isinstance(error, KgError) else type(error).__name__
