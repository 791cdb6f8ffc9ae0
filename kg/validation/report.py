"""What a validation found, in one form whatever engine found it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from pyoxigraph import BlankNode, NamedNode, Triple
from pyoxigraph import Literal as RdfLiteral

from kg.errors import Lang
from kg.namespaces import RDF, SH

Severity = Literal["Violation", "Warning", "Info"]
Term = NamedNode | BlankNode | RdfLiteral
Names = Mapping[Term, Mapping[Lang, str]]
"""What things are called, in the languages in which they have a name."""

SEVERITIES: Final[tuple[Severity, ...]] = ("Violation", "Warning", "Info")
_WORKBOOK: Final = ("sheet", "cell", "row", "column")
_VALUE_WORD: Final = {"cs": "uvedeno", "en": "given"}
_NAMELESS: Final[Names] = {}


@dataclass(frozen=True, slots=True)
class Result:
    """One break of one constraint (W3C SHACL, section 3.6.2).

    `path` is an IRI or, for a path of several steps, its SPARQL form; `component` and `source_shape` are IRIs. Where
    the focus node stands, `file` and `line` (from 1), is known for what was read from a file that has lines.
    """

    severity: Severity
    message: Mapping[Lang, str]
    focus: Term
    path: str | None
    value: Term | None
    component: str
    source_shape: str
    file: str | None = None
    line: int | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What tells results apart, in the order of a report; a blank node has no name that lasts."""
        rank = str(SEVERITIES.index(self.severity))
        return rank, _name(self.focus), self.path or "", self.component, _name(self.value), self.source_shape

    def text(self, lang: Lang, names: Names = _NAMELESS) -> str:
        """Return what to do, in the user's language, with the value at fault."""
        message = self.message.get(lang) or next(iter(self.message.values()), "")
        if self.value is None or self.value == self.focus:
            return message
        return f"{message} ({_VALUE_WORD[lang]}: {named(self.value, lang, names)})"

    def to_json(self, lang: Lang, names: Names = _NAMELESS) -> dict[str, Any]:
        """Return the members of a result in a JSON report; a place in a workbook is none of a graph's."""
        members = {
            "severity": self.severity,
            "message": self.text(lang, names),
            "focus": plain(self.focus),
            "path": self.path,
            "value": None if self.value is None else plain(self.value),
            "component": self.component,
        }
        return members | dict.fromkeys(_WORKBOOK) | {"line": self.line, "suggestion": None}


@dataclass(frozen=True, slots=True)
class Report:
    """The results in order: by severity, then by focus node, path and component."""

    results: tuple[Result, ...]
    names: Names = field(default_factory=dict)
    """What the things in the results are called."""

    @property
    def conforms(self) -> bool:
        """Whether nothing is a Violation; Warnings and Infos stop nobody."""
        return not self.of("Violation")

    def of(self, severity: Severity) -> list[Result]:
        """Return the results of one severity."""
        return [result for result in self.results if result.severity == severity]

    def to_json(self, lang: Lang) -> dict[str, Any]:
        """Return the report as the contract words it, ready for `json.dumps(…, ensure_ascii=False)`."""
        return {"conforms": self.conforms, "results": [each.to_json(lang, self.names) for each in self.results]}


def ordered(results: Iterable[Result], names: Names = _NAMELESS) -> Report:
    """Return results as a report, in its order."""
    return Report(tuple(sorted(results, key=lambda each: (each.key, str(each.focus), str(each.value)))), names)


def read_report(triples: Iterable[Triple], shapes: Iterable[Triple]) -> Report:
    """Read a W3C validation report.

    Messages and paths of several steps are taken from the shapes that gave the results: pySHACL loses the language
    tags of some messages, and pyshifty names such a path by a blank node that it does not describe.
    """
    graph, index = _index(triples), _index(shapes)
    nodes = [node for node, members in graph.items() if SH.ValidationResult in members.get(RDF.type, ())]
    nested = {detail for members in graph.values() for detail in members.get(SH.detail, ())}
    return ordered(_result(graph[node], index) for node in nodes if node not in nested)


_Members = Mapping[NamedNode, list[Any]]
_Graph = Mapping[Any, _Members]


def _index(triples: Iterable[Triple]) -> _Graph:
    graph: dict[Any, dict[NamedNode, list[Any]]] = {}
    for triple in triples:
        graph.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
    return graph


def _result(members: _Members, shapes: _Graph) -> Result:
    source = members[SH.sourceShape][0]
    shape = shapes.get(source, {})
    messages = shape.get(SH.message) or members.get(SH.resultMessage, [])
    paths = members.get(SH.resultPath, [])
    if paths and isinstance(paths[0], BlankNode):
        paths = shape[SH.path]
    return Result(
        severity=cast("Severity", _local(members[SH.resultSeverity][0])),
        message={cast("Lang", message.language or "en"): message.value for message in messages},
        focus=members[SH.focusNode][0],
        path=path_text(shapes, paths[0]) if paths else None,
        value=members.get(SH.value, [None])[0],
        component=members[SH.sourceConstraintComponent][0].value,
        source_shape=plain(source),
    )


def path_text(graph: _Graph, node: Any) -> str:
    """Write a property path as SPARQL does; a single predicate is its IRI alone (W3C SHACL, section 2.3.1)."""
    if isinstance(node, NamedNode):
        return node.value
    members = graph[node]
    if RDF.first in members:
        return "/".join(_step(graph, item) for item in _items(graph, node))
    for predicate, before, after in _STEPS:
        if predicate in members:
            return f"{before}{_step(graph, members[predicate][0])}{after}"
    return "|".join(_step(graph, item) for item in _items(graph, members[SH.alternativePath][0]))


_STEPS: Final = (
    (SH.inversePath, "^", ""),
    (SH.zeroOrMorePath, "", "*"),
    (SH.oneOrMorePath, "", "+"),
    (SH.zeroOrOnePath, "", "?"),
)


def _step(graph: _Graph, node: Any) -> str:
    inner = path_text(graph, node)
    return f"<{inner}>" if isinstance(node, NamedNode) else f"({inner})"


def _items(graph: _Graph, node: Any) -> list[Any]:
    items: list[Any] = []
    seen: set[Any] = {RDF.nil}
    while node not in seen:
        seen.add(node)
        items.append(graph[node][RDF.first][0])
        node = graph[node][RDF.rest][0]
    return items


def _local(node: NamedNode) -> str:
    return node.value.rsplit("#", 1)[-1]


def _name(term: Term | None) -> str:
    if term is None:
        return ""
    return "_:" if isinstance(term, BlankNode) else str(term)


def plain(term: Term) -> str:
    """Return an IRI or the text of a literal as it is."""
    return str(term) if isinstance(term, BlankNode) else term.value


def named(term: Term, lang: Lang, names: Names) -> str:
    """Return a term for a person: its name before its IRI, where it has a name."""
    own = names.get(term, {})
    name = own.get(lang) or next(iter(own.values()), "")
    if isinstance(term, BlankNode):
        return name or str(term)
    return f"{name}, {term.value}" if name else term.value
