"""The tokens of a query with their places, each term one token: what the parts of a query are made of."""

import re
from dataclasses import dataclass
from typing import Final

from kg.reading.limits import Unreadable
from kg.tokens import ABSOLUTE, IRI, OPERANDS, PREFIX_RUN, TOKEN, TOKEN_BUT_NAME

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
    at = nameless = 0  # up to there no prefixed name starts, for the run of its characters ends without a colon
    while at < len(text):
        kind, end = _next(text, at, brackets, found[-1] if found else None, named=at >= nameless)
        if kind in {"word", "other"} and at >= nameless:
            run = PREFIX_RUN.match(text, at)
            nameless = run.end() if run else at
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


def _next(text: str, at: int, brackets: list[str], before: Token | None, *, named: bool) -> tuple[str, int]:
    found = (TOKEN if named else TOKEN_BUT_NAME).match(text, at)
    assert found is not None  # noqa: S101 - the last alternative takes any character
    kind = str(found.lastgroup)
    if kind != "less":
        return kind, found.end()
    iri = IRI.match(text, at)
    operand = before is not None and (before.kind in OPERANDS | {"literal"} or before.word in {"true", "false"})
    if brackets and brackets[-1] == "(" and operand:  # `<` is the operator, unless an absolute IRI follows
        return ("iri", iri.end()) if iri and ABSOLUTE.match(iri[0]) else ("operator", at + 1 + (text[at + 1] == "="))
    if iri is None:
        raise Unreadable("<")
    return "iri", iri.end()


def _literal_end(text: str, end: int) -> int:
    """Return where a literal ends whose string ends here."""
    tail = _TAIL.match(text, end)
    if tail is None:
        return end
    if tail[1]:
        return tail.end()
    datatype = IRI.match(text, tail.end()) or TOKEN.match(text, tail.end())
    return datatype.end() if datatype else end


def _bracket(brackets: list[str], text: str, kind: str) -> None:
    if kind == "open":
        brackets.append(text)
    elif kind == "close" and (not brackets or brackets.pop() != _BRACKETS.get(text)):
        raise Unreadable(text)
