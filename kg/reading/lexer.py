"""The tokens of a query with their places, each term one token: what the parts of a query are made of."""

import re
from dataclasses import dataclass
from typing import Final

from kg.reading.limits import Unreadable
from kg.tokens import IRI, Cutter, ends_operand, opened

TERMS: Final = frozenset({"iri", "name", "literal", "number"})
"""Kinds of tokens that denote a term by themselves; `a`, `true` and `false` are words."""

_TAIL: Final = re.compile(r"[ \t\r\n]*(?:(@[A-Za-z]+(?:--?[A-Za-z0-9]+)*)|\^\^[ \t\r\n]*)")
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its characters, and where they start and end in the query."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The keyword it is, in lower case; empty if it is none."""
        return self.text.lower() if self.kind == "word" else ""


def tokens(text: str) -> list[Token]:
    """Return the tokens of a query without blanks; a literal is one token with its language tag or datatype.

    Raises:
        Unreadable: a character belongs to no token, or brackets do not match.
    """
    found: list[Token] = []
    brackets: list[str] = []
    cutter, at = Cutter(text), 0
    while at < len(text):
        kind, piece = cutter.cut(at)
        if kind == "less":
            kind, piece = _less(text, at, brackets, found[-1] if found else None)
        end = at + len(piece)
        if kind == "other" and text[at] not in ".;,":
            raise Unreadable(text[at:end])
        if kind == "string":
            kind, end = "literal", _literal_end(text, end)
        if kind != "blank":
            found.append(Token(kind, text[at:end], at, end))
            _bracket(brackets, text[at:end], kind)
        at = end
    if brackets:
        raise Unreadable(brackets[-1])
    return found


def _less(text: str, at: int, brackets: list[str], before: Token | None) -> tuple[str, str]:
    operand = before is not None and (before.kind == "literal" or ends_operand(before.kind, before.text))
    compares = operand and brackets[-1:] == ["("]
    kind, piece = opened(text, at, compares=compares)
    if kind == "triple" or (kind == "operator" and not compares):
        raise Unreadable("<")
    return kind, piece


def _literal_end(text: str, end: int) -> int:
    """Return where a literal ends whose string ends here."""
    tail = _TAIL.match(text, end)
    if tail is None:
        return end
    if tail[1]:
        return tail.end()
    if tail.end() == len(text):
        return end
    datatype = IRI.match(text, tail.end())
    return datatype.end() if datatype else tail.end() + len(Cutter(text).cut(tail.end())[1])


def _bracket(brackets: list[str], text: str, kind: str) -> None:
    if kind == "open":
        brackets.append(text)
    elif kind == "close" and (not brackets or brackets.pop() != _BRACKETS.get(text)):
        raise Unreadable(text)
