"""When the machine is at rest, as `/proc/stat` tells it (proc_stat(5): user, nice, system, idle, iowait, irq, …)."""

import pytest

from benchmarks.rest import idle_share, wait_for_rest

BEFORE = "cpu  100 10 50 1000 40 5 5 0 0 0\ncpu0 1 1 1 1 1 1 1 0 0 0\n"


@pytest.mark.parametrize(
    ("after", "share"),
    [
        ("cpu  100 10 50 1100 40 5 5 0 0 0\n", 1.0),
        ("cpu  200 10 50 1000 40 5 5 0 0 0\n", 0.0),
        ("cpu  110 10 60 1050 60 10 10 0 0 0\n", 0.7),
        ("cpu  100 10 50 1050 40 5 5 50 0 0\n", 0.5),
        (BEFORE, 0.0),
    ],
)
def test_the_idle_part_of_the_time_between(after: str, share: float) -> None:
    assert idle_share(BEFORE, after) == pytest.approx(share)


def test_without_patience_nothing_is_waited_for() -> None:
    assert wait_for_rest(0) is False
