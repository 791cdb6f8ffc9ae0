"""What the head of a request must say of whom it is for and how its body comes (RFC 9112, sections 3.2 and 6)."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from api.headers import Header
from api.refusals import MALFORMED, NO_HOST, UNKNOWN_CODING, Refused

_HOST: Final = re.compile(
    rb"(?:\[[0-9A-Fa-f:.]+\]|\[v[0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+\]"
    rb"|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?"
)
"""A host, which may be empty, and its port (RFC 3986, sections 3.2.2 and 3.2.3)."""

_ABSOLUTE: Final = re.compile(rb"https?://([^/?#]+)(.*)", re.IGNORECASE)
_WHOLE: Final = b"*"
"""The address of OPTIONS that asks for the service as a whole (RFC 9112, section 3.2.4)."""

_OLD: Final = frozenset({"0.9", "1.0"})
"""The versions in which a request needs no host."""


@lru_cache(maxsize=256)
def is_host(value: bytes) -> bool:
    """Tell whether a text may be the value of the header Host."""
    return _HOST.fullmatch(value) is not None


def check(headers: list[Header], version: Callable[[], str]) -> None:
    """See that the headers of a request say one host and a framing that is read here.

    Args:
        headers: their names are in lower case; white space behind the host, which the parser leaves, is taken away.
        version: tells that of HTTP, where that matters.

    Raises:
        Refused: they do not.
    """
    names = [name for name, _ in headers]
    hosts = names.count(b"host")
    if hosts > 1 or (not hosts and version() not in _OLD):
        raise Refused(NO_HOST)
    if hosts:
        _check_host(headers, names.index(b"host"))
    if b"transfer-encoding" in names:
        _check_coding(b",".join(value for name, value in headers if name == b"transfer-encoding"))


def _check_host(headers: list[Header], place: int) -> None:
    name, host = headers[place]
    if is_host(host):
        return
    headers[place] = name, host.rstrip(b" \t")
    if not is_host(headers[place][1]):
        raise Refused(NO_HOST)


def _check_coding(value: bytes) -> None:
    codings = [coding.strip() for coding in value.lower().split(b",") if coding.strip()]
    if codings[-1:] != [b"chunked"]:
        raise Refused(MALFORMED)  # nobody can tell where the body ends (section 6.3)
    if len(codings) > 1:
        raise Refused(UNKNOWN_CODING)


def origin_form(target: bytes, headers: Sequence[Header]) -> tuple[bytes, Sequence[Header]]:
    """Return the target of a request without its host, and the headers with that host in place of what they said.

    That the target says where it is wins over the header (section 3.2.2). The scheme is that of the connection, or what
    a proxy tells of it, whatever the target says.

    Raises:
        Refused: the target is no address of this service's kind.
    """
    if target == _WHOLE:
        return target, headers
    found = _ABSOLUTE.fullmatch(target)
    if found is None or not is_host(found[1]):
        raise Refused(MALFORMED)
    host, rest = found[1], found[2]
    told = [(b"host", host), *(pair for pair in headers if pair[0] != b"host")]
    return rest if rest.startswith(b"/") else b"/" + rest, told
