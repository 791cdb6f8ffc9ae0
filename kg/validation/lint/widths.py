"""How long the text can be that a regular expression matches (XPath and XQuery Functions 3.1, section 5.6)."""

from typing import Final

UNBOUNDED: Final = 1 << 30
Width = tuple[int, int]
"""The shortest and the longest text, in characters."""

_ANY: Final[Width] = (0, UNBOUNDED)
_ONE_CHARACTER: Final = "dDwWsSiIcCnrt\\|.?*+(){}[]^$-/ \"'#&,:;=@_~!%<>`"
_BORDERS: Final = "bBAzZ"


class _UnknownSyntaxError(Exception):
    """Something in the expression that is not understood here."""


def width(pattern: str, flags: str = "") -> Width:
    """Return the least and the greatest length of a text in which the pattern is found.

    An expression that is not understood, or nested too deeply, is taken to match texts of every length.
    """
    if "q" in flags:
        return len(pattern), UNBOUNDED
    if "x" in flags:
        return _ANY
    try:
        (shortest, longest), anchored = _Parser(pattern).parse()
    except (_UnknownSyntaxError, RecursionError):
        return _ANY
    return shortest, longest if anchored and "m" not in flags else UNBOUNDED


class _Parser:
    """A parser by recursive descent that keeps nothing but widths."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0

    def parse(self) -> tuple[Width, bool]:
        """Return the width, and whether every alternative is bound to both ends of the text."""
        widths, anchored = self._alternatives()
        if self._at < len(self._text):
            raise _UnknownSyntaxError
        return widths, anchored

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        char = self._peek()
        if not char:
            raise _UnknownSyntaxError
        self._at += 1
        return char

    def _alternatives(self) -> tuple[Width, bool]:
        found = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            found.append(self._sequence())
        shortest = min(width[0] for width, _ in found)
        longest = max(width[1] for width, _ in found)
        return (shortest, longest), all(anchored for _, anchored in found)

    def _sequence(self) -> tuple[Width, bool]:
        start, shortest, longest = self._at, 0, 0
        while self._peek() not in {"", "|", ")"}:
            low, high = self._quantified(self._atom())
            shortest, longest = shortest + low, min(longest + high, UNBOUNDED)
        read = self._text[start : self._at]
        return (shortest, longest), read.startswith("^") and read.endswith("$") and not read.endswith("\\$")

    def _atom(self) -> Width:
        char = self._take()
        if char == "(":
            return self._group()
        if char == "[":
            self._class()
        elif char == "\\":
            return self._escape()
        return (0, 0) if char in "^$" else (1, 1)

    def _group(self) -> Width:
        looking = False
        if self._peek() == "?":
            self._at += 1
            looking = self._take() != ":"
            if looking:
                raise _UnknownSyntaxError
        widths, _ = self._alternatives()
        if self._take() != ")":
            raise _UnknownSyntaxError
        return widths

    def _class(self) -> None:
        """Pass over a class of characters, and over one that is subtracted from it."""
        if self._peek() == "^":
            self._at += 1
        first = True
        while True:
            char = self._take()
            if char == "]" and not first:
                return
            if char == "\\":
                self._take()
            elif char == "[":
                self._class()
            first = False

    def _escape(self) -> Width:
        char = self._take()
        if char in "pP":
            while self._take() != "}":
                continue
            return (1, 1)
        if char in _BORDERS:
            return (0, 0)
        if char in _ONE_CHARACTER:
            return (1, 1)
        raise _UnknownSyntaxError

    def _quantified(self, each: Width) -> Width:
        least, most = self._quantifier()
        return each[0] * least, min(each[1] * most, UNBOUNDED)

    def _quantifier(self) -> Width:
        char = self._peek()
        if char not in {"*", "+", "?", "{"}:
            return (1, 1)
        self._at += 1
        found = {"*": (0, UNBOUNDED), "+": (1, UNBOUNDED), "?": (0, 1)}.get(char) or self._counts()
        if self._peek() in {"?", "+"}:  # reluctant or possessive, which changes no length
            self._at += 1
        return found

    def _counts(self) -> Width:
        end = self._text.find("}", self._at)
        least, comma, most = self._text[self._at : end].partition(",")
        if end < 0 or not least.isdecimal() or not (most or "0").isdecimal():
            raise _UnknownSyntaxError
        self._at = end + 1
        return int(least), int(most) if most else (UNBOUNDED if comma else int(least))
