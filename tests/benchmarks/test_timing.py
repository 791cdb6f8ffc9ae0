"""Measured runs: their result, their limit, their failure."""

import itertools
import os

from benchmarks.timing import measure, measure_apart


def _never() -> int:
    return sum(0 for _ in itertools.count())


def test_the_median_run_and_the_result() -> None:
    results = iter([1, 2, 3])
    outcome = measure(lambda: next(results), repeats=3)
    assert outcome.result == 3
    assert outcome.finished


def test_a_run_apart_sees_the_data_of_its_parent() -> None:
    data = [object()] * 3
    assert measure_apart(lambda: len(data), limit=60).result == 3


def test_a_run_apart_is_stopped_at_its_limit() -> None:
    outcome = measure_apart(_never, limit=0.05)
    assert (outcome.seconds, outcome.finished, outcome.failure) == (0.05, False, "")


def test_a_failure_is_named() -> None:
    outcome = measure_apart(lambda: 1 // 0, limit=60)
    assert (outcome.finished, outcome.failure) == (False, "ZeroDivisionError")


def test_a_child_that_dies_is_told_from_one_that_is_stopped() -> None:
    outcome = measure_apart(lambda: os._exit(1), limit=60)
    assert (outcome.finished, outcome.failure) == (False, "died")
