"""Numbers that follow the order of the text."""

from collections.abc import Mapping

from kg.spans import Span
from kg.tables import Row, Table


def check_numbers(table: Table, cells: Mapping[str, Row]) -> None:
    """Check that the rows of a table are numbered from 1, without a gap, in the order of their cells in the source.

    Args:
        table: the table, with a column `number`.
        cells: the cell of each row, by the row's id.

    Raises:
        TableError: the first row in the order of the text with another number.
    """
    in_order = sorted(table, key=lambda row: Span.parse(cells[row["id"]].many("spans")[0]))
    for number, row in enumerate(in_order, start=1):
        if row.number("number") != number:
            raise row.error(
                cs=f"číslo „{row['number']}“ neodpovídá pořadí v podkladu, kde je „{row['id']}“ {number}. v pořadí;"
                " číslujte od 1 bez mezer.",
                en=f"the number “{row['number']}” is not the place in the source, where “{row['id']}” is number"
                f" {number}; count from 1 without gaps.",
            )
