"""What is wrong with a text of SPARQL that the engine refused, with its place, its cause and the remedy."""

import re
from typing import Final

from kg.errors import QueryError
from kg.mistakes.engine import in_czech
from kg.mistakes.grammar import TooMuch, recognised
from kg.mistakes.meaning import of_whole
from kg.mistakes.single import of_tokens
from kg.mistakes.syntax import glued, syntax_mistake
from kg.mistakes.tokens import Mistake, Unread, position, tokens_of

_POSITION: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_SENTENCE: Final = re.compile(
    r"IRI parsing failed|Prefix not found|\\u escape sequence [a-z ]+|language tag [a-z ]+|SELECT \* is not [A-Z a-z]+"
    r"|Duplicated variable name in SELECT|The SELECT [a-z ]+|[A-Z][a-z]+ [a-z][a-zA-Z ]{5,}"
)
"""What the engine says in words among the signs that it expected."""


def malformed(text: str, message: str) -> QueryError:
    """Return the error for a text that the engine refused with a message.

    The engine says how far it read, which is at the mistake or behind it; where the grammar tells more, that is told.
    """
    known = mistaken(text)
    if known is not None:
        return known
    told = _POSITION.fullmatch(message)
    if not told:
        return QueryError(
            cs=f"zápis není platný SPARQL ({in_czech(message)}); opravte jej.",
            en=f"the text is not valid SPARQL ({message}); correct it.",
        )
    line, column = int(told[1]), int(told[2])
    read = text.split("\n")[line - 1][: column - 1][-30:].strip()
    after = (f" za „{read}“", f" after “{read}”") if read else ("", "")
    said = _SENTENCE.search(told[3])
    cause = (f" ({in_czech(said[0])})", f" ({said[0]})") if said else ("", "")
    return QueryError(
        cs=f"řádek {line}, sloupec {column}{after[0]}: zápis není platný SPARQL{cause[0]}; opravte jej zde nebo těsně"
        " předtím.",
        en=f"line {line}, column {column}{after[1]}: this is not valid SPARQL{cause[1]}; correct it here or just"
        " before.",
    )


def mistaken(text: str, rule: str = "Request") -> QueryError | None:
    """Return the error for the first mistake of a text that the grammar knows; None if it knows none.

    Args:
        text: the whole of it.
        rule: what it is to be: `Request`, a query or an update, or `Updates`.
    """
    found = _mistake(text, rule)
    return None if found is None else _error(*position(text, found[0]), found[1], found[2])


def _mistake(text: str, rule: str) -> Mistake | None:
    """Return the first mistake that is known by its own words."""
    try:
        tokens = tokens_of(text)
        reading = recognised(tokens, rule)
    except (Unread, TooMuch):
        return None
    if reading.whole:
        return next(of_tokens(tokens), None) or next(of_whole(tokens, reading), None)
    known = reading.stop if glued(tokens, reading) else reading.stop + 1
    return next(of_tokens(tokens[:known]), None) or syntax_mistake(text, tokens, reading)


def _error(line: int, column: int, cs: str, en: str) -> QueryError:
    return QueryError(cs=f"řádek {line}, sloupec {column}: {cs}.", en=f"line {line}, column {column}: {en}.")


def not_evaluated(error: Exception) -> QueryError:
    """Say why an evaluation failed."""
    return QueryError(
        cs=f"dotaz nelze vyhodnotit: {in_czech(str(error))}; upravte jej.",
        en=f"the query cannot be evaluated: {error}; change it.",
    )
