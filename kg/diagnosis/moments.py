"""Days, months and years, as the data writes them and as people do: `2021-09-01`, `2021-09`, `2021`, `1. 9. 2021`."""

import re
from typing import Final

import pyoxigraph as ox

from kg.namespaces import XSD

Moment = tuple[str, ...]
"""Year, month and day, as far as they are known."""

_ISO: Final = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?(?:Z|[+-]\d\d:\d\d)?", re.DOTALL)
_CZECH: Final = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")

PARTS: Final = {XSD.gYear: 1, XSD.gYearMonth: 2, XSD.date: 3, XSD.dateTime: 3}
"""How much of a moment a value of each datatype tells."""


def moment(text: str) -> Moment | None:
    """Return the moment that a text names; None if it names none."""
    if found := _ISO.fullmatch(text.strip()):
        return tuple(filter(None, found.groups()))
    if found := _CZECH.fullmatch(text.strip()):
        day, month, year = found.groups()
        return year, f"{int(month):02}", f"{int(day):02}"
    return None


def literals(text: str) -> list[ox.Literal]:
    """Return the moment that a text names as values of the datatypes that tell so much of it, or less."""
    known = moment(text) or ()
    return [_literal(known[:parts], datatype) for datatype, parts in PARTS.items() if parts <= len(known)]


def _literal(known: Moment, datatype: ox.NamedNode) -> ox.Literal:
    text = "-".join(known)
    return ox.Literal(f"{text}T00:00:00" if datatype == XSD.dateTime else text, datatype=datatype)


def apart(wanted: ox.Literal, found: ox.Literal) -> int | None:
    """Return how much more one of two values of different datatypes tells of the same moment; None if it is another."""
    if found.datatype not in PARTS or found.datatype == wanted.datatype or wanted.language:
        return None
    first, second = moment(wanted.value), moment(found.value)
    if first is None or second is None:
        return None
    known = min(len(first), len(second))
    return abs(len(first) - len(second)) if first[:known] == second[:known] else None
