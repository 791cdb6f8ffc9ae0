"""Why a query gives no row: the cases by their files, and that nothing is claimed that does not hold."""

from typing import Any

import pyoxigraph as ox
import pytest

from kg.diagnosis import explain_empty
from kg.diagnosis.kinds import KINDS
from kg.errors import QueryError, RefusedError
from kg.guard import QueryForm, check_query
from kg.results import Graphs, solve
from kg.store import Dataset, with_union
from tests.diagnosis.cases import FOLDER, Case, cases, example

SMALL = cases(FOLDER)
REAL = cases(FOLDER / "real")
PREFIX = (
    "PREFIX ex: <http://example.org/def/> PREFIX id: <http://example.org/id/> PREFIX g: <http://example.org/graph/> "
)
AMPLE = 200.0  # so that a busy machine gives nothing up
BOTH = (
    "PREFIX ex: <http://example.org/def/> PREFIX g: <http://example.org/graph/>"
    " SELECT * FROM g:source FROM g:alignments { ?m a ex:Measure ; ex:implments ?t }"
)
DEAD = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?j))) = 0) }"


@pytest.fixture(scope="module")
def small() -> ox.Store:
    return example()


def count(small: ox.Store, query: str) -> int:
    """Return the rows or triples of a query, by the engine itself; of ASK and of an aggregate, those of its pattern."""
    if check_query(query) is QueryForm.ASK:
        query = query.replace("ASK", "SELECT *")
    result = solve(small, query.replace("SELECT (COUNT(?m) AS ?n) {", "SELECT * {"))
    assert not isinstance(result, ox.QueryBoolean)
    return sum(1 for _ in result)


def assert_true(small: ox.Store, report: dict[str, Any]) -> None:
    """Assert that each correction gives the rows it claims, by its own query."""
    for fix in report["fixes"]:
        assert fix["kind"] in KINDS
        assert count(small, fix["query"]) == fix["rows"] > 0
    for drop in report["drops"]:
        assert drop["rows"] > 0


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.name)
def test_a_fault_is_found(small: ox.Store, case: Case) -> None:
    report, expected = explain_empty(small, case.query, seconds=AMPLE), case.expected
    assert report["empty"] or report["matched"]["rows"] == 0
    assert report["complete"]
    assert_true(small, report)
    if expected["kind"] == "none":
        assert report["fixes"] == []
        return
    best = report["fixes"][0]
    assert (best["kind"], best["from"], best["to"]) == (expected["kind"], expected["from"], expected["to"])
    assert best["rows"] == int(expected["rows"])
    assert best["rewritten"] == expected.get("rewritten", best["rewritten"])
    assert best["to"] in best["text"]["cs"]
    assert best["to"] in best["text"]["en"]
    assert best["text"]["cs"] in report["summary"]["cs"]


@pytest.mark.parametrize(
    "case", [each for each in SMALL if each.expected["kind"] == "none"], ids=lambda case: case.name
)
def test_what_is_in_the_way_is_named(small: ox.Store, case: Case) -> None:
    report = explain_empty(small, case.query, seconds=AMPLE)
    dropped = [" + ".join(part["pattern"] for part in each["parts"]) for each in report["drops"]]
    assert dropped[:1] == ([case.expected["drop"]] if "drop" in case.expected else [])
    assert [each["rows"] for each in report["drops"][:1]] == ([int(case.expected["rows"])] if dropped else [])


@pytest.mark.parametrize("case", REAL, ids=lambda case: case.name)
def test_a_fault_is_found_in_the_real_graph(dataset: Dataset, case: Case) -> None:
    report, expected = explain_empty(dataset.store, case.query, seconds=AMPLE), case.expected
    best = report["fixes"][0]
    assert (best["kind"], best["from"], best["to"]) == (expected["kind"], expected["from"], expected["to"])
    header, _, body = case.query.rpartition("PREFIX")
    corrected = header + "PREFIX" + body.replace(expected["from"], expected["to"])
    assert count(dataset.store, corrected) == best["rows"] > 0


def test_a_query_with_rows_is_not_empty(small: ox.Store) -> None:
    report = explain_empty(small, PREFIX + "SELECT * { ?m a ex:Measure }")
    assert (report["empty"], report["rows"], report["fixes"]) == (False, {"rows": 3, "more": False}, [])
    assert report["summary"]["en"] == "The query is not empty, it gives 3 rows."
    assert report["summary"]["cs"] == "Dotaz není prázdný, dává 3 řádky."


def test_each_pattern_is_told_with_its_matches(small: ox.Store) -> None:
    report = explain_empty(
        small, PREFIX + "SELECT * {\n ?m a ex:Measure ;\n  ex:none ?x .\n GRAPH g:source { ?m ex:year ?y } }"
    )
    told = [
        (each["pattern"], each["line"], each["graph"], each["rows"], each["unknown"]) for each in report["patterns"]
    ]
    assert told == [
        ("?m a ex:Measure", 2, None, 3, []),
        ("?m ex:none ?x", 3, None, 0, ["ex:none"]),
        ("?m ex:year ?y", 4, "g:source", 3, []),
    ]
    assert report["patterns"][1]["text"]["en"] == "nothing; ex:none is nowhere in the data"


def test_a_change_that_only_helps_its_pattern_is_told_there(small: ox.Store) -> None:
    report = explain_empty(small, PREFIX + "SELECT * { ?m ex:gesotr id:mmr . ?m ex:year 1999 }")
    assert report["fixes"] == []
    near = report["patterns"][0]["near"]
    assert near == {"kind": "iri-spelling", "from": "ex:gesotr", "to": "ex:gestor", "rows": 1, "more": False}
    assert report["patterns"][1]["near"] is None


def test_what_is_optional_is_told_too(small: ox.Store) -> None:
    query = PREFIX + "SELECT * { ?m a ex:Goal OPTIONAL { ?m ex:none ?x } MINUS { ?m ex:partOf ?z } }"
    told = [(each["pattern"], each["rows"]) for each in explain_empty(small, query)["patterns"]]
    assert told == [("?m a ex:Goal", 2), ("?m ex:none ?x", 0)]


def test_a_filter_by_what_nothing_binds_is_told(small: ox.Store) -> None:
    query = PREFIX + "SELECT ?name { ?m a ex:Measure FILTER(?name = 'Voda') }"
    drops = explain_empty(small, query)["drops"]
    assert [each["text"] for each in drops] == [
        {
            "cs": "Bez „FILTER(?name = 'Voda')“ dá dotaz 3 řádky. ?name v dotazu nic neváže.",
            "en": "Without “FILTER(?name = 'Voda')” the query gives 3 rows. Nothing in the query binds ?name.",
        }
    ]


@pytest.mark.parametrize(
    "binding",
    [
        "?m ex:year ?x",
        "VALUES ?x { 1 }",
        "BIND(1 AS ?x)",
        "GRAPH ?x { ?m a ex:Measure }",
        "OPTIONAL { ?m ex:none ?x }",
        "{ SELECT ?m (1 AS ?x) { ?m ex:year ?y } }",
        "?m ex:gestor [ ex:none|ex:year|a ?x ]",
    ],
)
def test_what_something_binds_is_not_said_to_be_unbound(small: ox.Store, binding: str) -> None:
    report = explain_empty(small, f"{PREFIX} SELECT * {{ ?m a ex:Measure . {binding} FILTER(?x = 'none') }}")
    assert report["drops"]
    assert "binds" not in str(report["drops"])


@pytest.mark.parametrize(
    "pattern",
    [
        "{ ?m ex:none ?x } UNION { ?m ex:nothing ?x }",
        "{ ?m ex:none ?x } UNION { ?m ex:nothing ?x } FILTER(1 = 2)",
        "GRAPH ?g { ?m ex:none ?x }",
        "FILTER EXISTS { ?m ex:none ?x } GRAPH ?g { ?m ex:nothing ?x }",
    ],
)
def test_nothing_is_left_out_after_which_nothing_is_sought(small: ox.Store, pattern: str) -> None:
    assert explain_empty(small, f"{PREFIX} SELECT * {{ {pattern} }}")["drops"] == []


def test_a_group_is_left_out_as_a_whole_rather_than_emptied(small: ox.Store) -> None:
    query = PREFIX + "SELECT * { ?m a ex:Measure . GRAPH ?g { ?m ex:none ?x } }"
    drops = explain_empty(small, query)["drops"]
    assert [(each["parts"][0]["pattern"], each["rows"]) for each in drops] == [("GRAPH ?g { ?m ex:none ?x }", 3)]


def test_a_template_that_builds_nothing_is_told(small: ox.Store) -> None:
    report = explain_empty(small, PREFIX + "CONSTRUCT { ?x ex:p ?m } { ?m a ex:Measure }")
    assert report["empty"]
    assert report["summary"]["en"].startswith("The pattern gives 3 rows, but the answer builds nothing")


def test_describing_the_unknown_has_no_pattern(small: ox.Store) -> None:
    report = explain_empty(small, "DESCRIBE <urn:none>")
    assert (report["empty"], report["patterns"], report["fixes"]) == (True, [], [])
    assert report["summary"]["en"].startswith(
        "The query describes nothing: the default graph says nothing of its IRIs. "
    )


def test_the_dataset_of_the_request_is_the_cause(small: ox.Store) -> None:
    query = PREFIX + "SELECT * { ?m ex:implements ?t }"
    report = explain_empty(small, query, Graphs(default=("http://example.org/graph/source",)))
    assert [(each["kind"], each["from"], each["rows"]) for each in report["fixes"]] == [
        ("graph", "default-graph-uri=http://example.org/graph/source", 2),
        ("graph", "default-graph-uri", 2),
    ]
    both = Graphs(default=("http://example.org/graph/source", "http://example.org/graph/alignments"))
    assert explain_empty(small, query, both)["rows"] == {"rows": 2, "more": False}


def test_several_from_are_one_graph(small: ox.Store) -> None:
    best = explain_empty(small, BOTH)["fixes"][0]
    assert (best["from"], best["to"], best["rows"]) == ("ex:implments", "ex:implements", 2)


def test_a_named_graph_is_found_where_the_default_graph_is_apart() -> None:
    apart = ox.Store()
    g, a, p, b = (ox.NamedNode(f"http://example.org/{each}") for each in ("graph/one", "id/a", "def/p", "id/b"))
    apart.add(ox.Quad(a, p, b, g))
    best = explain_empty(apart, PREFIX + "SELECT * { ?s ex:p ?o }")["fixes"][0]
    assert (best["kind"], best["to"], best["rows"]) == ("graph", "GRAPH ?kgg { ?s ex:p ?o }", 1)


def test_what_differs_in_number_only_is_no_misspelling(small: ox.Store) -> None:
    assert explain_empty(small, PREFIX + "SELECT * { ?m ex:gestor ?i . ?m ex:partOf id:zpo9 }")["fixes"] == []


def test_what_the_data_has_is_not_taken_for_a_misspelling(small: ox.Store) -> None:
    assert explain_empty(small, PREFIX + "SELECT * { ?m ex:gestor id:mzv }")["fixes"] == []


def test_a_query_that_does_not_finish_is_told_so(small: ox.Store) -> None:
    report = explain_empty(small, DEAD, seconds=0.3)
    assert (report["empty"], report["complete"], report["fixes"]) == (None, False, [])
    assert "did not finish" in report["summary"]["en"]


def test_an_unreadable_query_is_told_so(small: ox.Store) -> None:
    report = explain_empty(small, "SELECT * { << <urn:a> <urn:b> ?c >> ?d ?e }")
    assert (report["empty"], report["form"], report["fixes"]) == (True, None, [])
    assert "cannot be told apart" in report["summary"]["en"]


def test_a_malformed_or_refused_query_is_an_error(small: ox.Store) -> None:
    with pytest.raises(QueryError, match=r"the prefix .* is not declared"):
        explain_empty(small, "SELECT * { ?s nowhere:p ?o }")
    with pytest.raises(RefusedError):
        explain_empty(small, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_the_store_is_left_as_it_was(small: ox.Store) -> None:
    before = set(small)
    explain_empty(small, SMALL[0].query)
    assert set(small) == before


def test_relative_iris_are_looked_for_in_other_graphs_too() -> None:
    store = ox.Store()
    store.add(ox.Quad(*(ox.NamedNode(f"http://e/{name}") for name in "mpo"), ox.NamedNode("http://e/g")))
    report = explain_empty(with_union(store), "SELECT * FROM <none> { <m> <p> ?o }", base="http://e/")
    assert [(each["from"], each["to"], each["rows"]) for each in report["fixes"]] == [
        ("<none>", "<http://e/g>", 1),
        ("FROM <none>", "", 1),
    ]
