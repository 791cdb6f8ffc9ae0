"""The head of a plain query by GET, read strictly: what is not exactly that, the server's own parser reads.

Nothing may be taken for a plain query that the server would read otherwise (RFC 9112), so any doubt is a no. The
headers of a client are the same from one request to the next, so that what was read of them is kept.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from api.headers import Header
from api.heads import is_host

LONGEST: Final = 1 << 13
"""The longest head that is read here, in bytes."""

_LINE: Final = re.compile(rb"GET /sparql\?([!\"$-~]+) HTTP/1\.1\r\n")
_HEADERS: Final = re.compile(rb"(?:[A-Za-z][A-Za-z-]*: [!-~](?:[ -~]*[!-~])?\r\n)+\r\n")
_KEPT: Final = 64
_HARMLESS: Final = frozenset(
    {
        b"host",
        b"accept",
        b"accept-encoding",
        b"accept-language",
        b"user-agent",
        b"connection",
        b"origin",
        b"referer",
        b"cache-control",
        b"pragma",
        b"dnt",
        b"priority",
        b"sec-fetch-dest",
        b"sec-fetch-mode",
        b"sec-fetch-site",
        b"sec-ch-ua",
        b"sec-ch-ua-mobile",
        b"sec-ch-ua-platform",
    }
)
"""The headers that a plain query may have: those that choose its answer's form, and those that change nothing."""


class Head(NamedTuple):
    """A plain query by GET: its parameters as they were sent, and its headers."""

    parameters: bytes
    headers: tuple[Header, ...]
    """In their order, with names in lower case; no name twice."""


class Heads:
    """The heads of one client's requests."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[bytes, tuple[Header, ...]] = {}

    def plain(self, request: bytes) -> Head | None:
        """Read a whole head, its last empty line included; None if it is anything but a plain query."""
        found = _LINE.match(request) if len(request) <= LONGEST else None
        if found is None:
            return None
        text = request[found.end() :]
        headers = self._known.get(text)
        if headers is None:
            headers = tuple(_headers(text))
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[text] = headers
        return Head(found[1], headers) if headers else None


def _headers(text: bytes) -> Iterator[Header]:
    """Yield the headers of a plain query; none, if they are those of anything else."""
    if not _HEADERS.fullmatch(text):
        return
    lines = [line.partition(b": ") for line in text.split(b"\r\n")[:-2]]
    headers = {name.lower(): value for name, _, value in lines}
    is_plain = len(headers) == len(lines) and headers.keys() <= _HARMLESS
    is_kept = headers.get(b"connection", b"keep-alive").lower() == b"keep-alive"
    if is_plain and is_kept and b"host" in headers and is_host(headers[b"host"]):
        yield from headers.items()
