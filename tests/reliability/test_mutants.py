"""Tens of thousands of mistaken queries: each is answered as the contract says, by the same process to the end."""

import asyncio
from collections import Counter
from pathlib import Path

from tests.reliability.clients import Client
from tests.reliability.figures import Tell, count
from tests.reliability.mutations import mutants
from tests.reliability.processes import settle
from tests.service import Service, running

SEED = 20261123
CLIENTS = 4
DOCUMENTED = {200, 400, 403, 413, 503}


def test_no_mutant_is_a_fault(store: Path, tell: Tell) -> None:
    number = count(1_000, 100_000)
    with running(store, KG_QUERY_TIMEOUT="0.5", KG_QUERY_MEMORY_MB="512") as service:
        counted, crashed = asyncio.run(asked(service, number))
        settle(service)
        assert service.get("/health").json()["live"] is True  # the same process, as its exit status tells
    assert sum(counted.values()) == number
    assert set(counted) <= DOCUMENTED, crashed
    told = ", ".join(f"{status}: {times}" for status, times in sorted(counted.items()))
    tell(f"{number} mutants (seed {SEED}), answers by status: {told}; children that crashed: {len(crashed)}")


async def asked(service: Service, number: int) -> tuple[Counter[int], list[bytes]]:
    """Send so many mutants from several clients at once; count the answers, and gather what crashed a child."""
    waiting, counted, crashed = mutants(SEED, number), Counter[int](), []

    async def one(name: str) -> None:
        async with Client(service.url, name) as client:
            for mutant in waiting:
                reply = await client.query(mutant, Accept_Language="en")
                counted[reply.status] += 1
                assert reply.headers["access-control-allow-origin"] == "*"
                if reply.status != 200:
                    assert reply.headers["content-type"] == "application/problem+json"
                if b"crashed" in reply.body and reply.status == 503:
                    crashed.append(mutant)

    await asyncio.gather(*(one(f"198.51.100.{number}") for number in range(CLIENTS)))
    return counted, crashed
