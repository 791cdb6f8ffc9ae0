"""The metadata is true CSVW: an independent reader reads every table by it and finds no fault."""

import logging
from pathlib import Path

import csvw
import pytest

from kg import paths
from kg.tables import METADATA_SUFFIX, load_tables

METADATA = sorted(paths.DATA.glob(f"*/*{METADATA_SUFFIX}"))


def test_every_csv_file_has_metadata_and_the_other_way_round() -> None:
    tables = {path.with_suffix("") for path in paths.DATA.glob("*/*.csv")}
    assert tables == {path.with_name(path.name.removesuffix(METADATA_SUFFIX)) for path in METADATA}


@pytest.mark.parametrize("path", METADATA, ids=lambda path: path.name)
def test_an_independent_reader_finds_the_same_rows(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    table = csvw.Table.from_file(path)
    with caplog.at_level(logging.WARNING):
        rows = list(table.iterdicts(log=logging.getLogger("csvw")))
        assert table.check_primary_key(log=logging.getLogger("csvw"))
    assert caplog.messages == []
    ours = load_tables(path.parent)[path.name.removesuffix(METADATA_SUFFIX)]
    for theirs, mine in zip(rows, ours, strict=True):
        for name, column in mine.columns.items():
            value = theirs[name]
            if column.separator:
                assert value == mine.many(name)
            elif column.base == "boolean":
                assert value is (mine[name] == "true")
            elif column.base == "integer":
                assert value == mine.number(name)
            else:
                assert (value or "") == mine[name]
