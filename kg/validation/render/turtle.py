"""A report as RDF (W3C SHACL, section 3.6); the messages stand in every language they are known in."""

import io
import re
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.namespaces import PREFIXES, RDF, SH
from kg.validation.render import Rendering
from kg.validation.render.property_path import triples_of
from kg.validation.report import Report, Result

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


def render(report: Report, _rendering: Rendering) -> str:
    """Return the report as Turtle; `sh:conforms` is false if anything is a Violation."""
    buffer = io.BytesIO()
    ox.serialize(_triples(report), buffer, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    head = sorted(line for line in lines if line.startswith("@prefix"))
    # The engine writes prefixes in an order of chance; a report of the same data must be the same.
    return "".join(head) + "".join(lines[len(head) :])


def _triples(report: Report) -> Iterator[Triple]:
    node = BlankNode("report")
    yield Triple(node, RDF.type, SH.ValidationReport)
    yield Triple(node, SH.conforms, Literal(report.conforms))
    results = {BlankNode(f"result{number}"): result for number, result in enumerate(report.results, 1)}
    yield from (Triple(node, SH.result, each) for each in results)
    for each, result in results.items():
        yield from _result(each, result, report)


def _result(node: BlankNode, result: Result, report: Report) -> Iterator[Triple]:
    yield Triple(node, RDF.type, SH.ValidationResult)
    yield Triple(node, SH.resultSeverity, SH[result.severity])
    yield Triple(node, SH.focusNode, result.focus)
    if result.path is not None:
        path, described = triples_of(result.path, node.value)
        if path is not None:
            yield Triple(node, SH.resultPath, path)
        yield from described
    if result.value is not None:
        yield Triple(node, SH.value, result.value)
    for lang in result.message:
        yield Triple(node, SH.resultMessage, Literal(result.text(lang, report.names), language=lang))
    yield Triple(node, SH.sourceConstraintComponent, NamedNode(result.component))
    if _IRI.fullmatch(result.source_shape):
        yield Triple(node, SH.sourceShape, NamedNode(result.source_shape))
