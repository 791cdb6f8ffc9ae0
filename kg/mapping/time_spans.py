"""Stretches of time between moments: until, since, within, from – to."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.mapping.edtf_dates import bounds
from kg.mapping.moments import Case, Moment, moment, part, year
from kg.mapping.tokens import Cursor

DASHES: Final = ("-", "–", "—", "az")
PROGRAMME_END: Final = "konce programoveho obdobi"


class CalendarError(ValueError):
    """A wording that the grammar reads and the calendar does not allow."""

    def __init__(self, cs: str, en: str) -> None:
        """Take the cause in both languages."""
        super().__init__(en)
        self.cs, self.en = cs, en


@dataclass(frozen=True, slots=True)
class Span:
    """An EDTF string with its outer bounds; a bound is None where it is open or not certain."""

    edtf: str
    start: date | None
    end: date | None


def at(when: Moment) -> Span:
    """Return the span of one moment."""
    return _bounded(when.edtf)


def until(last: Moment) -> Span:
    """Return the span with an end and no known beginning."""
    return _bounded(f"../{last.last}")


def since(first: Moment) -> Span:
    """Return the span with a beginning and no known end."""
    return _bounded(f"{first.first}/..")


def ending(when: Moment) -> Span:
    """Return the span of something that happens at the end of a moment: only its last day bounds it."""
    return Span(when.edtf, None, at(when).end)


def between(first: Moment, last: Moment) -> Span:
    """Return the span from one moment to another, both included.

    Raises:
        CalendarError: the end precedes the beginning.
    """
    span = _bounded(f"{first.first}/{last.last}")
    if first.year > last.year or (span.start and span.end and span.start > span.end):
        raise CalendarError("konec předchází začátku", "the end precedes the beginning")
    return span


def read_span(cursor: Cursor) -> Span | None:
    """Read any span that words bound: from – to, until, since, within."""
    return read_range(cursor) or read_until(cursor) or read_since(cursor) or read_within(cursor)


def read_range(cursor: Cursor) -> Span | None:
    """Read „2018-2020“, „v letech 2021 až 2025“, „od ledna 2021 do konce roku 2022“, „září – prosinec 2022“."""
    return cursor.attempt(_from_to) or cursor.attempt(_first_dash_last)


def read_until(cursor: Cursor) -> Span | None:
    """Read „do r. 2025“, „do konce roku 2025“, „nejpozději do 31. 12. 2025“."""
    return cursor.attempt(_until)


def read_since(cursor: Cursor) -> Span | None:
    """Read „od roku 2022“, „2022 a dále“."""
    return cursor.attempt(_since)


def read_within(cursor: Cursor) -> Span | None:
    """Read „v roce 2024“, „na podzim 2021“, „během roku 2024“."""
    return cursor.attempt(_within)


def programme_years(cursor: Cursor) -> Moment | None:
    """Read the years of a programme period, or its last year alone, and return the last."""
    return cursor.attempt(_programme_years)


def _bounded(expression: str) -> Span:
    try:
        return Span(expression, *bounds(expression))
    except ValueError as error:
        raise CalendarError("takový den v kalendáři není", "the calendar has no such day") from error


def _from_to(cursor: Cursor) -> Span | None:
    return _join(cursor, "genitive", ("do konce", "do", *DASHES)) if cursor.take("od") else None


def _first_dash_last(cursor: Cursor) -> Span | None:
    cursor.take(
        "v letech",
        "roky",
        "v obdobi let",
        "v obdobi",
        "obdobi",
        "v programovem obdobi",
        "programove obdobi",
    )
    return _join(cursor, "nominative", DASHES)


def _join(cursor: Cursor, case: Case, joints: tuple[str, ...]) -> Span | None:
    before = cursor.at
    first = moment(cursor, case)
    if first is None or not cursor.take(*joints):
        cursor.at = before
        return _join_with_shared_year(cursor, case, joints)
    last = moment(cursor, case)
    return between(first, last) if last else None


def _join_with_shared_year(cursor: Cursor, case: Case, joints: tuple[str, ...]) -> Span | None:
    first = part(cursor, case)
    last = moment(cursor, case) if first and cursor.take(*joints) else None
    return between(first.of(last.year), last) if first and last and first.unit == last.unit else None


def _until(cursor: Cursor) -> Span | None:
    cursor.take("nejpozdeji")
    if not cursor.take("do"):
        return None
    if cursor.take(PROGRAMME_END):
        last = programme_years(cursor)
    else:
        cursor.take("konce")
        last = moment(cursor, "genitive")
    return until(last) if last else None


def _since(cursor: Cursor) -> Span | None:
    if cursor.take("od"):
        first = moment(cursor, "genitive")
        cursor.take("a dale")
        return since(first) if first else None
    first = moment(cursor)
    return since(first) if first and cursor.take("a dale") else None


def _within(cursor: Cursor) -> Span | None:
    if cursor.take("behem", "v prubehu"):
        when = moment(cursor, "genitive")
    else:
        when = moment(cursor, "locative") if cursor.take("v", "ve", "na") else None
    return at(when) if when else None


def _programme_years(cursor: Cursor) -> Moment | None:
    first = year(cursor)
    last = year(cursor) if first and cursor.take(*DASHES) else first
    if first is None or last is None:
        return None
    between(Moment("year", first), Moment("year", last))
    return Moment("year", last)
