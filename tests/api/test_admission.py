"""Who runs when: places, fair shares, the queue and its end, budgets."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import pytest

from api.admission import Admission, Budget, BudgetSpent, Overloaded


class Query:
    """A query that holds its place until it is told to end."""

    def __init__(self, admission: Admission, client: str, seconds: float = 60) -> None:
        self.client = client
        self.runs = False
        self._end = asyncio.Event()
        self.task = asyncio.ensure_future(self._run(admission, seconds))

    async def _run(self, admission: Admission, seconds: float) -> None:
        await admission.enter(self.client, seconds)
        try:
            self.runs = True
            await self._end.wait()
        finally:
            admission.leave(self.client)
            self.runs = False

    async def end(self) -> None:
        """End it."""
        self._end.set()
        await self.task


async def started(admission: Admission, *clients: str) -> list[Query]:
    queries = [Query(admission, client) for client in clients]
    await turns()
    return queries


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def running(queries: list[Query]) -> list[str]:
    return [query.client for query in queries if query.runs]


def asynchronous(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    def run() -> None:
        asyncio.run(test())  # type: ignore[arg-type]

    run.__name__ = test.__name__
    return run


@asynchronous
async def test_one_client_never_holds_all_places() -> None:
    admission = Admission(places=5, waiting=10)
    queries = await started(admission, *"aaaa")
    assert running(queries) == ["a", "a"]
    assert (admission.running, admission.waiting) == (2, 2)
    others = await started(admission, "b", "b", "c")
    assert running(others) == ["b", "b", "c"]
    for query in queries + others:
        await query.end()
    assert (admission.running, admission.waiting) == (0, 0)


@asynchronous
async def test_a_single_place_is_given_to_anybody() -> None:
    admission = Admission(places=1, waiting=1)
    first, second = await started(admission, "a", "a")
    assert (first.runs, second.runs) == (True, False)
    await first.end()
    await turns()
    assert second.runs
    await second.end()


@asynchronous
async def test_who_runs_least_comes_first_and_among_equals_who_came_first() -> None:
    admission = Admission(places=3, waiting=10)  # one for each client
    queries = await started(admission, "a", "b", "c")
    waiting = await started(admission, "a", "d", "b", "e")
    await queries[2].end()
    await turns()
    assert running(waiting) == ["d"]
    await queries[0].end()
    await turns()
    assert running(waiting) == ["a", "d"]
    await queries[1].end()
    await turns()
    assert running(waiting) == ["a", "d", "b"]
    for query in waiting:
        await query.end()
    assert (admission.running, admission.waiting) == (0, 0)


@asynchronous
async def test_a_full_queue_turns_away_at_once() -> None:
    admission = Admission(places=1, waiting=1)
    first, second = await started(admission, "a", "b")
    with pytest.raises(Overloaded, match="1 queries wait already") as caught:
        await admission.enter("c", 60)
    assert (caught.value.status, caught.value.retry) == (HTTPStatus.SERVICE_UNAVAILABLE, 10)
    await first.end()
    await second.end()


@asynchronous
async def test_who_waits_too_long_goes_and_takes_no_place() -> None:
    admission = Admission(places=1, waiting=5)
    (first,) = await started(admission, "a")
    with pytest.raises(Overloaded, match=r"no turn within 0\.01 s"):
        await admission.enter("b", 0.01)
    assert (admission.running, admission.waiting) == (1, 0)
    await first.end()
    assert admission.running == 0


@asynchronous
async def test_who_leaves_the_queue_or_just_got_its_turn_loses_no_place() -> None:
    admission = Admission(places=1, waiting=5)
    first, second, third = await started(admission, "a", "b", "c")
    second.task.cancel()
    await turns()
    assert admission.waiting == 1
    await first.end()  # the third has its turn now, and leaves before it can take it
    third.task.cancel()
    await turns()
    assert (admission.running, admission.waiting) == (0, 0)
    (last,) = await started(admission, "d")
    assert last.runs
    await last.end()


@asynchronous
async def test_a_place_is_not_given_to_one_that_leaves_in_the_same_moment() -> None:
    admission = Admission(places=1, waiting=5)
    first, second, third = await started(admission, "a", "b", "c")
    ending = asyncio.ensure_future(first.end())
    await asyncio.sleep(0)
    second.task.cancel()
    await ending
    await turns()
    assert (admission.running, admission.waiting, third.runs) == (1, 0, True)
    await third.end()
    assert admission.running == 0


class Clock:
    """A clock that is put forward by hand."""

    now = 100.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def test_a_budget_is_used_up_and_comes_back_evenly() -> None:
    clock = Clock()
    budget = Budget(30, clock)
    budget.check("a")
    budget.charge("a", 29.5)
    budget.check("a")
    budget.charge("a", 10.5)  # ten beyond it, as a query is not stopped for it
    with pytest.raises(BudgetSpent, match=r"30 s a minute.* try again in 20 s") as caught:
        budget.check("a")
    assert (caught.value.status, caught.value.retry) == (HTTPStatus.TOO_MANY_REQUESTS, 20)
    budget.check("b")
    clock.now += 19
    with pytest.raises(BudgetSpent, match="try again in 1 s"):
        budget.check("a")
    clock.now += 1.5
    budget.check("a")
    clock.now += 600
    budget.charge("a", 29)
    budget.check("a")


def test_without_a_budget_nothing_is_counted() -> None:
    budget = Budget(0)
    budget.charge("a", 1e9)
    budget.check("a")


def test_a_budget_forgets_clients_that_owe_nothing() -> None:
    clock = Clock()
    budget = Budget(60, clock)
    for number in range(10_000):
        budget.charge(f"old {number}", 1)
    clock.now += 3600
    budget.charge("new", 1)
    assert len(budget._spent) <= 2
