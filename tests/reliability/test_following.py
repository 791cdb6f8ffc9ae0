"""Queries that run: followed and stopped by their id, ended by a client that leaves, turned away, charged."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from api.execution import PLACES
from tests.reliability.clients import Client, Reply
from tests.reliability.killers import KILLERS
from tests.reliability.processes import settle
from tests.service import Service, running

KILLER = KILLERS["product"]
SHARE = (PLACES - 1) // 2
"""How many queries of one client run at once."""


@pytest.fixture(scope="module")
def patient(store: Path) -> Iterator[Service]:
    """Yield a server that would let a query run for ten minutes, and lets three wait."""
    with running(store, KG_QUERY_TIMEOUT="600", KG_WAITING_QUERIES="3") as started:
        yield started


def client_address(number: int) -> str:
    return f"198.51.100.{number}"


async def state_of(service: Service, identifier: str) -> str:
    async with Client(service.url) as client:
        reply = await client.get(f"/sparql/queries/{identifier}")
    return str(json.loads(reply.body)["state"]) if reply.status == 200 else "unknown"


async def until(service: Service, identifier: str, state: str) -> None:
    while await state_of(service, identifier) != state:
        pass


@contextlib.asynccontextmanager
async def asked(service: Service, identifier: str, client: str) -> AsyncIterator["asyncio.Task[Reply]"]:
    """Ask a killer under an id; whoever asked leaves at the end."""

    async def ask() -> Reply:
        async with Client(service.url, client) as connection:
            return await connection.query(KILLER, Query_Id=identifier)

    task = asyncio.create_task(ask())
    yield task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_a_query_is_followed_and_stopped_by_its_id(patient: Service) -> None:
    async def test() -> Reply:
        async with asked(patient, "follow:me", "192.0.2.1") as task, Client(patient.url) as other:
            await until(patient, "follow:me", "running")
            twice = await other.query("ASK {}", Query_Id="follow:me")
            assert (twice.status, json.loads(twice.body)["status"]) == (409, 409)
            told = await other.get("/sparql/queries/follow:me")
            assert told.headers["cache-control"] == "no-store"
            assert set(json.loads(told.body)) == {"id", "state", "seconds", "error"}
            assert (await other.send("DELETE", "/sparql/queries/follow:me", b"", {})).status == 204
            return await task

    reply = asyncio.run(test())
    assert (reply.status, reply.headers["query-id"]) == (503, "follow:me")
    assert "zastaven na žádost" in json.loads(reply.body)["detail"]
    settle(patient)
    assert patient.get("/sparql/queries/follow:me").json()["state"] == "stopped"
    assert patient.get("/sparql/queries/nobody").status_code == 404
    malformed = patient.post("/sparql", data={"query": "ASK {}"}, headers={"Query-Id": "a b"})
    assert malformed.status_code == 400


def test_a_query_that_waits_is_stopped_too(patient: Service) -> None:
    async def test() -> Reply:
        async with contextlib.AsyncExitStack() as stack:
            for number in range(SHARE):
                await stack.enter_async_context(asked(patient, f"first{number}", "192.0.2.1"))
                await until(patient, f"first{number}", "running")
            late = await stack.enter_async_context(asked(patient, "late", "192.0.2.1"))
            await until(patient, "late", "waiting")
            async with Client(patient.url) as other:
                await other.send("DELETE", "/sparql/queries/late", b"", {})
            return await late

    assert asyncio.run(test()).status == 503
    settle(patient)
    assert patient.get("/sparql/queries/first0").json()["state"] == "failed"  # nobody waited for it any more


def test_a_client_that_leaves_ends_its_query_wherever_it_is(patient: Service) -> None:
    kills = patient.figure('strategraf_kills_total{reason="abandoned"}')

    async def test() -> None:
        async with contextlib.AsyncExitStack() as stack:
            for number in range(SHARE + 2):
                await stack.enter_async_context(asked(patient, f"left{number}", "192.0.2.7"))
                await until(patient, f"left{number}", "running" if number < SHARE else "waiting")

    asyncio.run(test())
    settle(patient)
    while patient.figure("strategraf_queries_running"):  # a place is free a moment after its child was replaced
        pass
    assert patient.figure("strategraf_queries_waiting") == 0
    # Those that waited were never run, unless they got the turn of one that left before them.
    assert kills + SHARE <= patient.figure('strategraf_kills_total{reason="abandoned"}') <= kills + SHARE + 2
    assert {asyncio.run(state_of(patient, f"left{number}")) for number in range(SHARE + 2)} == {"failed"}


def test_no_answer_ever_goes_to_another_client(patient: Service) -> None:
    """Whoever leaves in the midst of an answer leaves nothing behind in the child that wrote it."""

    async def leave(number: int) -> None:
        async with Client(patient.url, client_address(number)) as client:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(client.query(KILLERS["rows"]), 0.02 * number)

    async def stay(number: int) -> None:
        async with Client(patient.url, client_address(100 + number)) as client:
            for step in range(20):
                reply = await client.query(f'SELECT ("{number}:{step}" AS ?mine) {{}}', Accept="text/csv")
                assert reply.body == f"mine\r\n{number}:{step}\r\n".encode()

    async def test() -> None:
        for _ in range(5):
            await asyncio.gather(*(leave(number) for number in range(5)), *(stay(number) for number in range(2)))

    asyncio.run(test())
    settle(patient)


def test_a_full_queue_turns_away_and_says_when_to_come_back(patient: Service) -> None:
    async def test() -> Reply:
        async with contextlib.AsyncExitStack() as stack:
            for number in range(PLACES + 3):
                await stack.enter_async_context(asked(patient, f"full{number}", client_address(number)))
                await until(patient, f"full{number}", "running" if number < PLACES else "waiting")
            async with Client(patient.url, client_address(99)) as last:
                assert (await last.get("/health")).status == 200
                return await last.query("ASK { } # late")

    reply = asyncio.run(test())
    assert (reply.status, reply.headers["retry-after"]) == (503, "10")
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "přetížena" in json.loads(reply.body)["detail"]
    settle(patient)


def test_a_client_pays_for_its_time_and_no_other_does(store: Path) -> None:
    with running(store, KG_QUERY_TIMEOUT="1", KG_CLIENT_BUDGET="0.5") as service:

        async def test() -> None:
            async with Client(service.url, "192.0.2.1") as greedy, Client(service.url, "192.0.2.2") as other:
                assert (await greedy.query(KILLER)).status == 503
                refused = await greedy.query("ASK { } # 1", Accept_Language="en")
                assert (refused.status, json.loads(refused.body)["title"]) == (429, "Too Many Requests")
                assert 1 <= int(refused.headers["retry-after"]) <= 120
                assert "0.5 s a minute" in json.loads(refused.body)["detail"]
                assert refused.headers["access-control-allow-origin"] == "*"
                assert (await other.query("ASK { } # 1")).status == 200
                assert (await greedy.get("/health")).status == 200
                # What the service has at hand costs nothing.
                assert (await greedy.query("ASK { } # 1")).headers["server-timing"].startswith("cache;desc=hit")

        asyncio.run(test())
        assert service.figure('strategraf_http_requests_total{method="POST",status="429"}') == 1


def test_a_client_may_ask_for_less_time_and_never_for_more(hasty: Service) -> None:
    for timeout, told in (("0.2", "zastaven po 0.2 s"), ("600", "zastaven po 1 s")):
        answer = hasty.post("/sparql", data={"query": KILLER, "timeout": timeout})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
        assert told in answer.json()["detail"]
