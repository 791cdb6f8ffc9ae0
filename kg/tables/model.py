"""Tables in memory: rows with the line they stand on, so that every error leads back to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError


class TableError(InputError):
    """A table that cannot be used, with the file and the line at fault."""

    def __init__(self, path: Path, line: int | None, *, cs: str, en: str) -> None:
        """Put the place before the cause and the remedy."""
        self.path, self.line = path, line
        where_cs = f"{path}, řádek {line}" if line else str(path)
        where_en = f"{path}, line {line}" if line else str(path)
        super().__init__(cs=f"{where_cs}: {cs}", en=f"{where_en}: {en}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the metadata describes it."""

    name: str
    base: str
    format: re.Pattern[str] | None
    required: bool
    separator: str | None

    def values(self, cell: str) -> list[str]:
        """Split a cell into its values; an empty cell has none."""
        if not cell:
            return []
        return cell.split(self.separator) if self.separator else [cell]

    def accepts(self, value: str) -> bool:
        """Tell whether a value is in the lexical space of the column."""
        if self.base == "integer" and not re.fullmatch(r"-?[0-9]{1,18}", value):
            return False
        if self.base == "boolean" and value not in {"true", "false"}:
            return False
        return self.format is None or self.format.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with the file and line it stands on, for errors that lead back to it."""

    path: Path
    line: int
    cells: Mapping[str, str]
    columns: Mapping[str, Column]

    def __getitem__(self, name: str) -> str:
        """Return a cell as it is written; an absent value is the empty string.

        Raises:
            TableError: the table has no such column.
        """
        if name not in self.cells:
            raise self.error(
                cs=f"tabulka nemá sloupec „{name}“; doplňte jej do ní i do jejího popisu.",
                en=f"the table has no column “{name}”; add it to the table and to its metadata.",
            )
        return self.cells[name]

    def many(self, name: str) -> list[str]:
        """Return the values of a cell that its separator splits."""
        cell = self[name]
        return self.columns[name].values(cell)

    def number(self, name: str) -> int:
        """Return a cell of an integer column."""
        try:
            return int(self[name])
        except ValueError as error:
            raise self.error(
                cs=f"hodnota „{self[name]}“ ve sloupci „{name}“ není celé číslo; opravte ji.",
                en=f"the value “{self[name]}” in column “{name}” is not a whole number; mend it.",
            ) from error

    def error(self, *, cs: str, en: str) -> TableError:
        """Return an error about this row."""
        return TableError(self.path, self.line, cs=cs, en=en)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows, found by key where the key is one column."""

    name: str
    path: Path
    rows: tuple[Row, ...]
    key: tuple[str, ...]
    foreign_keys: Mapping[str, str]

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows in the order of the file."""
        return iter(self.rows)

    def by_key(self) -> dict[str, Row]:
        """Return the rows by their key; the parts of a compound key are joined by a space."""
        return {" ".join(row[part] for part in self.key): row for row in self.rows}


Tables = Mapping[str, Table]
