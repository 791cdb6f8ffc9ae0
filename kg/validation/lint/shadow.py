"""Shapes that can say nothing that another shape on the same path does not say."""

from collections.abc import Iterator
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.namespaces import DCT, RDFS, SH, SHAPE
from kg.validation.findings import Kind
from kg.validation.lint.graph import TARGETS, ShapesGraph, numbers
from kg.validation.report import Result, plain

SHADOWED: Final = Kind(
    "lint-shadowed",
    "Violation",
    {
        "cs": "Tvar zastiňuje {other}: na téže cestě žádá alespoň totéž; jeden z nich vypusťte.",
        "en": "The shape is shadowed by {other}, which asks at least the same on the same path; leave one of them out.",
    },
)
_RANKS: Final = {SH.Info: 0, SH.Warning: 1, SH.Violation: 2}
_AT_LEAST: Final = ("minCount", "minLength", "qualifiedMinCount")
_AT_MOST: Final = ("maxCount", "maxLength", "qualifiedMaxCount")


def find(graph: ShapesGraph) -> Iterator[Result]:
    """Yield the shadowed shapes; of two that shadow each other, the one that is described later."""
    by_path: dict[str | None, list[tuple[Any, Any]]] = {}
    for owner, shape in _placed(graph):
        by_path.setdefault(graph.path(shape), []).append((owner, shape))
    by_path.pop(None, None)  # of a path that is malformed nothing is known
    for placed in by_path.values():
        for place, mine in enumerate(placed):
            other = next((each for each in _shadowing(graph, placed, place) if each != mine[1]), None)
            if other is not None:
                yield SHADOWED.at(mine[1], path=graph.path(mine[1]), words={"other": plain(other)})


def _shadowing(graph: ShapesGraph, placed: list[tuple[Any, Any]], place: int) -> Iterator[Any]:
    mine = placed[place]
    for other_place, other in enumerate(placed):
        if _shadows(graph, other, mine) and (other_place < place or not _shadows(graph, mine, other)):
            yield other[1]


def _placed(graph: ShapesGraph) -> Iterator[tuple[Any, Any]]:
    """Yield the property shapes that have constraints, each with the shape that says what they are about."""
    for owner in graph.shapes:
        if graph.is_targeted(owner):
            shapes = graph.properties(owner) + ([owner] if graph.path(owner) else [])
            yield from ((owner, each) for each in shapes if graph.constraints(each))


def _shadows(graph: ShapesGraph, mine: tuple[Any, Any], others: tuple[Any, Any]) -> bool:
    """Tell whether whatever breaks the other shape breaks this one, too, no less severely."""
    (owner, shape), (other_owner, other) = mine, others
    return (
        _rank(graph, shape) >= _rank(graph, other)
        and _in_profile_of(graph, shape, other)
        and _about_all_of(graph, owner, other_owner)
        and all(_implied(graph, shape, other, parameter) for parameter in graph.constraints(other))
    )


def _rank(graph: ShapesGraph, shape: Any) -> int:
    return _RANKS.get(graph.only(shape, SH.severity), 2)


def _in_profile_of(graph: ShapesGraph, shape: Any, other: Any) -> bool:
    """Tell whether a shape is at work wherever the other is; a core shape works without those for publication."""
    mine, others = graph.only(shape, DCT.isPartOf), graph.only(other, DCT.isPartOf)
    return mine in {None, others} or (mine == SHAPE.core and others == SHAPE.publish)


def _about_all_of(graph: ShapesGraph, owner: Any, other: Any) -> bool:
    if owner == other:
        return True
    mine = {(target, value) for target in TARGETS for value in graph.values(owner, target)}
    others = {(target, value) for target in TARGETS for value in graph.values(other, target)}
    return bool(others) and all(_covered(graph, each, mine) for each in others)


def _covered(graph: ShapesGraph, target: tuple[Any, Any], mine: set[tuple[Any, Any]]) -> bool:
    kind, node = target
    waiting, seen = [node], set()
    while waiting:
        node = waiting.pop()
        if (kind, node) in mine:
            return True
        if kind == SH.targetClass and node not in seen:
            seen.add(node)
            waiting.extend(graph.values(node, RDFS.subClassOf))
    return False


def _implied(graph: ShapesGraph, shape: Any, other: Any, parameter: Any) -> bool:
    """Tell whether a shape asks at least for what the other asks by a parameter."""
    mine, others = graph.values(shape, parameter), graph.values(other, parameter)
    name = parameter.value.removeprefix(SH.iri)
    if not mine or (name.startswith("qualified") and not _same(graph, shape, other, SH.qualifiedValueShape)):
        return False
    if name in _AT_LEAST:
        return max(numbers(mine), default=0) >= max(numbers(others), default=0)
    if name in _AT_MOST:
        return min(numbers(mine), default=0) <= min(numbers(others), default=0)
    if name in {"in", "languageIn"}:
        return {*graph.items(mine[0])} <= {*graph.items(others[0])}
    same_flags = name != "pattern" or _same(graph, shape, other, SH.flags)
    return same_flags and {*map(_meaning, mine)} >= {*map(_meaning, others)}


def _same(graph: ShapesGraph, shape: Any, other: Any, predicate: NamedNode) -> bool:
    return graph.values(shape, predicate) == graph.values(other, predicate)


def _meaning(value: Any) -> str:
    return value.value if isinstance(value, Literal) else str(value)
