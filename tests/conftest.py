"""The real graph, built once a test run, for the tests that ask it."""

import pytest

from kg.build import build
from kg.names import Names
from kg.store import Dataset, load_release


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return the current release of a store folder into which the source was built."""
    out = tmp_path_factory.mktemp("store")
    build(out)
    return load_release(out)


@pytest.fixture(scope="session")
def names(dataset: Dataset) -> Names:
    """Return the names of the real graph's things."""
    return Names(dataset)
