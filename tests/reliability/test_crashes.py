"""kill -9 of the whole service while it is written to: what was acknowledged is there, and nothing is there by half."""

import asyncio
import contextlib
import os
import random
import signal
from pathlib import Path
from urllib.parse import quote

from kg.access import new_token
from kg.changes import ChangeLog
from kg.store import CHANGES
from tests.reliability.clients import Client
from tests.reliability.figures import Tell, count
from tests.reliability.processes import children
from tests.service import Service, killed
from tests.writable import copied

WRITERS = 3
SIZE = 20
"""How many triples an update adds: all of them are there later, or none."""

COUNTS = quote("SELECT ?s (COUNT(?o) AS ?n) { GRAPH <urn:crash> { ?s <urn:p> ?o } } GROUP BY ?s")


def test_nothing_acknowledged_is_lost_and_nothing_is_there_by_half(store: Path, tmp_path: Path, tell: Tell) -> None:
    rounds, chance = count(2, 50), random.Random(11)  # noqa: S311 - no secret
    folder = copied(store, tmp_path / "store")
    token, holder = new_token("tester", ["admin"])
    (tmp_path / "tokens").write_text(holder.line + "\n", encoding="utf-8")
    acknowledged: set[str] = set()
    deleted: set[str] = set()
    sent: set[str] = set()
    for number in range(rounds):
        with killed(folder, KG_TOKENS=str(tmp_path / "tokens")) as service:
            check(asyncio.run(present(service)), acknowledged, deleted, sent)
            orphans = children(service.pid)
            asyncio.run(written(service, token, number, chance.randrange(1, 7), (acknowledged, deleted, sent)))
        while any(Path(f"/proc/{pid}/cwd").exists() for pid in orphans):
            os.sched_yield()  # they are killed with it, and die as fast as they can
    with killed(folder) as service:
        check(asyncio.run(present(service)), acknowledged, deleted, sent)
    records = sum(1 for _ in ChangeLog(folder / CHANGES).records())
    tell(
        f"{rounds} × kill -9 of the service while {WRITERS} clients write: of {len(acknowledged) + len(deleted)}"
        f" acknowledged updates none lost; {records} recorded, none by half"
    )


def check(found: dict[str, int], acknowledged: set[str], deleted: set[str], sent: set[str]) -> None:
    """Compare what is there with what was sent."""
    assert acknowledged - set(found) == set(), "lost"
    assert deleted & set(found) == set(), "risen"
    assert set(found) <= sent
    assert set(found.values()) <= {SIZE}, "by half"


async def present(service: Service) -> dict[str, int]:
    """Return how many triples each update left."""
    async with Client(service.url) as client:
        reply = await client.get(f"/sparql?format=csv&query={COUNTS}")
    rows = reply.body.decode().split("\r\n")[1:-1]
    return {name: int(number) for name, number in (row.split(",") for row in rows)}


async def written(
    service: Service, token: str, number: int, until: int, ledger: tuple[set[str], set[str], set[str]]
) -> None:
    """Write from several clients at once, and kill the service as soon as so many updates are acknowledged."""
    acknowledged, deleted, sent = ledger
    done, enough = 0, asyncio.Event()

    async def update(client: Client, text: str) -> bool:
        nonlocal done
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sparql-update"}
        status = (await client.send("POST", "/update", text.encode(), headers)).status
        done += status == 200
        if done == until:
            enough.set()
        return status == 200

    async def writer(name: int) -> None:
        async with Client(service.url, f"198.51.100.{name}") as client:
            for step in range(1000):
                node = f"urn:{number}:{name}:{step}"
                sent.add(node)
                triples = " ".join(f"<{node}> <urn:p> {value} ." for value in range(SIZE))
                if await update(client, f"INSERT DATA {{ GRAPH <urn:crash> {{ {triples} }} }}"):
                    acknowledged.add(node)
                if step % 3 == 2:
                    acknowledged.discard(node)  # from here on it may be gone
                    if await update(client, f"DELETE WHERE {{ GRAPH <urn:crash> {{ <{node}> ?p ?o }} }}"):
                        deleted.add(node)

    async def killer() -> None:
        await enough.wait()
        os.kill(service.pid, signal.SIGKILL)

    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        await asyncio.gather(*(writer(name) for name in range(WRITERS)), killer())
