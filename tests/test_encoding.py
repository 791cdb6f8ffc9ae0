"""Content codings: which is chosen, and that what was written can be read back, by other readers."""

import gzip
import io
import random
from collections.abc import Iterable
from typing import BinaryIO

import pytest
import zstandard

from kg.encoding import Encoded, coding_of, encoded


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("zstd;q=0, gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br", ""),
        ("deflate, identity", ""),
        ("*", "zstd"),
        ("*;q=0", ""),
        ("zstd;q=0, *", "gzip"),
        ("gzip;q=0.5, identity", ""),
        ("gzip;q=0.5, identity;q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("gzip;q=high", ""),
        (" gzip ; q=0.3 ,, ", "gzip"),
        ("identity;q=0, *", "zstd"),
        ("x-gzip", "gzip"),
        ("x-gzip;q=0.5, deflate", "gzip"),
        ("X-GZIP, zstd;q=0.5", "gzip"),
        ("x-gzip;q=0", ""),
        ("gzip;q=1;x=2", "gzip"),
        ("gzip;x=2;q=1", "gzip"),
        ("gzip;x=2", "gzip"),
        ("gzip;x=0;q=0", ""),
        ("gzip;q=.5", "gzip"),
    ],
)
def test_the_coding_that_is_liked_best_is_chosen(accept: str, coding: str) -> None:
    assert coding_of(accept) == coding


CHANCE = random.Random(3)  # noqa: S311 - no secret
PIECES = {
    "nothing": [],
    "short": [b"a" * 1023],
    "short in pieces": [b"a"] * 1023,
    "long enough": [b"a" * 1024],
    "long enough in pieces": [b"ab"] * 512,
    "one after the other": [b"a" * 1023, b"b", b"c" * 5000],
    "noise": [CHANCE.randbytes(100_000) for _ in range(30)],
    "views": [memoryview(bytearray(5000)), bytearray(3)],
}


def written(pieces: Iterable[bytes], coding: str) -> tuple[bytes, str]:
    out = io.BytesIO()
    with encoded(out, coding) as sink:
        assert sink.writable()
        for piece in pieces:
            assert sink.write(piece) == len(piece)
    return out.getvalue(), sink.used


@pytest.mark.parametrize("coding", ["", "gzip", "zstd"])
@pytest.mark.parametrize("kind", PIECES)
def test_what_was_written_is_read_back(kind: str, coding: str) -> None:
    whole = b"".join(PIECES[kind])
    content, used = written(PIECES[kind], coding)
    assert used == (coding if len(whole) >= 1024 else "")
    if used == "gzip":
        content = gzip.decompress(content)
    elif used == "zstd":
        content = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(content), read_across_frames=False).read()
    assert content == whole


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_the_same_answer_has_the_same_bytes(coding: str) -> None:
    assert written(PIECES["noise"], coding) == written(PIECES["noise"], coding)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_failure_never_looks_like_an_end(coding: str) -> None:
    out = io.BytesIO()

    def fail(_state: None, sink: BinaryIO) -> None:
        sink.write(CHANCE.randbytes(1 << 20))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Encoded(fail, coding)(None, out)
    with pytest.raises((EOFError, zstandard.ZstdError)):
        gzip.decompress(out.getvalue()) if coding == "gzip" else zstandard.ZstdDecompressor().decompress(out.getvalue())


def test_a_job_tells_its_own_result_and_the_coding() -> None:
    def job(state: str, out: BinaryIO) -> int:
        return out.write(state.encode() * 1000)

    assert Encoded(job, "gzip")("čaj", io.BytesIO()) == {"result": 4000, "coding": "gzip"}
    assert Encoded(job, "gzip")("", io.BytesIO()) == {"result": 0, "coding": ""}
