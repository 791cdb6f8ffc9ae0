"""`kg build`: what it reports, and one line for every way the input can be wrong, with nothing half-written."""

import re
import shutil
from pathlib import Path

import pytest

from kg import paths
from kg.cli import main
from tests.cli.spoiled_tables import BREAKS, replace


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of the project's data that a test may break."""
    return Path(shutil.copytree(paths.DATA, tmp_path / "data"))


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


def test_an_error_quotes_no_more_than_needed_to_see_the_fault(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    replace(data / "tables/cells.csv", "(např. Interreg programy).", "(např. programy Interreg).")
    assert main(["build", "--out", str(tmp_path / "out"), "--data", str(data)]) == 2
    quoted = re.findall(r"“([^”]*)”", capsys.readouterr().err)
    assert len(quoted) == 2
    assert all(words.startswith("…") and len(words) <= 82 for words in quoted)
    assert "programy Interreg" in quoted[0]
    assert "Interreg programy" in quoted[1]


def test_an_unknown_wording_is_sent_to_its_table(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil, _ = BREAKS["wording of nobody"]
    spoil(data)
    for locale, end in {"en_GB": "add the wording to the table agents.", "cs_CZ": "znění do tabulky agents."}.items():
        monkeypatch.setenv("LC_ALL", f"{locale}.UTF-8")
        assert main(["build", "--out", str(tmp_path / "out"), "--data", str(data)]) == 2
        assert capsys.readouterr().err.endswith(f"{end}\n")


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
