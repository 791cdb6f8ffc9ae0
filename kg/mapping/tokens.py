"""Czech words as tokens, and a cursor over them, for the grammars of the source's small phrases."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from kg.spans import collapse

T = TypeVar("T")

_TOKEN: Final = re.compile(
    r"(?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)|(?P<number>[0-9]+)|(?P<mark>\S)", re.UNICODE
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or one other character; `start` and `end` are offsets in the collapsed text."""

    folded: str
    kind: str
    start: int
    end: int


def fold(word: str) -> str:
    """Return the word in lower case and without diacritics, as people type it in a hurry."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


class Cursor:
    """A place in a phrase; what is taken moves it on, what does not fit leaves it where it was."""

    def __init__(self, words: str) -> None:
        """Take the phrase apart; any text at all has tokens."""
        self.words = collapse(words)
        self.tokens = [
            Token(fold(match[0]), str(match.lastgroup), match.start(), match.end())
            for match in _TOKEN.finditer(self.words)
        ]
        self.at = 0

    @property
    def done(self) -> bool:
        """Whether nothing is left to read."""
        return self.at == len(self.tokens)

    def take(self, *phrases: str) -> bool:
        """Take the first of the phrases (folded, tokens parted by spaces) that stands here."""
        for phrase in phrases:
            tokens = phrase.split()
            if [token.folded for token in self.tokens[self.at : self.at + len(tokens)]] == tokens:
                self.at += len(tokens)
                return True
        return False

    def lookup(self, table: Mapping[str, T]) -> T | None:
        """Take a word or number that the table knows and return what the table says."""
        if self.done or self.tokens[self.at].folded not in table:
            return None
        self.at += 1
        return table[self.tokens[self.at - 1].folded]

    def number(self, low: int, high: int, *, digits: int | None = None) -> int | None:
        """Take a whole number between two bounds, both included, of as many digits as asked."""
        if self.done or self.tokens[self.at].kind != "number":
            return None
        text = self.tokens[self.at].folded
        # A number longer than any date has is never turned into an int: Python refuses thousands of digits.
        if len(text) > 4 or digits not in {None, len(text)} or not low <= int(text) <= high:
            return None
        self.at += 1
        return int(text)

    def attempt(self, read: Callable[["Cursor"], T | None]) -> T | None:
        """Return what a reader reads here, or None with the cursor back in its place."""
        before = self.at
        found = read(self)
        if found is None:
            self.at = before
        return found

    def text(self, first: int, last: int) -> str:
        """Return the words of the tokens from `first` up to, not including, `last`."""
        return self.words[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""
