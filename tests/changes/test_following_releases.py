"""What follows where a log is read upon another release than it was made upon."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.backup import backup, restore
from kg.changes import ChangeLog, exact, follow
from kg.errors import DataError
from kg.namespaces import RDF
from kg.reasoning import closure
from kg.store import CHANGES, load_release, write_release
from tests.changes.followed import (
    AB,
    BC,
    BROADER,
    DISJOINT,
    OTHER,
    REFERENCE,
    SUBMISSION,
    TRANSITIVE,
    A,
    B,
    C,
    D,
    K,
    L,
    P,
    held,
    inferred,
)


def recorded(out: Path, going: list[ox.Quad], coming: list[ox.Quad]) -> None:
    """Record a change as the service does, and what follows from it."""
    dataset = load_release(out)
    change = follow(dataset.store, exact(dataset.store, going, coming))
    log = ChangeLog(out / CHANGES)
    log.append(change, actor="jana", action="update", request="", release=dataset.release)
    log.close()


def released(out: Path, *quads: ox.Quad, version: str = "1") -> None:
    write_release([*quads, *closure(quads)], version, out)


def test_upon_a_newer_release_follows_what_is_then_there(tmp_path: Path) -> None:
    released(tmp_path, BROADER, AB)
    recorded(tmp_path, [AB], [BC])
    assert held(load_release(tmp_path).store) == {inferred(B, C)}
    released(tmp_path, BROADER, TRANSITIVE, AB, ox.Quad(C, P, D, REFERENCE), version="2")
    expected = {inferred(B, C), inferred(C, D), inferred(B, D)}
    assert held(load_release(tmp_path).store) == held(load_release(tmp_path, "separate").store) == expected
    recorded(tmp_path, [], [AB])
    expected |= {inferred(A, B), inferred(A, C), inferred(A, D)}
    dataset = load_release(tmp_path)
    assert held(dataset.store) == expected
    unnamed = {quad.triple for quad in dataset.store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert unnamed == {quad.triple for quad in dataset.store if quad.graph_name != ox.DefaultGraph()}
    told = backup(tmp_path, tmp_path / "a.tar")
    assert restore(tmp_path / "a.tar", tmp_path / "new") == told == dataset.canonical_hash()


def test_upon_a_release_without_the_axiom_nothing_follows_from_it(tmp_path: Path) -> None:
    released(tmp_path, BROADER)
    recorded(tmp_path, [], [AB])
    released(tmp_path, TRANSITIVE, version="2")
    assert held(load_release(tmp_path).store) == set()


def test_a_log_that_needs_no_closure_is_read_without_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released(tmp_path, BROADER, AB)
    recorded(tmp_path, [AB], [BC])

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the closure was computed")

    with monkeypatch.context() as patch:
        patch.setattr("kg.changes.following.closure_of_names", never)
        assert held(load_release(tmp_path).store) == {inferred(B, C)}
    (tmp_path / CHANGES / "log.jsonl").unlink()
    recorded(tmp_path, [], [ox.Quad(A, P, D, OTHER)])
    released(tmp_path, BROADER, version="2")
    with monkeypatch.context() as patch:
        patch.setattr("kg.changes.following.closure_of_names", never)
        assert load_release(tmp_path).changes == 1


def test_a_contradiction_of_two_releases_is_met_by_the_next_change(tmp_path: Path) -> None:
    one, other = ox.Quad(A, RDF.type, K, REFERENCE), ox.Quad(A, RDF.type, L, SUBMISSION)
    released(tmp_path, one)
    recorded(tmp_path, [], [other])
    released(tmp_path, one, DISJOINT, version="2")
    assert {one, other, DISJOINT} <= set(load_release(tmp_path).store)
    with pytest.raises(DataError, match="cax-dw"):
        recorded(tmp_path, [], [AB])
    recorded(tmp_path, [other], [])
    assert load_release(tmp_path).changes == 2
