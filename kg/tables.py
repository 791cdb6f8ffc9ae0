"""Read the CSV tables with the types and keys their CSVW metadata states, keeping the line of every row.

W3C Tabular Data on the Web: only what the project's metadata uses is read (columns, datatypes with a format,
required, separator, primary and foreign keys); everything else in a metadata file is for other readers.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError

METADATA_SUFFIX = ".csv-metadata.json"


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

    @classmethod
    def from_metadata(cls, node: Mapping[str, Any]) -> "Column":
        """Read one entry of `tableSchema.columns`."""
        datatype = node.get("datatype", "string")
        base, pattern = (datatype, None) if isinstance(datatype, str) else (datatype["base"], datatype.get("format"))
        return cls(
            node["name"],
            base,
            re.compile(pattern) if pattern else None,
            node.get("required", False),
            node.get("separator"),
        )

    def values(self, cell: str) -> list[str]:
        """Split a cell into its values; an empty cell has none."""
        if not cell:
            return []
        return cell.split(self.separator) if self.separator else [cell]

    def accepts(self, value: str) -> bool:
        """Tell whether a value is in the lexical space of the column."""
        if self.base == "integer" and not re.fullmatch(r"-?[0-9]+", value):
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
        """Return a cell as it is written; an absent value is the empty string."""
        return self.cells[name]

    def many(self, name: str) -> list[str]:
        """Return the values of a cell that its separator splits."""
        return self.columns[name].values(self.cells[name])

    def number(self, name: str) -> int:
        """Return a cell of an integer column."""
        return int(self.cells[name])

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


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file with its line ends untouched."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            cs=f"{path}: soubor nelze přečíst ({reason}); zkontrolujte cestu a oprávnění.",
            en=f"{path}: the file cannot be read ({reason}); check the path and the permissions.",
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TableError(
            path,
            line,
            cs="text není v kódování UTF-8; uložte soubor znovu jako UTF-8.",
            en="the text is not UTF-8; save the file again as UTF-8.",
        ) from error


def load_tables(folder: Path) -> dict[str, Table]:
    """Read every table of a folder that has a metadata file and check the keys between them.

    Raises:
        InputError: a file cannot be read, or a cell, column or key breaks what the metadata states.
    """
    paths = sorted(folder.glob(f"*{METADATA_SUFFIX}"))
    if not paths:
        raise InputError(
            cs=f"{folder}: složka neobsahuje žádnou tabulku s popisem {METADATA_SUFFIX}; zadejte složku s tabulkami.",
            en=f"{folder}: the folder holds no table with a {METADATA_SUFFIX} file; name the folder of the tables.",
        )
    tables = {table.name: table for table in map(_read_table, paths)}
    for table in tables.values():
        _check_foreign_keys(table, tables)
    return tables


def _read_table(metadata_path: Path) -> Table:
    try:
        metadata = json.loads(read_text(metadata_path))
    except json.JSONDecodeError as error:
        raise TableError(
            metadata_path,
            error.lineno,
            cs="popis tabulky není platný JSON; opravte jej.",
            en="not valid JSON; mend it.",
        ) from error
    schema = metadata["tableSchema"]
    columns = {node["name"]: Column.from_metadata(node) for node in schema["columns"]}
    path = metadata_path.parent / metadata["url"]
    rows = tuple(_read_rows(path, columns))
    foreign = {
        key["columnReference"][0]: key["reference"]["resource"].removesuffix(".csv")
        for key in schema.get("foreignKeys", [])
    }
    table = Table(path.stem, path, rows, tuple(schema["primaryKey"]), foreign)
    _check_primary_key(table)
    return table


def _read_rows(path: Path, columns: Mapping[str, Column]) -> Iterator[Row]:
    reader = csv.reader(read_text(path).splitlines(keepends=True), strict=True)
    try:
        header = next(reader, [])
        _check_header(path, header, columns)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if len(cells) != len(header):
                raise TableError(
                    path,
                    line,
                    cs=f"řádek má {len(cells)} hodnot, záhlaví {len(header)}; doplňte nebo uvozte chybějící hodnoty.",
                    en=f"the row has {len(cells)} values, the header {len(header)}; add or quote the missing values.",
                )
            row = Row(path, line, dict(zip(header, cells, strict=True)), columns)
            _check_row(row)
            yield row
    except csv.Error as error:
        raise TableError(
            path,
            reader.line_num,
            cs=f"řádek není platné CSV ({error}); zkontrolujte uvozovky.",
            en=f"the line is not valid CSV ({error}); check the quotation marks.",
        ) from error


def _check_header(path: Path, header: list[str], columns: Mapping[str, Column]) -> None:
    known = ", ".join(columns)
    for name in header:
        if name not in columns:
            raise TableError(
                path,
                1,
                cs=f"neznámý sloupec „{name}“; povolené sloupce jsou {known}.",
                en=f"unknown column “{name}”; the columns are {known}.",
            )
    for name in columns:
        if header.count(name) != 1:
            raise TableError(
                path,
                1,
                cs=f"sloupec „{name}“ musí v záhlaví stát právě jednou; povolené sloupce jsou {known}.",
                en=f"the column “{name}” must stand in the header exactly once; the columns are {known}.",
            )


def _check_row(row: Row) -> None:
    for name, column in row.columns.items():
        if column.required and not row[name]:
            raise row.error(
                cs=f"chybí hodnota ve sloupci „{name}“; doplňte ji.",
                en=f"no value in column “{name}”; add it.",
            )
        for value in row.many(name):
            if not column.accepts(value):
                form = column.format.pattern if column.format else column.base
                raise row.error(
                    cs=f"hodnota „{value}“ ve sloupci „{name}“ nemá tvar {form}; opravte ji.",
                    en=f"the value “{value}” in column “{name}” is not of the form {form}; mend it.",
                )


def _check_primary_key(table: Table) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in table:
        key = tuple(row[part] for part in table.key)
        if key in seen:
            text = " ".join(key)
            raise row.error(
                cs=f"identifikátor „{text}“ už stojí na řádku {seen[key]}; zvolte jiný.",
                en=f"the identifier “{text}” already stands on line {seen[key]}; choose another.",
            )
        seen[key] = row.line


def _check_foreign_keys(table: Table, tables: Tables) -> None:
    for column, target in table.foreign_keys.items():
        known = tables[target].by_key()
        for row in table:
            for value in row.many(column):
                if value not in known:
                    raise row.error(
                        cs=f"odkaz „{value}“ ve sloupci „{column}“ nevede do tabulky {target}; opravte jej.",
                        en=f"the reference “{value}” in column “{column}” leads to nothing in {target}; mend it.",
                    )
