"""The figures of the service, read by Prometheus' own parser."""

import asyncio

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.admission import Overloaded
from api.execution import ClientGone
from api.inflight import Stopped
from api.metrics import CONTENT_TYPE, Figures
from kg.errors import QueryError, TimeoutReached
from kg.workers import WorkerFailed
from tests.service import Service


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    named = {(each.name, tuple(sorted(each.labels.items()))): each.value for each in found}
    assert len(named) == len(found)
    return named


def test_outcomes_are_told_apart() -> None:
    figures = Figures()
    with figures.query():
        pass
    errors: list[BaseException] = [
        TimeoutReached(cs="a", en="a"),
        WorkerFailed(cs="a", en="a"),
        QueryError(cs="a", en="a"),
        Overloaded(retry=1, cs="a", en="a"),
        Stopped(),
        ClientGone(),
        asyncio.CancelledError(),
    ]
    for error in errors:
        with pytest.raises(type(error)), figures.query():
            raise error
    figures.requests["GET", "200"] += 3
    figures.cache["hit"] += 2
    for reason in ("timeout", "timeout", "abandoned"):
        figures.killed(reason)
    figures.gauge("strategraf_test", "A test's value.", lambda: 5)
    told = samples(figures.exposition().decode())
    outcomes = {labels[0][1]: value for (name, labels), value in told.items() if name == "strategraf_queries_total"}
    assert outcomes == {
        "answered": 1,
        "timeout": 1,
        "failed": 1,
        "refused": 1,
        "overloaded": 1,
        "stopped": 1,
        "abandoned": 2,
    }
    assert told["strategraf_query_seconds_count", ()] == 8
    assert told["strategraf_http_requests_total", (("method", "GET"), ("status", "200"))] == 3
    assert told["strategraf_cache_total", (("result", "hit"),)] == 2
    assert told["strategraf_kills_total", (("reason", "timeout"),)] == 2
    assert told["strategraf_kills_total", (("reason", "abandoned"),)] == 1
    assert told["strategraf_test", ()] == 5
    assert told["strategraf_memory_bytes", ()] > 1 << 20


def test_the_service_tells_its_figures(service: Service) -> None:
    before = samples(service.get("/metrics").text)
    answer = service.get("/metrics")
    assert answer.headers["content-type"] == CONTENT_TYPE
    assert answer.headers["cache-control"] == "no-store"
    service.get("/sparql", params={"query": "ASK { } # test_metrics"})
    service.get("/sparql", params={"query": "ASK { } # test_metrics"})
    service.get("/sparql", params={"query": "ASK { test_metrics"})
    after = samples(service.get("/metrics").text)

    def grown(name: str, **labels: str) -> float:
        key = (name, tuple(sorted(labels.items())))
        return after[key] - before.get(key, 0)

    assert grown("strategraf_queries_total", outcome="answered") == 1
    assert grown("strategraf_queries_total", outcome="refused") == 1
    assert grown("strategraf_query_seconds_count") == 2
    assert grown("strategraf_cache_total", result="hit") == 1
    assert grown("strategraf_cache_total", result="miss") == 2
    assert grown("strategraf_http_requests_total", method="GET", status="400") == 1
    assert after["strategraf_queries_running", ()] == after["strategraf_queries_waiting", ()] == 0
    assert after["strategraf_children_ready", ()] > 0
