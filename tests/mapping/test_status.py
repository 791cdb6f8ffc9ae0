"""Status (column 9): expected readings, written from the source before the grammar."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.mapping.status import FORMS, Status, parse_status

SOURCE = Path(__file__).parents[2] / "data" / "sources" / "koncepce-sc-zpo4.txt"

IN_THE_SOURCE = [
    ("Nové (2021)", Status("new", 2021, None, None)),
    ("Nové", Status("new", None, None, None)),
    ("nové", Status("new", None, None, None)),
    ("Existující", Status("existing", None, None, None)),
    ("existující", Status("existing", None, None, None)),
    ("Existující (2018)", Status("existing", 2018, None, None)),
    ("Existující (2020)", Status("existing", 2020, None, None)),
    ("Existující (2018 -2020)", Status("existing", 2018, 2020, None)),
    (
        "Existující do roku 2019, nyní je zvažována modifikace",
        Status("existing", None, 2019, "nyní je zvažována modifikace"),
    ),
]

UNSEEN = [
    ("NOVÉ", Status("new", None, None, None)),
    ("  Nové\n(2021) ", Status("new", 2021, None, None)),
    ("Nové opatření", Status("new", None, None, None)),
    ("nove", Status("new", None, None, None)),
    ("Existující opatření (2018–2020)", Status("existing", 2018, 2020, None)),
    ("stávající", Status("existing", None, None, None)),
    ("Existující od r. 2018", Status("existing", 2018, None, None)),
    ("existující (do r. 2019)", Status("existing", None, 2019, None)),
    ("existující (od roku 2018 do roku 2020)", Status("existing", 2018, 2020, None)),
    ("existující, probíhá (viz příloha)", Status("existing", None, None, "probíhá (viz příloha)")),
]

REFUSED = [
    "",
    "ano",
    "Novější",
    "Nové 2021",
    "Nové (21)",
    "Nové (2021",
    "Nové do roku 2023",  # to be made by 2023, or new until then?
    "Nové (2021-2023)",
    "Existující (2020-2018)",
    "existující,",
    "nové, existující",
    "existující nyní je zvažována modifikace",
]


@pytest.mark.parametrize(("words", "expected"), [*IN_THE_SOURCE, *UNSEEN])
def test_wording_is_read(words: str, expected: Status) -> None:
    assert parse_status(words) == expected


@pytest.mark.parametrize("words", [row[0] for row in IN_THE_SOURCE])
def test_wording_stands_in_the_source(words: str) -> None:
    assert words in " ".join(SOURCE.read_text(encoding="utf-8").split())


@pytest.mark.parametrize("words", REFUSED)
def test_unknown_wording_is_refused(words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_status(words)
    assert f"„{words}“" in caught.value.cs
    assert f"“{words}”" in caught.value.en
    assert "Existující (2018-2020)" in caught.value.cs


@pytest.mark.parametrize("words", FORMS.split(" | "))
def test_every_form_that_a_refusal_offers_is_read(words: str) -> None:
    assert parse_status(words).code in {"new", "existing"}
