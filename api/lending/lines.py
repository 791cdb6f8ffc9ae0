"""The lines before an answer that a child sends: those that the parent sends, most of them the same each time."""

import time
from collections.abc import Iterable
from email.utils import formatdate
from typing import Final

from api.headers import Header
from api.keys import CACHE_CONTROL, VARY
from kg.encoding import CODINGS

_KEPT: Final = 64

Form = tuple[tuple[tuple[str, str], ...], str]
"""The headers that tell of an answer's form, and its coding."""


_STATUS: Final = b"HTTP/1.1 200 OK\r\n"


def _line(header: Header) -> bytes:
    return b"%s: %s\r\n" % header


_VARY: Final = _line((b"vary", VARY.encode()))
_CACHE_CONTROL: Final = _line(CACHE_CONTROL)
_CODINGS: Final = {"": b""} | {name: _line((b"content-encoding", name.encode())) for name in CODINGS}


class Lines:
    """The heads of the answers to one client."""

    def __init__(self, told: Iterable[Header]) -> None:
        """Take what every answer tells of the service and its dataset."""
        self._told = b"".join(map(_line, told))
        self._known: dict[Form, tuple[bytes, bytes]] = {}
        self._date, self._second = b"", 0

    def head(self, form: Form, tag: bytes, length: int, identifier: bytes, seconds: float) -> bytes:
        """Return the head of an answer, its lines in the order in which the parent sends them.

        Args:
            form: what the form of the answer adds.
            tag: its tag.
            length: of its body, in bytes.
            identifier: of its query.
            seconds: how long that took.
        """
        if form not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[form] = self._same(*form)
        before, after = self._known[form]
        return b"%s%s%s%d%s%s\r\nserver-timing: query;dur=%.1f\r\netag: %s\r\n%s\r\n" % (
            _STATUS,
            self._now(),
            before,
            length,
            after,
            identifier,
            1000 * seconds,
            tag,
            _CACHE_CONTROL,
        )

    def _same(self, own: tuple[tuple[str, str], ...], coding: str) -> tuple[bytes, bytes]:
        """Return what all answers of a form say before their length, and between that and the id of their query."""
        before = b"".join(_line((name.lower().encode(), value.encode())) for name, value in own)
        return before + b"content-length: ", b"\r\n" + _VARY + _CODINGS[coding] + self._told + b"query-id: "

    def _now(self) -> bytes:
        """Return the line that tells the time (RFC 9110, section 6.6.1)."""
        second = int(time.time())
        if second != self._second:
            self._date, self._second = _line((b"date", formatdate(second, usegmt=True).encode())), second
        return self._date
