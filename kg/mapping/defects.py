"""Defects of the source as DQV annotations: the verbatim stays, a normalised value only where it is certain."""

from collections.abc import Iterator

from pyoxigraph import Literal

from kg import iris
from kg.mapping.statements import Statement, typed
from kg.namespaces import DQV, OA, RDFS, SG
from kg.tables import Tables


def map_defects(tables: Tables) -> Iterator[Statement]:
    """Yield one quality annotation for each defect of a cell, row or measure (W3C DQV, section 5.5)."""
    for row in tables["defects"]:
        node = iris.resource("quality-annotations", row["id"])
        thing = iris.resource_path(row["thing"])
        yield typed(node, DQV.QualityAnnotation)
        yield Statement(node, OA.motivatedBy, DQV.qualityAssessment)
        yield Statement(node, OA.hasTarget, thing)
        yield Statement(node, OA.hasBody, iris.code("defects", row["defect"]))
        yield Statement(thing, DQV.hasQualityAnnotation, node)
        for lang in ("cs", "en"):
            yield Statement(node, RDFS.comment, Literal(row[f"note_{lang}"], language=lang))
        if row["normalised"]:
            yield Statement(node, SG.normalised, Literal(row["normalised"]))
