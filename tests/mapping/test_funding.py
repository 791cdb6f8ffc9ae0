"""Funding (column 12): expected readings, written from the source before the grammar."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.mapping.funding import FundingWords, parse_funding
from kg.mapping.wordings import Named

SOURCE = Path(__file__).parents[2] / "data" / "sources" / "koncepce-sc-zpo4.txt"

AGENTS: Mapping[str, str] = {
    "MMR": "mmr",
    "MPO": "mpo",
    "MZV": "mzv",
    "NÚKIB": "nukib",
    "prezentovaných subjektů": "presented-entities",
}
INSTRUMENTS: Mapping[str, str] = {
    "PROPED": "instruments/proped",
    "TSI": "instruments/tsi",
    "Plán zahraniční rozvojové spolupráce na rok 2018": "strategies/plan-zrs-2018",
    "Plán zahraniční rozvojové spolupráce na rok 2019": "strategies/plan-zrs-2019",
    "Plán zahraniční rozvojové spolupráce na rok 2020": "strategies/plan-zrs-2020",
}
PRESENTED = Named("presented-entities", "finanční spoluúčast prezentovaných subjektů")
MPO = Named("mpo", "MPO")


def plan(year: int) -> FundingWords:
    words = f"Plán zahraniční rozvojové spolupráce na rok {year} - Usnesení vlády"
    return FundingWords((), (Named(f"strategies/plan-zrs-{year}", words),), opaque=False)


IN_THE_SOURCE = [
    ("Plán zahraniční rozvojové spolupráce na rok 2018 - Usnesení vlády", plan(2018)),
    ("Plán zahraniční rozvojové spolupráce na rok 2019 - Usnesení vlády", plan(2019)),
    ("Plán zahraniční rozvojové spolupráce na rok 2020 - Usnesení vlády", plan(2020)),
    ("MZV", FundingWords((Named("mzv", "MZV"),), (), opaque=False)),
    ("0,-", FundingWords((), (), opaque=True)),
    ("MPO, TSI", FundingWords((MPO,), (Named("instruments/tsi", "TSI"),), opaque=False)),
    (
        "MPO, PROPED, finanční spoluúčast prezentovaných subjektů",
        FundingWords((MPO, PRESENTED), (Named("instruments/proped", "PROPED"),), opaque=False),
    ),
    ("MPO, finanční spoluúčast prezentovaných subjektů", FundingWords((MPO, PRESENTED), (), opaque=False)),
    ("rozpočet NÚKIB", FundingWords((Named("nukib", "rozpočet NÚKIB"),), (), opaque=False)),
]

UNSEEN = [
    ("Rozpočet  MMR", FundingWords((Named("mmr", "Rozpočet MMR"),), (), opaque=False)),
    ("z rozpočtu MMR", FundingWords((Named("mmr", "z rozpočtu MMR"),), (), opaque=False)),
    ("v rámci rozpočtu MMR", FundingWords((Named("mmr", "v rámci rozpočtu MMR"),), (), opaque=False)),
    ("MPO + TSI", FundingWords((MPO,), (Named("instruments/tsi", "TSI"),), opaque=False)),
    ("MPO a MZV", FundingWords((MPO, Named("mzv", "MZV")), (), opaque=False)),
    ("0,–", FundingWords((), (), opaque=True)),
    (
        "Plán zahraniční rozvojové spolupráce na rok 2020",
        FundingWords(
            (),
            (Named("strategies/plan-zrs-2020", "Plán zahraniční rozvojové spolupráce na rok 2020"),),
            opaque=False,
        ),
    ),
]

REFUSED = [  # wording, the part that the message names
    ("", ""),
    ("500 000 Kč", "500 000 Kč"),
    ("10,-", "10"),
    ("0", "0"),
    ("0,-, MPO", "0,-"),
    ("MPO, 0,-", "0,-"),
    ("MPO, ", ","),
    ("rozpočet", "rozpočet"),
    ("rozpočet PROPED", "rozpočet PROPED"),
    ("rozpočet NUKIB", "NUKIB"),
    ("MPO - Usnesení vlády", "MPO - Usnesení vlády"),
    (
        "Plán zahraniční rozvojové spolupráce na rok 2021 - Usnesení vlády",
        "Plán zahraniční rozvojové spolupráce na rok 2021",
    ),
    ("finanční spoluúčast", "finanční spoluúčast"),
]


@pytest.mark.parametrize(("words", "expected"), [*IN_THE_SOURCE, *UNSEEN])
def test_wording_is_read(words: str, expected: FundingWords) -> None:
    assert parse_funding(words, AGENTS, INSTRUMENTS) == expected


@pytest.mark.parametrize("words", [row[0] for row in IN_THE_SOURCE])
def test_wording_stands_in_the_source(words: str) -> None:
    assert words in " ".join(SOURCE.read_text(encoding="utf-8").split())


@pytest.mark.parametrize(("words", "part"), REFUSED)
def test_unknown_wording_is_refused(words: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_funding(words, AGENTS, INSTRUMENTS)
    assert f"„{part}“" in caught.value.cs
    assert f"“{part}”" in caught.value.en


def test_a_whole_wording_of_the_table_wins_over_its_parts() -> None:
    whole = "Plán zahraniční rozvojové spolupráce na rok 2020 - Usnesení vlády"
    named = parse_funding(whole, AGENTS, {**INSTRUMENTS, whole: "strategies/other"}).instruments
    assert named == (Named("strategies/other", whole),)


def test_a_wording_of_both_kinds_is_refused() -> None:
    with pytest.raises(InputError, match="“MPO”"):
        parse_funding("MPO", AGENTS, {"MPO": "instruments/mpo"})
