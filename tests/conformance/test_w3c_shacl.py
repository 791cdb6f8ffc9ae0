"""The W3C suite for SHACL on both engines; what passes is recorded, and the record may only grow.

`shacl-passes.csv` says of each case and engine that it passes, or why it does not.
"""

import csv
from pathlib import Path
from typing import Final

import pytest

from tests.conformance.w3c_shacl import ENGINES, SUITE, Case, cases, outcome

RECORD: Final = Path(__file__).with_name("shacl-passes.csv")
PASSES: Final = "pass"
LEAST: Final = {("shifty", "core"): 97, ("shifty", "sparql"): 22, ("pyshacl", "core"): 97, ("pyshacl", "sparql"): 21}
"""What the record has held before; to be raised with it, never lowered."""

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C suite for SHACL is not at {SUITE}")
CASES: Final = cases() if SUITE.is_dir() else []


def record() -> dict[str, dict[str, str]]:
    """Return what is recorded, by case and engine."""
    with RECORD.open(encoding="utf-8", newline="") as file:
        return {row["case"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_gives_what_is_recorded(case: Case, engine: str) -> None:
    recorded = record()[case.name][engine]
    wrong = outcome(case, engine)
    if recorded == PASSES:
        assert wrong == "", wrong
    else:
        assert wrong != "", f"{case.name} passes by {engine} now: record it"


def test_the_record_names_every_case_and_the_reason_of_every_failure() -> None:
    recorded = record()
    assert list(recorded) == sorted(case.name for case in CASES)
    assert all(row[engine] for row in recorded.values() for engine in ENGINES)


@pytest.mark.parametrize(("engine", "part"), LEAST)
def test_the_record_has_not_shrunk(engine: str, part: str) -> None:
    passes = sum(row[engine] == PASSES for name, row in record().items() if name.startswith(f"{part}/"))
    assert passes == LEAST[engine, part]
