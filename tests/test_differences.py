"""Each line of docs/sparql.md: what a query that is right by SPARQL 1.1 meets here."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, RefusedError
from kg.guard import check_query
from kg.results import solve

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


@pytest.mark.parametrize("word", ["SERVICE", "LOAD"])
def test_nothing_reaches_out(word: str) -> None:
    with pytest.raises(RefusedError):
        check_query(f"SELECT * {{ {word} <http://127.0.0.1:1/> {{}} }}")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("PREFIX ex: <urn:x> SELECT * { ex:a.b.c ?p ?o }", "has more dots than are read"),
        ("SELECT ?x\\u0061 {}", "column 10"),
        ("SELECT ?s ?s {}", "names ?s twice"),
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


@pytest.mark.parametrize(
    ("limit", "query"),
    [
        ("about 80 levels of brackets", "SELECT * {" + "{" * 80 + "}" * 81),
        ("200 parts in a group", "SELECT * {" + "{}" * 201 + "}"),
        ("400 operators in an expression", "SELECT (" + "+".join(["1"] * 401) + " AS ?x) {}"),
        ("100,000 words and signs", "SELECT * { ?s ?p " + ",".join(["1"] * 100_001) + "}"),
        ("at most 1 MiB", "#" * ((1 << 20) + 1)),
    ],
)
def test_a_limit_is_what_the_document_says(limit: str, query: str) -> None:
    assert limit in DOCUMENT
    with pytest.raises(QueryError):
        check_query(query)


def test_lists_may_be_long() -> None:
    check_query("SELECT * { VALUES ?x { " + "1 " * 200_000 + "} }")
