"""Reports as people read them, and in the process that makes them: a worker that can open no file."""

import json
from typing import BinaryIO

import pyoxigraph as ox
import pytest

from kg import diagnosis
from kg.diagnosis.bounded import Failed, Unfinished, bounded
from kg.diagnosis.probe import Count
from kg.diagnosis.wording import rows_text
from kg.errors import QueryError
from kg.workers import run
from tests.diagnosis.cases import example

PREFIX = "PREFIX ex: <http://example.org/def/>\n"


@pytest.fixture(scope="module")
def small() -> ox.Store:
    return example()


def test_an_empty_answer_in_czech(small: ox.Store) -> None:
    report = diagnosis.explain_empty(small, PREFIX + "SELECT * { ?m a ex:Measure ;\n ex:gesotr ?i }")
    assert diagnosis.text(report, "cs") == (
        "Dotaz nedává žádný řádek. IRI se v datech nevyskytuje, podobné ano. Místo ex:gesotr napište ex:gestor;"
        " dotaz pak dá 3 řádky.\n\n"
        "Co bylo zřejmě míněno\n---------------------\n\n"
        "- IRI se v datech nevyskytuje, podobné ano. Místo ex:gesotr napište ex:gestor; dotaz pak dá 3 řádky.\n\n"
        "Opravený dotaz\n--------------\n\n"
        "PREFIX ex: <http://example.org/def/>\nSELECT * { ?m a ex:Measure ;\n ex:gestor ?i }\n\n"
        "Co vynechat\n-----------\n\n"
        "- Bez „?m ex:gesotr ?i“ dá dotaz 3 řádky.\n\n"
        "Vzory trojic\n------------\n\n"
        "řádek dotazu    vzor             nalezeno\n"
        "--------------  ---------------  ----------------------------------\n"
        "2               ?m a ex:Measure  3\n"
        "3               ?m ex:gesotr ?i  nic; ex:gesotr v datech není vůbec\n"
    )


def test_a_plan_in_english_has_the_blocks_of_a_page(small: ox.Store) -> None:
    report = diagnosis.explain_query(small, PREFIX + "SELECT * { ?m a ex:Measure . ?i a ex:Goal }")
    report["whole"]["seconds"] = 0.5
    assert diagnosis.blocks(report, "en") == [
        {"type": "heading", "text": "The whole query"},
        {"type": "paragraph", "text": "6 rows in 0.5 s."},
        {"type": "heading", "text": "Advice"},
        {
            "type": "list",
            "items": [
                (
                    "The patterns “?m a ex:Measure”, “?i a ex:Goal” share no variable: each row of one is joined with"
                    " every row of the others. Link them by a variable they share."
                ),
            ],
        },
        {"type": "heading", "text": "Triple patterns"},
        {
            "type": "table",
            "head": ["line", "pattern", "matches"],
            "rows": [["2", "?m a ex:Measure", "3"], ["2", "?i a ex:Goal", "2"]],
        },
        {"type": "heading", "text": "Joins"},
        {
            "type": "table",
            "head": ["pattern", "joined by", "rows"],
            "rows": [["?i a ex:Goal", "", "2"], ["?m a ex:Measure", "nothing (a product)", "6"]],
        },
        {"type": "heading", "text": "Algebra"},
        {
            "type": "code",
            "text": "Project ?m, ?i\n  BGP\n    ?m rdf:type ex:Measure .\n    ?i rdf:type ex:Goal .",
        },
    ]


def test_what_was_not_tried_is_said(small: ox.Store) -> None:
    report = diagnosis.explain_empty(small, PREFIX + "SELECT * { ?m a ex:Mesure }")
    report["complete"] = False
    assert diagnosis.blocks(report, "cs")[-1]["text"] == "Ne vše se ve vyhrazeném čase podařilo vyzkoušet."


@pytest.mark.parametrize(
    ("count", "cs", "en"),
    [
        (Count(1), "1 řádek", "1 row"),
        (Count(2), "2 řádky", "2 rows"),
        (Count(5), "5 řádků", "5 rows"),
        (Count(0), "0 řádků", "0 rows"),
        (Count(1000, more=True), "více než 1000 řádků", "more than 1000 rows"),
    ],
)
def test_numbers_of_rows_are_declined(count: Count, cs: str, en: str) -> None:
    assert rows_text(count) == {"cs": cs, "en": en}


@pytest.mark.parametrize("how", [diagnosis.explain_query, diagnosis.explain_empty])
def test_a_worker_explains_though_it_can_open_no_file(small: ox.Store, how: object) -> None:
    assert callable(how)
    diagnosis.prepare()

    def task(out: BinaryIO) -> None:
        out.write(json.dumps(how(small, PREFIX + 'SELECT * { ?m ex:year "2021-01-01"^^xsd:date }')).encode())

    with run(task) as whole:
        report = json.loads(whole.read())
    assert report["complete"]
    assert report.get("algebra", {"available": True})["available"]


def test_an_error_passes_through_a_worker(small: ox.Store) -> None:
    def task(out: BinaryIO) -> None:
        out.write(json.dumps(diagnosis.explain_empty(small, "SELECT * { ?s nowhere:p ?o }")).encode())

    with pytest.raises(QueryError, match=r"the prefix .* is not declared"):
        run(task)


def test_a_bounded_task_ends() -> None:
    def forever() -> None:
        while True:
            pass

    def failing() -> None:
        raise QueryError(cs="chyba", en="error")

    assert bounded(lambda: {"n": [1, "ž"]}, 5) == {"n": [1, "ž"]}
    with pytest.raises(Unfinished):
        bounded(forever, 0.05)
    with pytest.raises(Unfinished):
        bounded(lambda: "x" * (17 << 20), 5)
    with pytest.raises(Unfinished):
        bounded(lambda: None, 0)
    with pytest.raises(Failed):
        bounded(failing, 5)
