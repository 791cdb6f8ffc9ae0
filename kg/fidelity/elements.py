"""The left half of the plan: labels and titles are the words of the cells, numbers their order."""

import itertools
from collections.abc import Mapping

from kg.fidelity.columns import OWN_COLUMNS
from kg.fidelity.numbering import check_numbers
from kg.mapping.reference import ELEMENT_KINDS
from kg.spans import SourceText, Span, collapse, differing
from kg.tables import Row, Tables


def check_elements(tables: Tables, source: SourceText) -> None:
    """Check labels of elements, and titles and numbers of typical measures, against their cells.

    Raises:
        TableError: the first that differs.
    """
    cells = {(cell["about"], cell["column"]): cell for cell in tables["cells"] if cell["about"]}
    headers = {cell["column"]: cell["verbatim"] for cell in tables["cells"] if cell["kind"] == "header"}
    for row in tables["elements"]:
        path = f"{ELEMENT_KINDS[row['kind']][0]}/{row['id']}"
        words = cells[path, row["kind"]]["verbatim"]
        _check_words(row, "label_cs", label(words, row["notation"], headers.get(row["kind"], "")))
    own = {row["id"]: _own_cell(cells, row) for row in tables["typical-measures"]}
    for row in tables["typical-measures"]:
        _check_words(row, "title", title(own[row["id"]], source))
    check_numbers(tables["typical-measures"], own)


def label(words: str, notation: str, header: str) -> str:
    """Return the words of an element without what leads in to them and without the final full stop.

    What leads in is its notation, „ZPO 4.1“ or „ZPO4.“, or its level as the header of the column names it:
    „Zastřešující průřezová oblast/pilíř“ are two names.
    """
    for lead in (f"{notation}.", notation, *header.split("/")):
        if lead and words.startswith(f"{lead} "):
            words = words.removeprefix(f"{lead} ")
            break
    return words.removesuffix(".")


def title(cell: Row, source: SourceText) -> str:
    """Return the words of a cell with a line that immediately repeats, as at a page break, once."""
    spans = map(Span.parse, cell.many("spans"))
    lines = (collapse(line) for start, end in spans for line in source.text[start:end].splitlines())
    return " ".join(line for line, _ in itertools.groupby(filter(None, lines)))


def _own_cell(cells: Mapping[tuple[str, str], Row], row: Row) -> Row:
    return cells[f"typical-measures/{row['id']}", OWN_COLUMNS["typical-measures"]]


def _check_words(row: Row, column: str, words: str) -> None:
    if row[column] != words:
        stated, found = differing(row[column], words)
        raise row.error(
            cs=f"hodnota „{stated}“ ve sloupci „{column}“ neodpovídá buňce podkladu „{found}“; opravte ji.",
            en=f"the value “{stated}” in column “{column}” is not that of the source’s cell, “{found}”; mend it.",
        )
