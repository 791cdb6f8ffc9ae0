"""The figures of the service, read by Prometheus' own parser."""

import asyncio

import pytest

from api.admission import Overloaded
from api.execution import ClientGone
from api.inflight import Stopped
from api.metrics import BUCKETS, CONTENT_TYPE, Figures
from kg.errors import QueryError, TimeoutReached
from kg.workers import WorkerFailed
from tests.exposition import Times, samples
from tests.service import Service


class Clock:
    """A clock that goes on when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    def later(self, seconds: float, error: Exception) -> Exception:
        """Return an error that comes so much later."""
        self.now += seconds
        return error


def times(figures: Figures) -> Times:
    return Times.of(figures.exposition().decode())


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


def test_a_query_is_counted_with_its_time_however_it_ends() -> None:
    clock = Clock()
    figures = Figures(clock)
    before = times(figures)
    with figures.query():
        clock.now += 0.25
    after = times(figures)
    assert (after.bucket_since(before), after.sum) == ((0.1, 0.3), 0.25)
    with pytest.raises(QueryError), figures.query():
        raise clock.later(5, QueryError(cs="a", en="a"))
    assert (times(figures).bucket_since(after), times(figures).sum) == ((3, 10), 5.25)


@pytest.mark.parametrize("bound", BUCKETS)
def test_a_bound_belongs_to_its_bucket(bound: float) -> None:
    figures = Figures()
    none = times(figures)
    figures.ended(None, bound)
    on = times(figures)
    assert on.bucket_since(none)[1] == bound
    figures.ended(None, bound * 1.0001)
    assert times(figures).bucket_since(on)[0] == bound


def test_buckets_count_all_below_and_the_last_everything() -> None:
    figures = Figures()
    took = [0, 0.0005, 0.002, 0.02, 0.02, 0.5, 99, 101, 3600]
    for seconds in took[:5]:
        figures.ended(None, seconds)
    figures.answered(4, sum(took[5:]), [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 0])  # as a ledger tells it
    told = times(figures)
    assert [bound for bound, _ in told.buckets] == [*BUCKETS, float("inf")]
    assert list(told.buckets) == [(bound, sum(each <= bound for each in took)) for bound, _ in told.buckets]
    assert told.buckets[-1][1] == told.count == len(took)
    assert told.sum == sum(took)


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
