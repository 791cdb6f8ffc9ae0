"""A stop with steady connections: idle ones end, what runs is answered first, no child is left; nor after kill -9."""

import json
import os
import signal
import socket
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.reliability.conversation import asking, goes_on, steady
from tests.reliability.killers import KILLERS
from tests.reliability.processes import busy, children, worked
from tests.service import killed, stopped

SOME = "{ SELECT * { ?a ?b ?c } LIMIT 300 } { SELECT * { ?d ?e ?f } LIMIT 300 }"
LONG = f"SELECT (COUNT(*) AS ?n) {{ {SOME} FILTER(STR(?a) < STR(?f) || true) }}"


def are_gone(pids: list[int]) -> bool:
    """Return that these processes have ended; one that has, but was not waited for, counts as ended too."""
    while any(Path(f"/proc/{pid}/cwd").exists() for pid in pids):
        os.sched_yield()
    return True


def test_a_stop_lets_what_runs_end_and_closes_what_is_idle(store: Path) -> None:
    """`stopped` asserts that the process ended in order."""
    with stopped(store, KG_QUERY_TIMEOUT="2") as (service, told), ExitStack() as stack:
        idle = [stack.enter_context(steady(service.url)) for _ in range(5)]
        dying, long = (stack.enter_context(steady(service.url)) for _ in range(2))
        before = worked(service)
        dying.send(asking(KILLERS["product"], "Accept-Language: en"))
        assert busy(service, before, dying)
        long.send(asking(LONG, "Accept: text/csv", "Query-Id: long"))
        while service.get("/sparql/queries/long").status_code == 404:
            pass
        pids = children(service.pid)
        os.kill(service.pid, signal.SIGTERM)
        assert [each.rest() for each in idle] == [b""] * 5
        address = urlsplit(service.url)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((address.hostname, address.port))
        answer = long.read()
        assert (answer.status, answer.body) == (200, b"n\r\n90000\r\n")
        answer = dying.read()
        assert (answer.status, json.loads(answer.body)["detail"][:15]) == (503, "stopped after 2")
        assert long.rest() == dying.rest() == b""
    assert len(pids) > 0
    assert are_gone(pids)
    assert told() == ""


def test_a_stop_with_nothing_but_idle_connections_ends_at_once(store: Path) -> None:
    """No query runs, so that the deadline of a minute is not waited for."""
    with stopped(store, KG_QUERY_TIMEOUT="60") as (service, told), ExitStack() as stack:
        idle = [stack.enter_context(steady(service.url)) for _ in range(12)]
        pids = children(service.pid)
        os.kill(service.pid, signal.SIGTERM)
        assert [each.rest() for each in idle] == [b""] * 12
    assert are_gone(pids)
    assert told() == ""


def test_kill_9_leaves_no_child_and_no_connection(store: Path) -> None:
    """One asks a killer, one is in the midst of a request, one asks nothing."""
    with killed(store, KG_QUERY_TIMEOUT="60") as service, ExitStack() as stack:
        dying, half, idle = (stack.enter_context(steady(service.url)) for _ in range(3))
        before = worked(service)
        goes_on(idle, 6)
        half.send(asking("ASK {} # half")[:-5])
        dying.send(asking(KILLERS["product"]))
        assert busy(service, before, dying)
        pids = children(service.pid)
        os.kill(service.pid, signal.SIGKILL)
        assert [each.rest() for each in (dying, half, idle)] == [b""] * 3
        assert len(pids) > 0
        assert are_gone(pids)
