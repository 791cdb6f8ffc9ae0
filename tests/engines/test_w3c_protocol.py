"""The W3C cases of the SPARQL 1.1 Protocol and its Service Description, sent to our service in front of other engines.

`protocol-passes.csv` says of each case, whichever engine it is, that it passes, or why it does not. What begins with
`refused` is answered with 403 on purpose. Our own service is among the engines, so that what the service in front does
is tested wherever the suite is.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from benchmarks.peers import ENGINES
from benchmarks.serving import laid_out
from kg.store import DATASET_FILE, write_release
from tests.conformance.conftest import Wire, wired
from tests.conformance.records import PASSES, REFUSED, record
from tests.conformance.w3c_protocol import Case, cases, outcome
from tests.conformance.w3c_sparql_cases import SUITE
from tests.engines.conftest import BEHIND

RECORD: Final = Path(__file__).with_name("protocol-passes.csv")
OURS: Final = "Strategraf"
CASES: Final = [each for each in cases() if not each.name.startswith("graph-store-")] if SUITE.is_dir() else []
"""The graph store protocol has no case that only reads."""

needs_suite = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C suite for SPARQL is not at {SUITE}")


@pytest.fixture(scope="module", params=(OURS, *BEHIND))
def before(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """Yield our service in front of an engine that holds the graphs of all cases; each names those that it reads."""
    peer = ENGINES[request.param]
    if lack := peer.lack():
        pytest.skip(f"{lack} is not on this machine; python -m benchmarks.peers installs it")
    folder = tmp_path_factory.mktemp("data")
    release, _ = write_release(quads(), "1.0.0", folder)
    with (
        peer.serve(laid_out(folder, release / DATASET_FILE), tmp_path_factory.mktemp("engine")) as address,
        wired(tmp_path_factory.mktemp("front"), KG_ENDPOINT=address) as started,
    ):
        yield started


def quads() -> list[ox.Quad]:
    """Return the quads of the named graphs of all cases; none has a default graph of its own."""
    assert not any(case.given.default for case in CASES)
    named = {name: path for case in CASES for name, path in case.given.named}
    return [ox.Quad(*quad.triple, ox.NamedNode(name)) for name, path in named.items() for quad in ox.parse(path=path)]


@needs_suite
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_gives_what_is_recorded(case: Case, before: Wire) -> None:
    recorded, wrong = record(RECORD)[case.name], outcome(case, before)
    if recorded == PASSES:
        assert wrong == "", wrong
    else:
        assert wrong.startswith("request 1: 403 "), wrong or f"{case.name} is not refused: record it"


@needs_suite
def test_the_record_names_every_case() -> None:
    assert list(record(RECORD)) == sorted(case.name for case in CASES)


@needs_suite
def test_what_is_asked_of_an_engine_is_in_it() -> None:
    assert len({quad.graph_name for quad in quads()}) == 3


def test_only_updates_are_refused() -> None:
    others = {name: result for name, result in record(RECORD).items() if result != PASSES}
    assert all(name.startswith("protocol/update_") and result.startswith(REFUSED) for name, result in others.items())
    assert len(others) == 7
