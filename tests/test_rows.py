"""Rows cut at a limit: parsed back by independent readers they are what the engine itself writes."""

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.sparql.results.jsonresults import JSONResult
from rdflib.plugins.sparql.results.tsvresults import TSVResultParser
from rdflib.plugins.sparql.results.xmlresults import XMLResult
from rdflib.util import from_n3

from kg.rows import first_rows, write_rows

JSON, XML, CSV, TSV = (
    ox.QueryResultsFormat.JSON,
    ox.QueryResultsFormat.XML,
    ox.QueryResultsFormat.CSV,
    ox.QueryResultsFormat.TSV,
)
SRX = "{http://www.w3.org/2005/sparql-results#}"
NOTE = "https://example.org/docs?a=1&b=2#row-limit"
VALUES = """VALUES (?a ?b) {
  (<urn:a> "plain")
  (<urn:č> "s \\"uvozovkou\\", čárkou a \\\\") ("ahoj"@cs "hello"@en-GB) (1 2.50) (1e3 true) (UNDEF "")
  ("a\\tb" "a\\nb") ("a\\rb" "a\\r\\nb") ("2026-11-23"^^<http://www.w3.org/2001/XMLSchema#date> "x"^^<urn:type>)
  ("<&>'" "]]>") (UNDEF UNDEF) ("=1+1" "@cs") (" " "\\u00a0") ("😀" "\\u0085") ("-1"^^<urn:t> "01"^^<urn:t>)
}"""


def store() -> ox.Store:
    made = ox.Store()
    for number, node in enumerate((ox.BlankNode("b"), ox.NamedNode("urn:s"))):
        made.add(ox.Quad(node, ox.NamedNode("urn:p"), ox.Literal(number)))
    return made


def answers(query: str) -> ox.QuerySolutions:
    found = store().query(query)
    assert isinstance(found, ox.QuerySolutions)
    return found


def ours(query: str, fmt: ox.QueryResultsFormat, most: int = 10_000) -> bytes:
    out = io.BytesIO()
    write_rows(first_rows(answers(query), most), fmt, out, NOTE)
    return out.getvalue()


def engines(query: str, fmt: ox.QueryResultsFormat) -> bytes:
    return answers(query).serialize(format=fmt) or b""


QUERIES = [
    f"SELECT * {{ {VALUES} }}",
    f"SELECT ?b ?unbound ?a {{ {VALUES} }}",
    "SELECT ?a { ?a <urn:p> ?o } ORDER BY ?o",
    "SELECT (<<( <urn:s> <urn:p> <<( <urn:a> <urn:b> 'c'@cs )>> )>> AS ?t) {}",
    "SELECT ?a { FILTER(false) }",
    "SELECT * {}",
    "SELECT (1 AS ?x) (2 AS ?ščř) {}",
]


@pytest.mark.parametrize("query", QUERIES)
def test_json_is_the_engines(query: str) -> None:
    assert json.loads(ours(query, JSON)) == json.loads(engines(query, JSON))


def term_of_xml(node: ElementTree.Element) -> dict[str, Any]:
    """Return a term of the XML format as the JSON format has it."""
    kind = node.tag.removeprefix(SRX)
    if kind == "triple":
        return {"type": kind, "value": {part.tag.removeprefix(SRX): term_of_xml(part[0]) for part in node}}
    names = {"{http://www.w3.org/XML/1998/namespace}lang": "xml:lang"}
    given = {names.get(name, name): value for name, value in node.attrib.items()}
    return {"type": kind, "value": node.text or "", **given}


@pytest.mark.parametrize("query", QUERIES)
def test_xml_says_what_the_engines_json_says(query: str) -> None:
    """Its own XML does not keep a carriage return."""
    root = ElementTree.fromstring(ours(query, XML))  # noqa: S314 - our own
    rows = [{each.attrib["name"]: term_of_xml(each[0]) for each in row} for row in root.iter(f"{SRX}result")]
    expected = json.loads(engines(query, JSON))
    assert [each.attrib["name"] for each in root.iter(f"{SRX}variable")] == expected["head"]["vars"]
    assert rows == expected["results"]["bindings"]


@pytest.mark.parametrize("query", QUERIES)
def test_csv_is_the_engines(query: str) -> None:
    def read(text: bytes) -> list[list[str]]:
        return list(csv.reader(io.StringIO(text.decode(), newline="")))

    assert read(ours(query, CSV)) == read(engines(query, CSV))


@pytest.mark.parametrize("query", QUERIES)
def test_tsv_is_the_engines(query: str) -> None:
    assert parsed(ours(query, TSV), TSV) == parsed(engines(query, TSV), TSV)


def parsed(text: bytes, fmt: ox.QueryResultsFormat) -> list[list[str | None]]:
    found = ox.parse_query_results(text, format=fmt)
    assert isinstance(found, ox.QuerySolutions)
    return [[str(term) if term is not None else None for term in row] for row in found]


READABLE = 'SELECT * { VALUES (?a ?b) { (<urn:č> "čaj") ("a"@cs 1) (UNDEF "x"^^<urn:t>) (2.50 true) } }'


@pytest.mark.parametrize("query", [READABLE, QUERIES[4]])
def test_rdflib_reads_the_same_terms_from_each_format(query: str) -> None:
    read = {
        "json": JSONResult(json.loads(ours(query, JSON))),
        "xml": XMLResult(io.BytesIO(ours(query, XML))),
        "tsv": TSVResultParser().parse(io.BytesIO(ours(query, TSV))),
    }
    rows = {name: [[row.get(var) for var in result.vars] for row in result.bindings] for name, result in read.items()}
    expected = [[from_n3(term) if term else None for term in row] for row in parsed(engines(query, JSON), JSON)]
    assert rows["json"] == rows["xml"] == rows["tsv"] == expected


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
XML_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_any_text_survives_json_csv_and_tsv(texts: list[tuple[str, str]]) -> None:
    rows = " ".join(f"({ox.Literal(first)} {ox.Literal(second, language='cs')})" for first, second in texts)
    query = f"SELECT * {{ VALUES (?a ?b) {{ {rows} }} }}"
    assert json.loads(ours(query, JSON)) == json.loads(engines(query, JSON))
    assert list(csv.reader(io.StringIO(ours(query, CSV).decode(), newline="")))[1:] == [list(pair) for pair in texts]
    assert parsed(ours(query, TSV), TSV) == parsed(engines(query, TSV), TSV)


@given(st.lists(XML_TEXTS, max_size=4))
def test_any_text_of_xml_survives_xml(texts: list[str]) -> None:
    query = f"SELECT * {{ VALUES ?a {{ {' '.join(str(ox.Literal(text)) for text in texts)} }} }}"
    found = ElementTree.fromstring(ours(query, XML)).iter(f"{SRX}literal")  # noqa: S314 - our own
    assert [node.text or "" for node in found] == texts


@pytest.mark.parametrize(("most", "rows", "more"), [(1, 1, True), (14, 14, True), (15, 15, False), (16, 15, False)])
def test_a_limit_is_said_where_the_format_has_a_place(most: int, rows: int, more: bool) -> None:  # noqa: FBT001
    head = json.loads(ours(QUERIES[0], JSON, most))["head"]
    assert head.get("link", []) == ([NOTE] if more else [])
    root = ElementTree.fromstring(ours(QUERIES[0], XML, most))  # noqa: S314 - our own
    assert [link.get("href") for link in root.iter(f"{SRX}link")] == ([NOTE] if more else [])
    for fmt in (JSON, XML, TSV):
        assert len(parsed(ours(QUERIES[0], fmt, most), fmt)) == rows
    assert len(list(csv.reader(io.StringIO(ours(QUERIES[0], CSV, most).decode(), newline="")))) == rows + 1
