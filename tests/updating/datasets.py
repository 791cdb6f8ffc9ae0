"""Small datasets from TriG, and what an update makes of them."""

import pyoxigraph as ox

from kg.changes import Change, DefaultGraph, apply
from kg.results import Graphs
from kg.store import Dataset, canonical_lines, with_union
from kg.updating import plan

PREFIXES = "PREFIX : <https://example.org/> "


def dataset(trig: str = "", mode: DefaultGraph = "union") -> Dataset:
    """Return a dataset of its own for a test; `:` is a prefix for https://example.org/."""
    store = ox.Store()
    store.extend(ox.parse(f"@prefix : <https://example.org/> . {trig}".encode(), format=ox.RdfFormat.TRIG))
    return Dataset(with_union(store) if mode == "union" else store, "1.0.0", "0" * 64, mode)


def lines(store: ox.Store) -> list[str]:
    """Return the quads as sorted text."""
    return sorted(str(quad) for quad in store)


def canonical(store: ox.Store) -> list[bytes]:
    """Return the quads so that isomorphic datasets are equal."""
    return canonical_lines(store)


def planned(given: Dataset, text: str, using: Graphs | None = None, base: str = "") -> Change:
    """Return the change of an update that may use `:`; the dataset must stay as it was."""
    before = lines(given.store)
    try:
        return plan(given, PREFIXES + text, using, base)
    finally:
        assert lines(given.store) == before


def updated(given: Dataset, text: str, using: Graphs | None = None, base: str = "") -> Dataset:
    """Make the change of an update; return the same dataset."""
    apply(given.store, planned(given, text, using, base), given.default_graph)
    return given


def same(given: Dataset, trig: str) -> bool:
    """Tell whether a dataset is isomorphic to another."""
    return canonical(given.store) == canonical(dataset(trig, given.default_graph).store)
