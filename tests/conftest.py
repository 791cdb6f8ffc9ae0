"""The real graph, built once a session, for the tests that ask it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from kg.build import build
from kg.names import Names
from kg.store import Dataset, load_release
from tests.reliability.figures import pytest_terminal_summary, tell
from tests.service import Service, running

__all__ = ["pytest_terminal_summary", "tell"]  # a soak tells its figures

# `make soak` runs the property tests at length; no example has a deadline, for a loaded machine proves nothing.
settings.register_profile("default", deadline=None, max_examples=30)
settings.register_profile("soak", deadline=None, max_examples=5000)
settings.load_profile("default")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store folder into which the source was built."""
    out = tmp_path_factory.mktemp("store")
    build(out)
    return out


@pytest.fixture(scope="session")
def dataset(store: Path) -> Dataset:
    """Return the real graph in memory."""
    return load_release(store)


@pytest.fixture(scope="session")
def names(dataset: Dataset) -> Names:
    """Return the names of the real graph's things."""
    return Names(dataset.labels)


@pytest.fixture(scope="session")
def service(store: Path) -> Iterator[Service]:
    """Yield a server over the real graph."""
    with running(store) as started:
        yield started
