"""What tells a request from others, and the tag of its answer, which is made of that and of the dataset's state."""

import hashlib
from collections.abc import Iterable
from typing import Final

from api.headers import Header

Key = tuple[bytes, ...]

DECISIVE: Final = frozenset(
    {b"accept", b"accept-encoding", b"accept-language", b"content-encoding", b"content-type", b"host"}
)
"""The headers of a request that may change its answer."""

CACHE_CONTROL: Final[Header] = (b"cache-control", b"no-cache")
VARY: Final = "Accept, Accept-Encoding, Accept-Language"


def key_of(  # noqa: PLR0913 - what a request consists of
    method: str, scheme: str, *, raw_path: bytes, query_string: bytes, headers: Iterable[Header], body: bytes = b""
) -> Key:
    """Return what tells a request from others: all that may change its answer.

    The application answers HEAD as GET, and the server leaves out the body; links in an answer have the scheme.
    """
    verb = b"GET" if method in {"GET", "HEAD"} else method.encode()
    decisive = [verb, scheme.encode(), raw_path, query_string, body]
    for name, value in headers:
        if name in DECISIVE:
            decisive += (name, value)
    return tuple(decisive)


def etag_of(state: bytes, key: Key) -> bytes:
    """Return the weak tag of the answer to a request, while the dataset is in a state."""
    return _tag(hashlib.blake2b(b"".join((state, *map(_measured, key))), digest_size=_DIGEST))


class Tags:
    """The tags of requests that differ in nothing but the parameters: those of `etag_of`, at less cost."""

    def __init__(self, state: bytes, key: Key) -> None:
        """Take the key of one of them."""
        self._before = hashlib.blake2b(b"".join((state, *map(_measured, key[:3]))), digest_size=_DIGEST)
        self._after = b"".join(map(_measured, key[4:]))

    def tag(self, query_string: bytes) -> bytes:
        """Return the tag of the one with these parameters."""
        digest = self._before.copy()
        digest.update(_measured(query_string) + self._after)
        return _tag(digest)


_DIGEST: Final = 12


def _measured(part: bytes) -> bytes:
    return len(part).to_bytes(8) + part


def _tag(digest: "hashlib.blake2b") -> bytes:
    return b'W/"' + digest.hexdigest().encode() + b'"'
