"""Deadlines (column 11): the expected reading of each wording, written from the source before the grammar."""

import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.mapping.schedule import FORMS, Milestone, Schedule, parse_schedule

SOURCE = Path(__file__).parents[2] / "data" / "sources" / "koncepce-sc-zpo4.txt"

PILOTS = (
    "pilotní projekty září 2021 (Budapešť) a leden 2022 (Dubaj), v dalších letech prezentace v celé síti "
    "zahraničních kanceláří CzechTrade"
)
BUDAPEST = Milestone("září 2021 (Budapešť)", "2021-09", date(2021, 9, 1), date(2021, 9, 30), "Budapešť")
DUBAI = Milestone("leden 2022 (Dubaj)", "2022-01", date(2022, 1, 1), date(2022, 1, 31), "Dubaj")

# wording, kind, EDTF, start, end, years
IN_THE_SOURCE = [
    ("Průběžně", "ongoing", None, None, None, ()),
    ("průběžně", "ongoing", None, None, None, ()),
    ("průběžné", "ongoing", None, None, None, ()),
    ("Průběžně (do r. 2025)", "ongoing", "../2025", None, "2025-12-31", (2025,)),
    ("průběžně (do r. 2025)", "ongoing", "../2025", None, "2025-12-31", (2025,)),
    ("Podzim 2021", "fixed", "2021-23", "2021-09-01", "2021-11-30", (2021,)),
    ("Q2 2022", "fixed", "2022-34", "2022-04-01", "2022-06-30", (2022,)),
    ("2018-2020", "period", "2018/2020", "2018-01-01", "2020-12-31", (2018, 2020)),
    (
        "dlouhodobá aktivita, provázanost s realizací City For The Future",
        "long-term",
        None,
        None,
        None,
        (),
    ),
    ("zahájení činnosti 2021, dlouhodobá aktivita", "long-term", "2021/..", "2021-01-01", None, (2021,)),
    *(
        (f"konec programového období {year}", "programme-end", f"{year}", None, f"{year}-12-31", (year,))
        for year in range(2027, 2034)
    ),
]

UNSEEN = [
    # a day, a month, a part of a year, a year
    ("31. 12. 2025", "fixed", "2025-12-31", "2025-12-31", "2025-12-31", (2025,)),
    ("31.12.2025", "fixed", "2025-12-31", "2025-12-31", "2025-12-31", (2025,)),
    ("1.  prosince 2025", "fixed", "2025-12-01", "2025-12-01", "2025-12-01", (2025,)),
    ("k 29. 2. 2024", "fixed", "2024-02-29", "2024-02-29", "2024-02-29", (2024,)),
    ("2025-06-30", "fixed", "2025-06-30", "2025-06-30", "2025-06-30", (2025,)),
    ("prosinec 2024", "fixed", "2024-12", "2024-12-01", "2024-12-31", (2024,)),
    ("Únor 2023", "fixed", "2023-02", "2023-02-01", "2023-02-28", (2023,)),
    ("zari 2021", "fixed", "2021-09", "2021-09-01", "2021-09-30", (2021,)),
    ("v září roku 2021", "fixed", "2021-09", "2021-09-01", "2021-09-30", (2021,)),
    ("9/2021", "fixed", "2021-09", "2021-09-01", "2021-09-30", (2021,)),
    ("Jaro 2022", "fixed", "2022-21", "2022-03-01", "2022-05-31", (2022,)),
    ("na jaře 2022", "fixed", "2022-21", "2022-03-01", "2022-05-31", (2022,)),
    ("léto 2022", "fixed", "2022-22", "2022-06-01", "2022-08-31", (2022,)),
    ("Zima 2021", "fixed", "2021-24", None, None, (2021,)),
    ("Q1 2022", "fixed", "2022-33", "2022-01-01", "2022-03-31", (2022,)),
    ("Q3/2022", "fixed", "2022-35", "2022-07-01", "2022-09-30", (2022,)),
    ("2022 Q4", "fixed", "2022-36", "2022-10-01", "2022-12-31", (2022,)),
    ("2Q 2022", "fixed", "2022-34", "2022-04-01", "2022-06-30", (2022,)),
    ("IV. Q 2023", "fixed", "2023-36", "2023-10-01", "2023-12-31", (2023,)),
    ("1. čtvrtletí 2024", "fixed", "2024-33", "2024-01-01", "2024-03-31", (2024,)),
    ("ve třetím čtvrtletí roku 2024", "fixed", "2024-35", "2024-07-01", "2024-09-30", (2024,)),
    ("1. pololetí 2023", "fixed", "2023-40", "2023-01-01", "2023-06-30", (2023,)),
    ("druhá polovina roku 2023", "fixed", "2023-41", "2023-07-01", "2023-12-31", (2023,)),
    ("2024", "fixed", "2024", "2024-01-01", "2024-12-31", (2024,)),
    ("rok 2024", "fixed", "2024", "2024-01-01", "2024-12-31", (2024,)),
    ("v roce 2024", "fixed", "2024", "2024-01-01", "2024-12-31", (2024,)),
    ("během roku 2024", "fixed", "2024", "2024-01-01", "2024-12-31", (2024,)),
    # an end
    ("do 31. 12. 2025", "fixed", "../2025-12-31", None, "2025-12-31", (2025,)),
    ("do r. 2025", "fixed", "../2025", None, "2025-12-31", (2025,)),
    ("do konce roku 2025", "fixed", "../2025", None, "2025-12-31", (2025,)),
    ("do 2. čtvrtletí 2025", "fixed", "../2025-06", None, "2025-06-30", (2025,)),
    ("do léta 2025", "fixed", "../2025-22", None, "2025-08-31", (2025,)),
    ("do zimy 2025", "fixed", "../2025-24", None, None, (2025,)),
    ("konec roku 2025", "fixed", "2025", None, "2025-12-31", (2025,)),
    ("do konce programového období 2027", "programme-end", "2027", None, "2027-12-31", (2027,)),
    ("konec programového období 2021–2027", "programme-end", "2027", None, "2027-12-31", (2021, 2027)),
    # a beginning
    ("od roku 2022", "ongoing", "2022/..", "2022-01-01", None, (2022,)),
    ("od září 2022", "ongoing", "2022-09/..", "2022-09-01", None, (2022,)),
    ("2022 a dále", "ongoing", "2022/..", "2022-01-01", None, (2022,)),
    ("zahájení činnosti 2021", "ongoing", "2021/..", "2021-01-01", None, (2021,)),
    ("zahájení činnosti v září 2021", "ongoing", "2021-09/..", "2021-09-01", None, (2021,)),
    # a period
    ("2021–2027", "period", "2021/2027", "2021-01-01", "2027-12-31", (2021, 2027)),
    ("2018 -2020", "period", "2018/2020", "2018-01-01", "2020-12-31", (2018, 2020)),
    ("2021 až 2025", "period", "2021/2025", "2021-01-01", "2025-12-31", (2021, 2025)),
    ("v letech 2021 až 2025", "period", "2021/2025", "2021-01-01", "2025-12-31", (2021, 2025)),
    ("období 2021-2027", "period", "2021/2027", "2021-01-01", "2027-12-31", (2021, 2027)),
    ("programové období 2021-2027", "period", "2021/2027", "2021-01-01", "2027-12-31", (2021, 2027)),
    ("od r. 2021 do r. 2025", "period", "2021/2025", "2021-01-01", "2025-12-31", (2021, 2025)),
    ("od ledna 2021 do konce roku 2022", "period", "2021-01/2022", "2021-01-01", "2022-12-31", (2021, 2022)),
    ("září – prosinec 2022", "period", "2022-09/2022-12", "2022-09-01", "2022-12-31", (2022,)),
    ("Q1–Q3 2022", "period", "2022-01/2022-09", "2022-01-01", "2022-09-30", (2022,)),
    ("1. 9. – 31. 12. 2022", "period", "2022-09-01/2022-12-31", "2022-09-01", "2022-12-31", (2022,)),
    ("9/2021 - 12/2022", "period", "2021-09/2022-12", "2021-09-01", "2022-12-31", (2021, 2022)),
    ("jaro 2021 – podzim 2021", "period", "2021-21/2021-23", "2021-03-01", "2021-11-30", (2021,)),
    ("2021-2021", "period", "2021/2021", "2021-01-01", "2021-12-31", (2021,)),
    # ongoing, with or without bounds
    ("PRŮBĚŽNĚ", "ongoing", None, None, None, ()),
    ("Průběžně.", "ongoing", None, None, None, ()),
    ("trvale", "ongoing", None, None, None, ()),
    ("průběžně, do konce roku 2025", "ongoing", "../2025", None, "2025-12-31", (2025,)),
    ("průběžně od roku 2022", "ongoing", "2022/..", "2022-01-01", None, (2022,)),
    ("od r. 2022 průběžně", "ongoing", "2022/..", "2022-01-01", None, (2022,)),
    ("průběžně 2021–2027", "ongoing", "2021/2027", "2021-01-01", "2027-12-31", (2021, 2027)),
    ("průběžně v roce 2022", "ongoing", "2022", "2022-01-01", "2022-12-31", (2022,)),
    ("průběžně do konce programového období 2027", "ongoing", "../2027", None, "2027-12-31", (2027,)),
    # long-term
    ("dlouhodobá aktivita", "long-term", None, None, None, ()),
    ("Dlouhodobě", "long-term", None, None, None, ()),
    ("dlouhodobá aktivita (od r. 2021)", "long-term", "2021/..", "2021-01-01", None, (2021,)),
]

REFUSED = [
    "",
    "   ",
    ".",
    "nikdy",
    "brzy",
    "podzim",
    "Q5 2022",
    "5. čtvrtletí 2022",
    "3. pololetí 2022",
    "31. 2. 2024",
    "29. 2. 2023",
    "32. 1. 2024",
    "13/2024",
    "0/2024",
    "rok 51000",
    "202",
    "1492",
    "21-27",
    "2021/2022",  # a school year, an interval or a choice
    "2021-12",  # December 2021, or a range whose end is cut short
    "2022-2020",
    "říjen 2022 – září 2022",
    "říjen – březen 2022",  # no year is stated for October
    "léta 2021–2025",  # years, not summers: neither is read
    "průběžně 2022",  # in, from or until 2022?
    "průběžně (do r. 2025",
    "průběžně do r. 2025)",
    "průběžně a do konce",
    "konec programového období",
    "každoročně",
    "dlouhodobá aktivita, provázanost s realizací do roku 2030",  # a date must not vanish in a remark
    "pilotní projekty září 2021 (Budapešť) a leden (Dubaj)",
    "pilotní projekty září 2021 (), leden 2022 (Dubaj)",
    "Q2 2022 nebo později",
    "Q2 2022 (viz příloha)",  # no place, and what it is nobody knows
    "29. 2. 2023 - 2. 3. 2023",
    "od 31. 12. 2022 do 1. 1. 2022",
    "2022-2023-2024",
    "²022",
]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("words", "expected"), [(row[0], row[1:]) for row in (*IN_THE_SOURCE, *UNSEEN)])
def test_wording_is_read(words: str, expected: tuple[str, str | None, str | None, str | None, tuple[int, ...]]) -> None:
    kind, edtf, start, end, years = expected
    assert parse_schedule(words) == Schedule(kind, edtf, day(start), day(end), years, ())


@pytest.mark.parametrize("words", [row[0] for row in IN_THE_SOURCE] + [PILOTS])
def test_wording_stands_in_the_source(words: str) -> None:
    assert words in " ".join(SOURCE.read_text(encoding="utf-8").split())


def test_budapest_and_dubai() -> None:
    assert parse_schedule(PILOTS) == Schedule(
        "milestones", "2021-09/..", date(2021, 9, 1), None, (2021, 2022), (BUDAPEST, DUBAI)
    )


def test_line_breaks_inside_a_wording_are_spaces() -> None:
    broken = PILOTS.replace("leden ", "leden \n").replace("celé ", "celé \n")
    assert parse_schedule(broken) == parse_schedule(PILOTS)


@pytest.mark.parametrize(
    ("words", "span", "places"),
    [
        ("září 2021 (Budapešť)", ("2021-09", "2021-09-01", "2021-09-30"), ("Budapešť",)),
        ("září 2021, leden 2022", ("2021-09/2022-01", "2021-09-01", "2022-01-31"), (None, None)),
        (
            "leden 2022 (Dubaj); září 2021 (Budapešť)",
            ("2021-09/2022-01", "2021-09-01", "2022-01-31"),
            ("Dubaj", "Budapešť"),
        ),
        ("2021, 2022 a 2024", ("2021/2024", "2021-01-01", "2024-12-31"), (None, None, None)),
        (
            "pilotní projekt Q2 2022 (Nové Město na Moravě)",
            ("2022-34", "2022-04-01", "2022-06-30"),
            ("Nové Město na Moravě",),
        ),
        ("zima 2021 (Praha) a září 2022 (Brno)", (None, None, None), ("Praha", "Brno")),
    ],
)
def test_milestone_list(
    words: str, span: tuple[str | None, str | None, str | None], places: tuple[str | None, ...]
) -> None:
    schedule = parse_schedule(words)
    assert schedule.kind == "milestones"
    assert (schedule.edtf, schedule.start, schedule.end) == (span[0], day(span[1]), day(span[2]))
    assert tuple(milestone.place_words for milestone in schedule.milestones) == places


@pytest.mark.parametrize("words", REFUSED)
def test_unknown_wording_is_refused(words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_schedule(words)
    collapsed = " ".join(words.split())
    assert f"„{collapsed}“" in caught.value.cs
    assert f"“{collapsed}”" in caught.value.en
    assert "Podzim 2021" in caught.value.cs
    assert "Podzim 2021" in caught.value.en


@pytest.mark.parametrize("words", FORMS.split(" | "))
def test_every_form_that_a_refusal_offers_is_read(words: str) -> None:
    assert parse_schedule(words).kind


YEARS = st.integers(min_value=1900, max_value=2199)


@settings(deadline=None)  # no time is asserted
@given(first=YEARS, last=YEARS, dash=st.sampled_from(["-", "–", " - ", " –", " až "]))
def test_any_range_of_years(first: int, last: int, dash: str) -> None:
    words = f"{first}{dash}{last}"
    if first > last:
        with pytest.raises(InputError):
            parse_schedule(words)
        return
    whole = parse_schedule(words)
    assert (whole.kind, whole.edtf) == ("period", f"{first}/{last}")
    assert (whole.start, whole.end) == (date(first, 1, 1), date(last, 12, 31))
    for year in (first, last):
        part = parse_schedule(f"{year}")
        assert part.start is not None
        assert part.end is not None
        assert whole.start <= part.start <= part.end <= whole.end


PARTS = ["leden {}", "Q2 {}", "2. pololetí {}", "podzim {}", "24. 12. {}", "únor {}"]


@settings(deadline=None)  # no time is asserted
@given(year=YEARS, part=st.sampled_from(PARTS))
def test_a_part_of_a_year_lies_within_it(year: int, part: str) -> None:
    schedule = parse_schedule(part.format(year))
    assert schedule.start is not None
    assert schedule.end is not None
    assert date(year, 1, 1) <= schedule.start <= schedule.end <= date(year, 12, 31)


VOCABULARY = ["průběžně", "do", "od", "r", ".", "konce", "roku", "2025", "2021", "-", "září", "Q", "2", "(", ")", ","]


@settings(deadline=None)  # no time is asserted
@given(st.lists(st.sampled_from(VOCABULARY), max_size=7).map(" ".join))
def test_any_words_are_read_or_refused(words: str) -> None:
    try:
        schedule = parse_schedule(words)
    except InputError:
        return
    assert schedule.start is None or schedule.end is None or schedule.start <= schedule.end
    assert schedule.stated_years == tuple(
        dict.fromkeys(int(word) for word in words.split() if len(word) == 4 and word.isdigit())
    )


@settings(deadline=None)  # no time is asserted
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(words: str) -> None:
    with suppress(InputError):
        assert parse_schedule(words).kind


QUIET = "from kg.mapping.schedule import parse_schedule; parse_schedule('2018-2020'); parse_schedule('Q2 2022')"


def test_import_is_quiet_when_warnings_are_errors() -> None:
    finished = subprocess.run([sys.executable, "-W", "error", "-c", QUIET], capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stderr) == (0, "")
