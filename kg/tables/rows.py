"""The rows of a CSV file, checked against the columns that its metadata states (RFC 4180)."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from kg.spans import excerpt
from kg.tables.model import Column, Row, TableError
from kg.tables.text import read_table_text

_OTHER_SEPARATORS: Final = {";": ("středníkem", "semicolons"), "\t": ("tabulátorem", "tabs")}


def read_rows(path: Path, columns: Mapping[str, Column]) -> Iterator[Row]:
    """Yield the rows of a file; blank lines at its end are no rows.

    Raises:
        InputError: the file cannot be read, is not CSV, or a row breaks what the metadata states.
    """
    reader = csv.reader(io.StringIO(read_table_text(path), newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(path, header, columns)
        before, blank = reader.line_num, 0
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(map(str.strip, cells)):
                blank = blank or line
                continue
            _check_length(path, blank or line, 0 if blank else len(cells), len(header))
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


def _check_length(path: Path, line: int, found: int, expected: int) -> None:
    if found == 0:
        raise TableError(
            path,
            line,
            cs="uprostřed tabulky je prázdný řádek; odstraňte jej.",
            en="there is a blank line in the middle of the table; delete it.",
        )
    if found != expected:
        raise TableError(
            path,
            line,
            cs=f"řádek má {found} hodnot, záhlaví {expected}; doplňte nebo uvozte chybějící hodnoty.",
            en=f"the row has {found} values, the header {expected}; add or quote the missing values.",
        )


def _check_header(path: Path, header: list[str], columns: Mapping[str, Column]) -> None:
    for mark, (cs, en) in _OTHER_SEPARATORS.items():
        if len(header) == 1 < len(columns) and mark in header[0]:
            raise TableError(
                path,
                1,
                cs=f"hodnoty jsou odděleny {cs}; uložte soubor jako CSV oddělené čárkou.",
                en=f"the values are separated by {en}; save the file as CSV separated by commas.",
            )
    known = ", ".join(columns)
    for name in header:
        if name not in columns:
            raise TableError(
                path,
                1,
                cs=f"neznámý sloupec „{excerpt(name)}“; povolené sloupce jsou {known}.",
                en=f"unknown column “{excerpt(name)}”; the columns are {known}.",
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
                    cs=f"hodnota „{excerpt(value)}“ ve sloupci „{name}“ nemá tvar {form}; opravte ji.",
                    en=f"the value “{excerpt(value)}” in column “{name}” is not of the form {form}; mend it.",
                )
