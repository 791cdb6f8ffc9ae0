"""A temporary disk that is full is told as what it is, by a child of its own and by a ready one."""

import errno
import os
import tempfile
from collections.abc import Callable
from typing import Any, BinaryIO

import pytest

from kg.workers import Limits, Pool, WorkerFailed, run
from kg.workers.failures import failure
from tests.workers.pooling import answer_of, open_files, pooled

# Where the suite runs in parallel its processes have a second thread; these children never touch what it holds.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

LIMITS = Limits(seconds=20, buffer_mb=1)


def write(_state: Any, out: BinaryIO) -> None:
    for _ in range(40):
        out.write(bytes(1 << 18))


class Full:
    """A temporary file on a disk without space; like a real one it fails at its close once more."""

    def write(self, _piece: bytes) -> int:
        """Fail."""
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def close(self) -> None:
        """Fail."""
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def of_the_kernel() -> Any:
    return open("/dev/full", "w+b", buffering=0)  # noqa: PTH123 - no buffering by Path


@pytest.mark.parametrize("file", [Full, of_the_kernel])
def test_a_full_disk_is_no_long_answer(file: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(pool: "Pool[Any]", kills: list[str]) -> None:
        with pytest.raises(WorkerFailed, match=r"temporary disk is full.*; the operator must free space") as caught:
            await pool.run(write, LIMITS)
        assert "dočasný disk serveru je plný" in caught.value.cs
        assert kills == ["disk"]
        assert await answer_of(pool, write, Limits(seconds=20, buffer_mb=64)) == (bytes(40 << 18), None)

    monkeypatch.setattr(tempfile, "TemporaryFile", file)
    files = open_files()
    with pytest.raises(WorkerFailed, match="temporary disk is full"):
        run(lambda out: write(None, out), LIMITS)
    assert open_files() == files
    pooled(test)


def test_a_long_answer_is_no_full_disk() -> None:
    with pytest.raises(WorkerFailed, match="longer than 2 MiB"):
        run(lambda out: write(None, out), Limits(seconds=20, answer_mb=2, buffer_mb=1))
    assert "disk" not in failure("length", LIMITS).en
