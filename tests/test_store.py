"""Releases: canonical, atomic, checked when read; the default graph is the union as a set."""

import os
import signal
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import InputError
from kg.store import CURRENT, DATASET_FILE, Dataset, has_release, load_release, write_release

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
