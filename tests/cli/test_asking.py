"""`kg questions`, `kg query`, and the command line itself: answers on stdout, one line of error on stderr."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg import questions
from kg.cli import main
from tests.service import Service

NUKIB = [
    "questions",
    "measures-of-institution-for-element",
    "--param",
    "institution=nukib",
    "--param",
    "element=zpo4.2",
]
GOALS = "SELECT ?g { ?g a <https://w3id.org/strategraf/ontology/Goal> }"
KILLER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(autouse=True)
def _real_graph(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", str(store))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def kg(*arguments: str, capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Run the command; return exit status, stdout, stderr."""
    status = main(arguments)
    printed = capfd.readouterr()
    return status, printed.out, printed.err


def test_the_question_of_the_readme(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = kg(*NUKIB, "--format", "csv", capfd=capfd)
    assert (status, err) == (0, "")
    assert [row["notation"] for row in csv.DictReader(out.splitlines())] == ["A8", "A44", "A45"]


@pytest.mark.parametrize("value", ["NÚKIB", "nukib", "Nukib", "Národní úřad pro kybernetickou a informační bezpečnost"])
@pytest.mark.parametrize("element", ["zpo4.2", "ZPO 4.2", "https://w3id.org/strategraf/resource/goals/zpo-4.2"])
def test_names_are_taken_as_people_write_them(capfd: pytest.CaptureFixture[str], value: str, element: str) -> None:
    arguments = ["questions", NUKIB[1], "--param", f"institution={value}", "--param", f"element={element}"]
    _, out, _ = kg(*arguments, "--format", "json", capfd=capfd)
    assert len(json.loads(out)["results"]["bindings"]) == 3


def test_a_table_shows_labels_for_iris(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = kg(*NUKIB, "--lang", "en", capfd=capfd)
    assert out.splitlines()[0].split() == ["measure", "notation", "title", "role", "confidence"]
    assert "https://" not in out
    assert out.endswith("\n(3)\n")


def test_the_list_is_czech_unless_told_otherwise(capfd: pytest.CaptureFixture[str]) -> None:
    _, czech, _ = kg("questions", capfd=capfd)
    _, english, _ = kg("questions", "--lang", "en", capfd=capfd)
    for question in questions.load().values():
        assert f"    {question.title['cs']}\n" in czech
        assert f"    {question.title['en']}\n" in english


@pytest.mark.parametrize("name", ["table", "csv", "tsv", "json", "xml"])
def test_a_query_from_every_place_in_every_format(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "goals.rq"
    file.write_text(GOALS)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOALS.encode())))
    outputs = [kg("query", *place, "--format", name, capfd=capfd) for place in (("-e", GOALS), (str(file),), ("-",))]
    assert {status for status, _, _ in outputs} == {0}
    assert {err for _, _, err in outputs} == {""}
    assert len({out for _, out, _ in outputs}) == 1
    assert outputs[0][1].count("zpo-4.") == 3


@pytest.mark.parametrize("name", ["ttl", "nt", "jsonld"])
def test_a_graph_in_every_format(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = kg("query", "-e", "CONSTRUCT WHERE { ?g a <urn:x> }", "--format", name, capfd=capfd)
    assert status == 0
    status, out, _ = kg(
        "query", "-e", GOALS.replace("SELECT ?g", "CONSTRUCT { ?g a <urn:goal> } WHERE"), "--format", name, capfd=capfd
    )
    assert status == 0
    assert out.count("urn:goal") == 3


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["questions", "nothing"], 2, "“nothing”"),
        (["questions", NUKIB[1]], 2, "“institution”"),
        (["questions", NUKIB[1], "--param", "institution"], 2, "name=value"),
        (["questions", NUKIB[1], "--param", "institution=nukip", "--param", "element=zpo4.2"], 2, "NÚKIB"),
        (["questions", *NUKIB[1:4], "--param", "institution=mzv"], 2, "(“nukib”, “mzv”)"),
        (["questions", *NUKIB[1:4], "--param", "institution=nukib"], 2, "“institution”"),
        (["questions", "measures-due-by", "--param", "date=31. 12. 2025"], 2, "YYYY-MM-DD"),
        (["query", "-e", "SELECT * {"], 2, "line 1"),
        (["query", "-e", "SELECT * { SERVICE <http://127.0.0.1:1/> {} }"], 2, "SERVICE"),
        (["query", "-e", "INSERT DATA { <urn:a> <urn:a> <urn:a> }"], 2, "/update"),
        (["query", "-e", GOALS, "--format", "ttl"], 2, "ttl"),
        (["query", "-e", GOALS, "--format", "html"], 2, "--format"),
        (["query", "/nowhere/query.rq"], 2, "/nowhere/query.rq"),
        (["query", GOALS], 2, "after -e"),
        (["query", "ask { }"], 2, "after -e"),
        (["query", "-e", "ASK { ?a ?b '\udcff' }"], 2, "UTF-8"),
        (["query"], 2, "-e"),
        (["query", "-e", GOALS, "--endpoint", "not-a-url"], 2, "“not-a-url” is not the address"),
        (["query", "-e", GOALS, "--endpoint", ""], 2, "is not the address"),
        (["query", "-e", GOALS, "--timeout", "nan"], 2, "--timeout"),
        (["query", "-e", GOALS, "--timeout", "inf"], 2, "--timeout"),
        (["query", "-e", KILLER, "--timeout", "0.3"], 3, "0.3 s"),
        (["query", "-e", GOALS, "--endpoint", "http://127.0.0.1:1/sparql"], 2, "http://127.0.0.1:1/sparql"),
        (["serve", "--host", "256.0.0.1"], 2, "256.0.0.1"),
        (["nothing"], 2, "nothing"),
        (["build", "--nothing"], 2, "--nothing"),
        (["build", "--reasoner", "guess"], 2, "guess"),
    ],
)
def test_an_error_is_one_line_in_the_language_of_the_user(
    arguments: list[str], status: int, words: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, out, english = kg(*arguments, capfd=capfd)
    assert (found, out) == (status, "")
    assert re.fullmatch(r"error: [^\n]+\n", english)
    assert words in english
    monkeypatch.setenv("LC_ALL", "cs_CZ.UTF-8")
    found, out, czech = kg(*arguments, capfd=capfd)
    assert (found, out) == (status, "")
    assert re.fullmatch(r"chyba: [^\n]+\n", czech)
    assert czech.removeprefix("chyba") != english.removeprefix("error")


def test_a_standard_input_that_is_not_utf_8_is_one_line(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for locale, words in {"en_GB.UTF-8": "standard input, line 2", "cs_CZ.UTF-8": "standardní vstup, řádek 2"}.items():
        monkeypatch.setenv("LC_ALL", locale)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"SELECT *\n{ ?s ?p '\xe9' }")))
        status, out, err = kg("query", "-", capfd=capfd)
        assert (status, out) == (2, "")
        assert re.fullmatch(rf"\w+: {words}: [^\n]*UTF-8[^\n]*\n", err)


def test_a_closed_standard_input_is_an_empty_query(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    status, out, err = kg("query", "-", capfd=capfd)
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_an_endpoint_is_asked_in_our_place(service: Service, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = kg("query", "-e", GOALS, "--endpoint", f"{service.url}/sparql", "--format", "csv", capfd=capfd)
    assert status == 0
    assert len(out.split()) == 4
    refused, _, err = kg("query", "-e", "SELECT ?x {", "--endpoint", f"{service.url}/sparql", capfd=capfd)
    assert (refused, err.count("\n")) == (2, 1)


def test_a_reading_command_builds_a_release_where_there_is_none(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path / "new"))
    status, out, err = kg("query", "-e", GOALS, "--format", "csv", capfd=capfd)
    assert status == 0
    assert out.count("zpo-4.") == 3
    assert err == f"There is no release of the graph in {tmp_path / 'new'}, building one.\n"


def test_a_wrong_setting_is_one_line(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_QUERY_TIMEOUT", "soon")
    status, out, err = kg("query", "-e", GOALS, capfd=capfd)
    assert (status, out) == (2, "")
    assert "KG_QUERY_TIMEOUT" in err
    assert err.count("\n") == 1


def test_help_imports_nothing_slow() -> None:
    code = "import sys; from kg.cli import main; main(['--help']); print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(run.stdout.splitlines()[-1].split())
    assert "kg.cli.build" in modules
    assert not modules & {
        "rdflib",
        "owlrl",
        "shifty",
        "pyshacl",
        "fastapi",
        "pydantic",
        "edtf",
        "SPARQLWrapper",
    }


def test_a_reader_that_goes_away_is_no_error(store: Path) -> None:
    code = "from kg.cli import run; run()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "query", "-e", "SELECT * { ?s ?p ?o }", "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
