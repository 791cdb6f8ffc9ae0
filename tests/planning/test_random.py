"""Random queries over random datasets give the same solutions, whatever they begin with."""

from typing import Final

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kg.planning import Postings
from kg.store import with_union
from tests.planning.cases import rows, text_of

E: Final = "http://e/"
IRIS: Final = [ox.NamedNode(f"{E}{name}") for name in "abcd"]
VERBS: Final = [ox.NamedNode(f"{E}{name}") for name in "pq"]
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
LITERALS: Final = [
    ox.Literal("a"),
    ox.Literal("a", language="cs"),
    ox.Literal("1", datatype=ox.NamedNode(f"{XSD}integer")),
    ox.Literal("01", datatype=ox.NamedNode(f"{XSD}integer")),
    ox.Literal("1.0", datatype=ox.NamedNode(f"{XSD}decimal")),
]
WRITTEN: Final = ['"a"', "'a'", '"a"@cs', '"a"@CS', "1", "01", "1.0", f'"1"^^<{XSD}integer>', "true"]
VARIABLES: Final = ["?x", "?y", "?z"]

_resources = st.sampled_from([*IRIS, ox.BlankNode("n"), ox.BlankNode("m")])
_quads = st.builds(
    ox.Quad,
    _resources,
    st.sampled_from(VERBS),
    st.one_of(_resources, st.sampled_from(LITERALS)),
    st.sampled_from([ox.NamedNode(f"{E}g"), ox.NamedNode(f"{E}h")]),
)
_variable = st.sampled_from(VARIABLES)
_iri = st.sampled_from([*(f"<{E}{name}>" for name in "abcd"), *(f":{name}" for name in "abcd")])
_verb = st.sampled_from([":p", ":q", f"<{E}p>", f"<{E}q>"])
_object = st.one_of(_iri, _iri, st.sampled_from(WRITTEN), _variable)
_triple = st.one_of(
    st.builds("{} {} {}".format, _variable, _verb, _object),
    st.builds("{} {} {}".format, _variable, _verb, _object),
    st.builds("{0} {1} {2} ; {3} {4}".format, _variable, _verb, _object, _verb, _object),
    st.builds("{} {} {}".format, st.one_of(_variable, _iri), st.sampled_from([":p", ":p/:q", "?y", "^:p"]), _variable),
    st.builds("_:l {} {}".format, _verb, _variable),
)
_triples = st.lists(_triple, min_size=1, max_size=5).map(" . ".join)
_rest = st.sampled_from(
    [
        *("", ".", "OPTIONAL { ?x :p ?y }", "OPTIONAL { ?w :p ?x } ?w :q ?y", "MINUS { ?x :q :a }", "BIND(?x AS ?w)"),
        *("FILTER NOT EXISTS { ?x :p ?y }", "FILTER(?x = :a || ?y != :b)", "{ ?x :p :a } UNION { ?y :q ?w }"),
        *("GRAPH ?g { ?x :p ?y }", "{ SELECT ?x { ?x :p ?y } }", "VALUES ?x { :a :a :b UNDEF }", ". ?x :p ?y"),
    ]
)
_lead = st.sampled_from(["", "", "", "VALUES ?x { :a :b :b }", "VALUES ?y { UNDEF } VALUES ?z { :a }"])
_end = st.sampled_from(["", "", "GROUP BY ?x", "VALUES ?x { :a :c :c }"])


@st.composite
def _queries(draw: st.DrawFn) -> str:
    end = draw(_end)
    head = "?x (COUNT(*) AS ?n)" if end.startswith("GROUP") else draw(st.sampled_from(["*", "?x", "DISTINCT ?x ?y"]))
    pattern = " ".join([draw(_lead), draw(_triples), draw(_rest)])
    return f"PREFIX : <{E}> SELECT {head} {{ {pattern} }} {end}"


def _store(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return with_union(store)


@given(st.lists(_quads, max_size=25), _queries())
def test_the_same_solutions(quads: list[ox.Quad], query: str) -> None:
    store = _store(quads)
    assert rows(store, query, Postings()) == rows(store, query)


@given(st.lists(_quads, min_size=8, max_size=25), _variable, _verb, _iri, _verb, _iri, _triple, _rest)
def test_the_same_solutions_of_two_constants(  # noqa: PLR0913, PLR0917 - the parts of a query
    quads: list[ox.Quad], name: str, one: str, first: str, two: str, second: str, triple: str, rest: str
) -> None:
    """Nearly all of these begin with their constants, where blank nodes do not forbid it."""
    query = f"PREFIX : <{E}> SELECT * {{ {name} {one} {first} . {name} {two} {second} . {triple} {rest} }}"
    store = _store(quads)
    assert rows(store, query, Postings()) == rows(store, query)


def test_the_shape_of_these_is_read() -> None:
    """A test of texts that are all left as they are would prove nothing."""
    store = _store([ox.Quad(IRIS[0], verb, IRIS[1], ox.NamedNode(f"{E}g")) for verb in VERBS])
    for rest in ("OPTIONAL { ?w :p ?x } ?w :q ?y", "{ SELECT ?x { ?x :p ?y } }", "VALUES ?x { :a :a :b UNDEF }"):
        assert text_of(store, f"PREFIX : <{E}> SELECT * {{ ?x :p :b . ?x <{E}q> :b . _:l :q ?y {rest} }}")
