"""The table of a benchmark run says what was measured, and nothing that was not."""

import pytest

from benchmarks.table import Line, rendered, total
from benchmarks.timing import Outcome

OURS = Outcome(0.5, 7)


@pytest.mark.parametrize(
    ("theirs", "ratio", "time"),
    [
        (Outcome(10, 7), "20.0 ×", "10.0 s"),
        (Outcome(0.25, 7), "0.5 ×", "0.25 s"),
        (Outcome(100, None), "> 200 ×", "> 100 s"),
        (Outcome(0, None, "TypeError"), "–", "TypeError"),
        (Outcome(10, 8), "20.0 ×", "10.0 s (7 ≠ 8)"),
    ],
)
def test_a_line_beside_a_peer(theirs: Outcome, ratio: str, time: str) -> None:
    assert Line("load", "1 m", OURS, "rdflib", theirs).cells() == ("load", "1 m", ratio, "0.5 s", "rdflib", time)


def test_a_line_without_a_peer_has_no_ratio() -> None:
    assert Line("build", "1 m", OURS).cells() == ("build", "1 m", "", "0.5 s", "", "")


def test_a_stage_is_a_part_of_the_whole() -> None:
    assert Line("– read", "1 m", OURS, "the whole build", Outcome(2, 0), whole=True).ratio == "25%"


def test_our_own_run_that_did_not_finish_has_no_ratio() -> None:
    assert Line("question", "1 m", Outcome(3, None), "rdflib", Outcome(1, 7)).cells()[2:4] == ("–", "> 3 s")


def test_the_total_takes_the_limit_of_what_was_stopped_and_leaves_out_what_failed() -> None:
    lines = [
        Line("a", "1 m", OURS, "rdflib", Outcome(1, 7)),
        Line("b", "1 m", OURS, "rdflib", Outcome(9, None)),
        Line("c", "1 m", OURS, "rdflib", Outcome(0, None, "TypeError")),
    ]
    assert total("all", lines).cells() == ("all", "1 m", "> 10.0 ×", "1 s", "rdflib", "> 10.0 s")


def test_the_table_is_markdown() -> None:
    head, rule, line = rendered([Line("load", "1 m", OURS, "rdflib", Outcome(10, 7))]).splitlines()
    assert [cell.strip() for cell in head.split("|")[1:4]] == ["what", "data", "ratio"]
    assert set(rule) == {"|", ":", "-"}
    assert "20.0 ×" in line
