"""Deadlines (column 11 of the source) read by a small Czech grammar; a wording it does not know is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.errors import InputError
from kg.mapping.moments import MONTHS, SEASONS, Moment, moment
from kg.mapping.time_spans import (
    PROGRAMME_END,
    CalendarError,
    Span,
    at,
    between,
    ending,
    programme_years,
    read_range,
    read_since,
    read_span,
    read_until,
    read_within,
    since,
)
from kg.mapping.tokens import Cursor

FORMS: Final = (
    "Průběžně | průběžně (do r. 2025) | od r. 2022 průběžně | trvale | dlouhodobá aktivita | zahájení činnosti 2021 | "
    "31. 12. 2025 | do 31. 12. 2025 | prosinec 2024 | 12/2024 | Podzim 2021 | Q2 2022 | 1. čtvrtletí 2024 | "
    "1. pololetí 2023 | 2024 | do r. 2025 | od roku 2022 | 2018-2020 | září – prosinec 2022 | "
    "konec programového období 2027 | září 2021 (Budapešť) a leden 2022 (Dubaj)"
)
"""An example of each form, for the message that refuses a wording."""

_ONGOING: Final = ("prubezne", "prubezny", "prubezna", "trvale")
_LONG_TERM: Final = ("dlouhodoba aktivita", "dlouhodobe")
_PILOTS: Final = ("pilotni projekty", "pilotni projekt", "pilotni provoz", "milniky", "milnik")
_TIME_WORDS: Final = frozenset(word for table in (MONTHS, SEASONS) for forms in table.values() for word in forms) | {
    "q"
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """One dated event of a schedule, with the words of its place if they are stated."""

    words: str
    edtf: str
    start: date | None
    end: date | None
    place_words: str | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A deadline: `kind` is a code of the list schedule-kinds, the bounds are outer bounds, None where uncertain."""

    kind: str
    edtf: str | None
    start: date | None
    end: date | None
    stated_years: tuple[int, ...]
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    kind: str
    span: Span | None
    milestones: tuple[Milestone, ...] = ()


def parse_schedule(words: str) -> Schedule:
    """Read a deadline.

    Years that the words name are kept in their order, whatever their role.

    Raises:
        InputError: the wording has no certain reading.
    """
    cursor = Cursor(words)
    try:
        reading = next(filter(None, (_whole(cursor, form) for form in _FORMS)), None)
    except CalendarError as error:
        raise _refused(cursor.words, f" ({error.cs})", f" ({error.en})") from error
    if reading is None:
        raise _refused(cursor.words)
    years = (int(token.folded) for token in cursor.tokens if token.kind == "number" and len(token.folded) == 4)
    edtf, start, end = (reading.span.edtf, reading.span.start, reading.span.end) if reading.span else (None, None, None)
    return Schedule(reading.kind, edtf, start, end, tuple(dict.fromkeys(years)), reading.milestones)


def _refused(words: str, cause_cs: str = "", cause_en: str = "") -> InputError:
    return InputError(
        cs=f"Termín „{words}“ nelze přečíst{cause_cs}; napište jej v některém z tvarů: {FORMS}",
        en=f"The deadline “{words}” cannot be read{cause_en}; write it in one of the forms: {FORMS}",
    )


def _whole(cursor: Cursor, form: Callable[[Cursor], _Reading | None]) -> _Reading | None:
    """Return the reading of a form that takes the whole wording; a full stop at its end is none of its words."""
    cursor.at = 0
    reading = form(cursor)
    cursor.take(".")
    return reading if cursor.done else None


def _ongoing(cursor: Cursor) -> _Reading | None:
    before = read_span(cursor)
    if before:
        cursor.take(",")
    if not cursor.take(*_ONGOING):
        return None
    return _Reading("ongoing", before or cursor.attempt(_limit))


def _limit(cursor: Cursor) -> Span | None:
    """Read the bounds that stand behind „průběžně“ or „dlouhodobá aktivita“, with brackets, a comma or neither."""
    if cursor.take("("):
        span = read_span(cursor)
        return span if cursor.take(")") else None
    cursor.take(",")
    return read_span(cursor)


def _programme_end(cursor: Cursor) -> _Reading | None:
    if not cursor.take("konec programoveho obdobi", f"do {PROGRAMME_END}"):
        return None
    last = programme_years(cursor)
    return _Reading("programme-end", ending(last)) if last else None


def _long_term(cursor: Cursor) -> _Reading | None:
    span = cursor.attempt(_beginning)
    if span and not cursor.take(","):
        return None
    if not cursor.take(*_LONG_TERM):
        return None
    span = span or cursor.attempt(_limit)
    if cursor.take(", provazanost s", ", provazanost se") and not _remark(cursor):
        return None
    return _Reading("long-term", span)


def _beginning(cursor: Cursor) -> Span | None:
    if not cursor.take("zahajeni cinnosti"):
        return None
    first = moment(cursor, "locative") if cursor.take("v", "ve", "na") else moment(cursor)
    return since(first) if first else None


def _open_ended(cursor: Cursor) -> _Reading | None:
    span = cursor.attempt(_beginning) or read_since(cursor)
    return _Reading("ongoing", span) if span else None


def _period(cursor: Cursor) -> _Reading | None:
    span = read_range(cursor)
    return _Reading("period", span) if span else None


def _fixed(cursor: Cursor) -> _Reading | None:
    span = read_until(cursor) or read_within(cursor) or cursor.attempt(_end_of) or cursor.attempt(_exactly)
    return _Reading("fixed", span) if span else None


def _end_of(cursor: Cursor) -> Span | None:
    last = moment(cursor, "genitive") if cursor.take("konec") else None
    return ending(last) if last else None


def _exactly(cursor: Cursor) -> Span | None:
    by_day = cursor.take("k", "ke dni")
    when = moment(cursor)
    return at(when) if when and (when.unit == "day" or not by_day) else None


def _milestones(cursor: Cursor) -> _Reading | None:
    if cursor.take(*_PILOTS):
        cursor.take(":")
    found: list[tuple[Moment, Milestone]] = []
    while not found or cursor.take(",", ";", "a"):
        item = cursor.attempt(_milestone)
        if item is None:
            break
        found.append(item)
    if not found:
        return None
    continued = cursor.take("v dalsich letech", ", v dalsich letech")
    if continued:
        _remark(cursor)
    milestones = tuple(milestone for _, milestone in found)
    return _Reading("milestones", _extent([when for when, _ in found], continued=continued), milestones)


def _milestone(cursor: Cursor) -> tuple[Moment, Milestone] | None:
    first = cursor.at
    when = moment(cursor)
    if when is None:
        return None
    place = None
    if cursor.take("("):
        place = _place(cursor)
        if place is None:
            return None
    span = at(when)
    return when, Milestone(cursor.text(first, cursor.at), span.edtf, span.start, span.end, place)


def _place(cursor: Cursor) -> str | None:
    """Read the name of a place up to the closing bracket; a name has a capital, „(viz příloha)“ is none."""
    first = cursor.at
    while not cursor.done and cursor.tokens[cursor.at].folded != ")" and _timeless(cursor):
        cursor.at += 1
    name = cursor.text(first, cursor.at)
    return name if name[:1].isupper() and cursor.take(")") else None


def _extent(moments: list[Moment], *, continued: bool) -> Span | None:
    """Return the span from the first to the last milestone, None if a winter makes their order uncertain."""
    bounded = [(at(when).start, at(when).end, when) for when in moments]
    starts = [(start, when) for start, _, when in bounded if start]
    ends = [(end, when) for _, end, when in bounded if end]
    if len(starts) < len(moments):
        return None
    first = min(starts, key=lambda pair: pair[0])[1]
    if continued:
        return since(first)
    return at(first) if len(moments) == 1 else between(first, max(ends, key=lambda pair: pair[0])[1])


def _remark(cursor: Cursor) -> bool:
    """Take the rest as a remark that stays in the verbatim text only; a date in it would be lost, so none may be."""
    first = cursor.at
    while not cursor.done and _timeless(cursor):
        cursor.at += 1
    return cursor.at > first


def _timeless(cursor: Cursor) -> bool:
    token = cursor.tokens[cursor.at]
    return token.kind != "number" and token.folded not in _TIME_WORDS


_FORMS: Final = (_ongoing, _programme_end, _long_term, _open_ended, _period, _fixed, _milestones)
