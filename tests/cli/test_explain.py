"""`kg explain`: names in, the source's own words out."""

import json
from pathlib import Path

import pytest

from kg.cli import main

MEASURE = "A44: Porovnat vybrané v současnosti užívané metody analýzy rizik s cílem ověřit, zda jsou v souladu"
COMPONENT = (
    "ZPO4. Partneři doma i v zahraničí při sdílení SMART řešení – prosazování zájmů obcí a měst doma i v zahraničí"
)


@pytest.fixture(autouse=True)
def _real_graph(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", str(store))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")


def explained(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> tuple[str, str]:
    """Run the command; return stdout and stderr."""
    assert main(["explain", *arguments]) == status
    printed = capsys.readouterr()
    return printed.out, printed.err


@pytest.mark.parametrize("component", ["ZPO4", "ZPO 4", "zpo-4", "sgr:components/zpo-4"])
def test_a44_addresses_zpo_4_ends_in_the_words_of_the_source(
    capsys: pytest.CaptureFixture[str], component: str
) -> None:
    out, err = explained(capsys, "A44", "addresses", component)
    assert err == ""
    assert out.startswith("A44 směřuje k naplnění ZPO4.\nOdvozené tvrzení: ")
    words = " ".join(out.split())
    assert f"„{MEASURE}" in words
    assert f"„{COMPONENT}“ – sloupec 2 „Komponenta“; buňka zpo4-component-c02 (řádek podkladu 263)," in words
    assert words.endswith("znaky 10888–11005")


def test_the_explanation_speaks_english_too(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = explained(capsys, "A44", "addresses", "ZPO 4.2", "--lang", "en")
    assert out.startswith("A44 addresses ZPO 4.2.\nInferred: ")
    assert "Rationale: The measure of NÚKIB concerns cyber security" in out


def test_the_explanation_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = explained(capsys, "A44", "gestor", "NÚKIB", "--format", "json", "--lang", "en")
    assert err == ""
    (quote,) = json.loads(out)["proof"]["evidence"]["quotes"]
    assert quote["verbatim"] == "NÚKIB ve spolupráci s MV"
    assert "“" not in json.loads(out)["proof"]["subject"]["label"]


def test_what_does_not_hold_is_status_4_with_what_does(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = explained(capsys, "A44", "addresses", "ZPO 4.3", status=4)
    assert out == ""
    assert (
        err == "error: it does not hold that A44 addresses ZPO 4.3; what does hold: A44 addresses ZPO, ZPO4, ZPO 4.2.\n"
    )
    _, err = explained(capsys, "A44", "addresses", "ZPO 4.3", "--lang", "cs", status=4)
    assert err.startswith("chyba: neplatí, že A44 směřuje k naplnění ZPO 4.3; platí však: ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("A440", "addresses", "ZPO4"), "A44"),
        (("A44", "adresses", "ZPO4"), "sg:addresses"),
        (("A44", "identifier", "1"), "adms:identifier, dct:identifier"),
        (("A44", "addresses"), "kg explain --help"),
        (("A44", "addresses", ""), "must not be empty"),
    ],
)
def test_a_wrong_name_is_status_2_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    out, err = explained(capsys, *arguments, status=2)
    assert out == ""
    assert err.startswith("error: ")
    assert told in err
    assert err.count("\n") == 1
