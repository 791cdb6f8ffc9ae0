"""The parts of a query, and that leaving one out or writing it otherwise changes nothing else."""

from collections.abc import Sequence
from contextlib import suppress

import pyoxigraph as ox
import pytest

from kg import questions
from kg.namespaces import PREFIXES
from kg.reading.limits import LONGEST, Unreadable
from kg.reading.outline import Part
from kg.reading.query import read


def told(query: str) -> list[tuple[str, str]]:
    outline = read(query)
    return [(part.kind, outline.shown(part)) for part in outline.parts()]


def test_triples_that_share_a_subject_are_apart() -> None:
    assert told("SELECT * { ?s a sg:Goal ; sg:p 1 , -2 , true ;; . [] sg:q [ sg:r ( 'x'@cs <http://y> ) ] ; . }") == [
        ("triple", "?s a sg:Goal"),
        ("triple", "?s sg:p 1"),
        ("triple", "?s sg:p -2"),
        ("triple", "?s sg:p true"),
        ("triple", "_:kg3 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 'x'@cs"),
        ("triple", "_:kg3 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:kg4"),
        ("triple", "_:kg4 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> <http://y>"),
        (
            "triple",
            "_:kg4 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>",
        ),
        ("triple", "_:kg2 sg:r _:kg3"),
        ("triple", "_:kg1 sg:q _:kg2"),
    ]


def test_every_kind_of_part_is_told() -> None:
    query = """SELECT * FROM <urn:g> FROM NAMED <urn:h> WHERE {
      VALUES (?a ?b) { (1 UNDEF) } BIND(1 AS ?c) FILTER(?a < 2) FILTER EXISTS { ?a ?b ?c } FILTER NOT EXISTS { }
      OPTIONAL { ?d ?e ?f } MINUS { ?g ?h ?i } GRAPH ?j { ?k ?l ?m } { ?n ?o ?p } { } UNION { }
      { SELECT (COUNT(?q) AS ?n2) { ?q ?r ?s } GROUP BY ?r HAVING (COUNT(?q) > 1) LIMIT 3 }
    } ORDER BY ?a LIMIT 1 OFFSET 2 VALUES ?a { 1 }"""
    outline = read(query)
    assert [part.kind for part in outline.parts()] == [
        *("values", "bind", "filter", "exists", "triple", "not-exists", "optional", "triple", "minus", "triple"),
        *("graph", "triple", "group", "triple", "union"),
        *("subquery", "head", "group", "triple", "group-by", "having", "slice"),
    ]
    assert [part.kind for part in outline.clauses] == [
        *("head", "from", "from", "order-by", "slice", "slice", "end-values")
    ]
    gives = {part.kind: part.inside.gives for part in outline.parts() if part.inside and part.pieces}
    assert gives == {"triple": True}
    inside = [part.inside.gives for part in outline.parts() if part.pieces and part.inside]
    assert inside == [True, False, False, True, True, True]


@pytest.mark.parametrize(
    "query",
    ["SELECT * { ?s ?p ?x . FILTER ?x > 5 }", "SELECT * { ?s ?p ?o FILTER }", "SELECT * { ?s ?p ?o FILTER NOT }"],
)
def test_what_never_comes_is_not_looked_for_for_ever(query: str) -> None:
    with pytest.raises(Unreadable):
        read(query)


def test_every_beginning_of_a_query_and_what_lacks_one_token_has_an_end() -> None:
    query = """PREFIX e: <urn:e> SELECT (COUNT(?a) AS ?n) FROM <urn:g> { VALUES (?a ?b) { (1 UNDEF) } BIND(1 AS ?c)
FILTER(?a < 2) FILTER NOT EXISTS { } OPTIONAL { ?d !(e:a|^e:b)/e:c* ?f } GRAPH ?j { [] e:q ( [ e:r 'x'@cs ] ) ; . }
      { } UNION { SELECT ?q { ?q ?r ?s , ?t } LIMIT 3 } } GROUP BY ?a HAVING (?n > 1) ORDER BY ?a VALUES ?a { 1 }"""
    tokens = read(query).tokens
    texts = [" ".join(each.text for each in tokens[:end]) for end in range(len(tokens))]
    texts += [" ".join(each.text for each in tokens if each is not left_out) for left_out in tokens]
    ended = 0
    for text in texts:
        with suppress(Unreadable):
            read(text)
            ended += 1
    assert 0 < ended < len(texts)


@pytest.mark.parametrize("question", questions.load().values(), ids=lambda question: question.id)
def test_a_query_with_nothing_changed_is_the_same_text(question: questions.Question) -> None:
    outline = read(question.text)
    first, last = outline.tokens[0].start, outline.tokens[-1].end
    assert outline.rewritten() == question.text[first:last]


@pytest.mark.parametrize("question", questions.load().values(), ids=lambda question: question.id)
def test_what_is_left_after_each_part_is_a_query(question: questions.Question) -> None:
    outline, store = read(question.text), ox.Store()
    for part in outline.parts():
        if part.kind not in {"head", "group-by"} and not _is_body(part):
            store.query(outline.rewritten({part: ""}), prefixes=PREFIXES)


def _is_body(part: Part) -> bool:
    """Whether a part is the pattern of a subquery, without which there is none."""
    return part.inside is not None and part.inside.parts[0].kind == "head"


@pytest.mark.parametrize(
    ("dropped", "expected"),
    [
        ([0], "{ ?s sg:b ?o . ?s sg:c ?x . FILTER(?o > 1) ?y a 1 }"),
        ([1], "{ ?s sg:a 1 . ?s sg:c ?x . FILTER(?o > 1) ?y a 1 }"),
        ([0, 1, 2], "{ FILTER(?o > 1) ?y a 1 }"),
        ([3], "{ ?s sg:a 1 ; sg:b ?o ; sg:c ?x . ?y a 1 }"),
        ([4], "{ ?s sg:a 1 ; sg:b ?o ; sg:c ?x . FILTER(?o > 1) . }"),
        ([0, 1, 2, 3], "{ ?y a 1 }"),
        ([0, 1, 2, 3, 4], "{ }"),
    ],
)
def test_a_part_is_left_out_with_its_dot(dropped: Sequence[int], expected: str) -> None:
    outline = read("ASK { ?s sg:a 1 ; sg:b ?o ; sg:c ?x . FILTER(?o > 1) ?y a 1 }")
    parts = list(outline.parts())
    left = outline.rewritten({parts[place]: "" for place in dropped})
    assert left.split() == f"ASK {expected}".split()
    ox.Store().query(left, prefixes=PREFIXES)


def test_triples_before_a_filter_without_a_dot_get_one() -> None:
    outline = read("ASK { ?s sg:a 1 FILTER(?s > 1) ?y a 1 }")
    assert outline.rewritten({list(outline.parts())[1]: ""}).split() == [
        "ASK",
        "{",
        "?s",
        "sg:a",
        "1",
        ".",
        "?y",
        "a",
        "1",
        "}",
    ]


def test_tokens_are_written_anew_in_their_place() -> None:
    outline = read("SELECT * {\n  ?s sg:a 'x' ;\n     sg:b ?o # note\n}")
    place = next(place for place, token in enumerate(outline.tokens) if token.text == "'x'")
    assert outline.rewritten(new={place: "'y'@cs"}) == "SELECT * {\n  ?s sg:a 'y'@cs ;\n     sg:b ?o # note\n}"
    second = list(outline.parts())[1]
    assert "?s sg:a 'y'@cs" in outline.rewritten({second: ""}, {place: "'y'@cs"})


def test_less_than_is_no_iri_and_a_literal_is_one_token() -> None:
    outline = read('SELECT * { ?s ?p ?o FILTER(?o <?p && ?p > "2" ^^ xsd:int && ?s = <http://x/y>) }')
    kinds = {token.text: token.kind for token in outline.tokens}
    assert (kinds["<"], kinds['"2" ^^ xsd:int'], kinds["<http://x/y>"]) == ("operator", "literal", "iri")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { << ?a ?b ?c >> ?d ?e }",
        "SELECT * { ?a ?b ?c {| ?d ?e |} }",
        "SELECT * { ?a ?b }",
        "SELECT * { ?a ?b ?c",
        "SELECT * { ?a ?b ?c } }",
        "SELECT * { ?a ?b ?c ) }",
        "INSERT DATA { <urn:a> <urn:b> 1 }",
        "",
        "SELECT",
        "SELECT * { FILTER",
        "SELECT * { ?a 'x' ?c }",
        "\\",
        f"SELECT * {{ ?a ?b '{'x' * LONGEST}' }}",
    ],
)
def test_what_cannot_be_told_apart_is_an_error_of_its_own(query: str) -> None:
    with pytest.raises(Unreadable):
        read(query)
