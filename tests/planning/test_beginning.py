"""What a query gives does not depend on what it begins with; the rows are told by hand, from SPARQL 1.1, section 18."""

from collections import Counter
from typing import Final

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.planning import Postings
from kg.results import Graphs, solve
from tests.planning.cases import loaded, rows, text_of

PREFIX: Final = "PREFIX : <http://e/> "
STORE: Final = loaded()

PLANNED: Final = {
    "a triple in two graphs counts once": ("SELECT ?m { ?m :by :b1 ; :on :e1 }", [":m1", ":m2"]),
    "other properties are joined": (
        "SELECT ?m ?t { ?m :by :b1 ; :on :e1 ; :title ?t }",
        [':m1 "one"', ':m2 "two"', ':m2 "dva"@cs'],
    ),
    "what is not selected still counts": (
        "SELECT ?x { ?m :by :b1 . ?m :on :e1 . ?m :title ?t BIND(7 AS ?x) }",
        ['"7"^^<http://www.w3.org/2001/XMLSchema#integer'] * 3,
    ),
    "an aggregate": (
        "SELECT (COUNT(*) AS ?n) { ?m :by :b1 ; :on :e1 ; :title ?t }",
        ['"3"^^<http://www.w3.org/2001/XMLSchema#integer'],
    ),
    "groups": (
        "SELECT ?m (GROUP_CONCAT(?t) AS ?x) { ?m :by :b1 ; :on :e1 ; :title ?t } GROUP BY ?m HAVING (COUNT(?t) = 1)",
        [':m1 "one"'],
    ),
    "DISTINCT and order": ("SELECT DISTINCT ?m { ?m :by :b1 ; :on :e1 ; :title ?t } ORDER BY ?m", [":m1", ":m2"]),
    "an OPTIONAL before a later pattern": (
        "SELECT ?m ?t { ?m :by :b1 ; :on :e2 OPTIONAL { ?m :title ?t } ?m a :M }",
        [':m2 "two"', ':m2 "dva"@cs', ":m4 None"],
    ),
    "a variable that only an OPTIONAL binds, then a pattern": (
        "SELECT ?m ?t ?n { ?m :by :b1 ; :on :e2 OPTIONAL { ?m :n ?n } ?m :title ?t }",
        [':m2 "two" None', ':m2 "dva"@cs None'],
    ),
    "patterns with constants in an OPTIONAL": (
        "SELECT ?m ?o { ?m :by :b1 ; :on :e1 OPTIONAL { ?o :by :b2 ; :on :e1 } }",
        [":m1 :m3", ":m2 :m3"],
    ),
    "MINUS": ('SELECT ?m { ?m :by :b1 ; :on :e1 MINUS { ?m :title "one" } }', [":m2"]),
    "MINUS of what shares no variable": (
        "SELECT ?m { ?m :by :b1 ; :on :e1 MINUS { ?x :by :b1 } }",
        [":m1", ":m2"],
    ),
    "NOT EXISTS": ("SELECT ?m { ?m :by :b1 ; :on :e1 FILTER NOT EXISTS { ?m :on :e2 } }", [":m1"]),
    "a filter on the variable": ("SELECT ?m { ?m :by :b1 ; :on :e1 FILTER(?m != :m1) }", [":m2"]),
    "subject and object are one variable": ("SELECT ?x { ?x :likes ?x ; a :T ; :on :e1 }", [":self"]),
    "branches of UNION that leave a variable unbound": (
        "SELECT ?m ?t ?n { ?m :by :b1 ; :on :e1 { ?m :title ?t } UNION { ?m :n ?n } }",
        [
            ':m1 "one" None',
            ':m2 "two" None',
            ':m2 "dva"@cs None',
            ':m1 None "1"^^<http://www.w3.org/2001/XMLSchema#integer',
        ],
    ),
    "a graph after the run": (
        "SELECT ?m ?g { ?m :by :b1 ; :on :e1 . GRAPH ?g { ?m :by :b1 } }",
        [":m1 :g1", ":m1 :g2", ":m2 :g1"],
    ),
    "a subquery after the run": (
        "SELECT ?m ?c { ?m :by :b1 ; :on :e1 { SELECT ?m (COUNT(?t) AS ?c) { ?m :title ?t } GROUP BY ?m } }",
        [
            ':m1 "1"^^<http://www.w3.org/2001/XMLSchema#integer',
            ':m2 "2"^^<http://www.w3.org/2001/XMLSchema#integer',
        ],
    ),
    "VALUES at the end": ("SELECT ?m { ?m :by :b1 ; :on :e1 } VALUES ?m { :m2 :m2 :m9 }", [":m2", ":m2"]),
    "VALUES before, one value twice": (
        "SELECT ?m ?e { VALUES ?e { :e1 :e1 :e2 } ?m :by :b1 ; :on ?e }",
        [":m1 :e1", ":m1 :e1", ":m2 :e1", ":m2 :e1", ":m2 :e2", ":m4 :e2"],
    ),
    "VALUES before, with nothing": ("SELECT ?m ?e { VALUES ?e { } ?m :by :b1 ; :on ?e }", []),
    "VALUES before, of the variable that has the constants": (
        "SELECT ?m { VALUES ?m { :m1 :m1 :m3 } ?m :by :b1 ; :on :e1 }",
        [":m1", ":m1"],
    ),
    "a name that two have": ('SELECT ?m ?b { ?b :name "D" . ?m :by ?b ; :on :e1 }', [":m3 :b2", ":m3 :b3"]),
    "names that one has each": (
        'SELECT ?m ?t { ?b :name "B" . ?e :name "E" . ?m :by ?b ; :on ?e ; :title ?t }',
        [':m1 "one"', ':m2 "two"', ':m2 "dva"@cs'],
    ),
    "all variables": (
        'SELECT * { ?z :name "B" . ?e :name "E" . ?m :by ?z ; :on ?e }',
        [":e1 :m1 :b1", ":e1 :m2 :b1"],
    ),
    "nothing": ("SELECT ?m ?t { ?m :by :b2 ; :on :e2 ; :title ?t }", []),
    "nothing is counted": (
        "SELECT (COUNT(*) AS ?n) { ?m :by :b2 ; :on :e2 }",
        ['"0"^^<http://www.w3.org/2001/XMLSchema#integer'],
    ),
    "one half of a product is empty": ("SELECT ?m ?x { ?x :by ?y . ?m :by :b2 ; :on :e2 }", []),
    "a product": (
        "SELECT ?m ?o { ?m :by :b1 ; :on :e1 . ?o :by :b2 ; :on :e1 . }",
        [":m1 :m3", ":m2 :m3"],
    ),
    "two variables with several values, of which one is written out": (
        "SELECT ?m ?o { ?m :by :b1 ; :on :e1 . ?o :by :b1 ; :on :e2 }",
        [":m1 :m2", ":m1 :m4", ":m2 :m2", ":m2 :m4"],
    ),
    "VALUES before, narrowed further and not written out": (
        "SELECT ?m ?a { VALUES ?m { :m1 :m2 :m3 } ?m :by :b1 ; :on :e1 . ?a :by :b1 ; :on :e2 }",
        [":m1 :m2", ":m1 :m4", ":m2 :m2", ":m2 :m4"],
    ),
    "one value and several that not all go with it": (
        "SELECT ?m ?e { ?e :part :e0 . ?m :on ?e ; :n 1 }",
        [":m1 :e1"],
    ),
    "a path": ("SELECT ?m { ?m :by :b1 ; :on :e1 ; :on/:part :e0 }", [":m1", ":m2", ":m2"]),
    "a blank node of the query": ("SELECT ?m { ?m :by :b1 ; :on :e1 ; :title _:t }", [":m1", ":m2", ":m2"]),
    "a variable as predicate": ("SELECT ?m ?p { ?m :by :b1 ; :on :e1 ; ?p :e2 }", [":m2 :on"]),
    "the other mark of variables": ("SELECT ?m { $m :by :b1 . ?m :on :e1 }", [":m1", ":m2"]),
    "lists of objects": ("SELECT ?m { ?m :by :b1 ; :on :e1 , :e2 ; . }", [":m2"]),
    "a tag in another case": ('SELECT ?m { ?m :title "dva"@CS ; a :M }', [":m2"]),
    "a string is no tagged one": ('SELECT ?m { ?m :title "dva" ; a :M }', []),
    "a string with its datatype": (
        "PREFIX xs: <http://www.w3.org/2001/XMLSchema#> SELECT ?m { ?m :title 'two'^^xs:string ; a :M }",
        [":m2"],
    ),
    "a string with the marks of a datatype": ('SELECT ?m { ?m :title "a^^b"@cs ; a :M }', []),
    "a number": ("SELECT ?m { ?m :n 1 ; a :M }", [":m1"]),
    "comments": (
        "SELECT ?m # it's \"a <http://e/x> 5\n{ ?m :by :b1 ; # :on :e2\n :on :e1 }",
        [":m1", ":m2"],
    ),
    "a keyword in a string": ('SELECT ?m { ?m :by :b1 ; :on :e1 FILTER(?m != "} FROM <http://e/g>") }', None),
    "a slice of ordered rows": ("SELECT ?m { ?m :by :b1 ; :on :e1 } ORDER BY DESC(?m) LIMIT 1", [":m2"]),
    "a truth value": ("ASK { ?m :by :b1 ; :on :e1 }", ["true"]),
    "no truth": ("ASK { ?m :by :b2 ; :on :e2 }", ["false"]),
    "a graph": (
        "CONSTRUCT { ?m :has ?t } WHERE { ?m :by :b1 ; :on :e2 ; :title ?t }",
        [':m2 :has "two"', ':m2 :has "dva"@cs'],
    ),
    "no template": ("CONSTRUCT { } WHERE { ?m :by :b1 ; :on :e2 }", []),
    "a description": ("DESCRIBE ?g { ?g :part :e0 ; :name 'E' }", [':e1 :name "E"', ":e1 :part :e0"]),
    "no blank after the patterns": ("SELECT ?m{?m :by :b1;:on :e1.?m a :M}", [":m1", ":m2"]),
}
"""Queries that begin with their constants, with their rows; None: as many as without that."""

LEFT: Final = {
    "the run stands in a graph": ("SELECT ?m { GRAPH :g2 { ?m :by :b1 ; :on :e1 } }", [":m1"]),
    "another dataset": ("SELECT ?m FROM :g2 { ?m :by :b1 ; :on :e1 }", [":m1"]),
    "no default graph": ("SELECT ?m FROM NAMED :g2 { ?m :by :b1 ; :on :e1 }", []),
    "blank nodes among the values": (
        "SELECT (COUNT(*) AS ?n) { ?m :by :b1 ; :on :e3 }",
        ['"2"^^<http://www.w3.org/2001/XMLSchema#integer'],
    ),
    "an OPTIONAL comes first": ("SELECT ?m { OPTIONAL { ?m :by :b2 ; :on :e1 } }", [":m3"]),
    "the template is the pattern": (
        "CONSTRUCT WHERE { ?m :by :b2 ; :on :e1 }",
        [":m3 :by :b2", ":m3 :on :e1"],
    ),
    "a collection": ("SELECT ?m { ?m :by :b1 ; :on :e1 ; :title ( 1 ) }", []),
    "a node in brackets": ("SELECT ?m { ?m :by :b1 ; :on :e1 , [ :part :e0 ] }", [":m1", ":m2", ":m2"]),
    "a base": ("BASE <http://e/> SELECT ?m { ?m <by> <b1> ; <on> <e1> }", [":m1", ":m2"]),
    "one constant": ("SELECT ?m { ?m :by :b2 ; :title ?t }", [":m3"]),
    "a subject that is known": ("SELECT ?b ?n { :m3 :by ?b . ?b :name ?n ; :name 'D' }", [':b2 "D"', ':b3 "D"']),
    "an escape": ('SELECT ?m { ?m :by :b1 ; :title "t\\u0077o" }', [":m2"]),
    "a long string": ('SELECT ?m { ?m :by :b1 ; :title """two""" }', [":m2"]),
    "a prefix declared twice": (
        "PREFIX : <http://x/> PREFIX : <http://e/> SELECT ?m { ?m :by :b1 ; :on :e1 }",
        [":m1", ":m2"],
    ),
    "a pattern of its own in braces": ("SELECT ?m { { ?m :by :b1 ; :on :e1 } }", [":m1", ":m2"]),
    "an operator written as an IRI is": (
        "SELECT ?m (?n<:b&&5>?n AS ?x) { ?m :n ?n ; a :M ; :on :e1 }",
        [":m1 None"],
    ),
}
"""Queries that are asked as they are, with their rows."""


def expected(lines: list[str]) -> Counter[tuple[str | None, ...]]:
    return Counter(tuple(None if cell == "None" else cell for cell in line.split(" ")) for line in lines)


@pytest.mark.parametrize(("query", "lines"), PLANNED.values(), ids=PLANNED)
def test_a_query_that_begins_with_its_constants_gives_its_rows(query: str, lines: list[str] | None) -> None:
    assert text_of(STORE, PREFIX + query)
    wanted = rows(STORE, PREFIX + query) if lines is None else expected(lines)
    postings = Postings()
    assert rows(STORE, PREFIX + query, postings) == wanted
    assert rows(STORE, PREFIX + query, postings) == wanted, "asked again"


@pytest.mark.parametrize(("query", "lines"), LEFT.values(), ids=LEFT)
def test_a_query_that_is_left_as_it_is_gives_its_rows(query: str, lines: list[str]) -> None:
    assert text_of(STORE, PREFIX + query) is None
    assert rows(STORE, PREFIX + query, Postings()) == expected(lines)


def test_relative_names_are_left_to_the_engine() -> None:
    query = "SELECT ?m { ?m <by> <b1> ; <on> <e1> }"
    assert text_of(STORE, query, "http://e/") is None
    assert rows(STORE, query, Postings(), "http://e/") == expected([":m1", ":m2"])


def test_a_base_does_not_change_what_is_begun_with() -> None:
    """RFC 3986, section 5.2.4: `http://e/x/../b1` is another IRI once it is resolved, and only then."""
    store = ox.Store()
    store.add_graph(ox.NamedNode("http://e/g"))
    for name in ("http://e/x/../m", "http://e/m"):
        for verb in ("p", "q"):
            store.add(ox.Quad(ox.NamedNode(name), ox.NamedNode(f"http://e/{verb}"), ox.NamedNode("http://e/o")))
    query = f"{PREFIX} SELECT ?m {{ ?m :p :o ; :q :o }}"
    for base in (None, "http://e/"):
        assert text_of(store, query, base) is None
        assert rows(store, query, Postings(), base) == expected([":x/../m", ":m"])


def test_a_prefix_of_the_service_may_be_declared_anew() -> None:
    query = "PREFIX dct: <http://e/> SELECT ?m { ?m dct:by dct:b1 ; dct:on dct:e1 }"
    assert text_of(STORE, query)
    assert rows(STORE, query, Postings()) == expected([":m1", ":m2"])


def test_a_dataset_that_the_request_names_is_read() -> None:
    query = f"{PREFIX} SELECT ?m {{ ?m :by :b1 ; :on :e1 }}"
    found = solve(STORE, query, Graphs(("http://e/g2",)), None, Postings())
    assert isinstance(found, ox.QuerySolutions)
    assert [row["m"].value for row in found] == ["http://e/m1"]


def test_the_default_graph_alone_is_looked_at() -> None:
    store = ox.Store()
    store.load(
        b"<http://e/g> { <http://e/m> <http://e/by> <http://e/b> ; <http://e/on> <http://e/e> }", ox.RdfFormat.TRIG
    )
    assert rows(store, f"{PREFIX} SELECT ?m {{ ?m :by :b ; :on :e }}", Postings()) == Counter()


def test_columns_keep_their_order() -> None:
    query = f'{PREFIX} SELECT * {{ ?z :name "B" . ?a :name "E" . ?m :by ?z ; :on ?a ; :title ?k }}'
    for postings in (None, Postings()):
        found = solve(STORE, query, postings=postings)
        assert isinstance(found, ox.QuerySolutions)
        assert [each.value for each in found.variables] == ["a", "k", "m", "z"]


def test_a_mistake_is_told_at_its_place_in_the_own_text() -> None:
    good = f"{PREFIX}SELECT ?m {{ ?m :by <http://e/b1> ; :on :e1 }} LIMIT 5"
    postings = Postings()
    rows(STORE, good, postings)
    for mistake in (good.replace("http://e/b1", "http://["), good.replace("5", "9" * 30)):
        with pytest.raises(QueryError) as plain:
            rows(STORE, mistake)
        with pytest.raises(QueryError) as begun:
            rows(STORE, mistake, postings)
        assert begun.value.en == plain.value.en


def test_the_constants_of_numbers_are_matched_as_the_engine_does() -> None:
    store = loaded(
        "PREFIX : <http://e/> :g { :a :n 01 ; a :M . :b :n 1.0 ; a :M . :c :n 1 ; a :M . :d :n true ; a :M }"
    )
    for number in ("1", "01", "+1", "1.0", "1.00", "1e0", "true", '"1"', "-1"):
        query = f"{PREFIX} SELECT ?m {{ ?m :n {number} ; a :M }}"
        assert rows(store, query, Postings()) == rows(store, query), number
