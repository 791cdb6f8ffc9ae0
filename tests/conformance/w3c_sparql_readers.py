"""Strict readers of answers from the wire, none of them the engine's: JSON, XML, CSV and TSV here, graphs by rdflib.

They follow the W3C recommendations for the formats of SPARQL 1.1 to the letter; what these do not allow is an error.
"""

import csv
import io
import json
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET  # the answers are our own

import rdflib
from rdflib.namespace import RDF

from tests.conformance.w3c_sparql_sameness import TEXT, Row, Term, literal

_NS: Final = "{http://www.w3.org/2005/sparql-results#}"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_RS: Final = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TSV: Final = re.compile(
    r'<(?P<iri>[^<>"{}|^`\\\x00-\x20]*)>|_:(?P<blank>\w[\w.-]*)'
    r'|"(?P<string>(?:[^"\\\n\r\t]|\\[tbnrf"\'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*)"'
    r"(?:@(?P<lang>[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)|\^\^<(?P<datatype>[^<>\"\s]*)>)?"
    r"|(?P<double>[+-]?(?:\d+\.\d*|\.?\d+)[eE][+-]?\d+)|(?P<decimal>[+-]?\d*\.\d+)|(?P<integer>[+-]?\d+)|(?P<boolean>true|false)"
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Malformed(Exception):  # noqa: N818 - named for what is wrong
    """An answer that its format does not allow."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: a truth value, or rows under their variables; the triples of a graph are rows without any."""

    rows: tuple[Row, ...] = ()
    variables: tuple[str, ...] | None = None
    truth: bool | None = None

    def by_name(self) -> "Answer":
        """Return the rows with the variables in order, for their order in a head counts for nothing."""
        if self.variables is None:
            return self
        order = sorted(range(len(self.variables)), key=self.variables.__getitem__)
        rows = tuple(tuple(row[place] for place in order) for row in self.rows)
        return Answer(rows, tuple(self.variables[place] for place in order))


def read_json(content: bytes) -> Answer:
    """Read SPARQL 1.1 Query Results JSON."""
    document = json.loads(content.decode("utf-8"))
    if "boolean" in document:
        _check(isinstance(document["boolean"], bool) and "results" not in document, document)
        return Answer(truth=document["boolean"])
    names = tuple(document["head"]["vars"])
    rows = []
    for binding in document["results"]["bindings"]:
        _check(set(binding) <= set(names), binding)
        rows.append(tuple(_json_term(binding[name]) if name in binding else None for name in names))
    return Answer(tuple(rows), names)


def _json_term(term: Mapping[str, str]) -> Term:
    """Section 3.2.2: the members of a term are these and no others."""
    kind, members = term["type"], set(term) - {"type", "value"}
    _check(isinstance(term["value"], str), term)
    if kind in {"uri", "bnode"}:
        _check(not members, term)
        return Term("iri" if kind == "uri" else "blank", term["value"])
    _check(kind == "literal" and members in (set(), {"datatype"}, {"xml:lang"}), term)
    return literal(term["value"], term.get("datatype", ""), term.get("xml:lang", ""))


def read_xml(content: bytes) -> Answer:
    """Read SPARQL Query Results XML (second edition)."""
    root = ET.fromstring(content)  # noqa: S314 - our own answer
    _check(root.tag == f"{_NS}sparql", root.tag)
    head, body = (each for each in root)
    _check(head.tag == f"{_NS}head", head.tag)
    if body.tag == f"{_NS}boolean":
        _check(body.text in {"true", "false"}, body.text)
        return Answer(truth=body.text == "true")
    _check(body.tag == f"{_NS}results", body.tag)
    names = tuple(each.attrib["name"] for each in head if each.tag == f"{_NS}variable")
    return Answer(tuple(_xml_row(result, names) for result in body), names)


def _xml_row(result: ET.Element, names: tuple[str, ...]) -> Row:
    bound = {binding.attrib["name"]: _xml_term(binding) for binding in result}
    _check(set(bound) <= set(names) and len(bound) == len(result), result)
    return tuple(bound.get(name) for name in names)


def _xml_term(binding: ET.Element) -> Term:
    _check(len(binding) == 1, binding.attrib)
    node, text = binding[0], binding[0].text or ""
    kind = node.tag.removeprefix(_NS)
    if kind in {"uri", "bnode"}:
        _check(not node.attrib, node.attrib)
        return Term("iri" if kind == "uri" else "blank", text)
    _check(kind == "literal" and len(node.attrib) <= 1, node.tag)
    return literal(text, node.attrib.get("datatype", ""), node.attrib.get(_LANG, ""))


def read_tsv(content: bytes) -> Answer:
    """Read SPARQL 1.1 Query Results TSV (CSV and TSV Formats, section 4): terms as in Turtle."""
    head, *lines = content.decode("utf-8").removesuffix("\n").split("\n")
    names = head.split("\t") if head else []
    _check(all(name.startswith("?") for name in names), head)
    rows = [tuple(_tsv_term(cell) for cell in line.split("\t")) if names else () for line in lines]
    _check(all(len(row) == len(names) for row in rows), lines)
    return Answer(tuple(rows), tuple(name[1:] for name in names))


def _tsv_term(cell: str) -> Term | None:
    if not cell:
        return None
    found = _TSV.fullmatch(cell)
    _check(found is not None, cell)
    assert found is not None
    if found["iri"] is not None or found["blank"]:
        return Term("blank", found["blank"]) if found["blank"] else Term("iri", _unescaped(found["iri"]))
    if found["string"] is not None:
        return literal(_unescaped(found["string"]), found["datatype"] or "", found["lang"] or "")
    return literal(cell, _XSD + str(found.lastgroup))


def _unescaped(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        return chr(int(found[1] or found[2], 16)) if found[3] is None else _ESCAPED.get(found[3], found[3])

    return _ESCAPE.sub(character, text)


def read_csv(content: bytes) -> Answer:
    """Read SPARQL 1.1 Query Results CSV (section 3): cells are plain text, only blank nodes can be told apart."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    names = lines[0] if lines else []
    rows = [tuple(_csv_cell(cell) for cell in line) for line in lines[1:]]
    _check(all(len(row) == len(names) for row in rows), lines)
    return Answer(tuple(rows), tuple(names))


def _csv_cell(cell: str) -> Term:
    return Term("blank", cell) if cell.startswith("_:") else Term(TEXT, cell)


def read_graph(content: bytes, syntax: str, base: str) -> Answer:
    """Read a graph with rdflib; a result set written as a graph is read as the rows it describes."""
    graph = parsed(content, syntax, base)
    described = graph.value(predicate=RDF.type, object=_RS.ResultSet)
    if described is None:
        return Answer(tuple(tuple(map(term, triple)) for triple in graph))
    names = tuple(str(each) for each in graph.objects(described, _RS.resultVariable))
    rows = tuple(_described_row(graph, solution, names) for solution in graph.objects(described, _RS.solution))
    return Answer(rows, names)


def _described_row(graph: rdflib.Graph, solution: Any, names: tuple[str, ...]) -> Row:
    bindings = list(graph.objects(solution, _RS.binding))
    bound = {str(graph.value(each, _RS.variable)): term(graph.value(each, _RS.value)) for each in bindings}
    return tuple(bound.get(name) for name in names)


def parsed(content: bytes, syntax: str, base: str) -> rdflib.Graph:
    """Return a graph whose literals keep the form they were written in."""
    normalized, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        with warnings.catch_warnings():
            # rdflib's own reader of JSON-LD makes a graph of the class that rdflib deprecates.
            warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning, r"rdflib\.")
            return rdflib.Graph().parse(data=content, format=syntax, publicID=base)
    finally:
        rdflib.NORMALIZE_LITERALS = normalized


def term(node: Any) -> Term:
    """Return a term of rdflib as a term of an answer."""
    if isinstance(node, rdflib.URIRef | rdflib.BNode):
        return Term("iri" if isinstance(node, rdflib.URIRef) else "blank", str(node))
    return literal(str(node), str(node.datatype or ""), node.language or "")


READERS: Final[Mapping[str, Callable[[bytes], Answer]]] = {
    "application/sparql-results+json": read_json,
    "application/sparql-results+xml": read_xml,
    "text/tab-separated-values": read_tsv,
    "text/csv": read_csv,
}
"""The readers of rows, by media type."""

SYNTAXES: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}
"""What rdflib calls the formats of graphs."""

_EXTENSIONS: Final = {
    ".srj": "application/sparql-results+json",
    ".srx": "application/sparql-results+xml",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
}


def media_type(path: Path) -> str:
    """Return the media type of a file of the suite."""
    return _EXTENSIONS.get(path.suffix, "text/turtle")


def read(content: bytes, kind: str, base: str) -> Answer:
    """Read an answer, or an expected one.

    Raises:
        Malformed: the format does not allow it.
    """
    try:
        return READERS[kind](content) if kind in READERS else read_graph(content, SYNTAXES[kind], base)
    except (ValueError, KeyError, TypeError, AttributeError, ET.ParseError, csv.Error) as error:
        raise Malformed(f"{kind}: {error!r}") from error


def _check(allowed: bool, what: object) -> None:  # noqa: FBT001 - as `assert`
    if not allowed:
        raise Malformed(f"not allowed: {what!r}")
