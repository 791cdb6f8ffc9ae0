"""The W3C suite for SHACL on both engines; what passes is recorded, and the record may only grow.

`shacl-passes.csv` says of each case and engine that it passes, or why it does not.
"""

from pathlib import Path
from typing import Final

import pytest

from tests.conformance.records import PASSES, record
from tests.conformance.w3c_shacl import ENGINES, SUITE, Case, cases, outcome

RECORD: Final = Path(__file__).with_name("shacl-passes.csv")

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C suite for SHACL is not at {SUITE}")
CASES: Final = cases() if SUITE.is_dir() else []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_gives_what_is_recorded(case: Case, engine: str) -> None:
    recorded = record(RECORD, engine)[case.name]
    wrong = outcome(case, engine)
    if recorded == PASSES:
        assert wrong == "", wrong
    else:
        assert wrong != "", f"{case.name} passes by {engine} now: record it"


def test_the_record_names_every_case() -> None:
    assert list(record(RECORD, "shifty")) == sorted(case.name for case in CASES)
