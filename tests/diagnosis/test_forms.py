"""Answers that are not the rows of a pattern: an aggregate over nothing, a truth value, a graph."""

from typing import Any

import pyoxigraph as ox
import pytest

from kg.diagnosis import explain_empty
from kg.results import solve
from tests.diagnosis.cases import example

PREFIX = "PREFIX ex: <http://example.org/def/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
IDS = "PREFIX id: <http://example.org/id/> "
AMPLE = 200.0


@pytest.fixture(scope="module")
def small() -> ox.Store:
    return example()


def explained(small: ox.Store, query: str) -> dict[str, Any]:
    return explain_empty(small, PREFIX + query, seconds=AMPLE)


@pytest.mark.parametrize(
    "head",
    [
        "(COUNT(*) AS ?n)",
        "(COUNT(DISTINCT ?m) AS ?n)",
        "(SUM(?y) AS ?n)",
        "(MIN(?y) AS ?n) (MAX(?y) AS ?x)",
        "(AVG(?y) AS ?n)",
        "(SAMPLE(?y) AS ?n)",
        '(GROUP_CONCAT(?y; SEPARATOR=", ") AS ?n)',
        "(1 + COUNT(*) AS ?n)",
    ],
)
def test_an_aggregate_over_nothing_has_its_row_and_a_cause(small: ox.Store, head: str) -> None:
    query = f'SELECT {head} {{ ?m skos:notation "a44" ; ex:year ?y }}'
    assert len(list(solve(small, PREFIX + query))) == 1  # type: ignore[arg-type]
    report = explained(small, query)
    assert (report["empty"], report["rows"], report["matched"]) == (
        False,
        {"rows": 1, "more": False},
        {"rows": 0, "more": False},
    )
    assert report["summary"] == {
        "cs": "Dotaz dává 1 řádek, ale jeho vzor žádný, takže není co shrnout. Text se v datech liší velikostí písmen."
        ' Místo "a44" napište "A44"; vzor pak dá 1 řádek.',
        "en": "The query gives 1 row, but its pattern none, so there is nothing to aggregate. The text in the data"
        ' differs in upper and lower case. Write "A44" instead of "a44"; the pattern then gives 1 row.',
    }
    assert report["drops"][0]["text"]["cs"] == 'Bez „?m skos:notation "a44"“ dá vzor 3 řádky.'


def test_an_aggregate_over_rows_is_told_as_it_is(small: ox.Store) -> None:
    report = explained(small, "SELECT (COUNT(?x) AS ?n) { ?m a ex:Measure OPTIONAL { ?m ex:none ?x } }")
    assert (report["empty"], report["rows"], report["matched"]) == (
        False,
        {"rows": 1, "more": False},
        {"rows": 3, "more": False},
    )
    assert report["summary"] == {
        "cs": "Dotaz není prázdný, dává 1 řádek. Shrnuje vzor, který dává 3 řádky.",
        "en": "The query is not empty, it gives 1 row. It aggregates a pattern that gives 3 rows.",
    }


@pytest.mark.parametrize("clause", ["LIMIT 0", "OFFSET 1"])
@pytest.mark.parametrize("pattern", ["?m a ex:Measure", "?m a ex:Mesure"])
def test_an_aggregate_whose_row_is_cut_away_gives_none(small: ox.Store, pattern: str, clause: str) -> None:
    report = explained(small, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }} {clause}")
    assert (report["empty"], report["rows"]["rows"], report["matched"]) == (True, 0, None)
    assert report["fixes"] == []
    assert [each["text"]["en"] for each in report["drops"]] == [f"Without “{clause}” the query gives 1 row."]


def test_groups_of_nothing_are_none(small: ox.Store) -> None:
    report = explained(small, "SELECT ?i (COUNT(*) AS ?n) { ?m ex:gesotr ?i } GROUP BY ?i")
    assert (report["empty"], report["rows"]["rows"], report["matched"]) == (True, 0, None)
    assert report["summary"]["en"].startswith("The query gives no row. ")
    assert report["summary"]["en"].endswith("the query then gives 3 rows.")


def test_an_aggregate_refused_by_having_gives_no_row(small: ox.Store) -> None:
    report = explained(small, "SELECT (COUNT(*) AS ?n) { ?m ex:gesotr ?i } HAVING (COUNT(*) > 0)")
    assert (report["empty"], report["rows"]["rows"], report["fixes"][0]["rows"]) == (True, 0, 1)
    assert report["summary"]["en"].endswith("Write ex:gestor instead of ex:gesotr; the query then gives 1 row.")


@pytest.mark.parametrize(
    ("form", "cs", "en"),
    [
        ("ASK", "Odpověď je false: vzor nedává žádný řádek. ", "The answer is false: the pattern gives no row. "),
        (
            "CONSTRUCT { ?i a ex:Gestor }",
            "Dotaz nesestavuje žádnou trojici: jeho vzor nedává žádný řádek. ",
            "The query builds no triple: its pattern gives no row. ",
        ),
        (
            "DESCRIBE ?i",
            "Dotaz nic nepopisuje: jeho vzor nedává žádný řádek. ",
            "The query describes nothing: its pattern gives no row. ",
        ),
    ],
)
def test_the_rows_of_other_forms_are_those_of_their_pattern(small: ox.Store, form: str, cs: str, en: str) -> None:
    report = explained(small, f"{form} {{ ?m ex:gesotr ?i }}")
    assert (report["empty"], report["matched"]) == (True, {"rows": 0, "more": False})
    assert report["rows"] == (None if form == "ASK" else {"rows": 0, "more": False})
    assert report["summary"]["cs"].startswith(cs)
    assert report["summary"]["en"].startswith(en)
    assert report["summary"]["cs"].endswith("Místo ex:gesotr napište ex:gestor; vzor pak dá 3 řádky.")
    assert report["summary"]["en"].endswith("Write ex:gestor instead of ex:gesotr; the pattern then gives 3 rows.")


@pytest.mark.parametrize(
    ("query", "rows", "en"),
    [
        ("ASK { ?m a ex:Measure }", None, "The answer is true."),
        ("CONSTRUCT { ?m a ex:X } { ?m a ex:Measure }", 3, "The query is not empty, it gives 3 triples."),
        ("CONSTRUCT { ex:a a ex:X } { ?m a ex:Measure }", 1, "The query is not empty, it gives 1 triple."),
        (IDS + "DESCRIBE id:zpo1", 3, "The query is not empty, it gives 3 triples."),
    ],
)
def test_what_is_not_empty_is_told_as_it_is(small: ox.Store, query: str, rows: int | None, en: str) -> None:
    report = explained(small, query)
    assert (report["empty"], report["summary"]["en"]) == (False, en)
    assert report["rows"] == (None if rows is None else {"rows": rows, "more": False})


@pytest.mark.parametrize(
    ("wrong", "right", "kind"),
    [
        ("id:NUKIB", "id:nukib", "iri-case"),
        ("<https://example.org/id/mmr>", "<http://example.org/id/mmr>", "iri-scheme"),
    ],
)
def test_what_is_to_be_described_may_be_misspelt(small: ox.Store, wrong: str, right: str, kind: str) -> None:
    report = explained(small, f"{IDS}DESCRIBE {wrong}")
    best = report["fixes"][0]
    assert (best["kind"], best["from"], best["to"], best["rows"]) == (kind, wrong, right, 3)
    assert sum(1 for _ in solve(small, best["query"])) == 3  # type: ignore[union-attr]
    assert report["summary"]["cs"].startswith("Dotaz nic nepopisuje: výchozí graf o jeho IRI nic neříká. ")
    assert report["summary"]["cs"].endswith("dotaz pak dá 3 trojice.")
    assert report["summary"]["en"].endswith("the query then gives 3 triples.")
