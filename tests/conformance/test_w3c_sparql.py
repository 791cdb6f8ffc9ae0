"""The W3C suite for SPARQL 1.1 over HTTP; what passes is recorded, and the record may only grow.

`sparql-passes.csv` says of each case that it passes, that it passes by value (a number or truth value came in another
lexical form), or why it does not. What begins with `refused` is answered with 403 on purpose.
"""

import re
from pathlib import Path
from typing import Final

import pytest

from tests.conformance.conftest import Wire
from tests.conformance.records import BY_VALUE, PASSES, REFUSED, record
from tests.conformance.w3c_sparql import outcome
from tests.conformance.w3c_sparql_cases import SUITE, Case, cases

RECORD: Final = Path(__file__).with_name("sparql-passes.csv")

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


def test_the_record_names_every_case() -> None:
    assert list(record(RECORD)) == sorted(case.name for case in CASES)


def test_only_what_fetches_is_refused() -> None:
    for case in CASES:
        if record(RECORD)[case.name].startswith(REFUSED):
            assert re.search(r"\b(SERVICE|LOAD)\b", case.text, re.IGNORECASE), case.name


def test_only_other_entailment_is_not_offered() -> None:
    for case in CASES:
        if record(RECORD)[case.name].startswith("not offered: "):
            assert case.regimes - {"simple"}
