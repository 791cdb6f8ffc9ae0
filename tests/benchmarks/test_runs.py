"""What is measured is the project's own build, closure and questions, on data that both sides agree on."""

import pytest
import rdflib

from benchmarks import asking, building
from benchmarks.data import Sample
from kg import questions


@pytest.fixture(scope="module")
def sample() -> Sample:
    return Sample.of(20)


@pytest.mark.parametrize("identifier", questions.load())
def test_every_question_has_its_parameters_bound(identifier: str) -> None:
    assert "UNDEF" not in asking.bound(questions.find(identifier))


def test_a_build_has_its_stages(sample: Sample) -> None:
    whole, *stages = building.generated_build(sample)
    assert [line.what for line in stages] == ["– read", "– validate", "– infer", "– canonicalise, hash, write"]
    assert sum(line.ours.seconds for line in stages) == pytest.approx(whole.ours.seconds)
    assert all(line.ours.finished for line in stages)


@pytest.mark.filterwarnings(
    # rdflib's own parser of N-Quads uses what its Dataset has deprecated.
    "ignore:Dataset.default_context is deprecated, use Dataset.default_graph instead.:DeprecationWarning"
)
def test_both_sides_load_the_same_quads(sample: Sample) -> None:
    peers: list[rdflib.Dataset] = []
    (line,) = asking.loads(sample.name, sample.release(), 1, peers)
    assert line.note == ""
    assert len(peers) == 1
