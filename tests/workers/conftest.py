"""Every test of children leaves none of them behind, alive or dead, and no open file."""

from collections.abc import Iterator

import pytest

from tests.workers.pooling import open_files, own_children


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    files, others = open_files(), own_children()
    yield
    assert own_children() <= others
    assert open_files() == files
