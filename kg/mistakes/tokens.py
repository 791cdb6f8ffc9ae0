"""The tokens of a text with a mistake: whatever no token starts with is a token of its own."""

from dataclasses import dataclass
from typing import Final

from kg.strange import unclosed_mark
from kg.tokens import Cutter, ends_operand, nesting, opened

LONGEST: Final = 1 << 15
"""The longest text that is read, in characters."""

_BEYOND: Final = frozenset({"<<", ">>", "{|", "|}", "~"})
_CLOSING: Final = {"{": "}", "(": ")", "[": "]"}


Mistake = tuple[int, str, str]
"""Where it stands in the text, and what it is and what to do, in Czech and English."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its characters, and where it starts."""

    kind: str
    text: str
    start: int


class Unread(Exception):  # noqa: N818 - named for what happened
    """The text is too long, or uses what lies beyond SPARQL 1.1."""


def tokens_of(text: str) -> list[Token]:
    """Return the tokens without blanks; a string that is not closed is the last, of the kind `unclosed`.

    Raises:
        Unread: nothing is said of it.
    """
    if len(text) > LONGEST:
        raise Unread
    found: list[Token] = []
    brackets: list[str] = []
    cutter, at = Cutter(text), 0
    while at < len(text):
        kind, piece = cutter.cut(at)
        if kind == "other" and piece in "\"'":
            found.append(Token("unclosed", unclosed_mark(text, at), at))
            return found
        if kind == "less":
            before = found[-1] if found else None
            operand = before is not None and ends_operand(before.kind, before.text)
            kind, piece = opened(text, at, compares=operand and brackets[-1:] == ["("])
        if piece in _BEYOND:
            raise Unread
        if kind in {"open", "close"}:
            _bracket(brackets, piece)
        if kind != "blank":
            found.append(Token(kind, piece, at))
        at += len(piece)
    return found


def _bracket(brackets: list[str], piece: str) -> None:
    if piece in _CLOSING:
        brackets.append(piece)
    elif brackets:
        brackets.pop()


def unclosed(tokens: list[Token]) -> list[Token]:
    """Return the brackets that are open at the end, the innermost last; a wrong closing one closes none."""
    opened: list[Token] = []
    for token in tokens:
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close" and opened and _CLOSING[opened[-1].text] == token.text:
            opened.pop()
    return opened


def closed_at(tokens: list[Token], opening: int) -> int:
    """Return the place of the bracket that closes an open one; the number of tokens, if none does."""
    depth = 0
    for place in range(opening, len(tokens)):
        depth += nesting(tokens[place].kind)
        if not depth:
            return place
    return len(tokens)


def closing(bracket: str) -> str:
    """Return the bracket that closes one."""
    return _CLOSING[bracket]


def position(text: str, at: int) -> tuple[int, int]:
    """Return the line and the column of a character, both from 1; a column is a character."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
