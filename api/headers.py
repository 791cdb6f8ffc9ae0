"""The headers that every answer carries."""

from collections.abc import Iterator
from typing import Final

from kg.store import Dataset

Header = tuple[bytes, bytes]

HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "*",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

EVERY: Final[tuple[Header, ...]] = tuple((name.lower().encode(), value.encode()) for name, value in HEADERS.items())
"""The same as they are sent."""


def of_dataset(dataset: Dataset) -> Iterator[Header]:
    """Yield what an answer says of its dataset: the version, the hash of its content, and what that was made of.

    Of a dataset in another engine, which may change without our knowing, the version alone is known.
    """
    yield b"strategraf-version", dataset.version.encode()
    if dataset.is_remote:
        return
    yield b"strategraf-hash", dataset.state.encode()
    yield b"strategraf-state", dataset.state.encode()  # the former name of the same
    yield b"strategraf-release", dataset.release.encode()
    yield b"strategraf-changes", str(dataset.changes).encode()
    yield b"strategraf-head", dataset.head.encode()
