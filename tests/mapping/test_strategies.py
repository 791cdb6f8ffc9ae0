"""Source strategy (column 14): expected readings, written from the source before the grammar."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.mapping.strategies import Citation, parse_strategy
from kg.spans import excerpt

SOURCE = Path(__file__).parents[2] / "data" / "sources" / "koncepce-sc-zpo4.txt"

PLAN = "Akční plán k Národní strategii kybernetické bezpečnosti České republiky na období let 2021 až 2025"
FIVE_G = "Implementace a rozvoj sítí 5G v České republice - Cesta k digitální ekonomice"
STRATEGIES: Mapping[str, str] = {
    "Strategii ZRS ČR 2018-2030": "zrs-2018-2030",
    "Koncepci zahraniční politiky ČR": "kzp",
    "Národní strategii kybernetické bezpečnosti": "nskb",
    FIVE_G: "5g",
    PLAN: "ap-nskb",
}

IN_THE_SOURCE = [
    (
        "relevantní ke Strategii ZRS ČR 2018-2030",
        Citation("zrs-2018-2030", "relevantTo", "relevantní ke Strategii ZRS ČR 2018-2030"),
    ),
    (
        "relevantní ke Koncepci zahraniční politiky ČR",
        Citation("kzp", "relevantTo", "relevantní ke Koncepci zahraniční politiky ČR"),
    ),
    (FIVE_G, Citation("5g", "takenFrom", FIVE_G)),
    (PLAN, Citation("ap-nskb", "takenFrom", PLAN)),
]

UNSEEN = [
    (
        "Relevantní k\n Národní strategii kybernetické bezpečnosti",
        Citation("nskb", "relevantTo", "Relevantní k Národní strategii kybernetické bezpečnosti"),
    ),
]

REFUSED = [  # wording, the part that the message names
    ("", ""),
    ("relevantní ke", "relevantní ke"),
    ("relevantní", "relevantní"),
    ("Strategie Česko 2030", "Strategie Česko 2030"),
    (f"{FIVE_G}, {PLAN}", f"{FIVE_G}, {PLAN}"),
    (f"relevantní ke relevantní k {FIVE_G}", f"relevantní ke relevantní k {FIVE_G}"),
]


@pytest.mark.parametrize(("words", "expected"), [*IN_THE_SOURCE, *UNSEEN])
def test_wording_is_read(words: str, expected: Citation) -> None:
    assert parse_strategy(words, STRATEGIES) == expected


@pytest.mark.parametrize("words", [row[0] for row in IN_THE_SOURCE])
def test_wording_stands_in_the_source(words: str) -> None:
    assert words in " ".join(SOURCE.read_text(encoding="utf-8").split())


@pytest.mark.parametrize(("words", "part"), REFUSED)
def test_unknown_wording_is_refused(words: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_strategy(words, STRATEGIES)
    assert f"„{excerpt(part)}“" in caught.value.cs
    assert f"“{excerpt(part)}”" in caught.value.en
