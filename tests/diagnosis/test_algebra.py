"""Algebra by the definitions: the examples of SPARQL 1.1, section 18.2.3, and of the sections on paths and groups."""

import pytest

from kg import questions
from kg.diagnosis import algebra
from kg.scanning import MAX_DEPTH

SPEC = "PREFIX : <urn:> "


def tree(query: str) -> str:
    """Return the operators below the projection, in one line a level."""
    found = algebra(SPEC + query)
    assert found["available"], found
    return str(found["text"])


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{ ?s ?p ?o }", ["BGP", "  ?s ?p ?o ."]),
        ("{ ?s :p1 ?v1 ; :p2 ?v2 }", ["BGP", "  ?s :p1 ?v1 .", "  ?s :p2 ?v2 ."]),
        (
            "{ { ?s :p1 ?v1 } UNION {?s :p2 ?v2 } }",
            ["Union", "  BGP", "    ?s :p1 ?v1 .", "  BGP", "    ?s :p2 ?v2 ."],
        ),
        (
            "{ { ?s :p1 ?v1 } UNION {?s :p2 ?v2 } UNION {?s :p3 ?v3 } }",
            [
                *("Union", "  Union", "    BGP", "      ?s :p1 ?v1 .", "    BGP", "      ?s :p2 ?v2 ."),
                *("  BGP", "    ?s :p3 ?v3 ."),
            ],
        ),
        (
            "{ ?s :p1 ?v1 OPTIONAL {?s :p2 ?v2 } }",
            ["LeftJoin", "  BGP", "    ?s :p1 ?v1 .", "  BGP", "    ?s :p2 ?v2 ."],
        ),
        (
            "{ ?s :p1 ?v1 OPTIONAL {?s :p2 ?v2 } OPTIONAL { ?s :p3 ?v3 } }",
            [
                *("LeftJoin", "  LeftJoin", "    BGP", "      ?s :p1 ?v1 .", "    BGP", "      ?s :p2 ?v2 ."),
                *("  BGP", "    ?s :p3 ?v3 ."),
            ],
        ),
        (
            "{ ?s :p1 ?v1 OPTIONAL {?s :p2 ?v2 FILTER(?v1<3) } }",
            ["LeftJoin ?v1 < 3", "  BGP", "    ?s :p1 ?v1 .", "  BGP", "    ?s :p2 ?v2 ."],
        ),
        (
            "{ ?s :p ?v . BIND (2*?v AS ?v2) ?s :p1 ?v2 }",
            ["Join", "  Extend ?v2 := 2 * ?v", "    BGP", "      ?s :p ?v .", "  BGP", "    ?s :p1 ?v2 ."],
        ),
        ("{ ?s :p ?v . {} BIND (2*?v AS ?v2) }", ["Extend ?v2 := 2 * ?v", "  BGP", "    ?s :p ?v ."]),
        ("{ ?s :p ?v . MINUS {?s :p1 ?v2 } }", ["Minus", "  BGP", "    ?s :p ?v .", "  BGP", "    ?s :p1 ?v2 ."]),
        ("{ ?s :p ?o FILTER(?o > 5) }", ["Filter ?o > 5", "  BGP", "    ?s :p ?o ."]),
        ("{ GRAPH ?g { ?s :p ?o } }", ["Graph ?g", "  BGP", "    ?s :p ?o ."]),
    ],
)
def test_the_examples_of_the_definition(pattern: str, expected: list[str]) -> None:
    lines = tree(f"SELECT * {pattern}").splitlines()
    assert lines[0].startswith("Project")
    assert [line[2:] for line in lines[1:]] == expected


@pytest.mark.parametrize(
    "path",
    [":a/:b", ":a|:b", "^:a", ":a*", ":a+", ":a?", "(:a/:b)+", "^(:a/:b)", "(:a|:b)/:c", "!:a", "!(:a|:b)", "(^:a)*"],
)
def test_paths_stand_as_the_query_writes_them(path: str) -> None:
    assert tree(f"SELECT * {{ ?s {path} ?o }}").endswith(f"    ?s {path} ?o .")


@pytest.mark.parametrize(
    "expression",
    [
        "?a + (?b * 2)",
        "!BOUND(?a)",
        "(?a = 1) || (?b = 2)",
        "?a IN (1, 2)",
        "?a NOT IN ()",
        'REGEX(?a, "x", "i")',
        'IF(?a, "x"@cs, <urn:x:y>)',
        "COALESCE(?a, ?b)",
        '"2021"^^xsd:gYear = ?a',
        "-?a",
    ],
)
def test_expressions_stand_as_the_query_writes_them(expression: str) -> None:
    assert f"Filter {expression}\n" in tree(f"SELECT * {{ ?a ?p ?b FILTER({expression}) }}")


def test_groups_aggregates_and_modifiers() -> None:
    query = (
        'SELECT DISTINCT ?s (COUNT(DISTINCT ?o) AS ?n) (GROUP_CONCAT(?o; SEPARATOR=", ") AS ?all) { ?s :p ?o }'
        " GROUP BY ?s HAVING (COUNT(*) > 1) ORDER BY DESC(?n) ?s LIMIT 5 OFFSET 2"
    )
    assert [line.strip() for line in tree(query).splitlines()] == [
        "Slice start=2, length=5",
        "Distinct",
        "Project ?s, ?n, ?all",
        "OrderBy DESC(?n), ASC(?s)",
        'Extend ?all := GROUP_CONCAT(?o; SEPARATOR=", ")',
        "Extend ?n := COUNT(DISTINCT ?o)",
        "Filter COUNT(*) > 1",
        "Extend ?s := SAMPLE(?s)",
        'AggregateJoin COUNT(DISTINCT ?o), GROUP_CONCAT(?o; SEPARATOR=", "), COUNT(*), SAMPLE(?s)',
        "Group ?s",
        "BGP",
        "?s :p ?o .",
    ]


def test_exists_stands_in_one_line() -> None:
    assert "Filter NOT EXISTS BGP(?o :q ?x)" in tree("SELECT * { ?s :p ?o FILTER NOT EXISTS { ?o :q ?x } }")


def test_the_tree_is_plain() -> None:
    found = algebra("SELECT ?s { VALUES (?s ?x) { (sg:a UNDEF) } ?s a sg:Goal }")
    assert found["tree"] == {
        "operator": "Project",
        "detail": ["?s"],
        "inputs": [
            {
                "operator": "Join",
                "detail": [],
                "inputs": [
                    {"operator": "Table", "detail": ["(?s=sg:a ?x=UNDEF)"], "inputs": []},
                    {"operator": "BGP", "detail": ["?s rdf:type sg:Goal"], "inputs": []},
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("ASK { ?s ?p ?o }", "ASK"),
        ("CONSTRUCT { ?s a ?o } { ?s ?p ?o }", "CONSTRUCT ?s rdf:type ?o"),
        ("DESCRIBE sg:Goal", "DESCRIBE sg:Goal"),
        ("DESCRIBE ?s { ?s a sg:Goal }", "DESCRIBE ?s"),
    ],
)
def test_every_form_stands_above_its_pattern(query: str, first: str) -> None:
    assert algebra(query)["text"].splitlines()[0] == first


@pytest.mark.parametrize("question", questions.load().values(), ids=lambda question: question.id)
def test_every_question_has_an_algebra(question: questions.Question) -> None:
    found = algebra(question.text)
    assert found["available"]
    assert [line for line in found["text"].splitlines() if "Project" in line]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT * { << ?a ?b ?c >> ?d ?e }", "not-standard"),
        ("SELECT * { ?s !(^sg:a|sg:b) ?o }", "not-read"),
        (f"SELECT * {{ ?s ?p {'x' * 70000} }}", "too-long"),
        ("SELECT nothing", "not-standard"),
    ],
)
def test_what_cannot_be_read_is_told(query: str, code: str) -> None:
    found = algebra(query)
    assert (found["available"], found["code"]) == (False, code)
    assert found["reason"]["cs"].startswith("Algebru nelze ukázat:")


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {'{ ' * (MAX_DEPTH // 10 - 1)} ?s ?p ?o {'}' * (MAX_DEPTH // 10 - 1)}",
        f"SELECT * {{ ?s ?p ?o FILTER({'(' * 75}?o = 1{')' * 75}) }}",
        f"SELECT * {{ ?s ?p ?o FILTER({' || '.join('?o = 1' for _ in range(190))}) }}",
        f"SELECT * {{ ?s {'/'.join(['sg:p'] * 190)} ?o }}",
        f"SELECT * {{ {'?s ?p ?o OPTIONAL { ' * 70} {'}' * 70} }}",
    ],
    ids=["groups", "brackets", "operators", "path", "optional"],
)
def test_the_deepest_queries_are_read_or_refused_but_never_raise(query: str) -> None:
    found = algebra(query)
    assert found["available"] or found["code"] in {"too-deep", "not-finished"}
