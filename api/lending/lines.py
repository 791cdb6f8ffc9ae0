"""The lines before an answer that a child sends: those that the parent sends, most of them the same each time."""

import time
from collections.abc import Iterable
from email.utils import formatdate
from typing import Final

from api.headers import Header
from api.keys import CACHE_CONTROL, VARY

_KEPT: Final = 64


class Lines:
    """The heads of the answers to one client."""

    def __init__(self, told: Iterable[Header]) -> None:
        """Take what every answer tells of the service and its dataset."""
        self._told = b"".join(map(_line, (*told, CACHE_CONTROL, (b"vary", VARY.encode()))))
        self._known: dict[tuple[tuple[str, str], ...], bytes] = {}
        self._date, self._second = b"", 0

    def head(
        self, own: tuple[tuple[str, str], ...], tag: bytes, length: int, identifier: bytes, seconds: float
    ) -> bytes:
        """Return the head of an answer.

        Args:
            own: the headers that its form has.
            tag: its tag.
            length: of its body, in bytes.
            identifier: of its query.
            seconds: how long that took.
        """
        return b"HTTP/1.1 200 OK\r\n%s%s%scontent-length: %d\r\netag: %s\r\nquery-id: %s\r\n%s" % (
            self._now(),
            self._told,
            self._own(own),
            length,
            tag,
            identifier,
            b"server-timing: query;dur=%.1f\r\n\r\n" % (1000 * seconds),
        )

    def _own(self, headers: tuple[tuple[str, str], ...]) -> bytes:
        if headers not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[headers] = b"".join(_line((name.lower().encode(), value.encode())) for name, value in headers)
        return self._known[headers]

    def _now(self) -> bytes:
        """Return the line that tells the time (RFC 9110, section 6.6.1)."""
        second = int(time.time())
        if second != self._second:
            self._date, self._second = _line((b"date", formatdate(second, usegmt=True).encode())), second
        return self._date


def _line(header: Header) -> bytes:
    return b"%s: %s\r\n" % header
