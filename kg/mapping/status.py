"""Status (column 9 of the source): whether a measure is new or existing, since when, until when."""

from dataclasses import dataclass
from typing import Final

from kg.errors import InputError
from kg.mapping.moments import year
from kg.mapping.time_spans import DASHES
from kg.mapping.tokens import Cursor

FORMS: Final = (
    "Nové | Nové (2021) | Existující | Existující (2018) | Existující (2018-2020) | Existující do roku 2019, poznámka"
)
"""An example of each form, for the message that refuses a wording."""

_NEW: Final = ("nove opatreni", "nove", "novy", "nova")
_EXISTING: Final = ("existujici opatreni", "existujici", "stavajici opatreni", "stavajici")


@dataclass(frozen=True, slots=True)
class Status:
    """`code` of the list statuses, the years stated, and the words behind a comma as they stand."""

    code: str
    since: int | None
    until: int | None
    note: str | None


def parse_status(words: str) -> Status:
    """Read a status.

    Raises:
        InputError: the wording has no certain reading.
    """
    cursor = Cursor(words)
    status = _new(cursor) or _existing(cursor)
    if status is None or not cursor.done:
        raise InputError(
            cs=f"Stav opatření „{cursor.words}“ nelze přečíst; napište jej v některém z tvarů: {FORMS}",
            en=f"The status “{cursor.words}” cannot be read; write it in one of the forms: {FORMS}",
        )
    return status


def _new(cursor: Cursor) -> Status | None:
    """Read „Nové (2021)“; „nové do roku 2023“ has two meanings and is not read."""
    if not cursor.take(*_NEW):
        return None
    years = cursor.attempt(_years_in_brackets) or (None, None)
    return Status("new", years[0], None, _note(cursor)) if years[1] is None else None


def _existing(cursor: Cursor) -> Status | None:
    if not cursor.take(*_EXISTING):
        return None
    years = cursor.attempt(_years_in_brackets) or cursor.attempt(_years_in_words) or (None, None)
    return Status("existing", *years, _note(cursor))


def _years_in_brackets(cursor: Cursor) -> tuple[int | None, int | None] | None:
    if not cursor.take("("):
        return None
    years = cursor.attempt(_years) or cursor.attempt(_years_in_words)
    return years if cursor.take(")") else None


def _years(cursor: Cursor) -> tuple[int | None, int | None] | None:
    first = year(cursor)
    if first is None or not cursor.take(*DASHES):
        return (first, None) if first else None
    last = year(cursor)
    return (first, last) if last and first <= last else None


def _years_in_words(cursor: Cursor) -> tuple[int | None, int | None] | None:
    first = last = None
    if cursor.take("od roku", "od r .", "od"):
        first = year(cursor)
        if first is None:
            return None
    if cursor.take("do roku", "do r .", "do"):
        last = year(cursor)
        if last is None or (first and first > last):
            return None
    return (first, last) if first or last else None


def _note(cursor: Cursor) -> str | None:
    """Take the words behind a comma; a second status there would contradict the first and stays unread."""
    before = cursor.at
    if not cursor.take(",") or cursor.done or cursor.take(*_NEW, *_EXISTING):
        cursor.at = before
        return None
    first, cursor.at = cursor.at, len(cursor.tokens)
    return cursor.text(first, cursor.at)
