"""What the service counts of itself, and the exposition that Prometheus reads."""

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

from api.admission import Overloaded
from api.inflight import Stopped
from api.processes import resident, resident_of_children
from kg.errors import KgError, TimeoutReached
from kg.workers import WorkerFailed

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_OUTCOMES: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (TimeoutReached, "timeout"),
    (WorkerFailed, "failed"),
    (Overloaded, "overloaded"),
    (Stopped, "stopped"),
    (KgError, "refused"),
)
BUCKETS: Final = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)
"""The upper bounds in which times of queries are counted, in seconds."""


class Figures(Collector):
    """Counters that cost an addition each; the exposition is made only when it is asked for."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """Start at nothing."""
        self._clock = clock
        self.requests: Counter[tuple[str, str]] = Counter()
        self.cache: Counter[str] = Counter()
        self._outcomes: Counter[str] = Counter()
        self._kills: Counter[str] = Counter()
        self._gauges: dict[str, tuple[str, Callable[[], float]]] = {}
        self._registry = CollectorRegistry()
        self._registry.register(self)
        self._times = [0] * (len(BUCKETS) + 1)
        self._seconds = 0.0
        self.before_telling: Callable[[], None] = lambda: None
        """Told before the exposition is made; who answers queries elsewhere may count them only then."""

    def gauge(self, name: str, words: str, value: Callable[[], float]) -> None:
        """Let the exposition show a value of the moment."""
        self._gauges[name] = (words, value)

    def killed(self, reason: str) -> None:
        """Count a child that was killed."""
        self._kills[reason] += 1

    @contextmanager
    def query(self) -> Iterator[None]:
        """Count a query, its outcome and its time."""
        started = self._clock()
        outcome = "answered"
        try:
            yield
        except BaseException as error:
            outcome = _outcome(error)
            raise
        finally:
            self._ended(outcome, self._clock() - started)

    def answered(self, number: int, seconds: float, times: Sequence[int]) -> None:
        """Count queries by GET that a child has answered without the serving process.

        Args:
            number: how many.
            seconds: how long they took, all together.
            times: how many of them took how long, by `BUCKETS`.
        """
        if number or any(times):
            self._outcomes["answered"] += number
            self.requests["GET", "200"] += number
            self.cache["miss"] += number
            self._seconds += seconds
            self._times = [before + more for before, more in zip(self._times, times, strict=False)]

    def ended(self, error: BaseException | None, seconds: float) -> None:
        """Count a query that a child has answered or not, of which its client is told by the application."""
        self._ended("answered" if error is None else _outcome(error), seconds)

    def _ended(self, outcome: str, seconds: float) -> None:
        self._outcomes[outcome] += 1
        self._times[bisect_left(BUCKETS, seconds)] += 1
        self._seconds += seconds

    def exposition(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        self.before_telling()
        return generate_latest(self._registry)

    def collect(self) -> Iterable[Metric]:
        """Yield what is counted here and not by a metric of its own."""
        requests = CounterMetricFamily(
            "strategraf_http_requests", "Answers by method and status.", labels=("method", "status")
        )
        for (method, status), count in self.requests.items():
            requests.add_metric((method, status), count)
        yield requests
        yield _counter("strategraf_queries", "Queries by outcome.", "outcome", self._outcomes)
        yield _counter("strategraf_kills", "Children killed, by reason.", "reason", self._kills)
        yield _counter("strategraf_cache", "Requests by what the cache of answers held.", "result", self.cache)
        yield from _memory()
        bounds = [*map(floatToGoString, BUCKETS), "+Inf"]
        yield HistogramMetricFamily(
            "strategraf_query_seconds",
            "Time from a query's arrival to its whole answer.",
            buckets=list(zip(bounds, accumulate(self._times), strict=True)),
            sum_value=self._seconds,
        )
        for name, (words, value) in self._gauges.items():
            yield GaugeMetricFamily(name, words, value())


def _counter(name: str, words: str, label: str, counts: Counter[str]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, words, labels=(label,))
    for value, count in counts.items():
        family.add_metric((value,), count)
    return family


def _outcome(error: BaseException) -> str:
    return next((outcome for kind, outcome in _OUTCOMES if isinstance(error, kind)), "abandoned")


def _memory() -> Iterator[Metric]:
    yield GaugeMetricFamily("process_resident_memory_bytes", "Memory of the serving process.", resident())
    children = resident_of_children()
    if children is not None:
        words = "Memory of its children; what they share with it is counted in each."
        yield GaugeMetricFamily("strategraf_children_resident_memory_bytes", words, children)
