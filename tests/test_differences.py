"""Each line of docs/sparql.md: what a query that is right by SPARQL 1.1 meets here."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, RefusedError
from kg.guard import check_query
from kg.results import solve
from kg.updating import check_update

DOCUMENT = " ".join(Path("docs/sparql.md").read_text().split())
GIVEN = """PREFIX : <urn:> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> INSERT DATA {
:a :p 01, "24:00:00"^^xsd:time, "1"^^xsd:boolean, "x"@CS, 1.50, "01" ; :b [ :c [ :d 1 ] ] . :e :f :a }"""


def asked(query: str, store: ox.Store | None = None) -> list[list[str | None]]:
    """Return the rows of a query, terms as N-Triples has them without the names of datatypes."""
    check_query(query)
    rows = solve(store or ox.Store(), query)
    assert isinstance(rows, ox.QuerySolutions)
    return [[term and re.sub(r"\^\^<.*#", "^^<", str(term)) for term in row] for row in rows]


@pytest.fixture(scope="module")
def given() -> ox.Store:
    """Return a store with things as they are written."""
    store = ox.Store()
    store.update(GIVEN)
    return store


def test_nothing_reaches_out() -> None:
    with pytest.raises(RefusedError, match="SERVICE is never run here"):
        check_query("SELECT * { SERVICE <http://127.0.0.1:1/> {} }")
    with pytest.raises(RefusedError, match="LOAD is never run here"):
        check_update("LOAD <http://127.0.0.1:1/>")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("PREFIX ex: <urn:x> SELECT * { ex:a.b.c ?p ?o }", "has more dots than are read"),
        ("SELECT ?x\\u0061 {}", "column 10"),
        ("SELECT ?s ?s {}", "names ?s twice"),
        ("ASK { ?s ?p ?o } GROUP BY ?s", "GROUP BY can be used here in a SELECT only"),
        ("CONSTRUCT WHERE { ?s ?p ?o } GROUP BY ?s", "GROUP BY can be used here in a SELECT only"),
        ("DESCRIBE ?s { ?s ?p ?o } ORDER BY COUNT(?o)", "COUNT can be computed here in a SELECT only"),
    ],
)
def test_what_is_right_elsewhere_is_told_as_a_mistake(query: str, said: str) -> None:
    with pytest.raises(QueryError, match=re.escape(said)):
        asked(query)


def test_a_code_point_may_stand_in_strings_and_iris(given: ox.Store) -> None:
    assert asked("SELECT ('\\u0061' AS ?x) {}") == [['"a"']]
    assert asked("SELECT ?s { ?s <urn:\\u0066> ?o }", given) == [["<urn:e>"]]


@pytest.mark.parametrize(
    "expression",
    [
        r"REGEX('aa', '(a)\\1')",
        r"REGEX('ab', 'a(?=b)')",
        r"REGEX('a', '\\i')",
        r"REGEX('a', '\\c')",
        r"REPLACE('aa', '(a)\\1', 'b')",
        "9223372036854775807 + 1",
        "1.0000000000000000000001 + 1",
    ],
)
def test_an_expression_has_no_value(expression: str) -> None:
    assert asked(f"SELECT ({expression} AS ?x) {{}}") == [[None]]


def test_what_can_be_told_instead() -> None:
    assert asked("SELECT (9223372036854775807e0 + 1 > 9e18 AS ?x) {}") == [['"true"^^<boolean>']]
    assert asked("SELECT (REGEX('ab', 'a') && REGEX('ab', 'b$') AS ?x) {}") == [['"true"^^<boolean>']]


def test_strings_are_ordered_by_code_points() -> None:
    rows = asked("SELECT ?x { VALUES ?x { 'č' 'd' 'c' 'ch' 'z' } } ORDER BY ?x")
    assert [row[0] for row in rows] == [f'"{each}"' for each in ("c", "ch", "d", "z", "č")]


def test_literals_are_kept_by_their_value(given: ox.Store) -> None:
    rows = asked("SELECT ?o { <urn:a> <urn:p> ?o }", given)
    kept = {'"1"^^<integer>', '"00:00:00"^^<time>', '"true"^^<boolean>', '"x"@cs', '"1.5"^^<decimal>', '"01"'}
    assert {row[0] for row in rows} == kept


def test_describe_follows_blank_nodes(given: ox.Store) -> None:
    triples = solve(given, "DESCRIBE <urn:a>")
    assert isinstance(triples, ox.QueryTriples)
    assert {triple.predicate.value for triple in triples} == {"urn:p", "urn:b", "urn:c", "urn:d"}


def test_prefixes_of_the_project_are_known() -> None:
    assert asked("SELECT (STR(skos:prefLabel) AS ?x) {}") == [['"http://www.w3.org/2004/02/skos/core#prefLabel"']]
    assert asked("PREFIX skos: <urn:> SELECT (STR(skos:a) AS ?x) {}") == [['"urn:a"']]


MANY = "?a " * 100_000
DEEP, LONG, MUCH = "too deep", "longer than 1024 KiB", "more than 100000 words and signs"


@pytest.mark.parametrize(
    ("limit", "said", "accepted", "refused"),
    [
        ("about 80 levels of brackets", DEEP, "SELECT * " + "{" * 78 + "}" * 78, "SELECT * " + "{" * 82 + "}" * 82),
        ("200 parts", DEEP, "SELECT * {" + "{}" * 195 + "}", "SELECT * {" + "{}" * 201 + "}"),
        ("800 triples", DEEP, f"SELECT * {{ ?s ?p {'1,' * 785}1 }}", f"SELECT * {{ ?s ?p {'1,' * 801}1 }}"),
        ("400 operators", DEEP, f"SELECT ({'1+' * 390}1 AS ?x) {{}}", f"SELECT ({'1+' * 401}1 AS ?x) {{}}"),
        ("100,000 words and signs", MUCH, f"SELECT {MANY[:-9]}{{}}", f"SELECT {MANY}{{}}"),
        ("at most 1 MiB", LONG, "ASK {}".ljust(1 << 20), "ASK {}".ljust((1 << 20) + 1)),
    ],
    ids=lambda value: value[:20],
)
def test_a_limit_is_what_the_document_says(limit: str, said: str, accepted: str, refused: str) -> None:
    assert limit in DOCUMENT
    check_query(accepted)
    with pytest.raises(QueryError, match=said):
        check_query(refused)


def test_lists_may_be_long() -> None:
    check_query("SELECT * { VALUES ?x { " + "1 " * 200_000 + "} }")
    check_update("INSERT DATA { " + "<urn:a> <urn:b> 1 . " * 50_000 + "}")
