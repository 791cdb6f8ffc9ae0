"""Who may run a query now: so many at once, a fair share for each client, a bounded queue, and a budget of time."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from api.problems import HttpError

_MINUTE: Final = 60.0
_REMEMBERED: Final = 10_000


class Overloaded(HttpError):  # noqa: N818 - named for what is so
    """There is no place for a query now."""

    def __init__(self, *, retry: int, cs: str, en: str) -> None:
        """Take the seconds after which to try again, and the message."""
        super().__init__(HTTPStatus.SERVICE_UNAVAILABLE, cs=cs, en=en)
        self.retry = retry


class BudgetSpent(HttpError):  # noqa: N818 - as above
    """A client has used up its time."""

    def __init__(self, *, retry: int, cs: str, en: str) -> None:
        """Take the seconds after which to try again, and the message."""
        super().__init__(HTTPStatus.TOO_MANY_REQUESTS, cs=cs, en=en)
        self.retry = retry


@dataclass(eq=False, slots=True)
class _Waiting:
    client: str
    turn: asyncio.Future[None]


class Admission:
    """The places of a service.

    One client never holds all places: two that send endless queries still leave one for a third. Whoever waits and runs
    least comes first; among equals, who came first.
    """

    def __init__(self, places: int, waiting: int) -> None:
        """Offer so many places, and let so many queries wait for one."""
        self.places = places
        self._share = max(1, (places - 1) // 2)
        self._longest = waiting
        self._queue: list[_Waiting] = []
        self._running: Counter[str] = Counter()
        self.on_waiting: Callable[[], None] = lambda: None
        """Told when a query begins to wait."""

    @property
    def waiting(self) -> int:
        """How many queries wait."""
        return len(self._queue)

    @property
    def running(self) -> int:
        """How many queries run."""
        return self._running.total()

    def enter_at_once(self, client: str) -> bool:
        """Take a place until `leave`, if there is one that nobody waits for; return whether there is."""
        if self._queue or not self._may_run(client):
            return False
        self._running[client] += 1
        return True

    async def enter(self, client: str, seconds: float) -> None:
        """Take a place until `leave`, and wait for it at most so many seconds.

        Raises:
            Overloaded: the queue is full, or the client's turn did not come in time.
        """
        if self._may_run(client):
            self._running[client] += 1
            return
        if len(self._queue) >= self._longest:
            raise Overloaded(
                retry=10,
                cs=f"služba je přetížena, na výsledek čeká již {self._longest} dotazů; zkuste to za chvíli.",
                en=f"the service is overloaded, {self._longest} queries wait already; try again in a while.",
            )
        self.on_waiting()
        waiting = _Waiting(client, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        try:
            async with asyncio.timeout(seconds):
                await waiting.turn
        except BaseException as error:
            if waiting in self._queue:
                self._queue.remove(waiting)
            else:  # the turn came just as nobody waited for it any more
                self.leave(client)
            if isinstance(error, TimeoutError):
                raise Overloaded(
                    retry=10,
                    cs=f"služba je přetížena a dotaz se do {seconds:g} s nedostal na řadu; zkuste to později.",
                    en=f"the service is overloaded and the query had no turn within {seconds:g} s; try again later.",
                ) from None
            raise

    def _may_run(self, client: str) -> bool:
        return self.running < self.places and self._running[client] < self._share

    def leave(self, client: str) -> None:
        """Give a place back, to whoever waits."""
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        # One whose turn is done already leaves in this very moment.
        able = [each for each in self._queue if self._may_run(each.client) and not each.turn.done()]
        if able:
            chosen = min(able, key=lambda each: self._running[each.client])
            self._queue.remove(chosen)
            self._running[chosen.client] += 1
            chosen.turn.set_result(None)


class Budget:
    """Query seconds a minute for each client: what is used comes back evenly over a minute."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow so many seconds a minute; 0 allows any."""
        self._seconds = seconds
        self._clock = clock
        self._spent: dict[str, tuple[float, float]] = {}

    def check(self, client: str) -> None:
        """Let a client pass that has time left.

        Raises:
            BudgetSpent: it has none.
        """
        if self.is_spent(client):
            over = self._used(client) - self._seconds
            retry = max(1, math.ceil(over * _MINUTE / self._seconds))
            raise BudgetSpent(
                retry=retry,
                cs=f"výpočetní čas pro jednoho klienta ({self._seconds:g} s za minutu) je vyčerpán;"
                f" zkuste to za {retry} s.",
                en=f"one client's computing time ({self._seconds:g} s a minute) is used up; try again in {retry} s.",
            )

    def is_spent(self, client: str) -> bool:
        """Tell whether a client has no time left."""
        return bool(self._seconds) and self._used(client) >= self._seconds

    def charge(self, client: str, seconds: float) -> None:
        """Take note of the time a client used."""
        if self._seconds:
            self._spent[client] = (self._used(client) + seconds, self._clock())
            if len(self._spent) > _REMEMBERED:
                self._spent = {each: spent for each, spent in self._spent.items() if self._used(each)}

    def _used(self, client: str) -> float:
        used, at = self._spent.get(client, (0.0, 0.0))
        return max(0.0, used - (self._clock() - at) * self._seconds / _MINUTE)
