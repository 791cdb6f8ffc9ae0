"""Every stored question gives the same rows, begun with its constants or not; in the same order, where it has one."""

from collections import Counter
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from kg import questions
from kg.errors import Lang
from kg.names import Names
from kg.results import solve
from kg.store import Dataset
from tests.planning.cases import text_of

RUNS: Final = sorted(path.stem for path in (Path(__file__).parents[1] / "questions").glob("*.csv"))


def answer(dataset: Dataset, query: str, *, begun: bool) -> list[tuple[object, ...]]:
    found = solve(dataset.store, query, postings=dataset.postings if begun else None)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(row) for row in found]


@pytest.mark.parametrize("lang", ["cs", "en"])
@pytest.mark.parametrize("run", RUNS)
def test_a_run_of_a_question(run: str, lang: Lang, dataset: Dataset, names: Names) -> None:
    identifier, *values = run.split("--")
    question = questions.find(identifier)
    query = question.bind(question.resolve(dict(value.split("=", 1) for value in values), names), lang)
    assert answer(dataset, query, begun=True) == answer(dataset, query, begun=False)


@pytest.mark.parametrize("question", questions.load().values(), ids=lambda question: question.id)
def test_a_question_without_its_parameters(question: questions.Question, dataset: Dataset) -> None:
    query = question.bind({})
    # Without their parameters some rows are alike in all that they are ordered by.
    assert Counter(answer(dataset, query, begun=True)) == Counter(answer(dataset, query, begun=False))


def test_some_questions_are_begun_with_their_constants(dataset: Dataset, names: Names) -> None:
    """A test of texts that are all left as they are would prove nothing."""
    question = questions.find("measures-for-element")
    query = question.bind(question.resolve({"element": "zpo4.2"}, names))
    begun = text_of(dataset.store, query)
    assert begun is not None
    assert "VALUES ?measure {" in begun
