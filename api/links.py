"""Addresses on this service: the project's IRIs become paths, so that every link works on whatever host was asked."""

from typing import Final
from urllib.parse import quote

from kg.errors import Lang
from kg.namespaces import BASE

_SAFE: Final = "/:@!$&'()*+,;=~"
"""What a path may hold beside unreserved characters (RFC 3986, section 3.3)."""


def path_of(iri: str) -> str:
    """Return the path of one of the project's IRIs, in ASCII.

    Raises:
        ValueError: the IRI is not the project's.
    """
    if not iri.startswith(BASE):
        raise ValueError(iri)
    path = quote(iri.removeprefix(BASE), safe=_SAFE)
    return f"/{'%2F' + path[1:] if path.startswith('/') else path}"  # two slashes would name another host


def href(iri: str, lang: Lang) -> str:
    """Return where a page links to for an IRI; nothing for one that is no address of the web."""
    if iri.startswith(BASE):
        return f"{path_of(iri)}?lang={lang}"
    return iri if iri.startswith(("http://", "https://")) else ""
