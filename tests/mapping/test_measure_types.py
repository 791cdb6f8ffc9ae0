"""Kinds of measure (column 13): expected readings, written from the source before the grammar."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.mapping.measure_types import parse_types
from kg.mapping.wordings import Named

SOURCE = Path(__file__).parents[2] / "data" / "sources" / "koncepce-sc-zpo4.txt"

CODES: Mapping[str, str] = {
    "Projekt UNDP (financovaný ČR)": "undp-project",
    "Projekt UNDP": "another-project",
    "Dotační program ČRA": "development-grant-programme",
    "Projekt ekonomické diplomacie MZV": "economic-diplomacy-project",
    "Vzdělávací": "educational",
    "koordinační a osvětové": "coordination-and-awareness",
    "finanční": "financial",
    "3": "code-3",
    "5": "code-5",
    "6": "code-6",
    "8": "code-8",
}
FOUR = tuple(Named(f"code-{number}", number) for number in "3568")

IN_THE_SOURCE = [
    ("Projekt UNDP (financovaný ČR)", (Named("undp-project", "Projekt UNDP (financovaný ČR)"),)),
    ("Dotační program ČRA", (Named("development-grant-programme", "Dotační program ČRA"),)),
    (
        "Projekt ekonomické diplomacie MZV",
        (Named("economic-diplomacy-project", "Projekt ekonomické diplomacie MZV"),),
    ),
    ("3, 5, 6, 8", FOUR),
    (
        "koordinační a osvětové, finanční",
        (Named("coordination-and-awareness", "koordinační a osvětové"), Named("financial", "finanční")),
    ),
    ("Vzdělávací", (Named("educational", "Vzdělávací"),)),
]

UNSEEN = [
    ("3,5,6,8", FOUR),
    ("3, 5, 6 a 8", FOUR),
    ("Projekt UNDP", (Named("another-project", "Projekt UNDP"),)),
    ("finanční; Vzdělávací", (Named("financial", "finanční"), Named("educational", "Vzdělávací"))),
]

REFUSED = [  # wording, the part that the message names
    ("", ""),
    ("4", "4"),
    ("35", "35"),
    ("3, 4", "4"),
    ("3,", ","),
    ("3 5", "3 5"),
    ("koordinační, finanční", "koordinační"),
    ("vzdělávací", "vzdělávací"),
]


@pytest.mark.parametrize(("words", "expected"), [*IN_THE_SOURCE, *UNSEEN])
def test_wording_is_read(words: str, expected: tuple[Named, ...]) -> None:
    assert parse_types(words, CODES) == expected


@pytest.mark.parametrize("words", [row[0] for row in IN_THE_SOURCE])
def test_wording_stands_in_the_source(words: str) -> None:
    assert words in " ".join(SOURCE.read_text(encoding="utf-8").split())


@pytest.mark.parametrize(("words", "part"), REFUSED)
def test_unknown_wording_is_refused(words: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_types(words, CODES)
    assert f"„{part}“" in caught.value.cs
    assert f"“{part}”" in caught.value.en
