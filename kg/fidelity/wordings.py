"""Wordings: what a table takes for the source's words stands in the source, as whole words, where the row says."""

import re
from collections.abc import Iterable
from typing import Final

from kg.spans import SourceText, collapse, excerpt, line_range
from kg.tables import Row, Tables

_OF_A_MEASURE: Final = ("measure-places", "measure-laws")
_TITLE: Final = "measure"


def check_wordings(tables: Tables, source: SourceText) -> None:
    """Check every column `wordings` and `wording`, and the titles and notations, against the lines their rows cite.

    Raises:
        TableError: the first wording that does not stand where it should.
    """
    whole = collapse(source.text)
    for table in tables.values():
        for row in table:
            if "wordings" in row.columns:
                _check_things(row, whole, source)
            elif "wording" in row.columns:
                _check_cited(row, [row["wording"]], source)
    _check_cells_of_measures(tables)
    cells = {cell["row"]: cell["verbatim"] for cell in tables["cells"] if cell["column"] == _TITLE}
    for row in tables["rows"]:
        _check_cited(row, [cells[row["id"]]], source)
    for row in tables["measures"]:
        _check_cited(row, row.many("notation"), source)


def _check_things(row: Row, whole: str, source: SourceText) -> None:
    words = row.many("wordings")
    for each in words:
        if not _stands_in(each, whole):
            raise row.error(
                cs=f"znění „{excerpt(each)}“ v podkladu nestojí; opište je z něj doslova.",
                en=f"the wording “{excerpt(each)}” does not stand in the source; copy it from there word for word.",
            )
    _check_cited(row, words, source)


def _check_cited(row: Row, words: Iterable[str], source: SourceText) -> None:
    """Check that one of the wordings, if there is any, stands in the lines that the row cites, if it cites any."""
    words = list(words)
    lines = [source.lines(*line_range(each)) for each in row.many("source") if each.startswith("L")]
    if words and lines and not any(_stands_in(each, " ".join(lines)) for each in words):
        raise row.error(
            cs=f"znění „{excerpt(words[0])}“ nestojí v řádcích podkladu „{row['source']}“; opravte znění nebo řádky.",
            en=f"the wording “{excerpt(words[0])}” does not stand in the source’s lines “{row['source']}”; mend the"
            " wording or the lines.",
        )


def _check_cells_of_measures(tables: Tables) -> None:
    """Check that a place or law is named by a cell of the measure, in the column that the row says."""
    measures = tables["rows"].by_key()
    cells: dict[tuple[str, str], list[str]] = {}
    for cell in tables["cells"]:
        if cell["row"]:
            owner = measures[cell["row"]]["measure"], cell["column"]
            cells.setdefault(owner, []).append(cell["verbatim"])
    for name in _OF_A_MEASURE:
        for row in tables[name]:
            column = row["column"] if "column" in row.columns else _TITLE
            if not any(_stands_in(row["wording"], words) for words in cells.get((row["measure"], column), [])):
                raise row.error(
                    cs=f"znění „{excerpt(row['wording'])}“ nestojí v žádné buňce sloupce „{column}“ opatření"
                    f" „{row['measure']}“; opravte je.",
                    en=f"the wording “{excerpt(row['wording'])}” stands in no cell of column “{column}” of the measure"
                    f" “{row['measure']}”; mend it.",
                )


def _stands_in(words: str, text: str) -> bool:
    """Tell whether words stand in a text whose white space is collapsed, not within longer words."""
    words = collapse(words)
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
