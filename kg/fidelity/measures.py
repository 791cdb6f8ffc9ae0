"""The right half of the plan: rows, measures and the titles and notations that their cells give them."""

import re
from collections.abc import Mapping
from typing import Final

from kg.fidelity.numbering import check_numbers
from kg.spans import differing, excerpt
from kg.tables import Row, Tables

_NOTATION: Final = re.compile(r"([^\W\d_]{1,5}[0-9]+(?:\.[0-9]+)*): ")
"""A title may begin with the number a measure has in its own strategy, „A8: “."""


def check_measures(tables: Tables) -> None:
    """Check that rows are numbered in the order of the text and that a title names one measure, with its notation.

    Raises:
        TableError: the first row or measure for which this does not hold.
    """
    cells = {cell["row"]: cell for cell in tables["cells"] if cell["row"] and cell["column"] == "measure"}
    check_numbers(tables["rows"], cells)
    titles = _titles(tables, cells)
    for measure in tables["measures"]:
        if measure["id"] not in titles:
            raise measure.error(
                cs=f"opatření „{measure['id']}“ nestojí v žádném řádku tabulky rows; doplňte řádek, nebo je odstraňte.",
                en=f"the measure “{measure['id']}” stands in no row of the table rows; add the row or delete it.",
            )
        _check_notation(measure, titles[measure["id"]])


def _titles(tables: Tables, cells: Mapping[str, Row]) -> dict[str, str]:
    """Return the title of each measure; its rows agree on it, and no other measure has it."""
    titles: dict[str, str] = {}
    owners: dict[str, str] = {}
    for row in tables["rows"]:
        measure, title = row["measure"], cells[row["id"]]["verbatim"]
        if titles.setdefault(measure, title) != title:
            stated, former = differing(title, titles[measure])
            raise row.error(
                cs=f"název „{stated}“ se liší od názvu „{former}“ v jiném řádku opatření „{measure}“; přiřaďte řádek"
                " jinému opatření.",
                en=f"the title “{stated}” differs from “{former}” in another row of the measure “{measure}”; give the"
                " row to another measure.",
            )
        if owners.setdefault(title, measure) != measure:
            raise row.error(
                cs=f"název „{excerpt(title)}“ už má opatření „{owners[title]}“; přiřaďte řádek jemu.",
                en=f"the measure “{owners[title]}” already has the title “{excerpt(title)}”; give the row to it.",
            )
    return titles


def _check_notation(measure: Row, title: str) -> None:
    found = _NOTATION.match(title)
    notation = found[1] if found else ""
    if measure["notation"] and title.startswith(f"{measure['notation']}: "):
        return
    if measure["notation"] != notation:
        raise measure.error(
            cs=f"označení „{excerpt(measure['notation'])}“ se neshoduje s názvem „{excerpt(title)}“; uveďte"
            + (f" „{notation}“." if notation else " sloupec prázdný."),
            en=f"the notation “{excerpt(measure['notation'])}” is not that of the title “{excerpt(title)}”; "
            + (f"write “{notation}”." if notation else "leave the column empty."),
        )
