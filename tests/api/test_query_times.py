"""The times that `/metrics` tells are those of the answers, and the memory is that of the processes.

No time is expected of any query. What is told of one must lie between what its answer says, in Server-Timing, and what
its client has waited.
"""

import re
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.exposition import Times, samples
from tests.reliability.processes import children, settle
from tests.service import EARLY, Service, running

ROUNDING = 0.0000501
"""Server-Timing has tenths of milliseconds."""

WORK = "{ SELECT * { ?a ?b ?c } LIMIT %d } { SELECT * { ?d ?e ?f } LIMIT %d }"
LONGER = [
    f"SELECT (COUNT(*) AS ?n) {{ {WORK % (size, size)} FILTER(STR(?a) < STR(?f)) }}" for size in (1, 30, 100, 300)
]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SQUARED = " ".join(f'BIND(REPLACE(?v{n}, ".", ?v{n}) AS ?v{n + 1})' for n in range(3))
HOARDING = f'SELECT (COUNT(?v3) AS ?n) {{ BIND("0123456789" AS ?v0) {SQUARED} ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}'
"""It holds a text of a hundred million bytes as long as it runs."""

OWN = "process_resident_memory_bytes"
THEIRS = "strategraf_children_resident_memory_bytes"


def told(answer: httpx.Response) -> float:
    """Return the seconds of a query, as its answer tells them."""
    found = re.fullmatch(r"query;dur=([0-9.]+)", answer.headers["server-timing"])
    assert found is not None
    return float(found[1]) / 1000


def times(service: Service) -> Times:
    return Times.of(service.get("/metrics").text)


@pytest.mark.parametrize(
    ("query", "timeout"), [*((query, "30") for query in LONGER), (ENDLESS, "0.4"), ("SELECT * {", "1")]
)
def test_each_query_is_counted_in_the_bucket_of_its_time(service: Service, query: str, timeout: str) -> None:
    before, began = times(service), time.perf_counter()
    answer = service.get("/sparql", params={"query": query, "timeout": timeout})
    waited = time.perf_counter() - began
    now, took = times(service), told(answer)
    if query == ENDLESS:
        assert (answer.status_code, took >= 0.4 - EARLY) == (503, True)
    lower, upper = now.bucket_since(before)
    assert lower < waited
    assert took - ROUNDING <= upper
    assert took - ROUNDING <= now.sum - before.sum <= waited


def test_the_sum_is_that_of_all_answers(service: Service) -> None:
    before, began, took = times(service), time.perf_counter(), []
    for number in range(30):
        query = f"{LONGER[number % len(LONGER)]} # sum {number}"
        took.append(told(service.get("/sparql", params={"query": query})))
    waited, now = time.perf_counter() - began, times(service)
    assert now.count - before.count == len(took)
    assert sum(took) - len(took) * ROUNDING <= now.sum - before.sum <= waited


def held(pids: list[int]) -> int:
    """Return the memory of processes, as the system tells it of each in its status."""
    texts = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    return sum(int(text.partition("VmRSS:")[2].split()[0]) * 1024 for text in texts)


def memory(service: Service) -> tuple[float, float]:
    now = samples(service.get("/metrics").text)
    return now[OWN, ()], now[THEIRS, ()]


def test_memory_is_what_the_system_tells_of_the_processes(store: Path) -> None:
    with running(store) as service:
        settle(service)
        own, theirs = memory(service)
        assert own == pytest.approx(held([service.pid]), rel=0.1)
        assert theirs == pytest.approx(held(children(service.pid)), rel=0.1)
        assert theirs > own > 1 << 24


def test_memory_of_children_tells_of_a_query_that_hoards_while_it_runs(store: Path) -> None:
    with running(store) as service:
        settle(service)
        own, theirs = memory(service)
        address = {"params": {"query": HOARDING, "timeout": "20"}, "headers": {"Query-Id": "hoard"}, "timeout": 60}
        hoarding = threading.Thread(target=httpx.get, args=(f"{service.url}/sparql",), kwargs=address)
        hoarding.start()
        while (now := memory(service))[1] < theirs + (90 << 20):
            assert hoarding.is_alive()
        assert now[0] < own + (30 << 20)
        httpx.delete(f"{service.url}/sparql/queries/hoard")
        hoarding.join()
        settle(service)
        assert memory(service)[1] < theirs + (30 << 20)
