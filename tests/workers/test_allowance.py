"""Processor time for one query after another: never less than each may take, and the system is seldom asked."""

import subprocess
import sys

import pytest

from kg import isolation
from kg.isolation import Allowance


def test_each_query_is_allowed_its_time_and_no_more_than_twice_that(monkeypatch: pytest.MonkeyPatch) -> None:
    used, limits = 0.0, []
    monkeypatch.setattr(isolation.time, "process_time", lambda: used)
    monkeypatch.setattr(isolation, "allow_processor_time", lambda seconds: limits.append(used + seconds))
    allowance = Allowance()
    for query in range(1000):
        allowance.allow(30)
        assert used + 30 <= limits[-1] <= used + 60
        used += 0.1 * (query % 5)
    assert len(limits) == 1 + 200 // 30


def test_no_more_is_allowed_than_the_system_allows() -> None:
    """In a process of its own, whose limit can never be raised again."""
    code = (
        "import resource as r; from kg.isolation import Allowance; r.setrlimit(r.RLIMIT_CPU, (50, 50));"
        "Allowance().allow(30); print(r.getrlimit(r.RLIMIT_CPU))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "(50, 50)\n"
