"""Randomness after a fork: children of one parent draw the same, until they draw anew from the system."""

from typing import BinaryIO

import pyoxigraph as ox
import pytest

from kg.chance import new_node, reseed
from kg.workers import run

# Where the suite runs in parallel its processes have a second thread; these children never touch what it holds.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def drawn() -> str:
    rows = ox.Store().query("SELECT (CONCAT(STRUUID(), STR(RAND())) AS ?x) {}")
    assert isinstance(rows, ox.QuerySolutions)
    return str(next(rows)["x"].value)


def in_children(*, renewed: bool) -> set[str]:
    def task(_out: BinaryIO) -> str:
        if renewed:
            reseed()
        return drawn()

    found = set()
    for _ in range(4):
        with run(task) as answer:
            found.add(answer.result)
    return found


def test_children_of_one_parent_draw_the_same_unless_they_reseed() -> None:
    drawn()  # the parent has drawn, so that there is something to inherit
    assert len(in_children(renewed=False)) == 1
    assert len(in_children(renewed=True)) == 4


def test_new_nodes_differ_and_can_be_told_from_those_of_the_engine() -> None:
    nodes = {new_node().value for _ in range(100)}
    assert len(nodes) == 100
    assert all(not set(node) <= set("0123456789abcdef") for node in nodes)
    assert set(ox.BlankNode().value) <= set("0123456789abcdef")
