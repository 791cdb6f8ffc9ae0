"""From rdflib's algebra to plain trees; apart, for rdflib is slow to import."""

import logging
from typing import Any, Final

from pyparsing import ParseException
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from kg.diagnosis.algebra import Tree
from kg.diagnosis.expressions import Expressions
from kg.diagnosis.writing import Writer
from kg.namespaces import PREFIXES
from kg.reading.limits import Unreadable
from kg.reading.query import read

__all__ = ["ParseException", "Trees"]

_SAMPLE: Final = """
SELECT ?s (COUNT(DISTINCT ?o) AS ?n) { ?s a/(^<urn:p>|!<urn:q>)* ?o
  VALUES ?v { "1"^^xsd:integer "2021"^^xsd:gYear "2021-01-01"^^xsd:date "P1D"^^xsd:duration "<a/>"^^rdf:XMLLiteral
    "a"^^rdf:HTML "00"^^xsd:hexBinary "2021-01-01T00:00:00Z"^^xsd:dateTime "{}"^^rdf:JSON 1.5 1e0 true }
  FILTER(REGEX(STR(?o), "a") && NOT EXISTS { GRAPH ?g { ?s ?p ?o } } ) } GROUP BY ?s ORDER BY ?n LIMIT 1
"""
_NOTHING: Final[Tree] = {"operator": "BGP", "detail": [], "inputs": []}


def warm_up() -> None:
    """Read a query that needs every part of rdflib which others may need."""
    logged = logging.root.manager.disable
    logging.disable(logging.CRITICAL)  # rdflib logs each literal that is not of its datatype
    try:
        Trees(_SAMPLE).tree()
    finally:
        logging.disable(logged)


def _called(tree: Tree) -> str:
    """Return a tree in one line, as section 18 writes it."""
    return f"{tree['operator']}({', '.join([*tree.get('detail', []), *map(_called, tree.get('inputs', []))])})"


class Trees:
    """The algebra of one query."""

    def __init__(self, query: str) -> None:
        self._order = _places(query)
        parsed = translateQuery(parseQuery(query), initNs=PREFIXES)
        self._root = parsed.algebra
        own = {prefix: (str(iri), 0) for prefix, iri in parsed.prologue.namespace_manager.namespaces()}
        kept = {prefix: pair for prefix, pair in own.items() if f"{prefix}:" in query}
        self._print = Expressions(Writer(kept), self._inline)

    def tree(self) -> Tree:
        """Return the tree; above the operators stands the form of the query."""
        name = self._root.name.removesuffix("Query").upper()
        detail: list[str] = []
        if name == "CONSTRUCT":
            detail = [self._triple(each) for each in self._root.template or ()]
        if name == "DESCRIBE":
            detail = sorted(self._print.text(each) for each in self._root.PV or ())
        if name == "SELECT":
            return self._tree(self._root.p)
        inner = self._root.p
        if inner is not None and inner.name == "Project" and name != "DESCRIBE":
            inner = inner.p  # only SELECT and DESCRIBE choose variables
        return {"operator": name, "detail": detail, "inputs": [] if inner is None else [self._tree(inner)]}

    def _tree(self, node: Any) -> Tree:
        if node.name == "AggregateJoin":
            return self._aggregates(node)
        if node.name == "ToMultiSet" and isinstance(node.p, list):
            return {"operator": "Table", "detail": [], "inputs": []}
        if node.name == "ToMultiSet" and node.p.name == "values":
            return {"operator": "Table", "detail": self._rows(node.p.res), "inputs": []}
        inputs = [self._tree(each) for each in (node.p, node.p1, node.p2) if each is not None]
        if node.name == "Join" and _NOTHING in inputs:  # section 18.2.2.8; rdflib leaves it out in EXISTS
            return next((each for each in inputs if each != _NOTHING), _NOTHING)
        return {"operator": node.name, "detail": self._detail(node), "inputs": inputs}

    def _aggregates(self, node: Any) -> Tree:
        inner = self._tree(node.p)
        for each in node.A:
            self._print.aggregates[str(each.res)] = self._print.aggregate(each)
        told = [self._print.aggregate(each) for each in node.A]
        return {"operator": "AggregateJoin", "detail": list(dict.fromkeys(told)), "inputs": [inner]}

    def _detail(self, node: Any) -> list[str]:
        teller = getattr(self, f"_of_{node.name.lower()}", None)
        return [] if teller is None else teller(node)

    def _of_bgp(self, node: Any) -> list[str]:
        triples = [self._triple(each) for each in node.triples]
        return sorted(triples, key=lambda each: self._order.get(each, len(self._order)))

    def _of_filter(self, node: Any) -> list[str]:
        return [self._print.text(node.expr)]

    def _of_leftjoin(self, node: Any) -> list[str]:
        return [] if getattr(node.expr, "name", "") == "TrueFilter" else self._of_filter(node)

    def _of_extend(self, node: Any) -> list[str]:
        return [f"?{node.var} := {self._print.text(node.expr)}"]

    def _of_graph(self, node: Any) -> list[str]:
        return [self._print.text(node.term)]

    def _of_group(self, node: Any) -> list[str]:
        return [self._print.text(each) for each in node.expr or ()]

    def _of_project(self, node: Any) -> list[str]:
        return [f"?{each}" for each in sorted(node.PV, key=lambda each: self._order.get(f"?{each}", 0))]

    def _of_orderby(self, node: Any) -> list[str]:
        return [f"{each.order or 'ASC'}({self._print.text(each.expr)})" for each in node.expr]

    @staticmethod
    def _of_slice(node: Any) -> list[str]:
        return [f"start={node.start}", *([] if node.length is None else [f"length={node.length}"])]

    def _triple(self, triple: Any) -> str:
        return " ".join(self._print.text(each) for each in triple)

    def _rows(self, rows: Any) -> list[str]:
        names = list(rows[0]) if rows else []
        cells = [" ".join(f"?{name}={self._print.text(row[name])}" for name in names) for row in rows]
        return [f"({each})" for each in cells]

    def _inline(self, node: Any) -> str:
        return _called(self._tree(node))


def _places(query: str) -> dict[str, int]:
    """Return where each variable first stands, and each triple pattern: rdflib puts both in an order of its own."""
    try:
        outline = read(query)
    except Unreadable:
        return {}
    names = [f"?{name}" for name in outline.variables(0, len(outline.tokens))]
    shown = [outline.shown(each).replace(" a ", " rdf:type ") for each in outline.parts() if each.pieces]
    return {each: place for place, each in enumerate(dict.fromkeys([*names, *shown]))}
