"""What is wrong with a text that does not start as a query."""

from difflib import get_close_matches
from typing import Final

from kg.errors import QueryError
from kg.mistakes.grammar import TooMuch, recognised
from kg.mistakes.syntax import syntax_mistake
from kg.mistakes.tokens import LONGEST, Mistake, Token, Unread, position, tokens_of
from kg.tokens import BLANKS

_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_WORDS: Final = (*_FORMS, "PREFIX", "BASE")
_ALIKE: Final = 0.7


def formless(text: str) -> QueryError:
    """Return the error for a text that is neither a query nor an update, with its place, cause and remedy."""
    at, cs, en = _mistake(text)
    line, column = position(text, at)
    return QueryError(cs=f"řádek {line}, sloupec {column}: {cs}.", en=f"line {line}, column {column}: {en}.")


def _mistake(text: str) -> Mistake:
    try:
        tokens = tokens_of(text[:LONGEST])
        reading = recognised(tokens)
    except (Unread, TooMuch):
        blanks = BLANKS.match(text)
        return blanks.end() if blanks else 0, *_missing()
    if reading.stop == len(tokens) and (reading.whole or not tokens):
        return len(text), *_missing()
    if "SELECT" not in reading.expected:
        return syntax_mistake(text, tokens, reading)
    return tokens[reading.stop].start, *_other(tokens[reading.stop])


def _missing() -> tuple[str, str]:
    return (
        "dotaz nezačíná slovem SELECT, ASK, CONSTRUCT ani DESCRIBE; jedno z nich zde doplňte",
        "the query does not start with SELECT, ASK, CONSTRUCT or DESCRIBE; add one of them here",
    )


def _other(token: Token) -> tuple[str, str]:
    near = get_close_matches(token.text.upper(), _WORDS, 1, _ALIKE) if token.kind == "word" else []
    if near:
        return (
            f"dotaz nemůže začínat slovem „{token.text}“; mělo-li to být {near[0]}, opravte je",
            f"a query cannot start with “{token.text}”; if you meant {near[0]}, correct it",
        )
    return (
        f"dotaz nemůže začínat „{token.text}“; doplňte SELECT, ASK, CONSTRUCT nebo DESCRIBE",
        f"a query cannot start with “{token.text}”; add SELECT, ASK, CONSTRUCT or DESCRIBE",
    )
