"""The W3C suites for the protocols of SPARQL 1.1; what passes is recorded, and the record may only grow.

`protocol-passes.csv` says of each case that it passes, or why it does not.
"""

from pathlib import Path
from typing import Final

import pytest

from tests.conformance.conftest import Wire
from tests.conformance.records import PASSES, record
from tests.conformance.w3c_protocol import Case, cases, outcome
from tests.conformance.w3c_sparql import fill
from tests.conformance.w3c_sparql_cases import SUITE

RECORD: Final = Path(__file__).with_name("protocol-passes.csv")

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


def test_the_record_names_every_case() -> None:
    assert list(record(RECORD)) == sorted(case.name for case in CASES)
