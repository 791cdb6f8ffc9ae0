"""Cells against the rows and elements they belong to: each stands in a column that its owner has, none is missing."""

from typing import Final

from kg.mapping.measures import READERS
from kg.mapping.reference import ELEMENT_KINDS
from kg.tables import Row, Tables

OWN_COLUMNS: Final = {
    **{path: kind for kind, (path, _) in ELEMENT_KINDS.items()},
    "typical-measures": "typical-measure",
}
"""The column in which a thing of the plan itself stands, by the first part of its path."""
_BODIES: Final = ("gestor", "co-gestor", "cooperating", "co-gestor-or-cooperating")


def check_columns(tables: Tables) -> None:
    """Check the place of every cell, and that every row, element and typical measure has the cell that names it.

    Raises:
        TableError: the first cell out of place, the first thing without its cell, or a document about no component.
    """
    taken: dict[tuple[str, str], Row] = {}
    for cell in tables["cells"]:
        _check_place(cell)
        owner = (cell["row"] or cell["about"], cell["column"])
        if owner[0] and owner in taken:
            raise cell.error(
                cs=f"sloupec „{owner[1]}“ už u „{owner[0]}“ drží buňka na řádku {taken[owner].line}; spojte je.",
                en=f"the column “{owner[1]}” of “{owner[0]}” is already held by the cell on line {taken[owner].line};"
                " join them into one.",
            )
        taken[owner] = cell
    for row in tables["rows"]:
        _check_named(row, taken.get((row["id"], "measure")), "measure", f"{row['id']}-c08")
    for path, row in _elements(tables):
        column = OWN_COLUMNS[path]
        _check_named(row, taken.get((f"{path}/{row['id']}", column)), column)
    _check_documents(tables)


def _elements(tables: Tables) -> list[tuple[str, Row]]:
    return [
        *((ELEMENT_KINDS[row["kind"]][0], row) for row in tables["elements"]),
        *(("typical-measures", row) for row in tables["typical-measures"]),
    ]


def _check_place(cell: Row) -> None:
    row, about, column = cell["row"], cell["about"], cell["column"]
    if (cell["kind"] == "cell") != bool(row or about) or (row and about):
        raise cell.error(
            cs=f"buňka druhu „{cell['kind']}“ má nesprávné „row“ a „about“; právě „cell“ uvádí jedno z nich.",
            en=f"the entry of kind “{cell['kind']}” has wrong “row” and “about”; a “cell” alone names one of them.",
        )
    if not row and not about:
        return
    columns = tuple(READERS) if row else (OWN_COLUMNS[about.partition("/")[0]], *_BODIES)
    if column not in columns:
        known = ", ".join(columns)
        raise cell.error(
            cs=f"sloupec „{column}“ k „{row or about}“ nepatří; použijte některý z {known}.",
            en=f"the column “{column}” does not belong to “{row or about}”; use one of {known}.",
        )


def _check_named(row: Row, cell: Row | None, column: str, name: str | None = None) -> None:
    if cell is None:
        raise row.error(
            cs=f"věc „{row['id']}“ nemá v tabulce cells buňku sloupce „{column}“; doplňte ji.",
            en=f"“{row['id']}” has no cell of column “{column}” in the table cells; add it.",
        )
    if name and cell["id"] != name:
        raise cell.error(
            cs=f"buňka s názvem opatření se jmenuje „{cell['id']}“; má se jmenovat „{name}“.",
            en=f"the cell with the title of a measure is named “{cell['id']}”; name it “{name}”.",
        )


def _check_documents(tables: Tables) -> None:
    elements = tables["elements"].by_key()
    for row in tables["documents"]:
        kind = elements[row["component"]]["kind"]
        if kind != "component":
            raise row.error(
                cs=f"„{row['component']}“ ve sloupci „component“ je druhu {kind}; uveďte komponentu.",
                en=f"“{row['component']}” in column “component” is of kind {kind}; name a component.",
            )
