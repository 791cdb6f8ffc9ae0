"""The parser's complaints and the help, in the language of the user from the first word to the last."""

import os
import re
import subprocess
import sys

import pytest

from kg.cli import main

ENGLISH = re.compile(r"\b(?:the|is|not|no|of|such|invalid|value|got|option|range|argument|file|error)\b", re.IGNORECASE)


@pytest.mark.parametrize(
    ("arguments", "czech", "english"),
    [
        (["bild"], "příkaz „bild“ neexistuje, nejbližší je build; ", "No such command 'bild'"),
        (["nothing"], "příkaz „nothing“ neexistuje; ", "No such command 'nothing'"),
        (["build", "--ouf"], "volba --ouf neexistuje, nejbližší je --out; ", "No such option '--ouf'"),
        (["build", "--out"], "volba --out nemá zadanou hodnotu; ", "Option '--out' requires an argument"),
        (["--version=1"], "volba --version žádnou hodnotu nepřijímá; ", "Option '--version' does not take a value"),
        (["generate"], "chybí povinná volba --measures; ", "Missing option '--measures'"),
        (
            ["build", "--reasoner", "x"],
            "hodnota volby --reasoner není přípustná; zvolte z možností rules, owlrl; ",
            "'x' is not one of 'rules', 'owlrl'",
        ),
        (
            ["query", "-e", "ASK {}", "--format", "html"],
            "hodnota volby --format není přípustná; zvolte z možností table, csv, tsv, json, xml, ttl, nt, jsonld; ",
            "'html' is not one of",
        ),
        (
            ["serve", "--port", "65536"],
            "hodnota volby --port není přípustná; zadejte celé číslo od 0 do 65535; ",
            "65536 is not in the range",
        ),
        (
            ["serve", "--port", "x"],
            "hodnota volby --port není přípustná; zadejte celé číslo od 0 do 65535; ",
            "'x' is not a valid integer",
        ),
        *(
            (
                ["query", "-e", "ASK {}", "--timeout", value],
                "hodnota volby --timeout není přípustná; zadejte číslo od 0.01 do 86400; ",
                "0.01<=x<=86400",
            )
            for value in ("nan", "inf", "-inf", "1e400", "0", "-1", "86401")
        ),
        (["questions", "a", "b", "c"], "na příkazovém řádku přebývá „b c“; ", "unexpected extra arguments (b c)"),
    ],
)
def test_a_complaint_is_one_line_in_one_language(
    arguments: list[str], czech: str, english: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "cs_CZ.UTF-8")
    assert main(arguments) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    assert re.fullmatch(rf"chyba: {re.escape(czech)}nápovědu zobrazí příkaz kg.* --help\.\n", printed.err)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main(arguments) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    assert re.fullmatch(rf"error: [^\n]*{re.escape(english)}[^\n]*; see kg[^\n]* --help\.\n", printed.err)


COMMANDS = ["build", "explain", "generate", "query", "questions", "serve", "validate"]


def _help(locale: str, *command: str) -> str:
    """Return a help text as a new process writes it: the texts are fixed when the commands are imported."""
    code = "from kg.cli import run; run()"
    run = subprocess.run(
        [sys.executable, "-c", code, *command, "--help"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "LC_ALL": locale, "COLUMNS": "80", "PYTHONUTF8": "1"},
    )
    return run.stdout


@pytest.mark.parametrize("locale", ["cs_CZ.UTF-8", "en_GB.UTF-8"])
def test_the_summary_of_a_command_is_whole(locale: str) -> None:
    text = _help(locale)
    for command in COMMANDS:
        summary = re.search(rf"^  {command} +(.+)$", text, re.MULTILINE)
        assert summary is not None
        assert len(summary[1]) <= 60
        assert re.fullmatch(r".+[^.]\.", summary[1])


@pytest.mark.parametrize("locale", ["cs_CZ.UTF-8", "en_GB.UTF-8"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_described(locale: str, command: str) -> None:
    options = _help(locale, command).partition("--help")[0].split("\n  -")[1:]
    assert options
    for option in options[:-1]:
        assert re.search(r"\s{2,}[A-ZÁČĎÉÍŇÓŘŠŤÚÝŽ]\w*[^\[]+\.", option), option


@pytest.mark.parametrize("command", [[], *([each] for each in COMMANDS)])
def test_the_czech_help_is_czech(command: list[str]) -> None:
    text = _help("cs_CZ.UTF-8", *command)
    assert text.startswith("Použití: kg")
    assert "[VOLBY]" in text
    assert "Volby:" in text
    assert not ENGLISH.search(text.replace("--data", "").replace("--format", "").replace("--error-rate", ""))
    assert not re.search(r"\b(OPTIONS|COMMAND|ARGS|FILE|PATH|RANGE|NAME|VALUE|default|required)\b", text)


def test_the_english_help_is_english() -> None:
    text = _help("en_GB.UTF-8", "serve")
    assert text.startswith("Usage: kg serve [OPTIONS]")
    assert "[default: 127.0.0.1]" in text
    assert not re.search(r"[ěščřžýáíéůúň]", text)
