"""Formats, negotiation, evaluation and tables."""

import io
from collections.abc import Sequence

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.guard import QueryForm
from kg.results import (
    FORMATS,
    GRAPHS,
    ROWS,
    Format,
    Graphs,
    evaluate,
    formats_for,
    named_format,
    negotiate,
    plain,
    preferred,
    shortened,
    solve,
    table,
)

SG = "https://w3id.org/strategraf/ontology/"
LABEL = 'Ačkoli „řádek“, má\nčárku "a" uvozovky'
SELECT = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s ?o"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }"
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
"""What the client of old versions of Java accepts where nothing is set."""

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:{name}")


@pytest.fixture
def store() -> ox.Store:
    """Return two graphs that share a statement, with their union as the default graph."""
    made = ox.Store()
    shared = (node("a"), node("p"), ox.Literal(LABEL, language="cs"))
    for graph in (node("g1"), node("g2"), ox.DefaultGraph()):
        made.add(ox.Quad(*shared, graph))
    for graph in (node("g2"), ox.DefaultGraph()):
        made.add(ox.Quad(node("b"), node("p"), ox.NamedNode(SG + "Měřítko"), graph))
    return made


def answer(store: ox.Store, query: str, name: str, graphs: Graphs | None = None) -> bytes:
    out = io.BytesIO()
    evaluate(store, query, FORMATS[name], out, graphs)
    return out.getvalue()


def count(store: ox.Store, clauses: str, graphs: Graphs | None = None) -> int:
    return int(answer(store, COUNT % clauses, "csv", graphs).split()[1])


@pytest.mark.parametrize(
    "fmt", [each for each in ROWS if each.engine and each.name != "csv"], ids=lambda each: each.name
)
def test_rows_parse_back_to_the_same_rows(store: ox.Store, fmt: Format) -> None:
    assert isinstance(fmt.engine, ox.QueryResultsFormat)
    solutions = ox.parse_query_results(answer(store, SELECT, fmt.name), fmt.engine)
    assert isinstance(solutions, ox.QuerySolutions)
    assert [tuple(row) for row in solutions] == [
        (node("a"), ox.Literal(LABEL, language="cs")),
        (node("b"), ox.NamedNode(SG + "Měřítko")),
    ]


def test_csv_keeps_words_whole(store: ox.Store) -> None:
    quoted = LABEL.replace('"', '""')
    assert answer(store, SELECT, "csv").decode() == f's,o\r\nurn:a,"{quoted}"\r\nurn:b,{SG}Měřítko\r\n'


@pytest.mark.parametrize("fmt", GRAPHS, ids=lambda each: each.name)
def test_graphs_parse_back_to_the_same_graph(store: ox.Store, fmt: Format) -> None:
    assert isinstance(fmt.engine, ox.RdfFormat)
    quads = set(ox.parse(answer(store, CONSTRUCT, fmt.name), fmt.engine))
    assert quads == set(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "table"])
def test_a_truth_value_comes_in_every_format_of_rows(store: ox.Store, name: str) -> None:
    assert b"true" in answer(store, "ASK { ?s ?p ?o }", name)
    assert b"false" in answer(store, "ASK { ?s ?p 1 }", name)


def test_a_name_that_does_not_fit_the_form_is_an_error() -> None:
    assert named_format("ttl", QueryForm.DESCRIBE) is FORMATS["ttl"]
    with pytest.raises(QueryError, match="json, xml, csv, tsv, table"):
        named_format("ttl", QueryForm.SELECT)
    with pytest.raises(QueryError, match="ttl, jsonld, nt, rdfxml, trig, nq"):
        named_format("csv", QueryForm.CONSTRUCT)


@pytest.mark.parametrize(
    ("accept", "form", "media_type"),
    [
        ("", QueryForm.SELECT, "application/sparql-results+json"),
        ("*/*", QueryForm.ASK, "application/sparql-results+json"),
        ("*/*", QueryForm.CONSTRUCT, "text/turtle"),
        ("text/csv", QueryForm.SELECT, "text/csv"),
        ("TEXT/CSV ; Q=0.5", QueryForm.SELECT, "text/csv"),
        ("text/csv;q=0.5, text/tab-separated-values", QueryForm.SELECT, "text/tab-separated-values"),
        ("text/*", QueryForm.SELECT, "text/csv"),
        ("text/*;q=0.9, text/csv;q=0.1, application/*;q=0.2", QueryForm.DESCRIBE, "text/turtle"),
        ("*/*, application/sparql-results+json;q=0", QueryForm.SELECT, "application/sparql-results+xml"),
        ("application/json", QueryForm.SELECT, "application/json"),
        ("application/json", QueryForm.CONSTRUCT, "application/json"),
        ("text/turtle;charset=utf-8, text/csv", QueryForm.CONSTRUCT, "text/turtle"),
        ("application/ld+json, text/csv", QueryForm.SELECT, "text/csv"),
        (BROWSER, QueryForm.SELECT, "application/xml"),
        ("text/csv", QueryForm.CONSTRUCT, None),
        ("text/turtle", QueryForm.SELECT, None),
        ("image/png", QueryForm.SELECT, None),
        ("*/*;q=0", QueryForm.SELECT, None),
        ("text/csv;q=2", QueryForm.SELECT, None),
        (JAVA, QueryForm.SELECT, "application/sparql-results+json"),
        (JAVA, QueryForm.CONSTRUCT, "text/turtle"),
        ("*", QueryForm.SELECT, "application/sparql-results+json"),
        ("*;q=0", QueryForm.SELECT, None),
        ("text/csv;q=.1, text/tab-separated-values;q=.25", QueryForm.SELECT, "text/tab-separated-values"),
        ("text/csv;q=.9, text/tab-separated-values;q=1", QueryForm.SELECT, "text/tab-separated-values"),
        ("text/csv;q=.0", QueryForm.SELECT, None),
        ("text/csv;q=.", QueryForm.SELECT, None),
        ("text/csv;q=.1234", QueryForm.SELECT, None),
    ],
)
def test_an_accept_header_chooses(accept: str, form: QueryForm, media_type: str | None) -> None:
    chosen = negotiate(accept, form)
    assert (chosen.media_type if chosen else None) == media_type


@pytest.mark.parametrize(
    ("accept", "offers", "chosen"),
    [(BROWSER, ["application/xml", "text/html"], "text/html"), ("*/*", ["a/b", "text/html"], "a/b"), ("x/y", [], None)],
)
def test_pages_are_negotiated_alike(accept: str, offers: Sequence[str], chosen: str | None) -> None:
    assert preferred(accept, offers) == chosen


def test_content_types_say_the_character_set_of_texts() -> None:
    assert FORMATS["csv"].content_type == "text/csv; charset=utf-8"
    assert FORMATS["ttl"].content_type == "text/turtle; charset=utf-8"
    assert FORMATS["jsonld"].content_type == "application/ld+json; charset=utf-8"
    assert FORMATS["json"].content_type == "application/sparql-results+json"


def test_every_media_type_of_a_form_is_named_once() -> None:
    for form in QueryForm:
        kinds = [kind for each in formats_for(form) for kind in (each.media_type, *each.aliases)]
        assert len(kinds) == len(set(kinds))


def test_several_from_are_one_graph_as_a_set(store: ox.Store) -> None:
    assert count(store, "FROM <urn:g1>") == 1
    assert count(store, "FROM <urn:g1> FROM <urn:g2>") == 2
    assert count(store, "FROM <urn:g1> FROM <urn:g2> FROM <urn:g1>") == 2
    assert count(store, "", Graphs(default=("urn:g1", "urn:g2"))) == 2
    assert len(store) == 5  # the store itself is as it was


def test_names_after_from_are_resolved_by_the_query_s_own_prologue(store: ox.Store) -> None:
    query = f"PREFIX g: <urn:g> BASE <urn:x/> {COUNT % 'FROM g:1 FROM g:2 FROM <none>'}"
    assert answer(store, query, "csv").split()[1] == b"2"


def test_from_named_stays_apart(store: ox.Store) -> None:
    query = "SELECT (COUNT(*) AS ?n) FROM <urn:g1> FROM <urn:g2> FROM NAMED <urn:g1> { GRAPH ?g { ?s ?p ?o } }"
    assert answer(store, query, "csv").split()[1] == b"1"


def test_the_dataset_of_a_request_takes_the_place_of_the_query_s(store: ox.Store) -> None:
    assert count(store, "FROM <urn:g1>", Graphs(default=("urn:g2",))) == 2
    assert count(store, "", Graphs(named=("urn:g1",))) == 0
    assert count(store, "", Graphs(default=("http://127.0.0.1:9/none",))) == 0
    with pytest.raises(QueryError, match="cannot be evaluated"):
        count(store, "", Graphs(default=("no iri",)))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * {\n  ?s ?p\n}", r"line 3, column \d+"),
        ("SELECT * { ?s nowhere:p ?o }", "line 1, column 15: the prefix “nowhere:” is not declared"),
        ("SELECT (COUNT(?s) AS ?n) ?p { ?s ?p ?o }", "not grouped by"),
        ("SELECT (1 AS ?x) (2 AS ?x) {}", "names .x twice"),
        ("SELECT * { ?s <http:// x> ?o }", "line 1, column 15: the IRI .* is malformed"),
        ("SELECT (<urn:f>(1) AS ?x) {}", "cannot be evaluated: .*urn:f"),
    ],
)
def test_a_mistake_is_named_with_its_place_on_one_line(store: ox.Store, query: str, words: str) -> None:
    with pytest.raises(QueryError, match=words) as caught:
        answer(store, query, "csv")
    for text in (caught.value.cs, caught.value.en):
        assert len(text) < 300
        assert "\n" not in text
        assert "['" not in text


def test_the_project_s_prefixes_are_known(store: ox.Store) -> None:
    assert answer(store, "ASK { ?s ?p sg:Měřítko }", "csv") == b"true"


def test_a_table_is_for_people(store: ox.Store) -> None:
    query = 'SELECT ?o ?none ("\\u001b[31m\\t" AS ?c) (7.50 AS ?d) { ?s ?p ?o } ORDER BY ?s'
    head, _, first, second = answer(store, query, "table").decode().splitlines()
    assert head.split() == ["o", "none", "c", "d"]
    assert first.split("  ")[0] == 'Ačkoli „řádek“, má\\nčárku "a" uvozovky'
    assert first.split()[-2:] == ["\\x1b[31m\\t", "7.5"]
    assert second.split() == ["sg:Měřítko", "\\x1b[31m\\t", "7.5"]


def test_a_graph_can_be_a_table_too(store: ox.Store) -> None:
    lines = table(solve(store, "CONSTRUCT { <urn:x> a sg:Measure } WHERE {}")).splitlines()
    assert lines[0].split() == ["subject", "predicate", "object"]
    assert lines[2].split() == ["urn:x", "rdf:type", "sg:Measure"]


def test_terms_are_shortened_by_the_longest_prefix() -> None:
    assert shortened("https://w3id.org/strategraf/resource/goals/zpo-4.2") == "sgr:goals/zpo-4.2"
    assert shortened("https://example.org/") == "https://example.org/"
    assert plain(None) == ""
    assert plain(ox.BlankNode("b")) == "_:b"
