"""Data as shapes look at it: values by property and thing, instances by class, the things a shape is about."""

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any

from pyoxigraph import NamedNode

from kg.namespaces import RDF, RDFS, SH
from kg.validation.lint.graph import TARGETS, ShapesGraph

Objects = dict[bytes, list[bytes]]
"""The objects of a property by their subjects, as N-Triples writes terms."""


class Indexed:
    """Data by the properties that matter."""

    def __init__(self, lines: Iterable[bytes], graph: ShapesGraph, paths: Collection[NamedNode]) -> None:
        """Index the lines.

        Args:
            lines: N-Triples, each triple once on a line without its line feed.
            graph: the shapes, whose targets can be asked for.
            paths: the properties that can be asked for beside.
        """
        wanted = {*paths, RDF.type, RDFS.subClassOf}
        for owner in graph.shapes:
            wanted.update(
                *(graph.values(owner, each) for each in (SH.targetSubjectsOf, SH.targetObjectsOf, SH.disjoint))
            )
        self._objects: dict[bytes, Objects] = {written(each): {} for each in wanted}
        self._graph = graph
        self._instances: dict[NamedNode, set[bytes]] = {}
        self._targets: dict[Any, set[bytes]] = {}
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            if predicate in self._objects:
                self._objects[predicate].setdefault(subject, []).append(rest[:-2])

    def objects(self, predicate: NamedNode) -> Objects:
        """Return the objects of a property by their subjects."""
        return self._objects[written(predicate)]

    @cached_property
    def _members(self) -> dict[bytes, set[bytes]]:
        """The instances of each class, without those of its subclasses."""
        found: dict[bytes, set[bytes]] = {}
        for subject, kinds in self.objects(RDF.type).items():
            for kind in kinds:
                found.setdefault(kind, set()).add(subject)
        return found

    @cached_property
    def _below(self) -> dict[bytes, set[bytes]]:
        found: dict[bytes, set[bytes]] = {}
        for lower, above in self.objects(RDFS.subClassOf).items():
            for each in above:
                found.setdefault(each, set()).add(lower)
        return found

    def instances(self, kind: NamedNode) -> set[bytes]:
        """Return the instances of a class and of its subclasses (W3C SHACL, section 1.1)."""
        if kind not in self._instances:
            waiting, seen = [written(kind)], set[bytes]()
            while waiting:
                each = waiting.pop()
                if each not in seen:
                    seen.add(each)
                    waiting.extend(self._below.get(each, ()))
            self._instances[kind] = set().union(*(self._members.get(each, ()) for each in seen))
        return self._instances[kind]

    def targets(self, owner: Any) -> set[bytes]:
        """Return the focus nodes of a shape (section 2.1.3)."""
        if owner not in self._targets:
            self._targets[owner] = self._found(owner)
        return self._targets[owner]

    def _found(self, owner: Any) -> set[bytes]:
        found: set[bytes] = set()
        for target in TARGETS:
            for value in self._graph.values(owner, target):
                if target == SH.targetNode:
                    found.add(written(value))
                elif target == SH.targetClass:
                    found |= self.instances(value)
                elif target == SH.targetSubjectsOf:
                    found |= self.objects(value).keys()
                else:
                    found.update(*self.objects(value).values())
        return found


def written(term: Any) -> bytes:
    """Return a term as N-Triples writes it."""
    return str(term).encode()
