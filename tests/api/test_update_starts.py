"""The start of a service that writes: what was changed is there, and what would spoil the store stops it."""

from pathlib import Path

import pytest

from kg.cli import main
from tests.writable import copied, writable


def test_changes_are_there_after_a_restart(store: Path, tmp_path: Path) -> None:
    folder = copied(store, tmp_path / "store")
    with writable(folder) as written:
        written.update("INSERT DATA { GRAPH :g { :a :p _:n . _:n :q 1 } }")
        written.update("DELETE DATA { sgr:goals\\/zpo-4.1 a sg:Goal }")
        before = written.values("GRAPH :g { :a :p ?v }")
    with writable(folder) as written:
        assert written.values("GRAPH :g { :a :p ?v }") == before
        assert len(written.values("?v a sg:Goal")) == 2
        assert written.update("DELETE WHERE { :a :p ?n . ?n :q 1 }").json()["removed"] == 2
        assert [record.number for record in written.records()] == [1, 2, 3]


def test_two_services_cannot_write_to_one_store(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(store, tmp_path / "store")
    with writable(folder) as first:
        monkeypatch.setenv("KG_TOKENS", str(folder / "tokens"))
        monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
        assert main(["serve", "--port", "0", "--store", str(folder)]) == 2
        assert "another process already writes to the store" in capsys.readouterr().err
        assert first.update("INSERT DATA { :a :p 1 }").status_code == 200


def test_a_malformed_file_of_tokens_stops_the_start(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tokens").write_text("jana admin\n", encoding="utf-8")
    monkeypatch.setenv("KG_TOKENS", str(tmp_path / "tokens"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main(["serve", "--port", "0", "--store", str(store)]) == 2
    assert "tokens, line 1: expected" in capsys.readouterr().err
