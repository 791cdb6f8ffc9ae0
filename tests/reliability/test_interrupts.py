"""SIGINT, as Ctrl-C sends it: the service ends as upon SIGTERM; a second one ends what it waits for."""

import asyncio
import json
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.reliability.clients import Client, Reply
from tests.reliability.killers import KILLERS
from tests.reliability.processes import children
from tests.service import Service, interrupted

SOME = "{ SELECT * { ?a ?b ?c } LIMIT 300 } { SELECT * { ?d ?e ?f } LIMIT 300 }"
LONG = f"SELECT (COUNT(*) AS ?n) {{ {SOME} FILTER(STR(?a) < STR(?f) || true) }}"


def interrupt(service: Service) -> None:
    os.kill(service.pid, signal.SIGINT)


def interrupt_all(service: Service) -> None:
    """Do as a terminal does: the signal goes to all processes."""
    for pid in [service.pid, *children(service.pid)]:
        os.kill(pid, signal.SIGINT)


async def asked(service: Service, queries: dict[str, str], then: Callable[[Service], None]) -> list[Reply]:
    """Ask queries under their ids, do something once all are under way, and wait for the answers."""

    async def ask(name: str, query: str) -> Reply:
        async with Client(service.url, f"198.51.100.{len(name)}") as client:
            return await client.query(query, Query_Id=name, Accept_Language="en")

    async with Client(service.url) as watching:
        tasks = []
        for name, query in queries.items():
            tasks.append(asyncio.create_task(ask(name, query)))
            while (await watching.get(f"/sparql/queries/{name}")).status == 404:
                pass
        then(service)
        return await asyncio.gather(*tasks)


def refuses(service: Service) -> bool:
    address = urlsplit(service.url)
    try:
        socket.create_connection((address.hostname, address.port)).close()
    except ConnectionError:
        return True
    return False


def test_an_idle_service_ends_without_a_word(store: Path) -> None:
    """`interrupted` asserts the status."""
    with interrupted(store, KG_QUERY_TIMEOUT="60") as (service, told):
        service.get("/health")
        pids = children(service.pid)
    assert told() == ""
    assert len(pids) > 0
    assert not any(Path(f"/proc/{pid}/exe").exists() for pid in pids)


@pytest.mark.parametrize("signalled", [interrupt, interrupt_all])
def test_what_runs_is_answered_first(store: Path, signalled: Callable[[Service], None]) -> None:
    with interrupted(store, KG_QUERY_TIMEOUT="2") as (service, told):
        pids = children(service.pid)
        killed, counted = asyncio.run(asked(service, {"killer": KILLERS["product"], "long": LONG}, signalled))
        assert refuses(service)
    assert (killed.status, counted.status) == (503, 200)
    assert "stopped after 2 s" in json.loads(killed.body)["detail"]
    assert b"90000" in counted.body
    assert told() == ""
    assert not any(Path(f"/proc/{pid}/exe").exists() for pid in pids)


def test_a_second_interrupt_stops_what_runs_and_the_end_is_in_order_all_the_same(store: Path) -> None:
    """The deadline of a minute is not waited for, nor half of it, which `interrupted` would allow."""

    def twice(service: Service) -> None:
        interrupt(service)
        while not refuses(service):
            os.sched_yield()
        interrupt(service)
        interrupt(service)

    with interrupted(store, KG_QUERY_TIMEOUT="60") as (service, told):
        pids = children(service.pid)
        (killed,) = asyncio.run(asked(service, {"killer": KILLERS["product"]}, twice))
    assert killed.status == 503
    assert "stopped on request" in json.loads(killed.body)["detail"]
    assert told() == ""
    assert not any(Path(f"/proc/{pid}/exe").exists() for pid in pids)


def test_the_log_holds_nothing_but_its_lines(store: Path) -> None:
    with interrupted(store, KG_LOG="json") as (service, told):
        service.get("/health")
    assert [json.loads(line)["path"] for line in told().splitlines()] == ["/health"]
