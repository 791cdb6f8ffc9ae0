"""Lint: what in shapes can never have an effect, can never be met, or tells the user too little."""

from collections.abc import Iterable

from pyoxigraph import Triple

from kg.validation.lint import contradictions, reach, shadow, wording
from kg.validation.lint.graph import ShapesGraph, unknown_constructs
from kg.validation.lint.vocabulary import Vocabulary
from kg.validation.report import Result

__all__ = ["Vocabulary", "holds_shapes", "lint", "unknown_constructs"]


def lint(shapes: Iterable[Triple], vocabulary: Vocabulary) -> list[Result]:
    """Return what is wrong with shapes.

    Args:
        shapes: the shapes, and the ontology: subclasses are looked up for targets.
        vocabulary: what ontology and data know.
    """
    graph = ShapesGraph(shapes)
    return [
        *reach.find(graph, vocabulary),
        *contradictions.find(graph),
        *wording.find(graph),
        *shadow.find(graph),
    ]


def holds_shapes(triples: Iterable[Triple]) -> bool:
    """Tell whether there is a shape among triples."""
    return bool(ShapesGraph(triples).shapes)
