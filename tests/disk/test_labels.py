"""The labels of a dataset on disk follow its changes: they are read once, not anew after each."""

import asyncio
from pathlib import Path

import pyoxigraph as ox

from kg.changes import Change, ChangeLog
from kg.disk import advance, open_on_disk, renaming
from kg.labels import Labels
from kg.namespaces import BASE, RDF, SG, SKOS
from kg.store import CHANGES, write_release

GRAPH, THING = ox.NamedNode("urn:g"), ox.NamedNode(f"{BASE}resource/goals/new")


def test_labels_on_disk_follow_a_change(tmp_path: Path) -> None:
    write_release([ox.Quad(THING, SKOS.prefLabel, ox.Literal("old"), GRAPH)], "1", tmp_path)
    dataset = open_on_disk(tmp_path)
    dataset.labels.read()
    change = Change(
        frozenset({ox.Quad(THING, SKOS.prefLabel, ox.Literal("old"), GRAPH)}),
        frozenset(
            {
                ox.Quad(THING, SKOS.prefLabel, ox.Literal("new"), ox.NamedNode("urn:other")),
                ox.Quad(THING, RDF.type, SG.Goal, ox.NamedNode("urn:other")),
            }
        ),
    )
    log = ChangeLog(tmp_path / CHANGES)
    record = log.append(change, actor="jana", action="update", request="", release=dataset.release)
    changed = asyncio.run(advance(dataset, record))
    assert changed.labels is dataset.labels, "they are not read anew"
    for _ in renaming(changed, change):
        pass
    anew = Labels(changed.naming.whole)
    assert dict(changed.labels.names) == dict(anew.names)
    assert dict(changed.labels.kinds) == dict(anew.kinds) == {THING.value: {SG.Goal.value}}
    assert changed.labels.denoted("old") == frozenset()
    assert ox.NamedNode("urn:other") in set(changed.naming.store.named_graphs())
