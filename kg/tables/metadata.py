"""The CSVW metadata of a table, as far as the project uses it.

W3C Metadata Vocabulary for Tabular Data, sections 5.5 to 5.7 and 5.11: columns, keys and datatypes.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from kg.tables.model import Column, TableError
from kg.tables.text import read_table_text

METADATA_SUFFIX: Final = ".csv-metadata.json"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a metadata file states about its table."""

    path: Path
    """Where the table lies."""
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    foreign_keys: Mapping[str, str]
    """The name of the table that a column refers to."""


def read_metadata(path: Path) -> Metadata:
    """Read a metadata file.

    Raises:
        InputError: the file cannot be read, is not JSON, or does not state what is needed to read the table.
    """
    reader = _Reader(path)
    document = _parse(path)
    table = reader.member(document, "url", str)
    if table != path.name.removesuffix("-metadata.json"):
        raise reader.wrong("url")
    schema = reader.member(document, "tableSchema", dict)
    columns = {column.name: column for column in map(reader.column, reader.member(schema, "columns", list))}
    key = tuple(map(str, reader.member(schema, "primaryKey", list)))
    if not key or not columns.keys() >= set(key):
        raise reader.wrong("primaryKey")
    foreign = dict(map(reader.foreign_key, reader.member(schema, "foreignKeys", list, default=[])))
    if not columns.keys() >= foreign.keys():
        raise reader.wrong("foreignKeys")
    return Metadata(path.parent / table, columns, key, foreign)


def _parse(path: Path) -> object:
    try:
        return json.loads(read_table_text(path))
    except json.JSONDecodeError as error:
        raise TableError(
            path,
            error.lineno,
            cs="popis tabulky není platný JSON; opravte jej.",
            en="not valid JSON; mend it.",
        ) from error


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes members out of a metadata file; whatever is not there, or of another type, is an error of the file."""

    path: Path

    def wrong(self, name: str) -> TableError:
        return TableError(
            self.path,
            None,
            cs=f"v popisu tabulky chybí „{name}“ nebo má nesprávnou hodnotu; opravte popis podle ostatních tabulek.",
            en=f"the metadata lacks “{name}” or gives it a wrong value; mend it after the other tables’ metadata.",
        )

    def member(self, node: object, name: str, kind: type[T], default: T | None = None) -> T:
        value = node.get(name, default) if isinstance(node, dict) else None
        if not isinstance(value, kind) or value == "":
            raise self.wrong(name)
        return value

    def column(self, node: object) -> Column:
        name = self.member(node, "name", str)
        datatype = self.member(node, "datatype", object, "string")
        if isinstance(datatype, str):
            datatype = {"base": datatype}
        return Column(
            name,
            base=self.member(datatype, "base", str, "string"),
            format=self.pattern(datatype),
            required=self.member(node, "required", bool, default=False),
            separator=self.optional(node, "separator"),
        )

    def optional(self, node: object, name: str) -> str | None:
        return self.member(node, name, str) if isinstance(node, dict) and name in node else None

    def pattern(self, datatype: object) -> re.Pattern[str] | None:
        form = self.optional(datatype, "format")
        try:
            return re.compile(form) if form else None
        except re.error as error:
            raise self.wrong("format") from error

    def foreign_key(self, node: object) -> tuple[str, str]:
        column = self.member(node, "columnReference", list)
        resource = self.member(self.member(node, "reference", dict), "resource", str)
        if len(column) != 1 or not isinstance(column[0], str):
            raise self.wrong("columnReference")
        return column[0], resource.removesuffix(".csv")
