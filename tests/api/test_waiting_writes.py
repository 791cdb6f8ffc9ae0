"""A write that waits behind another: followed, stopped, ended and charged as any query is."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from kg.access import Scope
from tests.api.test_update import KILLER
from tests.reliability.clients import Client, Reply
from tests.service import EARLY
from tests.writable import DIRECT, EX, Writable, copied, writable

WRITES = {
    "update": ("POST", "/update", b"INSERT DATA { GRAPH <urn:late> { <urn:a> <urn:b> 1 } }", DIRECT),
    "PUT": ("PUT", "/graphs?graph=urn:late", b"<urn:a> <urn:b> 1 .", {"Content-Type": "text/turtle"}),
    "POST": ("POST", "/graphs?graph=urn:late", b"<urn:a> <urn:b> 1 .", {"Content-Type": "text/turtle"}),
    "DELETE": ("DELETE", "/graphs?graph=urn:late", b"", {}),
}


@pytest.fixture(scope="module")
def written(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """Yield a service that would let an update run for ten minutes."""
    folder = copied(store, tmp_path_factory.mktemp("written") / "store")
    with writable(folder, KG_QUERY_TIMEOUT="600") as started:
        yield started


@contextlib.asynccontextmanager
async def sent(
    written: Writable,
    identifier: str,
    write: tuple[str, str, bytes, dict[str, str]],
    client: str = "192.0.2.1",
    *,
    scope: Scope = "admin",
) -> AsyncIterator["asyncio.Task[Reply]"]:
    """Send a write under an id; whoever sent it leaves at the end."""
    method, path, body, headers = write
    named = headers | written.bearer(scope) | {"Query-Id": identifier, "Accept-Language": "en"}

    async def send() -> Reply:
        async with Client(written.service.url, client) as connection:
            return await connection.send(method, path, body, named)

    task = asyncio.create_task(send())
    yield task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def killer(path: str = "/update") -> tuple[str, str, bytes, dict[str, str]]:
    return "POST", path, f"PREFIX : <{EX}> {KILLER}".encode(), DIRECT


async def told(written: Writable, identifier: str) -> dict[str, object]:
    async with Client(written.service.url) as client:
        reply = await client.get(f"/sparql/queries/{identifier}")
    return dict(json.loads(reply.body)) if reply.status == 200 else {"state": "unknown"}


async def until(written: Writable, identifier: str, state: str) -> None:
    while (await told(written, identifier))["state"] != state:
        pass


async def stop(written: Writable, identifier: str) -> None:
    async with Client(written.service.url) as client:
        assert (await client.send("DELETE", f"/sparql/queries/{identifier}", b"", written.bearer())).status == 204


@pytest.mark.parametrize("kind", WRITES)
def test_a_write_that_waits_is_found_and_stopped_by_its_id(kind: str, written: Writable) -> None:
    before = written.records()

    async def test() -> tuple[Reply, Reply, Reply]:
        async with sent(written, "first", killer()) as first:
            await until(written, "first", "running")
            async with sent(written, "late", WRITES[kind]) as late:
                await until(written, "late", "waiting")
                async with sent(written, "late", WRITES[kind]) as twice:
                    refused = await twice
                await stop(written, "late")
                answer = await late
            await stop(written, "first")
            return refused, answer, await first

    refused, answer, first = asyncio.run(test())
    assert (refused.status, json.loads(refused.body)["title"]) == (409, "Conflict")
    assert (answer.status, answer.headers["query-id"]) == (503, "late")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "stopped on request" in json.loads(answer.body)["detail"]
    assert first.status == 503
    assert asyncio.run(told(written, "late"))["state"] == "stopped"
    assert written.records() == before


def test_nobody_else_stops_a_write(written: Writable) -> None:
    async def test() -> tuple[list[Reply], Reply]:
        async with sent(written, "mine", killer(), scope="publish") as mine:
            await until(written, "mine", "running")
            async with Client(written.service.url) as client:
                english = {"Accept-Language": "en"}
                given = [english, english | {"Authorization": "Bearer x"}, english | written.bearer("submit")]
                refused = [await client.send("DELETE", "/sparql/queries/mine", b"", each) for each in given]
            assert (await told(written, "mine"))["state"] == "running"
            await stop(written, "mine")  # with the token of an administrator
            return refused, await mine

    refused, mine = asyncio.run(test())
    assert [reply.status for reply in refused] == [403, 403, 403]
    assert "sent with another token than test-submit" in json.loads(refused[2].body)["detail"]
    assert mine.status == 503


def test_whoever_sent_a_write_stops_it(written: Writable) -> None:
    async def test() -> Reply:
        async with sent(written, "own", killer(), scope="publish") as own:
            await until(written, "own", "running")
            async with Client(written.service.url) as client:
                reply = await client.send("DELETE", "/sparql/queries/own", b"", written.bearer("publish"))
                assert reply.status == 204
            return await own

    assert asyncio.run(test()).status == 503


def test_a_client_that_leaves_ends_the_wait_of_its_write(written: Writable) -> None:
    before = written.records()

    async def test() -> None:
        async with sent(written, "busy", killer()):
            await until(written, "busy", "running")
            async with sent(written, "left", WRITES["update"]):
                await until(written, "left", "waiting")
            await until(written, "left", "failed")
            assert (await told(written, "busy"))["state"] == "running"
            await stop(written, "busy")

    asyncio.run(test())
    assert written.records() == before
    assert written.update("INSERT DATA { GRAPH :after { :a :p 1 } }").status_code == 200


def test_the_time_in_the_queue_counts(written: Writable) -> None:
    async def test() -> tuple[Reply, dict[str, object]]:
        async with sent(written, "busy", killer()):
            await until(written, "busy", "running")
            method, _, body, headers = WRITES["update"]
            async with sent(written, "late", (method, "/update?timeout=1", body, headers)) as late:
                reply = await late
            return reply, await told(written, "late")

    reply, state = asyncio.run(test())
    assert reply.status == 503
    assert "did not end within 1 s" in json.loads(reply.body)["detail"]
    assert float(reply.headers["server-timing"].partition("dur=")[2]) >= 1000 * (1 - EARLY)
    assert (state["state"], float(str(state["seconds"])) >= 1 - EARLY) == ("failed", True)


def test_a_client_without_time_left_does_not_wait(store: Path, tmp_path: Path) -> None:
    with writable(copied(store, tmp_path / "store"), KG_CLIENT_BUDGET="0.5", KG_QUERY_TIMEOUT="60") as written:

        async def test() -> Reply:
            async with sent(written, "greedy", killer("/update?timeout=1")) as greedy:
                assert (await greedy).status == 503
            async with sent(written, "busy", killer(), client="192.0.2.2"):
                await until(written, "busy", "running")
                async with sent(written, "more", WRITES["update"]) as more:
                    return await more

        reply = asyncio.run(test())
    assert reply.status == 429
    assert "0.5 s a minute" in json.loads(reply.body)["detail"]
