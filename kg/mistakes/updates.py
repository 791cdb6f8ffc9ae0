"""Variables and blank nodes where an update may not have them (SPARQL 1.1 Update, section 3.1)."""

from collections.abc import Iterator
from typing import Final

from kg.mistakes.grammar import Reading
from kg.mistakes.tokens import Mistake, Token

_WAYS: Final = {
    "DATA": ("DELETE DATA", " a místo DATA slovo WHERE", ", and WHERE instead of DATA"),
    "WHERE": ("DELETE WHERE", "", ""),
}
_TEMPLATE: Final = ("DELETE", " a uveďte ji i ve WHERE", ", and name it in WHERE too")
"""Where a blank node stands, and what to do beside writing a variable."""


def quads(tokens: list[Token], _reading: Reading, start: int, end: int) -> Iterator[Mistake]:
    """Check the data, the template or the pattern of an operation."""
    verb, before = opening(tokens, start)
    for place in range(start, end):
        token = tokens[place]
        if before == "DATA" and token.kind == "variable":
            yield _variable(token, verb)
        elif verb == "DELETE" and _is_blank(tokens, place):
            yield _blank(token, before)


def opening(tokens: list[Token], start: int) -> tuple[str, str]:
    """Return the verb of what begins at a brace, and the word right before that, which may be the verb itself."""
    before = tokens[start - 1].text.upper()
    return tokens[start - 2].text.upper() if before in {"DATA", "WHERE"} else before, before


def _is_blank(tokens: list[Token], place: int) -> bool:
    token = tokens[place]
    return token.kind == "label" or token.text == "[" or (token.text == "(" and tokens[place + 1].text != ")")


def _variable(token: Token, verb: str) -> Mistake:
    way = f"{verb} {{ … }} WHERE {{ … }}"
    return (
        token.start,
        f"v {verb} DATA nesmí stát proměnná {token.text}; pište místo ní hodnotu, nebo užijte {way}",
        f"{verb} DATA may not hold the variable {token.text}; write a value instead, or use {way}",
    )


def _blank(token: Token, before: str) -> Mistake:
    where, cs, en = _WAYS.get(before, _TEMPLATE)
    shown = {"[": "[…]", "(": "(…)"}.get(token.text, token.text)
    return (
        token.start,
        f"v {where} nesmí stát prázdný uzel {shown}, neurčuje totiž žádný uložený; pište místo něj proměnnou{cs}",
        f"{where} may not hold the blank node {shown}, which names no stored one; write a variable instead{en}",
    )
