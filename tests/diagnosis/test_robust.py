"""Whatever the engine takes, an explanation says something true and raises nothing."""

import json
from itertools import islice
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import questions
from kg.diagnosis import blocks, explain_empty, explain_query, text
from kg.diagnosis.limits import ROWS
from kg.errors import KgError
from kg.names import Names
from kg.results import solve
from kg.scanning import MAX_DEPTH
from kg.store import Dataset
from tests.diagnosis.cases import example

PREFIX = (
    "PREFIX ex: <http://example.org/def/> PREFIX id: <http://example.org/id/> PREFIX g: <http://example.org/graph/>"
    " PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
)
BOUND = {"strategy": "nskb", "institution": "nukib", "element": "zpo4.2", "measure": "a44", "date": "1999-01-01"}
STORE = example()
COMMA = " , "
VARIABLES = st.sampled_from(["?a", "?b", "?c"])
IRIS = st.sampled_from(["ex:Measure", "ex:gestor", "ex:gesotr", "id:m1", "id:nukib", "<urn:none>", "skos:prefLabel"])
LITERALS = st.sampled_from(['"A44"', '"voda"@cs', "2023", "-1.5", "true", '"2021"^^ex:year', "'''x\ny'''", '"""a"b"""'])
SUBJECTS = st.one_of(VARIABLES, IRIS, st.sampled_from(["[]", "_:x"]))
PATHS = st.recursive(
    st.sampled_from(["ex:gestor", "ex:partOf", "a", "^ex:partOf", "!ex:year", "!(ex:year|^ex:partOf)", "ex:none"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("*+?")).map(lambda pair: f"({pair[0]}){pair[1]}"),
        st.tuples(inner, st.sampled_from("/|"), inner).map(lambda each: f"({each[0]}{each[1]}{each[2]})"),
    ),
    max_leaves=3,
)
OBJECTS = st.one_of(VARIABLES, IRIS, LITERALS, st.sampled_from(["[ ex:year ?c ]", "(1 ?a)", "[]"]))
TRIPLES = st.tuples(
    SUBJECTS,
    st.lists(st.tuples(st.one_of(VARIABLES, PATHS), st.lists(OBJECTS, min_size=1, max_size=2)), min_size=1, max_size=2),
).map(lambda pair: f"{pair[0]} {' ; '.join(f'{verb} {COMMA.join(objects)}' for verb, objects in pair[1])} .")
EXPRESSIONS = st.recursive(
    st.one_of(VARIABLES, LITERALS, st.just("LANG(?a)"), st.just("EXISTS { ?a ex:gestor ?b }")),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["=", "<", ">=", "&&", "||", "+", "!="]), inner).map(
            lambda x: f"({' '.join(x)})"
        ),
        inner.map(lambda x: f'REGEX(STR({x}), "v")'),
        inner.map(lambda x: f"!({x})"),
        inner.map(lambda x: f"({x} IN (1, {x}))"),
    ),
    max_leaves=3,
)
LEAVES = st.one_of(
    TRIPLES,
    TRIPLES,
    EXPRESSIONS.map(lambda each: f"FILTER({each})"),
    st.sampled_from(['VALUES ?a { id:m1 "A44" UNDEF }', "VALUES (?a ?b) { (1 2) (id:m1 UNDEF) }", "VALUES () { () }"]),
)
GROUPS = st.recursive(
    st.lists(LEAVES, min_size=1, max_size=3).map(" ".join),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"{{ {pair[0]} }} UNION {{ {pair[1]} }}"),
        st.tuples(
            inner, st.sampled_from(["OPTIONAL", "MINUS", "GRAPH g:source", "GRAPH ?c", "FILTER NOT EXISTS"]), inner
        ).map(lambda each: f"{each[0]} {each[1]} {{ {each[2]} }}"),
        inner.map(lambda each: f"{{ SELECT ?a (COUNT(*) AS ?n) {{ {each} }} GROUP BY ?a HAVING(COUNT(*) > 1) }}"),
        inner.map(lambda each: f"{{ SELECT DISTINCT * {{ {each} }} LIMIT 3 }}"),
    ),
    max_leaves=3,
)
QUERIES = st.builds(
    "{}{} {{ {} }} {}".format,
    st.just(PREFIX),
    st.sampled_from(
        [
            *("SELECT *", "SELECT ?a", "ASK", "CONSTRUCT { ?a ex:p ?b } WHERE", "DESCRIBE ?a"),
            *("SELECT (COUNT(?a) AS ?n)", "SELECT ?a FROM g:source", "SELECT * FROM g:source FROM g:alignments"),
            "ASK FROM NAMED g:source",
        ]
    ),
    GROUPS,
    st.sampled_from(["", "LIMIT 0", "OFFSET 3", "VALUES ?b { id:m1 }"]),
)


def assert_plain(report: dict[str, Any]) -> None:
    """Assert that a report is JSON and can be shown."""
    assert json.loads(json.dumps(report)) == report
    for lang in ("cs", "en"):
        assert text(report, lang).endswith("\n")
        assert {each["type"] for each in blocks(report, lang)} <= {"heading", "paragraph", "code", "list", "table"}


def assert_corrected(report: dict[str, Any]) -> None:
    """Assert that each correction gives what it claims: as many rows, or an answer made from some."""
    for fix in report["fixes"]:
        result = solve(STORE, fix["query"])
        if report["form"] == "SELECT" and report["matched"] is None:
            count = sum(1 for _ in islice(result, ROWS + 1))  # type: ignore[arg-type]
            assert (min(count, ROWS), count > ROWS) == (fix["rows"], fix["more"])
        elif report["form"] == "ASK":
            assert bool(result)


@given(QUERIES)
def test_any_query_the_engine_takes_is_explained(query: str) -> None:
    try:
        result = solve(STORE, query)
    except KgError:
        with pytest.raises(KgError):
            explain_empty(STORE, query)
        with pytest.raises(KgError):
            explain_query(STORE, query)
        return
    found = bool(result) if isinstance(result, ox.QueryBoolean) else any(True for _ in result)
    report = explain_empty(STORE, query, seconds=1)
    assert_plain(report)
    assert report["form"] is not None
    assert report["empty"] is not found  # it may not be known, for want of time
    assert_corrected(report)
    assert_plain(explain_query(STORE, query, seconds=1))


@pytest.mark.parametrize("question", questions.load().values(), ids=lambda question: question.id)
def test_every_question_is_explained(dataset: Dataset, names: Names, question: questions.Question) -> None:
    raw = {each.name: BOUND[each.name] for each in question.parameters if each.name in BOUND}
    terms = question.resolve(raw, names) if len(raw) == len(question.parameters) else {}
    query = question.bind(terms)
    empty, plan = explain_empty(dataset.store, query, seconds=200), explain_query(dataset.store, query, seconds=200)
    assert_plain(empty)
    assert_plain(plan)
    assert plan["readable"]
    assert plan["algebra"]["available"]
    assert plan["whole"]["finished"]
    assert empty["empty"] is (plan["whole"]["rows"] == 0)
    assert not empty["empty"] or empty["drops"] or empty["fixes"]


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {'{ ' * (MAX_DEPTH // 10 - 1)} ?s <urn:none> ?o {'}' * (MAX_DEPTH // 10 - 1)}",
        f"SELECT * {{ ?s <urn:none> ?o FILTER({'(' * 75}?o = 1{')' * 75}) }}",
        f"SELECT * {{ {' '.join(f'?s{n} <urn:none> ?o .' for n in range(190))} }}",
        f"SELECT * {{ VALUES ?x {{ {'1 ' * 4000} }} ?s <urn:none> ?x }}",
        f"SELECT * {{ VALUES ?x {{ {'1 ' * 40000} }} ?s <urn:none> ?x }}",
    ],
    ids=["groups", "brackets", "triples", "values", "too-long"],
)
def test_the_deepest_and_longest_queries_are_explained(query: str) -> None:
    report = explain_empty(STORE, query, seconds=4)
    assert_plain(report)
    assert report["empty"] is not False
    assert_plain(explain_query(STORE, query, seconds=4))
