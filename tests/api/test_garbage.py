"""The room of removed quads is given back: all that is held is copied, once more was removed than is held."""

import asyncio
from pathlib import Path

import pyoxigraph as ox
import pytest

from api import garbage
from kg.changes import Change
from kg.namespaces import SKOS
from tests.api.writers import G, P, Writing

BLANK = ox.Quad(ox.BlankNode("b"), P, ox.BlankNode("c"), G)
NAME = ox.Quad(G, SKOS.prefLabel, ox.Literal("name"), G)
EMPTY = ox.NamedNode("https://example.org/empty")


def test_what_was_removed_is_left_behind_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "WORTH", 20)
    small = Writing(tmp_path)
    small.dataset.labels.read()
    small.dataset.store.add_graph(EMPTY)
    many = frozenset(ox.Quad(G, P, ox.Literal(number), G) for number in range(100, 130))

    async def churn() -> None:
        await small.write(Change(added=frozenset({BLANK, NAME}) | many))
        await small.write(Change(removed=many))
        await small.insert(1)  # which waits for the copy

    asyncio.run(churn())
    old, new = small.dataset.store, small.told[-1].store
    assert old is not new
    assert set(new) == set(old) | {ox.Quad(G, P, ox.Literal(1), graph) for graph in (G, ox.DefaultGraph())}
    assert EMPTY in set(new.named_graphs())
    told = small.told[-1]
    assert (told.changes, told.labels is small.dataset.labels) == (3, True)
    assert told.labels.denoted("name") == {G.value}
    renamed = ox.Quad(G, SKOS.prefLabel, ox.Literal("other"), G)
    asyncio.run(small.write(Change(frozenset({NAME}), frozenset({renamed}))))
    assert told.labels.denoted("other") == {G.value}, "labels are read from the copy"
    assert told.labels.denoted("name") == frozenset()


def test_little_is_left_where_it_is(tmp_path: Path) -> None:
    small = Writing(tmp_path)
    asyncio.run(small.insert(1))
    asyncio.run(small.write(Change(removed=frozenset({ox.Quad(G, P, ox.Literal(1), G)}))))
    assert {dataset.store for dataset in small.told} == {small.dataset.store}
