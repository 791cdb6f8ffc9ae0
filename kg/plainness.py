"""Queries that need no scan of their tokens: so short and plain that no reading of them could be refused.

The scan of `kg.guard` costs more than a small query's answer. What is said here is always on the safe side: whoever is
in doubt scans. A query that differs from a checked one in nothing but constants has the same form and the same weight.
"""

import re
from typing import Final

from kg.guard import QueryForm, check_query
from kg.planning.shapes import traits
from kg.scanning import BRACKET, MAX_DEPTH, PART

_START: Final = re.compile(
    r"(?>(?:\s+|#[^\r\n]*[\r\n]|PREFIX\s+(?:[A-Za-z][A-Za-z0-9_-]*)?:\s*<[^<>\"{}|^`\\\s]*>"
    r"|BASE\s*<[^<>\"{}|^`\\\s]*>)*)(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![A-Za-z0-9_:.-])",
    re.IGNORECASE,
)
"""Declarations, and the word that names the form."""

_PIECE: Final = re.compile(r"[0-9]+|[^\W\d]{1,4}|[^\w\s]")
"""No token holds less than one such piece: the shortest that may stand beside another without a space is `true`."""

_BRACKETS: Final = re.compile(r"[{(\[]|<<")


_FORMS: Final = {form.value: form for form in QueryForm}


def checked_form(text: str) -> QueryForm:
    """Return the form of a query that may be evaluated; what is malformed, the engine still finds.

    Raises:
        KgError: as `kg.guard.check_query`.
    """
    upper = text.upper()
    if len(text) >= MAX_DEPTH or "SERVICE" in upper or "LOAD" in upper or "\\" in text:
        return check_query(text)
    if known := traits(text):
        return _FORMS[known.form]
    found = _START.match(text)
    if found is None:
        return check_query(text)
    heaviest = PART * len(_PIECE.findall(text)) + (BRACKET + PART) * len(_BRACKETS.findall(text))
    return QueryForm(found[1].upper()) if heaviest <= MAX_DEPTH else check_query(text)
