"""The W3C suite for SPARQL 1.1 over HTTP; what passes is recorded, and the record may only grow.

`sparql-passes.csv` says of each case that it passes, that it passes by value (a number or truth value came in another
lexical form), or why it does not. What begins with `refused` is answered with 403 on purpose.
"""

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests.conformance.conftest import Wire
from tests.conformance.records import record
from tests.conformance.w3c_sparql import BY_VALUE, outcome
from tests.conformance.w3c_sparql_cases import SUITE, Case, cases

RECORD: Final = Path(__file__).with_name("sparql-passes.csv")
PASSES: Final = "pass"
REFUSED: Final = "refused: "
LEAST: Final = {
    "add": 8,
    "aggregates": 44,
    "basic-update": 13,
    "bind": 10,
    "bindings": 10,
    "cast": 6,
    "clear": 4,
    "construct": 7,
    "copy": 6,
    "csv-tsv-res": 5,
    "delete": 19,
    "delete-data": 6,
    "delete-insert": 17,
    "delete-where": 6,
    "drop": 4,
    "entailment": 28,
    "exists": 6,
    "functions": 74,
    "grouping": 6,
    "json-res": 4,
    "move": 6,
    "negation": 11,
    "project-expression": 7,
    "property-path": 29,
    "subquery": 14,
    "syntax-query": 93,
    "syntax-update-1": 45,
    "syntax-update-2": 1,
    "update-silent": 11,
}
"""What the record has held before, by folder; to be raised with it, never lowered."""

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C suite for SPARQL is not at {SUITE}")
CASES: Final = cases() if SUITE.is_dir() else []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_gives_what_is_recorded(case: Case, wire: Wire) -> None:
    recorded, wrong = record(RECORD)[case.name], outcome(case, wire)
    if recorded == PASSES:
        assert wrong == "", wrong
    elif recorded == BY_VALUE:
        assert wrong == BY_VALUE, wrong or f"{case.name} passes to the letter now: record it"
    elif recorded.startswith(REFUSED):
        assert wrong.startswith("403"), wrong or f"{case.name} is not refused: record it"
    else:
        assert wrong not in {"", BY_VALUE}, f"{case.name} passes now: record it"
        assert not wrong.startswith("403"), wrong


def test_the_record_names_every_case_and_the_reason_of_every_failure() -> None:
    recorded = record(RECORD)
    assert list(recorded) == sorted(case.name for case in CASES)
    assert all(recorded.values())


def test_the_record_has_not_shrunk() -> None:
    passes = [name for name, result in record(RECORD).items() if result in {PASSES, BY_VALUE}]
    assert Counter(name.partition("/")[0] for name in passes) == LEAST


def test_only_other_entailment_is_not_offered() -> None:
    for case in CASES:
        if record(RECORD)[case.name].startswith("not offered: "):
            assert case.regimes - {"simple"}
