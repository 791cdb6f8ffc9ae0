"""Updates: what each operation changes, in both modes of the default graph."""

import pytest

from kg.changes import Change, DefaultGraph
from kg.errors import QueryError
from kg.results import Graphs
from tests.updating.datasets import dataset, planned, same, updated

DATA = ":g { :a :p 1 , 2 } :h { :a :p 1 . :b :q _:n . _:n :q 3 }"
UNNAMED = "<https://w3id.org/strategraf/graph/default>"

UNION = [
    ("INSERT DATA { :a :p 1 }", f"{DATA} {UNNAMED} {{ :a :p 1 }}"),
    ("INSERT DATA { GRAPH :g { :a :p 1 , 3 } }", ":g { :a :p 1 , 2 , 3 } :h { :a :p 1 . :b :q _:n . _:n :q 3 }"),
    ("DELETE DATA { :a :p 1 }", ":g { :a :p 2 } :h { :b :q _:n . _:n :q 3 }"),
    ("DELETE DATA { GRAPH :g { :a :p 1 } }", ":g { :a :p 2 } :h { :a :p 1 . :b :q _:n . _:n :q 3 }"),
    ("DELETE WHERE { :a ?p ?o }", ":h { :b :q _:n . _:n :q 3 }"),
    ("DELETE { ?s ?p ?n } WHERE { ?s ?p ?n . ?n ?q 3 }", ":g { :a :p 1 , 2 } :h { :a :p 1 . _:n :q 3 }"),
    (
        "WITH :h DELETE { ?s ?p 1 } INSERT { ?s ?p 5 } WHERE { ?s ?p 1 }",
        ":g { :a :p 1 , 2 } :h { :a :p 5 . :b :q _:n . _:n :q 3 }",
    ),
    (
        "DELETE { ?s ?p ?o } INSERT { ?s ?p 7 } WHERE { ?s ?p ?o FILTER(?o = 2) }",
        f":g {{ :a :p 1 }} :h {{ :a :p 1 . :b :q _:n . _:n :q 3 }} {UNNAMED} {{ :a :p 7 }}",
    ),
    ("CLEAR DEFAULT", DATA),
    ("INSERT DATA { :a :p 4 } ; DROP DEFAULT", DATA),
    ("INSERT DATA { :a :p 4 } ; MOVE DEFAULT TO :k", f"{DATA} :k {{ :a :p 4 }}"),
    ("COPY :h TO DEFAULT", f"{DATA.replace(':h {', f':h {{ :a :p 1 . :b :q _:n . _:n :q 3 }} {UNNAMED} {{')}"),
    ("DROP NAMED", ""),
    ("CLEAR ALL", ""),
    ("ADD :g TO :h", ":g { :a :p 1 , 2 } :h { :a :p 1 , 2 . :b :q _:n . _:n :q 3 }"),
    ("COPY :g TO :h", ":g { :a :p 1 , 2 } :h { :a :p 1 , 2 }"),
    ("MOVE :g TO :h", ":h { :a :p 1 , 2 }"),
    ("COPY :g TO :g", DATA),
    ("MOVE :g TO GRAPH :g", DATA),
    ("CREATE GRAPH :new", DATA),
    ("CREATE SILENT GRAPH :g", DATA),
    ("COPY SILENT :none TO :g", DATA),
    ("DROP SILENT GRAPH :none", DATA),
]
"""What stands after the operation, where the default graph is the union."""


@pytest.mark.parametrize(("text", "after"), UNION)
def test_each_operation_where_the_default_graph_is_the_union(text: str, after: str) -> None:
    assert same(updated(dataset(DATA), text), after)


SEPARATE = [
    ("INSERT DATA { :a :p 1 }", ":a :p 1 , 9 . :g { :a :p 1 }"),
    ("DELETE DATA { :a :p 9 }", ":g { :a :p 1 }"),
    ("DELETE WHERE { :a :p ?o }", ":g { :a :p 1 }"),
    ("CLEAR DEFAULT", ":g { :a :p 1 }"),
    ("DROP NAMED", ":a :p 9 ."),
    ("DROP ALL", ""),
    ("MOVE DEFAULT TO :g", ":g { :a :p 9 }"),
    ("ADD :g TO DEFAULT", ":a :p 1 , 9 . :g { :a :p 1 }"),
]


@pytest.mark.parametrize(("text", "after"), SEPARATE)
def test_each_operation_where_the_default_graph_is_one_of_its_own(text: str, after: str) -> None:
    assert same(updated(dataset(":a :p 9 . :g { :a :p 1 }", "separate"), text), after)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CREATE GRAPH :g", "exists already; leave CREATE out, or write CREATE SILENT"),
        ("DROP GRAPH :none", "the graph <https://example.org/none> does not exist, so DROP fails"),
        ("CLEAR GRAPH :none", "does not exist, so CLEAR fails"),
        ("COPY :none TO :g", "does not exist, so COPY fails"),
        ("MOVE :none TO :none", "does not exist, so MOVE fails"),
        ("ADD :none TO DEFAULT", "does not exist, so ADD fails"),
        ("INSERT DATA { :a :p 5 } ; DROP GRAPH :g ; DROP GRAPH :g", "does not exist, so DROP fails"),
    ],
)
def test_an_operation_that_fails_fails_the_whole_request(text: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        planned(dataset(DATA), text)


def test_within_a_request_a_graph_exists_from_its_creation() -> None:
    assert same(updated(dataset(DATA), "CREATE GRAPH :k ; CLEAR GRAPH :k ; DROP GRAPH :k"), DATA)
    assert same(updated(dataset(":g { :a :p 1 }"), "DELETE WHERE { ?s ?p ?o } ; DROP GRAPH :g"), "")


def test_operations_see_what_those_before_them_did_and_the_net_is_told() -> None:
    given = dataset(":g { :a :p 1 }")
    change = planned(
        given, "WITH :g DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 } ; COPY :g TO :h ; DROP GRAPH :g"
    )
    removed, added = change.n_quads()
    assert removed.count(b"\n") == added.count(b"\n") == 1
    assert b"/g> ." in removed
    assert b"/h> ." in added
    assert planned(given, "INSERT DATA { GRAPH :k { :a :p 1 } } ; DROP GRAPH :k") == Change()


def test_a_number_is_kept_as_the_engine_writes_it() -> None:
    given = dataset(":g { :a :p 1 }")
    assert planned(given, "INSERT DATA { GRAPH :g { :a :p 01 } }") == Change()
    insert = 'INSERT { GRAPH :g { :a :p ?n } } WHERE { BIND(STRDT("02", xsd:integer) AS ?n) }'
    assert same(updated(given, f"{insert} ; DELETE WHERE {{ :a :p 2 }}"), ":g { :a :p 1 }")


def test_using_and_with() -> None:
    where = "WHERE { { ?s :p ?o BIND('default' AS ?in) } UNION { GRAPH ?in { ?s :p ?o } } }"
    data = ":g { :a :p 1 } :h { :b :p 2 } :k { :c :p 3 }"
    cases = {
        "": ":a :in :g , 'default' . :b :in :h , 'default' . :c :in :k , 'default' .",
        "USING :h": ":b :in 'default' .",
        "USING NAMED :h": ":b :in :h .",
        "USING :g USING :h USING NAMED :k": ":a :in 'default' . :b :in 'default' . :c :in :k .",
        "USING :none": "",
    }
    for using, expected in cases.items():
        text = f"INSERT {{ GRAPH :out {{ ?s :in ?in }} }} {using} {where}"
        assert same(updated(dataset(data), text), f"{data} :out {{ {expected} }}"), using
    with_graph = f"WITH :g INSERT {{ ?s :in ?in }} USING :h {where}"
    assert same(updated(dataset(data), with_graph), ":g { :a :p 1 . :b :in 'default' } :h { :b :p 2 } :k { :c :p 3 }")


@pytest.mark.parametrize("mode", ["union", "separate"])
def test_the_graphs_of_the_protocol_take_the_place_of_the_store(mode: DefaultGraph) -> None:
    data = ":g { :a :p 1 } :h { :a :p 1 . :b :p 2 }"
    text = "INSERT { GRAPH :out { [] :saw ?o } } WHERE { ?s :p ?o }"
    given = updated(dataset(data, mode), text, Graphs(("https://example.org/g", "https://example.org/h")))
    assert same(given, f"{data} :out {{ [] :saw 1 . [] :saw 2 }}")
    assert not planned(dataset(data, mode), text, Graphs((), ("https://example.org/g",)))
    for clash in ("WITH :g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "DELETE { ?s ?p ?o } USING :g WHERE { ?s ?p ?o }"):
        with pytest.raises(QueryError, match="cannot be joined with USING or WITH"):
            planned(dataset(data, mode), clash, Graphs(("https://example.org/g",)))


def test_each_solution_makes_blank_nodes_of_its_own_and_labels_last() -> None:
    given = updated(
        dataset(":g { :a :p 1 . :b :p 1 }"), "INSERT { GRAPH :h { ?s :q _:x . _:x :r _:y } } WHERE { ?s :p 1 }"
    )
    assert same(given, ":g { :a :p 1 . :b :p 1 } :h { :a :q [ :r [] ] . :b :q [ :r [] ] }")
    # Two children with the same randomness must not make the same node.
    first, second = (
        planned(dataset(), "INSERT DATA { :a :p [] } ; INSERT { :a :q ?b } WHERE { BIND(BNODE() AS ?b) }") for _ in "12"
    )
    assert len(first.added | second.added) == 4


def test_what_is_no_triple_is_left_out() -> None:
    given = dataset(":g { :a :p 1 , :b }")
    assert same(
        updated(given, "INSERT { GRAPH :h { ?o :q ?s . ?s ?o 5 . ?s :q ?unbound } } WHERE { ?s :p ?o }"),
        ":g { :a :p 1 , :b } :h { :b :q :a . :a :b 5 }",
    )


def test_relative_iris_and_declarations_between_operations() -> None:
    first = "INSERT DATA { GRAPH <g> { <a> :p <b> } }"
    second = "BASE <https://example.org/x/> PREFIX : <n/> INSERT DATA { GRAPH <g> { <a> :p :b } }"
    given = updated(dataset(), f"{first} ; {second} ; PREFIX : <urn:end>", base="https://example.org/")
    x = "https://example.org/x"
    assert same(given, f":g {{ :a :p :b }} <{x}/g> {{ <{x}/a> <{x}/n/p> <{x}/n/b> }}")
