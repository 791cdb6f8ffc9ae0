"""The W3C suites for the protocols of SPARQL 1.1; what passes is recorded, and the record may only grow.

`protocol-passes.csv` says of each case that it passes, or why it does not.
"""

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests.conformance.conftest import Wire
from tests.conformance.records import record
from tests.conformance.w3c_protocol import Case, cases, outcome
from tests.conformance.w3c_sparql import fill
from tests.conformance.w3c_sparql_cases import SUITE

RECORD: Final = Path(__file__).with_name("protocol-passes.csv")
PASSES: Final = "pass"
LEAST: Final = {"graph-store-protocol": 14, "protocol": 34, "service-description": 3}
"""What the record has held before, by suite; to be raised with it, never lowered."""

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C suite for SPARQL is not at {SUITE}")
CASES: Final = cases() if SUITE.is_dir() else []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_gives_what_is_recorded(case: Case, wire: Wire) -> None:
    fill(wire, case.given)
    recorded, wrong = record(RECORD)[case.name], outcome(case, wire)
    if recorded == PASSES:
        assert wrong == "", wrong
    else:
        assert wrong != "", f"{case.name} passes now: record it"


def test_the_record_names_every_case_and_the_reason_of_every_failure() -> None:
    recorded = record(RECORD)
    assert list(recorded) == sorted(case.name for case in CASES)
    assert all(recorded.values())


def test_the_record_has_not_shrunk() -> None:
    passes = [name for name, result in record(RECORD).items() if result == PASSES]
    assert Counter(name.partition("/")[0] for name in passes) == LEAST
