"""Constraints that no value can meet together."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.namespaces import SH
from kg.validation.findings import Kind
from kg.validation.lint.graph import ShapesGraph, numbers
from kg.validation.lint.widths import width
from kg.validation.report import Result

MIN_MAX: Final = Kind(
    "lint-min-above-max",
    "Violation",
    {
        "cs": "Dolní mez {low} nepřipouští nic, co by vyhovělo horní mezi {high}; opravte jednu z nich.",
        "en": "The lower bound {low} allows nothing that meets the upper bound {high}; correct one of them.",
    },
)
HAS_VALUE: Final = Kind(
    "lint-has-value-outside-in",
    "Violation",
    {
        "cs": "Povinná hodnota není ve výčtu sh:in; doplňte ji do výčtu, nebo opravte sh:hasValue.",
        "en": "The required value is not in the list of sh:in; add it to the list, or correct sh:hasValue.",
    },
)
DATATYPE: Final = Kind(
    "lint-datatype-conflict",
    "Violation",
    {
        "cs": "sh:datatype žádá literál, {other} jej vylučuje; ponechte jen jedno.",
        "en": "sh:datatype asks for a literal, {other} excludes one; keep only one of them.",
    },
)
LENGTH: Final = Kind(
    "lint-pattern-against-length",
    "Violation",
    {
        "cs": "Vzor sh:pattern vyhoví jen textu délky {length}, ale {bound}; opravte jedno z nich.",
        "en": "The pattern matches only texts of length {length}, but {bound}; correct one of them.",
    },
)

_COUNTS: Final = (("minCount", "maxCount", False),)
_BOUNDS: Final = (
    *_COUNTS,
    ("minLength", "maxLength", False),
    ("qualifiedMinCount", "qualifiedMaxCount", False),
    ("minInclusive", "maxInclusive", False),
    ("minInclusive", "maxExclusive", True),
    ("minExclusive", "maxInclusive", True),
    ("minExclusive", "maxExclusive", True),
)
"""Lower and upper bounds, and whether equal ones leave nothing between them."""
_NO_LITERAL: Final = {SH.IRI, SH.BlankNode, SH.BlankNodeOrIRI}


def find(graph: ShapesGraph) -> Iterator[Result]:
    """Yield the contradictions within a shape, and those of counts and values between the shapes of one path."""
    for shape in graph.shapes:
        yield from _bounds(graph, shape, shape, _BOUNDS)
        yield from _values(graph, shape, shape)
        yield from _datatypes(graph, shape)
        yield from _lengths(graph, shape)
        for first, second in _of_one_path(graph, shape):
            yield from _bounds(graph, first, second, _COUNTS)
            yield from _values(graph, first, second)


def _of_one_path(graph: ShapesGraph, shape: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each shape of a property with each other shape of the same node and path."""
    shapes = graph.properties(shape)
    for first in shapes:
        for second in shapes:
            if first != second and graph.path(first) == graph.path(second):
                yield first, second


def _bounds(graph: ShapesGraph, lower: Any, upper: Any, bounds: tuple[tuple[str, str, bool], ...]) -> Iterator[Result]:
    for least, most, exclusive in bounds:
        for low in graph.values(lower, SH[least]):
            for high in graph.values(upper, SH[most]):
                if _above(low, high, exclusive=exclusive):
                    words = {"low": f"sh:{least} {low.value}", "high": f"sh:{most} {high.value}"}
                    yield MIN_MAX.at(lower, path=graph.path(lower), words=words)


def _above(low: Any, high: Any, *, exclusive: bool) -> bool:
    """Tell whether nothing lies between two bounds; where they cannot be compared, something may."""
    if not (isinstance(low, Literal) and isinstance(high, Literal)):
        return False
    try:
        first: Any = Decimal(low.value)
        second: Any = Decimal(high.value)
    except InvalidOperation:
        if low.datatype != high.datatype:
            return False
        first, second = low.value, high.value
    return bool(first > second or (exclusive and first == second))


def _values(graph: ShapesGraph, requiring: Any, listing: Any) -> Iterator[Result]:
    for head in graph.values(listing, SH["in"]):
        listed = graph.items(head)
        for value in graph.values(requiring, SH.hasValue):
            if value not in listed:
                yield HAS_VALUE.at(requiring, path=graph.path(requiring), value=value)


def _datatypes(graph: ShapesGraph, shape: Any) -> Iterator[Result]:
    kinds = [each for each in graph.values(shape, SH.nodeKind) if each in _NO_LITERAL]
    others = [f"sh:nodeKind sh:{each.value.removeprefix(SH.iri)}" for each in kinds]
    classes = [each for each in graph.values(shape, SH["class"]) if isinstance(each, NamedNode)]
    others += [f"sh:class {each.value}" for each in classes]
    for datatype in graph.values(shape, SH.datatype):
        for other in others:
            yield DATATYPE.at(shape, path=graph.path(shape), value=datatype, words={"other": other})


def _lengths(graph: ShapesGraph, shape: Any) -> Iterator[Result]:
    flags = "".join(each.value for each in graph.values(shape, SH.flags))
    for pattern in graph.values(shape, SH.pattern):
        shortest, longest = width(pattern.value, flags)
        for bound in numbers(graph.values(shape, SH.maxLength)):
            if shortest > bound:
                words = {"length": f"≥ {shortest}", "bound": f"sh:maxLength {bound}"}
                yield LENGTH.at(shape, path=graph.path(shape), value=pattern, words=words)
        for bound in numbers(graph.values(shape, SH.minLength)):
            if longest < bound:
                words = {"length": f"≤ {longest}", "bound": f"sh:minLength {bound}"}
                yield LENGTH.at(shape, path=graph.path(shape), value=pattern, words=words)
