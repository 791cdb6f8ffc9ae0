"""`kg build`: what it reports, and one line for every way the input can be wrong, with nothing half-written."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import paths
from kg.cli import main


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of the project's data that a test may break."""
    return Path(shutil.copytree(paths.DATA, tmp_path / "data"))


def replace(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_build_reports_graphs_classes_and_hash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    for name in ("ontology", "shapes", "codes", "reference", "source/koncepce-sc-zpo4", "alignments", "inferred"):
        assert re.search(rf"^  {re.escape(name)} +\d+$", printed.out, re.MULTILINE), name
    for kind, instances in {"ImplementingMeasure": 30, "TypicalMeasure": 10, "Goal": 3, "SourceRow": 42}.items():
        assert re.search(rf"^  sg:{kind} +{instances}$", printed.out, re.MULTILINE), kind
    assert re.search(r"^RDFC-1.0 SHA-256 [0-9a-f]{64}$", printed.out, re.MULTILINE)


def test_the_same_input_gives_the_same_hash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hashes = set()
    for name in ("one", "two"):
        assert main(["build", "--out", str(tmp_path / name)]) == 0
        hashes.add(capsys.readouterr().out.splitlines()[-1])
    assert len(hashes) == 1


BREAKS: dict[str, tuple[Callable[[Path], object], str]] = {
    "unreadable source": (lambda d: (d / "sources/koncepce-sc-zpo4.txt").unlink(), "koncepce-sc-zpo4.txt: "),
    "unreadable table": (lambda d: (d / "tables/rows.csv").unlink(), "rows.csv: "),
    "no tables at all": (lambda d: shutil.rmtree(d / "tables"), "tables: "),
    "table not in UTF-8": (
        lambda d: (d / "tables/elements.csv").write_bytes(
            (d / "tables/elements.csv").read_text("utf-8").encode("cp1250")
        ),
        "elements.csv, line 2: ",
    ),
    "metadata that is not JSON": (
        lambda d: replace(d / "tables/rows.csv-metadata.json", '"url"', "url"),
        "rows.csv-metadata.json, line 8: ",
    ),
    "unknown column": (lambda d: replace(d / "tables/rows.csv", "id,number", "id,nummer"), "rows.csv, line 1: "),
    "column twice": (lambda d: replace(d / "tables/rows.csv", "id,number", "id,id"), "rows.csv, line 1: "),
    "missing value": (lambda d: replace(d / "tables/rows.csv", "zpo4-r02,2,", "zpo4-r02,,"), "rows.csv, line 3: "),
    "wrong type": (lambda d: replace(d / "tables/rows.csv", "zpo4-r02,2,", "zpo4-r02,two,"), "rows.csv, line 3: "),
    "row too short": (lambda d: replace(d / "tables/rows.csv", "zpo4-r02,2,", "zpo4-r02,"), "rows.csv, line 3: "),
    "open quotation": (lambda d: replace(d / "tables/rows.csv", "zpo4-r02,", '"zpo4-r02,'), "rows.csv, line 43: "),
    "duplicate id": (lambda d: replace(d / "tables/rows.csv", "zpo4-r03,", "zpo4-r02,"), "rows.csv, line 4: "),
    "reference to no row": (
        lambda d: replace(d / "tables/rows.csv", "undp-chisinau-parking", "undp-parking"),
        "rows.csv, line 4: ",
    ),
    "reference to nothing": (
        lambda d: replace(d / "tables/alignments.csv", "typical-measures/zpo4-tm4", "typical-measures/zpo4-tm44"),
        "alignments.csv, line 2: ",
    ),
    "missing code": (
        lambda d: replace(d / "tables/alignments.csv", ",content,high,", ",content,certain,"),
        "alignments.csv, line 2: ",
    ),
    "line beyond the source": (lambda d: replace(d / "tables/rows.csv", "L13-L16", "L13-L1600"), "rows.csv, line 2: "),
    "fact nobody verified": (lambda d: replace(d / "tables/agents.csv", "F:mmr", "F:mmx"), "agents.csv, line 2: "),
    "verbatim not in the source": (
        lambda d: replace(d / "tables/cells.csv", "Nové (2021),", "Nové (2022),"),
        "cells.csv, line 17: ",
    ),
    "span of another text": (lambda d: replace(d / "tables/cells.csv", "527-538", "527-537"), "cells.csv, line 17: "),
    "character of nobody": (
        lambda d: replace(d / "tables/cells.csv", "Cíl,50-53", "Cí,50-52"),
        "cells.csv, line 267: ",
    ),
    "character of two": (
        lambda d: replace(d / "tables/cells.csv", "Cíl,50-53", "Cíl Typové,50-60"),
        "cells.csv, line 5: ",
    ),
    "wording of nobody": (
        lambda d: replace(d / "tables/agents.csv", ",TAČR,TAČR,", ",TAČR,TA,"),
        "cells.csv, line ",
    ),
    "wording of two": (lambda d: replace(d / "tables/agents.csv", ",,MPO,,", ",,MMR,,"), "agents.csv, line 3: "),
}


@pytest.mark.parametrize("name", BREAKS)
def test_wrong_input_is_one_line_and_leaves_the_last_release(
    name: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / "current").symlink_to("releases/former")
    spoil, place = BREAKS[name]
    spoil(data)
    assert main(["build", "--out", str(out), "--data", str(data)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.fullmatch(r"error: [^\n]+; [^\n]+\n", printed.err), printed.err
    assert place in printed.err
    assert [path.name for path in out.iterdir()] == ["current"]
    assert (out / "current").readlink() == Path("releases/former")


def test_data_that_breaks_a_shape_stops_the_build(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    replace(data / "tables/agents.csv", ",ZÚ Vídeň,mzv,", ",ZÚ Vídeň,,")
    assert main(["build", "--out", str(tmp_path / "out"), "--data", str(data)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.fullmatch(r"error: [^\n]*units/zu-viden[^\n]*\n", printed.err)
    assert not (tmp_path / "out").exists()


def test_errors_are_czech_unless_the_locale_is_english(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "cs_CZ.UTF-8")
    assert main(["build", "--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.startswith(f"chyba: {tmp_path}/tables: složka neobsahuje žádnou tabulku")


def test_both_reasoners_build_the_same_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hashes = set()
    for engine in ("rules", "owlrl"):
        assert main(["build", "--out", str(tmp_path / engine), "--reasoner", engine]) == 0
        hashes.add(capsys.readouterr().out.splitlines()[-1])
    assert len(hashes) == 1
