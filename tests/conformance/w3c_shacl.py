"""The W3C test suite for SHACL (data-shapes): its cases, and what an engine makes of one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import NamedNode, Triple

from kg.namespaces import RDF, SH, Namespace
from kg.validation.pyshacl_engine import pyshacl_report
from kg.validation.report import path_text
from kg.validation.shifty_engine import shifty_report

SUITE: Final = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "w3c-shacl"
ENGINES: Final[Mapping[str, Callable[..., Iterable[Triple]]]] = {"shifty": shifty_report, "pyshacl": pyshacl_report}

_MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_SHT: Final = Namespace("http://www.w3.org/ns/shacl-test#")
# SHACL test suite, section 3: what a report is compared by; sh:resultMessage and sh:detail may differ.
_COMPARED: Final = {
    *(RDF.type, SH.conforms, SH.result, SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent),
    *(SH.sourceShape, SH.value),
}

Graph = Mapping[Any, Mapping[NamedNode, list[Any]]]


@dataclass(frozen=True, slots=True)
class Case:
    """A case: data and shapes, and the report they must give; none where the engine must refuse the shapes."""

    name: str
    data: Path
    shapes: Path
    expected: frozenset[str] | None


@cache
def cases() -> list[Case]:
    """Return the cases of the suite by following its manifests."""
    return list(_cases(SUITE / "manifest.ttl"))


def _cases(path: Path) -> Iterator[Case]:
    graph = _index(triples(path))
    for subject, members in graph.items():
        if _SHT.Validate in members.get(RDF.type, ()):
            yield _case(path, graph, subject)
    for members in graph.values():
        for included in members.get(_MF.include, ()):
            yield from _cases(_file(included))


def _case(path: Path, graph: Graph, subject: NamedNode) -> Case:
    action, result = (graph[subject][name][0] for name in (_MF.action, _MF.result))
    data, shapes = (_file(graph[action][name][0]) for name in (_SHT.dataGraph, _SHT.shapesGraph))
    folder = path.parent.relative_to(SUITE).as_posix()
    expected = None if result == _SHT.Failure else canonical(triples(path), result)
    return Case(f"{folder}/{subject.value.rsplit('/', 1)[1]}", data, shapes, expected)


def _file(iri: NamedNode) -> Path:
    return SUITE / iri.value.removeprefix(SUITE.as_uri()).lstrip("/")


@cache
def triples(path: Path) -> tuple[Triple, ...]:
    """Return the triples of a file of the suite."""
    quads = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return tuple(quad.triple for quad in quads)


def outcome(case: Case, engine: str) -> str:
    """Return what is wrong with an engine's report; nothing if it is the one expected."""
    shapes = triples(case.shapes)
    try:
        report = list(ENGINES[engine](triples(case.data), shapes))
    except ValueError as error:
        return "" if case.expected is None else f"refuses the shapes: {error}"
    if case.expected is None:
        return "accepts shapes that it must refuse"
    node = next(triple.subject for triple in report if triple.object == SH.ValidationReport)
    found = canonical(report, node, shapes)
    missing, extra = (sorted(one - other) for one, other in ((case.expected, found), (found, case.expected)))
    return "\n".join([*(f"- {line}" for line in missing), *(f"+ {line}" for line in extra)])


def canonical(graph: Iterable[Triple], report: Any, shapes: Iterable[Triple] = ()) -> frozenset[str]:
    """Return what counts in a report, as lines that do not depend on the names of blank nodes (W3C RDFC-1.0).

    A path counts as what it says; one that a report names but does not describe is that of the shape.
    """
    index = _index(graph)
    dataset = ox.Dataset(ox.Quad(*triple) for triple in _counting(index, report, _index(shapes)))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(str(quad) for quad in dataset)


def _counting(index: Graph, report: Any, shapes: Graph) -> Iterator[tuple[Any, NamedNode, Any]]:
    for node in (report, *index[report].get(SH.result, ())):
        for predicate, values in index[node].items():
            if predicate in _COMPARED:
                yield from ((node, predicate, value) for value in values)
        for path in index[node].get(SH.resultPath, ()):
            yield node, SH.resultPath, ox.Literal(_path(path, index, shapes, index[node][SH.sourceShape][0]))


def _path(path: Any, report: Graph, shapes: Graph, shape: Any) -> str:
    if isinstance(path, NamedNode) or path in report:
        return path_text(report, path)
    return path_text(shapes, shapes[shape][SH.path][0])


def _index(graph: Iterable[Triple]) -> Graph:
    index: dict[Any, dict[NamedNode, list[Any]]] = {}
    for triple in graph:
        index.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
    return index
