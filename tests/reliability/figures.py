"""Whether this run is a soak, and the figures that a soak measures, told at its end."""

from collections.abc import Callable

import pytest
from hypothesis import settings

Tell = Callable[[str], None]

_NAME = "figure"


def is_soak() -> bool:
    """Return whether the full counts are asked for: the profile `soak` of Hypothesis."""
    return settings.get_current_profile_name() == "soak"


def count(reduced: int, full: int) -> int:
    """Return how often to do something: in `make test`, and in a soak."""
    return full if is_soak() else reduced


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Return what notes a line of figures; it travels with the report, wherever the test runs."""

    def note(line: str) -> None:
        request.node.user_properties.append((_NAME, line))

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of a soak."""
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    told = [value for report in reports for name, value in report.user_properties if name == _NAME]
    if told and is_soak():
        terminalreporter.section("figures")
        for line in told:
            terminalreporter.write_line(line)


def percentile(values: list[float], share: float) -> float:
    """Return the smallest value that is not exceeded by this share of all."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]
