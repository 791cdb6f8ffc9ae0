"""Fidelity: the tables hold the source whole, and every fact in them leads to words that stand there.

The figures are those of the document itself, counted by hand.
"""

import hashlib
from collections import Counter

import pytest
from rdflib import SKOS, Graph

from kg import paths
from kg.fidelity import check_cells, check_references
from kg.fidelity.elements import label, title
from kg.spans import SourceText, Span, collapse, line_range
from kg.tables import Row, Table, load_tables, read_text

SOURCE = SourceText(read_text(paths.DATA / "sources" / "koncepce-sc-zpo4.txt"))
TABLES = load_tables(paths.DATA / "tables")
FACTS = load_tables(paths.DATA / "reference")["facts"]

DOUBLED = "jednotlivých oblastech zájmu (energetika,"


def spans(cell: Row) -> list[Span]:
    return [Span.parse(text) for text in cell.many("spans")]


def words_at(row: Row) -> str:
    """Return the words of all source lines that a row names."""
    lines = [line_range(each) for each in row.many("source") if each.startswith("L")]
    return " ".join(SOURCE.lines(*each) for each in lines)


def test_the_source_is_unchanged() -> None:
    content = (paths.DATA / "sources" / "koncepce-sc-zpo4.txt").read_bytes()
    assert len(content) == 12543
    assert hashlib.sha256(content).hexdigest() == ("84b4c79813e0b0531303f2ec879522d04544f213265fc1cf65d906b51c7967e6")


def test_the_project_s_own_tables_pass_the_checks() -> None:
    check_cells(TABLES["cells"], SOURCE)
    graph = Graph()
    for path in (paths.ONTOLOGY / "codes").glob("*.ttl"):
        graph.parse(path)
    codes = {str(code).partition("/code/")[2] for code in graph.subjects(SKOS.inScheme)}
    check_references(TABLES, FACTS, codes, SOURCE)


def test_every_non_blank_character_belongs_to_exactly_one_entry() -> None:
    owners = Counter(offset for cell in TABLES["cells"] for start, end in spans(cell) for offset in range(start, end))
    blank = {offset for offset, character in enumerate(SOURCE.text) if character.isspace()}
    assert set(range(len(SOURCE.text))) - blank <= owners.keys()
    assert max(owners.values()) == 1


def test_no_span_begins_or_ends_with_white_space() -> None:
    for cell in TABLES["cells"]:
        for start, end in spans(cell):
            assert SOURCE.text[start:end] == SOURCE.text[start:end].strip() != ""


@pytest.mark.parametrize("cell", TABLES["cells"].rows, ids=lambda cell: cell["id"])
def test_every_verbatim_equals_its_spans(cell: Row) -> None:
    assert cell["verbatim"] == collapse(" ".join(SOURCE.text[start:end] for start, end in spans(cell)))


def test_the_counts_are_those_of_the_document() -> None:
    assert len(TABLES["rows"].rows) == 42
    assert len(TABLES["measures"].rows) == 30
    assert len(TABLES["typical-measures"].rows) == 10
    assert Counter(row["kind"] for row in TABLES["elements"]) == {"goal": 3, "component": 1, "pillar": 1}
    kinds = Counter(row["kind"] for row in TABLES["cells"])
    assert (kinds["header"], kinds["banner"], kinds["orphan"]) == (14, 1, 1)


def test_only_one_cell_stands_in_two_pieces() -> None:
    in_pieces = [cell for cell in TABLES["cells"] if len(spans(cell)) > 1]
    assert [cell["id"] for cell in in_pieces] == ["zpo4-tm5-c04"]
    assert in_pieces[0]["verbatim"].count(DOUBLED) == 2


def test_the_doubled_line_stands_once_in_the_title() -> None:
    cells = TABLES["cells"].by_key()
    for row in TABLES["typical-measures"]:
        verbatim = cells[f"{row['id']}-c04"]["verbatim"]
        assert row["title"] == verbatim.replace(f"{DOUBLED} {DOUBLED}", DOUBLED)


def test_the_checks_read_the_same_titles_out_of_the_cells() -> None:
    cells = TABLES["cells"].by_key()
    for row in TABLES["typical-measures"]:
        assert title(cells[f"{row['id']}-c04"], SOURCE) == row["title"]


@pytest.mark.parametrize(
    ("words", "notation", "header", "expected"),
    [
        ("ZPO 4.1 Města jsou otevřená.", "ZPO 4.1", "Cíl", "Města jsou otevřená"),
        ("ZPO4. Partneři doma i v zahraničí", "ZPO4", "Komponenta", "Partneři doma i v zahraničí"),
        ("Zastřešující oblast Odolnost", "ZPO", "Zastřešující oblast/pilíř", "Odolnost"),
        ("pilíř Odolnost", "ZPO", "Zastřešující oblast/pilíř", "Odolnost"),
        ("ZPO 4.10 Města", "ZPO 4.1", "Cíl", "ZPO 4.10 Města"),
        ("Města ZPO 4.1 a obce", "ZPO 4.1", "", "Města ZPO 4.1 a obce"),
    ],
)
def test_a_label_is_a_cell_without_what_leads_in_to_it(words: str, notation: str, header: str, expected: str) -> None:
    assert label(words, notation, header) == expected


def test_every_place_and_law_stands_in_a_cell_of_its_measure() -> None:
    measures = {row["id"]: row["measure"] for row in TABLES["rows"]}
    for name in ("measure-places", "measure-laws"):
        for row in TABLES[name]:
            column = row["column"] if name == "measure-places" else "measure"
            words = [
                cell["verbatim"]
                for cell in TABLES["cells"]
                if cell["column"] == column and measures.get(cell["row"]) == row["measure"]
            ]
            assert any(row["wording"] in each for each in words), row["wording"]


def test_rows_and_typical_measures_are_numbered_without_gaps() -> None:
    for name, count in {"rows": 42, "typical-measures": 10}.items():
        assert [row.number("number") for row in TABLES[name]] == list(range(1, count + 1))


def test_a_measure_has_a_notation_where_its_title_begins_with_one() -> None:
    assert {row["id"]: row["notation"] for row in TABLES["measures"] if row["notation"]} == {
        "nskb-a8": "A8",
        "nskb-a44": "A44",
        "nskb-a45": "A45",
    }


def test_rows_of_a_measure_have_the_same_title_and_different_measures_do_not() -> None:
    titles: dict[str, set[str]] = {}
    cells = TABLES["cells"].by_key()
    for row in TABLES["rows"]:
        titles.setdefault(row["measure"], set()).add(cells[f"{row['id']}-c08"]["verbatim"])
    assert all(len(found) == 1 for found in titles.values())
    assert len(set.union(*titles.values())) == 30


def test_the_cells_of_a_row_follow_one_another_in_the_order_of_the_columns() -> None:
    order = ["measure", "status", "measure-gestor", "deadline", "funding", "measure-type", "source-strategy"]
    for row in TABLES["rows"]:
        cells = [cell for cell in TABLES["cells"] if cell["row"] == row["id"]]
        assert [order.index(cell["column"]) for cell in cells] == sorted(order.index(cell["column"]) for cell in cells)
        assert [spans(cell)[0] for cell in cells] == sorted(spans(cell)[0] for cell in cells)


@pytest.mark.parametrize("table", [each for each in TABLES.values() if each.name != "cells"], ids=lambda t: t.name)
def test_every_fact_names_its_source(table: Table) -> None:
    facts = FACTS.by_key()
    for row in table:
        assert row.many("source")
        for reference in row.many("source"):
            if reference.startswith("F:"):
                assert facts[reference.removeprefix("F:")]["verified"]
            else:
                assert SOURCE.lines(*line_range(reference))


@pytest.mark.parametrize("name", ["agents", "strategies", "programmes", "instruments"])
def test_each_thing_is_named_in_the_lines_it_cites(name: str) -> None:
    for row in TABLES[name]:
        assert any(collapse(words) in words_at(row) for words in row.many("wordings")), row["id"]


@pytest.mark.parametrize("name", ["agents", "strategies", "programmes", "instruments"])
def test_each_wording_stands_in_the_source(name: str) -> None:
    whole = collapse(SOURCE.text)
    for row in TABLES[name]:
        for words in row.many("wordings"):
            assert collapse(words) in whole, words


@pytest.mark.parametrize("name", ["codes", "measure-places"])
def test_each_coded_wording_stands_in_the_lines_it_cites(name: str) -> None:
    for row in TABLES[name]:
        assert row["wording"] in words_at(row), row["wording"]


def test_each_title_stands_in_the_lines_it_cites() -> None:
    cells = TABLES["cells"].by_key()
    for row in TABLES["rows"]:
        assert cells[f"{row['id']}-c08"]["verbatim"] in words_at(row)
    for row in TABLES["measures"]:
        assert row["notation"] in words_at(row)


def test_each_fact_is_used_and_says_where_it_was_verified() -> None:
    used = {
        reference.removeprefix("F:")
        for table in TABLES.values()
        if "source" in table.rows[0].columns
        for row in table
        for reference in row.many("source")
        if reference.startswith("F:")
    }
    assert used == set(FACTS.by_key())
    assert all(row["verified"] for row in FACTS)
