"""Services to attack: one with a short deadline that all tests of a session share, and one that may be written to."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.processes import affordable
from tests.service import Service, running
from tests.writable import Writable, copied, writable


@pytest.fixture(scope="session")
def hasty(store: Path) -> Iterator[Service]:
    """Yield a server that stops a query after a second and waits no longer for a request."""
    with running(store, KG_QUERY_TIMEOUT="1", KG_RECEIVE_TIMEOUT="1", KG_QUERY_MEMORY_MB="512") as started:
        yield started


@pytest.fixture
def attacked(hasty: Service) -> Iterator[Service]:
    """Yield `hasty` for attacks that have to cost it little, all those of a test together, and to leave it healthy."""
    with affordable(hasty):
        yield hasty


@pytest.fixture(scope="session")
def twin(store: Path) -> Iterator[Service]:
    """Yield a server that is the same as `service` and has seen nothing of what that was asked."""
    with running(store) as started:
        yield started


@pytest.fixture(scope="package")
def written(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """Yield a server over a copy of the graph that may be written to."""
    with writable(copied(store, tmp_path_factory.mktemp("written")), KG_QUERY_TIMEOUT="5") as started:
        yield started


@pytest.fixture
def trap() -> Iterator[str]:
    """Yield the address of a listening socket to which nothing may connect."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with pytest.raises(BlockingIOError):
            listening.accept()
