"""How much of a dataset a query can read: what is stated by the IRIs that it names, and graphs, if it asks for them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from kg.namespaces import PREFIXES, RDF
from kg.reading.query import read

_REMEMBERED: Final = 64


class Scope(NamedTuple):
    """What a query names."""

    iris: frozenset[str]
    """The IRIs, in whatever place."""
    has_graphs: bool
    """Whether it says GRAPH."""


@lru_cache(maxsize=_REMEMBERED)
def scope(text: str) -> Scope:
    """Return what a query names; the project's prefixes are known to it.

    Raises:
        Unreadable: as `read`.
    """
    outline = read(text)
    declared = {prefix: namespace for prefix, (namespace, _) in outline.prefixes.items()}
    body = outline.tokens[outline.prologue :]
    iris = {token.text[1:-1] for token in body if token.kind == "iri"}
    iris |= {_full(token.text, PREFIXES | declared) for token in body if token.kind == "name"}
    if any(token.text == "a" for token in body):
        iris.add(RDF.type.value)
    return Scope(frozenset(iris), any(token.word == "graph" for token in body))


def _full(name: str, namespaces: Mapping[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return namespaces[prefix] + local
