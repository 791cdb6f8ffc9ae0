"""How tables are read: what a spreadsheet changes in a file without changing the table, and what no reader accepts."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import paths
from kg.errors import InputError
from kg.spans import differing, excerpt
from kg.tables import TableError, load_tables

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the project's tables that a test may change."""
    return Path(shutil.copytree(paths.DATA / "tables", tmp_path / "tables"))


def values(folder: Path) -> list[dict[str, str]]:
    """Return the places of a folder, whatever lines they stand on."""
    return [dict(row.cells) for row in load_tables(folder)["places"]]


SAVED: dict[str, Callable[[bytes], bytes]] = {
    "with a byte order mark": lambda content: BYTE_ORDER_MARK + content,
    "with other line ends": lambda content: content.replace(b"\n", b"\r\n"),
    "with blank lines at its end": lambda content: content + b"\n\r\n  \n",
    "with empty rows at its end": lambda content: content + b",,,,,,,,\n" * 3,
    "without a line end": lambda content: content.rstrip(b"\n"),
}


@pytest.mark.parametrize("how", SAVED)
def test_a_table_saved_otherwise_is_the_same_table(how: str, folder: Path) -> None:
    path = folder / "places.csv"
    path.write_bytes(SAVED[how](path.read_bytes()))
    assert values(folder) == values(paths.DATA / "tables")


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x0b"])
def test_only_a_line_end_ends_a_row(mark: str, folder: Path) -> None:
    path = folder / "places.csv"
    path.write_text(path.read_text("utf-8").replace("Latin America", f"Latin{mark}America"), "utf-8")
    assert [row["label_en"] for row in values(folder)].count(f"Latin{mark}America") == 1


def test_a_table_that_is_not_there_is_an_error_that_names_it(folder: Path) -> None:
    (folder / "cells.csv-metadata.json").unlink()
    tables = load_tables(folder)
    assert "cells" not in tables
    with pytest.raises(TableError, match=r"cells\.csv-metadata\.json: the metadata of the table cells is missing"):
        tables["cells"]


def test_a_column_that_is_not_there_is_an_error_of_the_row() -> None:
    with pytest.raises(TableError, match=r"places\.csv, line 2: the table has no column “heraldry”; "):
        load_tables(paths.DATA / "tables")["places"].rows[0]["heraldry"]


WRONG: dict[str, tuple[Callable[[Any], Any], str]] = {
    "nothing": (lambda _: {}, "url"),
    "a list": (lambda _: [], "url"),
    "a number": (lambda _: 42, "url"),
    "no address": (lambda m: m | {"url": None}, "url"),
    "the address of another table": (lambda m: m | {"url": "../places.csv"}, "url"),
    "no schema": (lambda m: m | {"tableSchema": None}, "tableSchema"),
    "an empty schema": (lambda m: m | {"tableSchema": {}}, "columns"),
    "columns that are an object": (lambda m: schema(m, columns={}), "columns"),
    "a column that is a text": (lambda m: schema(m, columns=["id"]), "name"),
    "a column without a name": (lambda m: column(m, name=None), "name"),
    "a datatype that is a list": (lambda m: column(m, datatype=[]), "base"),
    "a format that is no pattern": (lambda m: column(m, datatype={"format": "("}), "format"),
    "a format that is a number": (lambda m: column(m, datatype={"format": 1}), "format"),
    "an empty separator": (lambda m: column(m, separator=""), "separator"),
    "required as a text": (lambda m: column(m, required="yes"), "required"),
    "no primary key": (lambda m: schema(m, primaryKey=[]), "primaryKey"),
    "a primary key that is no column": (lambda m: schema(m, primaryKey=["key"]), "primaryKey"),
    "a foreign key that is no column": (lambda m: foreign(m, columnReference=["key"]), "foreignKeys"),
    "a foreign key without a column": (lambda m: foreign(m, columnReference=[]), "columnReference"),
    "a foreign key without a table": (lambda m: foreign(m, reference={}), "resource"),
    "foreign keys that are an object": (lambda m: schema(m, foreignKeys={}), "foreignKeys"),
}


def schema(metadata: Any, **members: object) -> Any:
    return metadata | {"tableSchema": metadata["tableSchema"] | members}


def column(metadata: Any, **members: object) -> Any:
    first, *others = metadata["tableSchema"]["columns"]
    return schema(metadata, columns=[first | members, *others])


def foreign(metadata: Any, **members: object) -> Any:
    return schema(metadata, foreignKeys=[metadata["tableSchema"]["foreignKeys"][0] | members])


@pytest.mark.parametrize("what", WRONG)
def test_metadata_that_cannot_be_used_say_which_member(what: str, folder: Path) -> None:
    path = folder / "places.csv-metadata.json"
    change, member = WRONG[what]
    path.write_text(json.dumps(change(json.loads(path.read_text("utf-8")))), "utf-8")
    with pytest.raises(InputError) as caught:
        load_tables(folder)
    assert str(caught.value).startswith(f"{path}: the metadata lacks “{member}” or gives it a wrong value; ")
    assert caught.value.cs.startswith(f"{path}: v popisu tabulky chybí „{member}“ nebo má nesprávnou hodnotu; ")


def test_a_foreign_key_to_a_table_that_is_not_there_names_it(folder: Path) -> None:
    (folder / "sdgs.csv-metadata.json").unlink()
    with pytest.raises(TableError, match="the table sdgs is missing"):
        load_tables(folder)


def test_an_excerpt_of_a_short_text_is_the_text() -> None:
    assert excerpt("x" * 80) == "x" * 80
    assert excerpt("x" * 81) == "x" * 80 + "…"


def test_excerpts_of_two_texts_show_where_they_part() -> None:
    alike = "a" * 200
    assert differing(f"{alike}b{alike}", f"{alike}c") == (f"…{'a' * 20}b{'a' * 59}…", f"…{'a' * 20}c")
    assert differing("short", "text") == ("short", "text")
    assert differing(alike, alike + "b") == ("…" + "a" * 20, "…" + "a" * 20 + "b")
