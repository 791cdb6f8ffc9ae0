"""Write triples and quads so that the same content gives the same bytes."""

import io
import itertools
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from kg.namespaces import PREFIXES
from kg.wellformed import serialize

_WITH_PREFIXES: Final = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)


def written(
    items: Iterable[ox.Triple] | Iterable[ox.Quad], engine: ox.RdfFormat, prefixes: dict[str, str] = PREFIXES
) -> bytes:
    """Return items in a format, in the order given; the prefixes stand in alphabetical order.

    The engine writes prefixes in an order that changes from process to process.

    Raises:
        Unwritable: the format has no way to write one of them.
    """
    out = io.BytesIO()
    serialize(items, out, engine, prefixes)
    text = out.getvalue()
    if engine not in _WITH_PREFIXES:
        return text
    lines = text.splitlines(keepends=True)
    count = sum(1 for _ in itertools.takewhile(lambda line: line.startswith(b"@prefix"), lines))
    return b"".join([*sorted(lines[:count]), *lines[count:]])
