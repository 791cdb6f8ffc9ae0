"""Read the CSV tables with the types and keys their CSVW metadata states, keeping the line of every row.

W3C Tabular Data on the Web: only what the project's metadata uses is read (columns, datatypes with a format,
required, separator, primary and foreign keys); everything else in a metadata file is for other readers.
"""

from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.spans import excerpt
from kg.tables.metadata import METADATA_SUFFIX, read_metadata
from kg.tables.model import Column, Row, Table, TableError, Tables
from kg.tables.rows import read_rows
from kg.tables.text import read_text

__all__ = ["METADATA_SUFFIX", "Column", "Row", "Table", "TableError", "Tables", "load_tables", "read_text"]

_NEVER_EMPTY: Final = ("cells", "documents")
"""Tables without whose rows nothing would be built, or nothing be proved."""


class _Folder(dict[str, Table]):
    """The tables of a folder by name; to ask for one that is not there is an error of the folder."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def __missing__(self, name: str) -> Table:
        raise TableError(
            self.path / f"{name}{METADATA_SUFFIX}",
            None,
            cs=f"popis tabulky {name} chybí; doplňte jej i s tabulkou {name}.csv.",
            en=f"the metadata of the table {name} is missing; add it with the table {name}.csv.",
        )


def load_tables(folder: Path) -> dict[str, Table]:
    """Read every table of a folder that has a metadata file and check the keys between them.

    Who asks the result for a table that the folder lacks gets an `InputError`, not a `KeyError`.

    Raises:
        InputError: a file cannot be read, or a cell, column or key breaks what the metadata states.
    """
    paths = sorted(folder.glob(f"*{METADATA_SUFFIX}"))
    if not paths:
        raise InputError(
            cs=f"{folder}: složka neobsahuje žádnou tabulku s popisem {METADATA_SUFFIX}; zadejte složku s tabulkami.",
            en=f"{folder}: the folder holds no table with a {METADATA_SUFFIX} file; name the folder of the tables.",
        )
    tables = _Folder(folder)
    for table in map(_read_table, paths):
        tables[table.name] = table
    for table in tables.values():
        _check_foreign_keys(table, tables)
    return tables


def _read_table(metadata_path: Path) -> Table:
    metadata = read_metadata(metadata_path)
    path = metadata.path
    rows = tuple(read_rows(path, metadata.columns))
    if not rows and path.stem in _NEVER_EMPTY:
        raise TableError(
            path,
            1,
            cs="tabulka má jen záhlaví; doplňte její řádky.",
            en="the table has nothing but its header; add its rows.",
        )
    table = Table(path.stem, path, rows, metadata.key, metadata.foreign_keys)
    _check_primary_key(table)
    return table


def _check_primary_key(table: Table) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in table:
        key = tuple(row[part] for part in table.key)
        if key in seen:
            text = excerpt(" ".join(key))
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
                        cs=f"odkaz „{excerpt(value)}“ ve sloupci „{column}“ nevede do tabulky {target}; opravte jej.",
                        en=f"the reference “{excerpt(value)}” in column “{column}” leads to nothing in {target};"
                        " mend it.",
                    )
