"""The stored questions over a default graph that is apart: the same rows in the same order, however often stated."""

from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from kg.names import Names
from kg.results import solve
from kg.store import Dataset, load_release
from tests.questions.test_questions import EVERY_RUN, Expected

COPIES: Final = (ox.NamedNode("urn:copy"), ox.DefaultGraph())


@pytest.fixture(scope="module", params=[False, True], ids=["stated once", "stated again"])
def apart(request: pytest.FixtureRequest, store: Path) -> Dataset:
    """Return the real graph with a default graph that is apart: empty, or with what is stated elsewhere too."""
    dataset = load_release(store, "separate")
    quads = list(dataset.store) if request.param else []
    dataset.store.bulk_extend(ox.Quad(*quad.triple, graph) for quad in quads for graph in COPIES)
    return dataset


@EVERY_RUN
def test_a_run_of_a_question(run: Expected, apart: Dataset, dataset: Dataset, names: Names) -> None:
    query = run.question.bind(run.question.resolve(run.values, names))
    found, wanted = ([tuple(row) for row in solve(each.whole.asked, query)] for each in (apart, dataset))
    assert len(wanted) == len(run.rows)
    assert found == wanted
