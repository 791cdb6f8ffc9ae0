"""Small data gains nothing, so these tests begin with the constants wherever that is possible at all."""

from collections.abc import Iterator

import pytest

from kg.planning import beginning


@pytest.fixture(autouse=True, scope="module")
def everything_gains() -> Iterator[None]:
    """Begin with the constants even where the engine would be as fast without."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(beginning, "gains", lambda *_: True)
        yield
