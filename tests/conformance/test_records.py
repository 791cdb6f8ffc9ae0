"""The records themselves, whether or not the suites are here: each names its cases once, and no pass is ever lost."""

from pathlib import Path
from typing import Final

import pytest

from tests.conformance.records import BY_VALUE, PASSES, cells, committed, lost, passes, record

TESTS: Final = Path(__file__).parents[1]
RECORDED: Final = {
    "conformance/entailment-passes.csv": (70, 56),
    "conformance/protocol-passes.csv": (51, 51),
    "conformance/shacl-passes.csv": (240, 237),
    "conformance/sparql-passes.csv": (575, 500),
    "engines/protocol-passes.csv": (37, 30),
}
"""How many results each record has told, and how many of them passes; to be raised with it, never lowered."""

EVERY: Final = pytest.mark.parametrize("name", RECORDED)


def test_every_record_is_known() -> None:
    assert sorted(path.relative_to(TESTS).as_posix() for path in TESTS.glob("*/*-passes.csv")) == [*RECORDED]


@EVERY
def test_a_record_tells_of_each_case_once_that_it_passes_or_why_not(name: str) -> None:
    text = (TESTS / name).read_text(encoding="utf-8")
    results = cells(text)
    cases = [line.partition(",")[0] for line in text.splitlines()[1:]]
    assert cases == sorted(set(cases))
    assert [cell for cell, result in results.items() if not result or result != result.strip()] == []
    assert (len(results), passes(results)) == RECORDED[name]


@EVERY
def test_no_case_that_ever_passed_is_lost(name: str) -> None:
    former = list(committed(TESTS / name))
    if not former:
        pytest.skip("the history of the record is not here")
    now = cells((TESTS / name).read_text(encoding="utf-8"))
    assert [lost(cells(text), now) for text in former if lost(cells(text), now)] == []


def test_a_lost_case_is_told_though_another_is_won() -> None:
    before = cells("case,one,other\na,pass,pass\nb,no: why,pass by value\nc,pass,pass\n")
    now = cells("case,one,other\na,no: why,pass\nb,pass,pass\nc,pass,pass by value\n")
    assert passes(before) == passes(now)
    assert lost(before, now) == ["a one", "c other"]
    assert lost(before, cells("case,one,other\na,pass,pass\nc,pass,pass\n")) == ["b other"]
    assert lost(now, now) == []


def test_the_history_of_a_record_is_read(tmp_path: Path) -> None:
    assert list(committed(tmp_path / "x-passes.csv")) == []
    known = TESTS / "conformance" / "sparql-passes.csv"
    for text in committed(known):
        assert set(record(known)) >= {case for case, _ in cells(text)}
        assert {PASSES, BY_VALUE} <= set(cells(text).values())
