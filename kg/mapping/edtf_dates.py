"""EDTF strings checked and bounded: the one door to the `edtf` package.

Source: Library of Congress, Extended Date/Time Format (EDTF) Specification, 2019, levels 0 to 2.
"""

import functools
import re
import warnings
from datetime import date
from time import struct_time
from typing import Final

with warnings.catch_warnings():
    # Where all warnings are errors pyparsing reports names of results in edtf's own grammar; they concern no caller.
    warnings.filterwarnings(
        "ignore",
        message="warn_(multiple_tokens_in_named_alternation|ungrouped_named_tokens_in_collection)",
        module=r"edtf\.parser\.grammar",
    )
    from edtf import EDTFParseException, parse_edtf

_WINTER: Final = re.compile(r"\d{4}-24")


@functools.cache
def bounds(expression: str) -> tuple[date | None, date | None]:
    """Return the first and the last day that an EDTF string can mean, None where it is open or uncertain.

    Seasons are the package's: spring March to May, summer June to August, autumn September to November.
    A winter has no bounds: it lies in two years, and the string does not say which of them it names.

    Raises:
        ValueError: the string is no EDTF, or names a day that the calendar does not have.
    """
    try:
        parsed = parse_edtf(expression)
    except EDTFParseException as error:
        raise ValueError(expression) from error
    first, _, last = expression.rpartition("/")
    start = None if _WINTER.fullmatch(first or last) else _day(parsed.lower_strict())
    end = None if _WINTER.fullmatch(last) else _day(parsed.upper_strict())
    return start, end


def _day(bound: struct_time | float) -> date | None:
    """Return the package's bound as a date; an infinite one is None. `date` refuses 29 February out of leap years."""
    return date(bound.tm_year, bound.tm_mon, bound.tm_mday) if isinstance(bound, struct_time) else None
