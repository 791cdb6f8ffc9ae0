"""The times of what a child answers by itself are counted as any other: in the bucket of each, and together."""

import re
import time

import pytest
from fastapi import FastAPI

from kg.store import Dataset
from tests.exposition import Times
from tests.lending.lent import Client, served

# Where the suite runs in parallel its processes have a second thread; these children never touch what it holds.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

ROUNDING = 0.0000501
"""Server-Timing has tenths of milliseconds."""

WORK = "{ SELECT * { ?a ?b ?c } LIMIT %d } { SELECT * { ?d ?e ?f } LIMIT %d }"
LONGER = [f"SELECT (COUNT(*) AS ?n) {{ {WORK % (size, size)} FILTER(STR(?a) < STR(?f)) }}" for size in (1, 30, 60, 120)]


def times(app: FastAPI) -> Times:
    return Times.of(app.state.service.figures.exposition().decode())


def test_each_query_is_counted_in_the_bucket_of_its_time_while_it_is_lent(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        first, together = times(app), 0.0
        for query in LONGER:
            before, began = times(app), time.perf_counter()
            reply = await client.ask(query)
            waited = time.perf_counter() - began
            told = re.fullmatch(r"query;dur=([0-9.]+)", reply.headers["server-timing"])
            assert told is not None
            took, now = float(told[1]) / 1000, times(app)
            lower, upper = now.bucket_since(before)
            assert lower < waited
            assert took - ROUNDING <= upper
            assert now.sum - before.sum == pytest.approx(took, abs=ROUNDING)
            together += took
        assert (await client.hung_up()).answered == len(LONGER)
        assert times(app).count - first.count == len(LONGER)
        assert times(app).sum - first.sum == pytest.approx(together, abs=len(LONGER) * ROUNDING)

    served(dataset, test)
