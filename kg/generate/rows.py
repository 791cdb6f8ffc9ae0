"""Provenance of generated measures: rows with their cells, whose spans lie in a text that is imagined."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import iris
from kg.generate.record import bilingual
from kg.generate.words import Phrase
from kg.mapping import provenance
from kg.mapping.statements import Statement, number, typed
from kg.namespaces import DCT, OA, SG, SKOS

_COLUMNS: Final = {
    "measure": "08",
    "status": "09",
    "measure-gestor": "10",
    "deadline": "11",
    "funding": "12",
    "measure-type": "13",
    "source-strategy": "14",
}
"""The columns of the right half of the table, with their numbers."""


def cell_id(row: str, column: str) -> str:
    """Return the id of a cell of a row."""
    return f"{row}-c{_COLUMNS[column]}"


class Pen:
    """What writes the rows down; it knows the document and how far its text has grown."""

    def __init__(self, document: NamedNode, *, rows: bool, cells: bool) -> None:
        """Take the document, whether to state all rows or only repeated ones, and all cells or only titles."""
        self._document, self._rows, self._cells, self._at = document, rows or cells, cells, 0

    def writes(self, rows: Sequence[str]) -> bool:
        """Tell whether the rows of a measure are stated."""
        return self._rows or len(rows) > 1

    def row(self, key: str, count: int, measure: NamedNode, words: Mapping[str, str]) -> Iterator[Statement]:
        """State a row of a measure.

        Args:
            key: the id of the row.
            count: its number in the document.
            measure: the measure that it states.
            words: the words of its cells by their columns.
        """
        node = iris.resource("rows", key)
        yield typed(node, SG.SourceRow)
        yield Statement(node, SG.rowNumber, number(count))
        yield from bilingual(node, SKOS.prefLabel, Phrase(f"řádek {count}", f"row {count}"))
        yield Statement(node, DCT.isPartOf, self._document)
        yield Statement(measure, SG.sourceRow, node)
        for column in sorted(words, key=_COLUMNS.__getitem__) if self._cells else ["measure"]:
            yield from self._cell(node, cell_id(key, column), column, words[column])

    def derivations(self, stated: Iterable[Statement]) -> Iterable[Statement]:
        """State from which cells the things around a measure were read; nothing unless all cells are stated."""
        return dict.fromkeys(provenance.derivations(stated)) if self._cells else ()

    def _cell(self, row: NamedNode, key: str, column: str, words: str) -> Iterator[Statement]:
        node, selector = provenance.cell_iri(key), iris.resource("selectors", f"{key}-1")
        yield typed(node, SG.SourceCell)
        yield Statement(row, SG.cell, node)
        yield Statement(node, SG.column, iris.code("columns", column))
        yield Statement(node, SG.verbatim, Literal(words))
        yield from bilingual(node, SKOS.prefLabel, Phrase(f"buňka {key}", f"cell {key}"))
        yield Statement(node, OA.hasSource, self._document)
        yield Statement(node, OA.hasSelector, selector)
        yield typed(selector, OA.TextPositionSelector)
        yield Statement(selector, OA.start, number(self._at))
        yield Statement(selector, OA.end, number(self._at + len(words)))
        # One character, a tab or a line end, stands between two cells.
        self._at += len(words) + 1
