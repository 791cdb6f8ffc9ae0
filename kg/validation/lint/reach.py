"""Shapes that reach nothing: no target, a target that is unknown, a path along unknown properties."""

from collections.abc import Iterator
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.namespaces import SH
from kg.validation.findings import Kind
from kg.validation.lint.graph import TARGETS, ShapesGraph
from kg.validation.lint.vocabulary import Vocabulary
from kg.validation.report import Result

NOTHING: Final = Kind(
    "lint-targets-nothing",
    "Violation",
    {
        "cs": "Tvar na nic nemíří; doplňte cíl, který ontologie nebo data znají, nebo jej připojte k jinému tvaru.",
        "en": "The shape targets nothing; give a target that ontology or data know, or link it from another shape.",
    },
)
PATH: Final = Kind(
    "lint-unknown-path",
    "Violation",
    {
        "cs": "Cestu nezná ontologie ani data; opravte vlastnost v sh:path.",
        "en": "Neither ontology nor data know the path; correct the property in sh:path.",
    },
)


def find(graph: ShapesGraph, vocabulary: Vocabulary) -> Iterator[Result]:
    """Yield the shapes that can never look at anything."""
    for shape in graph.shapes:
        if not graph.is_targeted(shape) and shape not in graph.linked:
            yield NOTHING.at(shape, path=graph.path(shape))
        for target in TARGETS:
            for value in graph.values(shape, target):
                if not _reaches(target, value, vocabulary):
                    yield NOTHING.at(shape, path=target.value, value=value)
        for term in graph.terms_of_path(shape):
            if not vocabulary.knows(term):
                yield PATH.at(shape, path=graph.path(shape), value=term)


def _reaches(target: NamedNode, value: Any, vocabulary: Vocabulary) -> bool:
    if target == SH.targetNode:
        return not isinstance(value, NamedNode) or value in vocabulary.nodes or vocabulary.knows(value)
    return isinstance(value, NamedNode) and vocabulary.knows(value)
