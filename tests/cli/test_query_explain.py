"""`kg query --explain`: what a query means and costs, and why it finds nothing."""

import json
from pathlib import Path

import pytest

from kg.cli import main

MISSPELT = "SELECT ?g { ?g a sg:Gaol }"


@pytest.fixture(autouse=True)
def _real_graph(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", str(store))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def kg(*arguments: str, capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Run the command; return exit status, stdout, stderr."""
    status = main(("query", *arguments))
    printed = capfd.readouterr()
    return status, printed.out, printed.err


def test_an_empty_answer_is_explained(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = kg("--explain", "empty", "-e", MISSPELT, capfd=capfd)
    assert (status, err) == (0, "")
    assert "Write sg:Goal instead of sg:Gaol; the query then gives 3 rows." in out


def test_the_explanation_speaks_czech(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "cs_CZ.UTF-8")
    _, out, _ = kg("--explain", "empty", "-e", MISSPELT, capfd=capfd)
    assert "Místo sg:Gaol napište sg:Goal; dotaz pak dá 3 řádky." in out


def test_a_plan_is_text_or_json(capfd: pytest.CaptureFixture[str]) -> None:
    query = "SELECT ?g { ?g a sg:Goal ; sg:partOf ?c }"
    status, out, err = kg("--explain", "plan", "-e", query, capfd=capfd)
    assert (status, err) == (0, "")
    assert "    ?g rdf:type sg:Goal ." in out.splitlines()
    _, out, _ = kg("--explain", "plan", "--format", "json", "-e", query, capfd=capfd)
    report = json.loads(out)
    assert report["patterns"][0]["rows"] == 3
    assert report["whole"]["finished"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "csv", "-e", MISSPELT], "choose --format json"),
        (["--endpoint", "http://127.0.0.1:9/", "-e", MISSPELT], "cannot be explained"),
        (["-e", "SELECT * { ?s ?p }"], "something is missing before “}”"),
        (["-e", "SELECT * { SERVICE <urn:x> { } }"], "SERVICE is never run here"),
    ],
)
def test_what_cannot_be_explained_is_one_line(
    arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    status, out, err = kg("--explain", "empty", *arguments, capfd=capfd)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert words in err
