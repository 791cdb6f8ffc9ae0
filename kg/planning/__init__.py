"""Begin with the constants: tell the engine which resources the constants of a query leave for a variable.

The engine joins without statistics. What it should begin with can be written in SPARQL: `VALUES ?x { … }` before the
patterns, with every value that ?x can have in them. That is another text with the same solutions, so whatever cannot
be read or written for certain is left to the query as its author wrote it
(docs/decisions/20261128-constants-first.md).
"""

from collections.abc import Mapping

import pyoxigraph as ox

from kg.planning.beginning import begun
from kg.planning.postings import Postings
from kg.planning.shapes import find, traits

__all__ = ["Postings", "planned", "traits"]


def planned(
    store: ox.Store, postings: Postings, query: str, prefixes: Mapping[str, str], base: str | None
) -> str | None:
    """Return a query with the same solutions that the engine answers faster; None if there is none to be had.

    Args:
        store: what is asked.
        postings: what is remembered of its present state.
        query: a query that reads the store's default graph, unless it says otherwise itself.
        prefixes: the prefixes that are known to it without declaration.
        base: what its relative IRIs are resolved against.
    """
    found = find(query, prefixes, base)
    if found is None:
        return None
    shape, pieces = found
    try:
        text = begun(store, postings, shape.run, pieces)
    except (OSError, RuntimeError, ValueError):  # such as an IRI that is none: the engine says where
        return None
    if text is None:
        return None
    start, end = shape.place(pieces)
    return f"{query[:start]} {text} {query[end:]}"
