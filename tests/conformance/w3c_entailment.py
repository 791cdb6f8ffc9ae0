"""The W3C cases of SPARQL 1.1 Entailment Regimes: their data, and what the closure makes of a query."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import BlankNode, NamedNode, Quad, QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse
from pyoxigraph import parse_query_results as parse_results

from kg.namespaces import OWL, RDF, Namespace
from kg.reasoning import closure
from tests.reasoning.oracle import WHOLE

SUITE: Final = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "w3c-sparql11" / "entailment"
_BASE: Final = "https://example.org/suite/"
_MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_QT: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
_SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_PREFIX: Final = re.compile(r"PREFIX\s+\S*:\s*<[^>]*>", re.IGNORECASE)
_COMMENT: Final = re.compile(r"^\s*#.*$", re.MULTILINE)
_NAMED_LIST: Final = re.compile(r"_:\w+\s+owl:\w+Of\s+\([^)?]*\)")
_OF_EXPRESSIONS: Final = (OWL.onProperty, OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.complementOf)


@dataclass(frozen=True, slots=True)
class Case:
    """A case: data, a query, its answers, and the profiles of OWL 2 that the data and the query lie in."""

    name: str
    data: Path
    query: Path
    result: Path
    profiles: frozenset[str]


def cases() -> list[Case]:
    """Return the cases in the order of the manifest."""
    manifest = Store()
    manifest.bulk_load(path=SUITE / "manifest.ttl", format=RdfFormat.TURTLE, base_iri=_BASE)

    def value(subject: Any, predicate: NamedNode) -> Any:
        return next((quad.object for quad in manifest.quads_for_pattern(subject, predicate, None)), None)

    def items(node: Any) -> Iterator[Any]:
        if node is not None and value(node, RDF.first) is None and node != RDF.nil:
            yield node
        while node is not None and node != RDF.nil:
            yield from filter(None, [value(node, RDF.first)])
            node = value(node, RDF.rest)

    def case(entry: NamedNode) -> Case:
        action = value(entry, _MF.action)
        files = (value(action, _QT.data), value(action, _QT.query), value(entry, _MF.result))
        data, query, result = (SUITE / file.value.removeprefix(_BASE) for file in files)
        profiles = frozenset(each.value.rpartition("/")[2] for each in items(value(action, _SD.EntailmentProfile)))
        return Case(entry.value.rpartition("#")[2], data, query, result, profiles)

    return [case(entry) for entry in items(value(NamedNode(_BASE), _MF.entries))]


def given(case: Case) -> list[Quad]:
    """Return the data of a case."""
    return list(parse(path=case.data, base_iri=_BASE))


def outcome(case: Case) -> str:
    """Return how the answers differ from those expected; nothing if they do not.

    All rules run, those too that hold of everything: a case may ask for x = x.
    """
    quads = [*given(case), *_expressions(case.query.read_text(encoding="utf-8"))]
    store = Store()
    store.extend(Quad(*quad.triple) for quad in (*quads, *closure(quads, WHOLE)))
    found = store.query(case.query.read_text(encoding="utf-8"), base_iri=_BASE)
    expected = parse_results(path=case.result, format=QueryResultsFormat.XML)
    if not isinstance(found, QuerySolutions) or not isinstance(expected, QuerySolutions):
        return "" if bool(found) == bool(expected) else f"{bool(found)} instead of {bool(expected)}"
    names = sorted(variable.value for variable in expected.variables)
    asked, answered = (_rows(solutions, names, store) for solutions in (expected, found))
    return "" if asked == answered else f"{answered - asked} too much, {asked - answered} missing"


def _rows(solutions: QuerySolutions, names: list[str], store: Store) -> set[tuple[str, ...]]:
    """Return the answers as texts, blank nodes all alike; none that names a class expression.

    Under the OWL 2 Direct Semantics a variable stands for a class that has a name (SPARQL 1.1 Entailment Regimes, 6).
    """
    expressions = {quad.subject for each in _OF_EXPRESSIONS for quad in store.quads_for_pattern(None, each, None)}
    return {
        tuple("_" if isinstance(solution[name], BlankNode) else str(solution[name]) for name in names)
        for solution in solutions
        if not any(isinstance(term := solution[name], BlankNode) and term in expressions for name in names)
    }


def _expressions(query: str) -> Iterator[Quad]:
    """Yield the class expressions that a query asks about: rules classify things by the expressions of the graph."""
    prologue = " ".join(_PREFIX.findall(query))
    body = _COMMENT.sub("", query).partition("{")[2]
    texts = [f"{block} a owl:Class ." for block in _blocks(body) if "?" not in block and len(block) > len("[ ]")]
    texts += [f"{found} ." for found in _NAMED_LIST.findall(body)]
    for text in texts:
        yield from parse(f"{prologue} PREFIX owl: <{OWL.iri}> {text}", RdfFormat.TURTLE, base_iri=_BASE)


def _blocks(text: str) -> Iterator[str]:
    """Yield the outermost parts of a text in square brackets."""
    depth = start = 0
    for place, char in enumerate(text):
        if char == "[":
            start = start if depth else place
            depth += 1
        elif char == "]":
            depth -= 1
            if not depth:
                yield text[start : place + 1]
