"""Bodies (column 10): expected readings, written from the source before the grammar."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.mapping.bodies import Body, parse_bodies

SOURCE = Path(__file__).parents[2] / "data" / "sources" / "koncepce-sc-zpo4.txt"

NAMES: Mapping[str, str] = {
    "CzechTrade": "czechtrade",
    "GK Minchov": "gk-mnichov",
    "MMR": "mmr",
    "MPO": "mpo",
    "MPO 51000": "mpo-51000",
    "MV": "mv",
    "MZV": "mzv",
    "NÚKIB": "nukib",
    "TAČR": "tacr",
    "UNDP": "undp",
    "ZÚ Vídeň": "zu-viden",
    "ČRA": "cra",
    "Odbor a úsek": "odbor-a-usek",
    "vlastníky sítí, kraji a obcemi": "network-owners",
    "Ministerstvem vnitra": "mv",
}


def gestor(agent: str, words: str) -> Body:
    return Body(agent, "gestor", words)


def cooperating(agent: str, words: str) -> Body:
    return Body(agent, "cooperating-party", words)


IN_THE_SOURCE = [
    ("UNDP/MZV", (gestor("undp", "UNDP"), gestor("mzv", "MZV"))),
    ("ČRA", (gestor("cra", "ČRA"),)),
    ("MMR", (gestor("mmr", "MMR"),)),
    ("MPO", (gestor("mpo", "MPO"),)),
    ("MZV ( ZÚ Vídeň)", (gestor("mzv", "MZV"), gestor("zu-viden", "ZÚ Vídeň"))),
    ("MZV (GK Minchov)", (gestor("mzv", "MZV"), gestor("gk-mnichov", "GK Minchov"))),
    ("MMR, TAČR", (gestor("mmr", "MMR"), gestor("tacr", "TAČR"))),
    ("CzechTrade + MPO 51000", (gestor("czechtrade", "CzechTrade"), gestor("mpo-51000", "MPO 51000"))),
    ("NÚKIB", (gestor("nukib", "NÚKIB"),)),
    ("NÚKIB ve spolupráci s MV", (gestor("nukib", "NÚKIB"), cooperating("mv", "MV"))),
]

UNSEEN = [
    ("MPO a MMR", (gestor("mpo", "MPO"), gestor("mmr", "MMR"))),
    ("MPO; MMR", (gestor("mpo", "MPO"), gestor("mmr", "MMR"))),
    ("  MPO\n 51000 ", (gestor("mpo-51000", "MPO 51000"),)),
    ("MPO,\u00a0MMR", (gestor("mpo", "MPO"), gestor("mmr", "MMR"))),
    (
        "MZV (ZÚ Vídeň, GK Minchov), MPO",
        (
            gestor("mzv", "MZV"),
            gestor("zu-viden", "ZÚ Vídeň"),
            gestor("gk-mnichov", "GK Minchov"),
            gestor("mpo", "MPO"),
        ),
    ),
    (
        "MMR, MPO ve spolupráci s MZV (ZÚ Vídeň) a NÚKIB",
        (
            gestor("mmr", "MMR"),
            gestor("mpo", "MPO"),
            cooperating("mzv", "MZV"),
            cooperating("zu-viden", "ZÚ Vídeň"),
            cooperating("nukib", "NÚKIB"),
        ),
    ),
    ("MMR Ve spolupráci se  Ministerstvem vnitra", (gestor("mmr", "MMR"), cooperating("mv", "Ministerstvem vnitra"))),
    ("Odbor a úsek a MV", (gestor("odbor-a-usek", "Odbor a úsek"), gestor("mv", "MV"))),
    (
        "MMR ve spolupráci s vlastníky sítí, kraji a obcemi, MPO",
        (
            gestor("mmr", "MMR"),
            cooperating("network-owners", "vlastníky sítí, kraji a obcemi"),
            cooperating("mpo", "MPO"),
        ),
    ),
]

REFUSED = [  # wording, the part that the message names
    ("", ""),
    ("MPO 51001", "MPO 51001"),
    ("MMR, MPO 51001", "MPO 51001"),
    ("MPOX", "MPOX"),
    ("MV ČR/MPO", "MV ČR"),
    ("MPO MZV", "MPO MZV"),
    ("NUKIB", "NUKIB"),
    ("mpo", "mpo"),
    ("MMR, TAČR,", ","),
    (",MMR", ","),
    ("MMR,, TAČR", ","),
    ("MZV (ZÚ Vídeň", "("),
    ("MZV ZÚ Vídeň)", "MZV ZÚ Vídeň"),
    ("MZV (ZÚ Vídeň) MPO", "MPO"),
    ("(MZV)", "("),
    ("MZV ()", ")"),
    ("MZV (MPO (MMR))", "("),
    ("ve spolupráci s MV", "ve spolupráci s"),
    ("MPO ve spolupráci s", "ve spolupráci s"),
    ("MPO ve spolupráci s MV ve spolupráci s MMR", "ve spolupráci s"),
    ("MPO-MMR", "MPO-MMR"),
    ("aMPO", "aMPO"),
]


@pytest.mark.parametrize(("words", "expected"), [*IN_THE_SOURCE, *UNSEEN])
def test_wording_is_read(words: str, expected: tuple[Body, ...]) -> None:
    assert parse_bodies(words, NAMES) == expected


@pytest.mark.parametrize("words", [row[0] for row in IN_THE_SOURCE])
def test_wording_stands_in_the_source(words: str) -> None:
    assert words in " ".join(SOURCE.read_text(encoding="utf-8").split())


@pytest.mark.parametrize(("words", "part"), REFUSED)
def test_unknown_wording_is_refused(words: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_bodies(words, NAMES)
    assert f"„{part}“" in caught.value.cs
    assert f"“{part}”" in caught.value.en


@pytest.mark.parametrize(("words", "nearest"), [("MPO 51001", "MPO 51000"), ("NUKIB", "NÚKIB"), ("mpo", "MPO")])
def test_nearest_known_wording_is_offered(words: str, nearest: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_bodies(words, NAMES)
    assert f"„{nearest}“" in caught.value.cs
    assert f"“{nearest}”" in caught.value.en


def leftover(words: str, bodies: tuple[Body, ...]) -> str:
    """Take the words of the bodies, in order, out of the text; what stays is what was not read as a body."""
    rest, at = [], 0
    collapsed = " ".join(words.split())
    for body in bodies:
        found = collapsed.index(body.words, at)
        rest.append(collapsed[at:found])
        at = found + len(body.words)
    return "".join(("\0".join(rest), "\0", collapsed[at:]))


@pytest.mark.parametrize("words", [row[0] for row in [*IN_THE_SOURCE, *UNSEEN]])
def test_nothing_but_separators_is_left_unread(words: str) -> None:
    rest = leftover(words, parse_bodies(words, NAMES)).casefold()
    for separator in ("ve spolupráci se", "ve spolupráci s", " a ", "/", ",", "+", ";", "(", ")", "\0", " "):
        rest = rest.replace(separator, "")
    assert rest == ""


@settings(deadline=None)  # no time is asserted
@given(
    bodies=st.lists(st.sampled_from(sorted(NAMES)), min_size=1, max_size=6),
    separator=st.sampled_from(["/", ",", " + ", " a ", ", ", " / ", ";"]),
)
def test_any_list_of_known_bodies_is_read(bodies: list[str], separator: str) -> None:
    assert parse_bodies(separator.join(bodies), NAMES) == tuple(gestor(NAMES[name], name) for name in bodies)


@settings(deadline=None)  # no time is asserted
@given(st.text(alphabet="MPOZV 510a,/+()ve spoluprácis", max_size=30))
def test_any_text_is_read_or_refused(words: str) -> None:
    try:
        bodies = parse_bodies(words, NAMES)
    except InputError:
        return
    assert all(NAMES[body.words] == body.agent for body in bodies)
