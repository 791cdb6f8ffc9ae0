"""Releases: canonical, atomic, checked when read, with the changes since; the default graph is the union as a set."""

import os
import signal
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.changes import Change, ChangeLog, Record, apply
from kg.errors import InputError
from kg.iris import graph
from kg.namespaces import RDFS
from kg.reasoning import INFERRED
from kg.releases import read_manifest
from kg.store import CHANGES, CURRENT, DATASET_FILE, UNNAMED, Dataset, has_release, load_release, write_release

A, B, P = (ox.NamedNode(f"https://example.org/{name}") for name in "abp")
ONE, TWO = (ox.NamedNode(f"https://example.org/graph/{name}") for name in ("one", "two"))
QUADS = [ox.Quad(A, P, B, ONE), ox.Quad(A, P, B, TWO), ox.Quad(B, P, ox.Literal("ž", language="cs"), TWO)]


def count(dataset: Dataset, query: str) -> int:
    solutions = dataset.store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    return int(next(solutions)["n"].value)


def test_the_default_graph_is_the_union_as_a_set(tmp_path: Path) -> None:
    write_release(QUADS, "1.2.3", tmp_path)
    dataset = load_release(tmp_path)
    assert count(dataset, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 2
    assert count(dataset, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == 3


def test_a_release_is_named_by_version_and_hash(tmp_path: Path) -> None:
    folder, manifest = write_release(QUADS, "1.2.3", tmp_path)
    assert folder.name == f"1.2.3-{manifest.hash[:12]}"
    assert (tmp_path / CURRENT).resolve() == folder.resolve()
    assert manifest.graphs == {ONE.value: 1, TWO.value: 2}


def test_the_hash_depends_on_the_data_alone(tmp_path: Path) -> None:
    blank = [ox.Quad(ox.BlankNode(name), P, ox.BlankNode(name), ONE) for name in ("x", "y")]
    first = write_release([*QUADS, blank[0]], "1", tmp_path / "1")[1]
    second = write_release([blank[1], *reversed(QUADS)], "1", tmp_path / "2")[1]
    assert first.hash == second.hash
    assert write_release(QUADS, "1", tmp_path / "3")[1].hash != first.hash


def test_building_twice_leaves_one_release_and_no_scratch(tmp_path: Path) -> None:
    write_release(QUADS, "1", tmp_path)
    write_release(QUADS, "1", tmp_path)
    assert len(list((tmp_path / "releases").iterdir())) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [CURRENT, "releases"]


def test_a_crash_while_writing_leaves_the_last_release(tmp_path: Path) -> None:
    write_release(QUADS, "1", tmp_path)
    child = os.fork()
    if child == 0:
        # Dies as the power would fail: after the data is written, before the release is in its place.
        Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[method-assign,assignment]
        write_release(QUADS[:1], "2", tmp_path)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    dataset = load_release(tmp_path)
    assert dataset.version == "1"
    assert count(dataset, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 2


def test_a_folder_without_release_is_said_so(tmp_path: Path) -> None:
    assert not has_release(tmp_path)
    with pytest.raises(InputError) as caught:
        load_release(tmp_path)
    assert "kg build" in caught.value.cs
    assert "kg build" in caught.value.en


def test_damaged_data_is_noticed(tmp_path: Path) -> None:
    folder, _ = write_release(QUADS, "1", tmp_path)
    (folder / DATASET_FILE).write_bytes(b"")
    with pytest.raises(InputError, match="do not match their hash"):
        load_release(tmp_path)


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="cannot be written"):
        write_release(QUADS, "1", tmp_path / "file")


NODE = ox.BlankNode("c14n0")
WITH_BLANK = [*QUADS, ox.Quad(NODE, P, ox.Literal("_:words"), ONE), ox.Quad(A, P, ox.Triple(A, P, NODE), ONE)]


def logged(out: Path, removed: Iterable[ox.Quad] = (), added: Iterable[ox.Quad] = (), release: str = "1") -> Record:
    log = ChangeLog(out / CHANGES)
    change = Change(frozenset(removed), frozenset(added))
    record = log.append(change, actor="jana", action="update", request="", release=release)
    log.close()
    return record


def test_changes_are_read_with_the_release(tmp_path: Path) -> None:
    write_release(QUADS, "1", tmp_path)
    released = load_release(tmp_path)
    logged(tmp_path, QUADS[:1], [ox.Quad(A, P, A, ONE)])
    logged(tmp_path, [ox.Quad(A, P, A, ONE)], [ox.Quad(A, P, P, ONE)])
    dataset = load_release(tmp_path)
    assert {quad.object for quad in dataset.store.quads_for_pattern(A, P, None, ONE)} == {P}
    assert count(dataset, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 3  # B is left in the other graph
    assert (dataset.changes, dataset.head) == (2, list(ChangeLog(tmp_path / CHANGES).records())[-1].hash)
    assert (released.changes, released.head) == (0, "")
    assert (dataset.hash, dataset.release) == (released.hash, released.release)
    assert released.state == released.hash
    assert len({released.state, dataset.state}) == 2
    assert dataset.canonical_hash() != released.canonical_hash() == released.hash


def test_changes_outlive_a_new_release(tmp_path: Path) -> None:
    write_release(QUADS, "1", tmp_path)
    logged(tmp_path, QUADS[:1], [ox.Quad(A, P, A, ONE)])
    write_release([*QUADS, ox.Quad(B, P, B, ONE)], "2", tmp_path)
    dataset = load_release(tmp_path)
    expected = [*QUADS[1:], ox.Quad(A, P, A, ONE), ox.Quad(B, P, B, ONE)]
    assert {quad for quad in dataset.store if quad.graph_name != ox.DefaultGraph()} == set(expected)


def test_blank_nodes_keep_their_labels_so_that_a_logged_removal_finds_them(tmp_path: Path) -> None:
    write_release(WITH_BLANK, "1", tmp_path)
    first, second = load_release(tmp_path), load_release(tmp_path)
    assert set(first.store) == set(second.store)
    assert first.canonical_hash() == first.hash
    found = [quad for quad in first.store.quads_for_pattern(None, None, None, ONE) if "_:" in str(quad)]
    assert len(found) == 2
    logged(tmp_path, found)
    left = load_release(tmp_path).store
    assert set(left.quads_for_pattern(None, None, None, ONE)) == set(QUADS[:1])


def test_blank_nodes_of_two_releases_are_not_the_same(tmp_path: Path) -> None:
    write_release(WITH_BLANK, "1", tmp_path)
    found = [quad for quad in load_release(tmp_path).store if isinstance(quad.subject, ox.BlankNode)]
    logged(tmp_path, found)
    write_release([ox.Quad(NODE, P, ox.Literal("another"), ONE)], "2", tmp_path)
    assert load_release(tmp_path).canonical_hash() == load_release(tmp_path).hash


def test_a_separate_default_graph_holds_what_is_put_there(tmp_path: Path) -> None:
    write_release(QUADS, "1", tmp_path)
    logged(tmp_path, [], [ox.Quad(A, P, A)])
    dataset = load_release(tmp_path, "separate")
    assert list(dataset.store.quads_for_pattern(None, None, None, ox.DefaultGraph())) == [ox.Quad(A, P, A)]
    assert dataset.canonical_hash() != dataset.hash
    union = load_release(tmp_path)
    assert list(union.store.quads_for_pattern(None, None, None, UNNAMED)) == [ox.Quad(A, P, A, UNNAMED)]


def test_a_damaged_log_is_an_error_of_every_reader(tmp_path: Path) -> None:
    write_release(QUADS, "1", tmp_path)
    logged(tmp_path, QUADS[:1])
    log = tmp_path / CHANGES / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"jana", b"jane"))
    with pytest.raises(InputError, match="record 1 is damaged"):
        load_release(tmp_path)


SUB, ALIGNMENTS = ox.NamedNode("https://example.org/q"), graph("alignments")
BROADER = ox.Quad(P, RDFS.subPropertyOf, SUB, graph("ontology"))
LINKS = [ox.Quad(A, P, each, ALIGNMENTS) for each in (B, P, SUB)]


def follows(link: ox.Quad) -> ox.Quad:
    return ox.Quad(link.subject, SUB, link.object, INFERRED)


def test_one_state_has_one_content_whoever_wrote_without_what_follows(tmp_path: Path) -> None:
    """What is inferred is computed where one release ends and the next begins, as the writer saw it, and not later."""
    write_release(QUADS, "1", tmp_path)
    logged(tmp_path, [], LINKS[:1], read_manifest(tmp_path).name)
    write_release([*QUADS, BROADER], "2", tmp_path)
    served = load_release(tmp_path)
    record = logged(tmp_path, [], LINKS[1:2], served.release)  # without what follows, as KG_REASONING=off has it
    apply(served.store, record.change)
    served = served.changed(record)
    again = load_release(tmp_path)
    assert (again.state, again.canonical_hash()) == (served.state, served.canonical_hash())
    inferred = set(again.store.quads_for_pattern(None, None, None, INFERRED))
    assert inferred == {follows(LINKS[0])}
    logged(tmp_path, [], LINKS[2:], "1")  # and once more upon another release: then all of it follows
    inferred = set(load_release(tmp_path).store.quads_for_pattern(None, None, None, INFERRED))
    assert inferred == {follows(each) for each in LINKS}
