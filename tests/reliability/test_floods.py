"""Killers in number: all are stopped, the service answers throughout, and its memory comes back."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.clients import Client
from tests.reliability.figures import Tell, count, is_soak, percentile
from tests.reliability.killers import KILLERS
from tests.reliability.processes import memory, settle
from tests.service import Service, running

DEADLINE = 2
CROWD = 5
"""So many killers come at once, each from a client of its own; as many run at once."""

NORMAL = "SELECT ?title WHERE { ?m <http://purl.org/dc/terms/title> ?title } ORDER BY ?title LIMIT 20 # %d"


@pytest.fixture
def service(store: Path) -> Iterator[Service]:
    """Yield a server of its own, so that its memory is that of this flood."""
    with running(store, KG_QUERY_TIMEOUT=str(DEADLINE)) as started:
        yield started


def warmed(service: Service) -> dict[str, int]:
    """Return the memory of a service that has answered each kind of request before."""
    for path in ("/health", "/metrics", "/sparql?query=ASK%7B%7D"):
        for _ in range(10):
            service.get(path)
    service.post("/sparql", data={"query": KILLERS["product"]})
    settle(service)
    return memory(service)


def test_all_killers_are_stopped_and_the_memory_comes_back(service: Service, tell: Tell) -> None:
    kinds = list(itertools.islice(itertools.cycle(KILLERS), count(10, 100)))
    before = warmed(service)
    took, health = asyncio.run(flood(service, kinds))
    settle(service)
    after = memory(service)
    late, slowest = max(took) - DEADLINE, 1000 * max(health)
    tell(f"{len(kinds)} killers, all stopped: the last {late:.2f} s after its deadline of {DEADLINE} s")
    tell(f"/health meanwhile: {len(health)} answers, the slowest after {slowest:.0f} ms")
    for kind, value in before.items():
        tell(f"{kind} of all processes before and after: {value} and {after[kind]} KiB")
    # PSS is told, not bounded: children that are forked one after another share fewer pages than those forked at once.
    assert after["Rss"] <= 1.1 * before["Rss"]
    assert not is_soak() or max(took) <= DEADLINE + 1


async def flood(service: Service, kinds: list[str]) -> tuple[list[float], list[float]]:
    """Send killers in crowds; return how long each took, and how long /health took meanwhile."""
    waiting, took, health = iter(kinds), [], []

    async def killer(number: int) -> None:
        async with Client(service.url, f"198.51.100.{number}") as client:
            for kind in waiting:
                began = time.perf_counter()
                reply = await client.query(KILLERS[kind])
                took.append(time.perf_counter() - began)
                assert (reply.status, reply.headers["retry-after"]) == (503, "10"), kind

    async def patient() -> None:
        async with Client(service.url) as client:
            while len(took) < len(kinds):
                began = time.perf_counter()
                assert (await client.get("/health")).status == 200
                health.append(time.perf_counter() - began)

    await asyncio.gather(*(killer(number) for number in range(CROWD)), patient())
    return took, health


def test_two_killers_leave_a_normal_client_its_answers(store: Path, tell: Tell) -> None:
    asked = count(50, 4000)
    with running(store) as service:  # with the deadline that it has where nothing else is said
        alone = asyncio.run(beside_killers(service, asked, killers=0))
        beside = asyncio.run(beside_killers(service, asked, killers=2))
        settle(service)
    idle, busy = percentile(alone, 0.95), percentile(beside, 0.95)
    tell(f"{asked} queries of one client, p95: {1000 * idle:.1f} ms alone, {1000 * busy:.1f} ms beside two killers")
    assert not is_soak() or busy <= 3 * idle


async def beside_killers(service: Service, asked: int, killers: int) -> list[float]:
    """Return how long each of so many never-seen queries of a client took, while others send killers without end."""
    took: list[float] = []

    async def killer(number: int) -> None:
        async with Client(service.url, f"198.51.100.{number}") as client:
            for kind in itertools.cycle(KILLERS):
                await client.query(KILLERS[kind])

    endless = [asyncio.create_task(killer(number)) for number in range(killers)]
    async with Client(service.url, "192.0.2.1") as client:
        for number in range(asked):
            began = time.perf_counter()
            reply = await client.query(NORMAL % (number + killers * asked))
            took.append(time.perf_counter() - began)
            assert reply.status == 200
    for each in endless:
        each.cancel()
    await asyncio.gather(*endless, return_exceptions=True)
    return took
