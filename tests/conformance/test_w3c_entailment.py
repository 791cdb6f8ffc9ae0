"""The W3C cases of entailment: what passes is recorded, and the record may only grow; owlrl infers the same.

`entailment-passes.csv` says of each case that it passes, or what it needs that OWL 2 RL does not infer.
"""

from pathlib import Path
from typing import Final

import pytest

from tests.conformance.records import PASSES, record
from tests.conformance.w3c_entailment import SUITE, Case, cases, given, outcome
from tests.reasoning.oracle import assert_engines_agree

RECORD: Final = Path(__file__).with_name("entailment-passes.csv")

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C cases of entailment are not at {SUITE}")
CASES: Final = cases() if SUITE.is_dir() else []
DATA: Final = {case.data.name: case for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_gives_what_is_recorded(case: Case) -> None:
    wrong = outcome(case)
    if record(RECORD)[case.name] == PASSES:
        assert wrong == "", wrong
    else:
        assert wrong != "", f"{case.name} passes now: record it"


def test_the_record_names_every_case() -> None:
    assert list(record(RECORD)) == sorted(case.name for case in CASES)


def test_every_case_within_the_profile_passes() -> None:
    recorded = record(RECORD)
    within = [case.name for case in CASES if "RL" in case.profiles]
    assert len(within) == 29
    assert [name for name in within if recorded[name] != PASSES] == []


@pytest.mark.parametrize("name", sorted(DATA))
def test_owlrl_infers_the_same_from_the_data(name: str) -> None:
    assert_engines_agree(given(DATA[name]))
