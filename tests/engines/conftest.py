"""Other engines over the real graph, and our service in front of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.peers import ENGINES
from benchmarks.serving import laid_out
from kg.store import DATASET_FILE
from tests.service import Service, running

BEHIND = ("Fuseki", "Virtuoso")


@pytest.fixture(scope="session", params=BEHIND)
def behind(request: pytest.FixtureRequest, store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of an engine that holds the real graph."""
    peer = ENGINES[request.param]
    if lack := peer.lack():
        pytest.skip(f"{lack} is not on this machine; python -m benchmarks.peers installs it")
    data = laid_out(tmp_path_factory.mktemp("data"), store / "current" / DATASET_FILE)
    with peer.serve(data, tmp_path_factory.mktemp("engine")) as address:
        yield address


@pytest.fixture(scope="session")
def front(behind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Yield our service in front of an engine, without a release of its own."""
    with running(tmp_path_factory.mktemp("none"), KG_ENDPOINT=behind) as started:
        yield started
