"""Moments as Czech deadlines name them: a day, a month, a season, a quarter, a half or a whole year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kg.mapping.tokens import Cursor

Unit = Literal["year", "half", "season", "quarter", "month", "day"]
Case = Literal["nominative", "genitive", "locative"]


def _numbered(names: str) -> Mapping[str, int]:
    return {name: number for number, name in enumerate(names.split(), start=1)}


MONTHS: Final[Mapping[Case, Mapping[str, int]]] = {
    "nominative": _numbered("leden unor brezen duben kveten cerven cervenec srpen zari rijen listopad prosinec"),
    "genitive": _numbered("ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince"),
    "locative": _numbered("lednu unoru breznu dubnu kvetnu cervnu cervenci srpnu zari rijnu listopadu prosinci"),
}
# The case matters: „léta 2021–2025“ speaks of years, „do léta 2025“ of a summer.
SEASONS: Final[Mapping[Case, Mapping[str, int]]] = {
    "nominative": {"jaro": 1, "leto": 2, "podzim": 3, "zima": 4},
    "genitive": {"jara": 1, "leta": 2, "podzimu": 3, "zimy": 4},
    "locative": {"jare": 1, "lete": 2, "podzim": 3, "podzimu": 3, "zime": 4},
}
_YEAR_WORDS: Final[Mapping[Case, tuple[str, ...]]] = {
    "nominative": ("rok", "r .", "r"),
    "genitive": ("roku", "r .", "r"),
    "locative": ("roce", "r .", "r"),
}
_ORDINALS: Final = {
    **{digit: int(digit) for digit in "1234"},
    **{roman: number for number, roman in enumerate(("i", "ii", "iii", "iv"), start=1)},
    **dict.fromkeys(("prvni", "prvniho", "prvnim"), 1),
    **dict.fromkeys(("druhe", "druha", "druheho", "druhem"), 2),
    **dict.fromkeys(("treti", "tretiho", "tretim"), 3),
    **dict.fromkeys(("ctvrte", "ctvrteho", "ctvrtem"), 4),
}
_QUARTERS: Final = ("q .", "q", "ctvrtleti", "kvartal", "kvartalu")
_HALVES: Final = ("pololeti", "polovina", "poloviny", "polovine")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a year that is not named yet: its unit, its number (1 is the first) and, of a day, the day."""

    unit: Unit
    number: int
    day: int = 0

    def of(self, year: int) -> "Moment":
        """Return this part of a year."""
        return Moment(self.unit, year, self.number, self.day)


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of time with a name of its own."""

    unit: Unit
    year: int
    number: int = 0
    day: int = 0

    @property
    def edtf(self) -> str:
        """The moment alone; seasons, quarters and halves by the sub-year groupings of EDTF level 2."""
        if self.unit == "year":
            return f"{self.year:04}"
        base = {"season": 20, "quarter": 32, "half": 39}.get(self.unit, 0)
        day = f"-{self.day:02}" if self.unit == "day" else ""
        return f"{self.year:04}-{base + self.number:02}{day}"

    @property
    def first(self) -> str:
        """The moment as the beginning of an interval, where the `edtf` package reads no quarter and no half."""
        months = {"quarter": 3, "half": 6}.get(self.unit)
        return f"{self.year:04}-{months * (self.number - 1) + 1:02}" if months else self.edtf

    @property
    def last(self) -> str:
        """The moment as the end of an interval."""
        months = {"quarter": 3, "half": 6}.get(self.unit)
        return f"{self.year:04}-{months * self.number:02}" if months else self.edtf


def moment(cursor: Cursor, case: Case = "nominative") -> Moment | None:
    """Read a moment whose words stand in the given case."""
    return (
        cursor.attempt(_iso_day)
        or cursor.attempt(_year_and_quarter)
        or cursor.attempt(_month_by_number)
        or cursor.attempt(lambda inner: _part_of_year(inner, case))
        or cursor.attempt(lambda inner: _whole_year(inner, case))
    )


def part(cursor: Cursor, case: Case) -> Part | None:
    """Read a part of a year without the year, as in the first half of „září – prosinec 2022“."""
    return cursor.attempt(_day) or cursor.attempt(_quarter_or_half) or _month_or_season(cursor, case)


def year(cursor: Cursor) -> int | None:
    """Read a year in four digits; one outside 1900 to 2199 is a slip, not a deadline."""
    return cursor.number(1900, 2199, digits=4)


def _iso_day(cursor: Cursor) -> Moment | None:
    found = year(cursor)
    if found is None or not cursor.take("-"):
        return None
    month = cursor.number(1, 12, digits=2)
    day = cursor.number(1, 31, digits=2) if month and cursor.take("-") else None
    return Moment("day", found, month, day) if month and day else None


def _year_and_quarter(cursor: Cursor) -> Moment | None:
    found = year(cursor)
    cursor.take("/", "-")
    quarter = cursor.number(1, 4) if found and cursor.take("q") else None
    return Moment("quarter", found, quarter) if found and quarter else None


def _month_by_number(cursor: Cursor) -> Moment | None:
    month = cursor.number(1, 12)
    found = year(cursor) if month and cursor.take("/") else None
    return Moment("month", found, month) if month and found else None


def _part_of_year(cursor: Cursor, case: Case) -> Moment | None:
    found = part(cursor, case)
    if found is None:
        return None
    cursor.take("roku", "r .", *(["/"] if found.unit == "quarter" else []))
    which = year(cursor)
    return found.of(which) if which else None


def _whole_year(cursor: Cursor, case: Case) -> Moment | None:
    cursor.take(*_YEAR_WORDS[case])
    found = year(cursor)
    return Moment("year", found) if found else None


def _day(cursor: Cursor) -> Part | None:
    day = cursor.number(1, 31)
    if day is None or not cursor.take("."):
        return None
    month = cursor.lookup(MONTHS["genitive"])
    if month is None:
        month = cursor.number(1, 12)
        if month is None or not cursor.take("."):
            return None
    return Part("day", month, day)


def _quarter_or_half(cursor: Cursor) -> Part | None:
    if cursor.take("q"):
        number = cursor.number(1, 4)
        return Part("quarter", number) if number else None
    number = cursor.lookup(_ORDINALS)
    cursor.take(".")
    if number and cursor.take(*_QUARTERS):
        return Part("quarter", number)
    return Part("half", number) if number in {1, 2} and cursor.take(*_HALVES) else None


def _month_or_season(cursor: Cursor, case: Case) -> Part | None:
    month = cursor.lookup(MONTHS[case])
    if month:
        return Part("month", month)
    season = cursor.lookup(SEASONS[case])
    return Part("season", season) if season else None
