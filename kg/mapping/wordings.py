"""Texts made of known wordings and separators, read without losing a character."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from kg.errors import InputError
from kg.spans import collapse, excerpt

NAME: Final = "name"
SEPARATOR: Final = "separator"
SEPARATORS: Final[Mapping[str, str]] = dict.fromkeys(("/", ",", ";", "+", "a"), SEPARATOR)


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that words name: its id, and the words as they stand."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A known wording (`kind` is "name", `id` its thing) or a mark (`kind` says which sort, no id)."""

    kind: str
    words: str
    start: int
    id: str = ""

    @property
    def end(self) -> int:
        """The offset behind the piece in the collapsed text."""
        return self.start + len(self.words)


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two separators."""

    words: str
    pieces: tuple[Piece, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the pieces, the pattern by which a column's grammar knows the part."""
        return tuple(piece.kind for piece in self.pieces)

    @property
    def named(self) -> Named:
        """The one thing that the part names, with all the words of the part."""
        return Named("".join(piece.id for piece in self.pieces), self.words)


class Wordings:
    """The wordings that a column may hold, and the marks between them.

    A wording is compared exactly, white space collapsed; a mark in any case. The longest wins: „MPO 51000“ is one
    body, „koordinační a osvětové“ one kind.
    """

    def __init__(self, names: Mapping[str, str], marks: Mapping[str, str], *, what: tuple[str, str, str]) -> None:
        """Take wording -> id, mark -> kind of mark, what the words are (in Czech, in English) and their tables."""
        self._names = {collapse(wording): target for wording, target in names.items() if wording.strip()}
        self._marks = {mark.casefold(): kind for mark, kind in marks.items()}
        self._name = _any_of(self._names)
        self._mark = _any_of(self._marks, re.IGNORECASE)
        self._what_cs, self._what_en, self._tables = what

    def pieces(self, words: str) -> tuple[Piece, ...]:
        """Take a text apart into names and marks; nothing but spaces stands between them.

        Raises:
            InputError: a part of the text is neither; the part is the whole stretch between two marks.
        """
        text = collapse(words)
        found: list[Piece] = []
        at = 0
        while at < len(text):
            piece = self._piece(text, at)
            if piece is None or (found and found[-1].kind == piece.kind == NAME):
                raise self.refused(text, self._stretch(text, found, at))
            found.append(piece)
            at = piece.end + text.startswith(" ", piece.end)
        return tuple(found)

    def parts(self, words: str) -> tuple[Part, ...]:
        """Take a text apart at its separators; there is always at least one part, and none is empty.

        Raises:
            InputError: an unknown part, or a separator with nothing on one of its sides.
        """
        found: list[Part] = []
        open_part: list[Piece] = []
        pieces = self.pieces(words)
        for piece in (*pieces, Piece(SEPARATOR, pieces[-1].words if pieces else "", 0)):
            if piece.kind != SEPARATOR:
                open_part.append(piece)
                continue
            if not open_part:
                raise self.refused(words, piece.words)
            found.append(Part(collapse(words)[open_part[0].start : open_part[-1].end], tuple(open_part)))
            open_part = []
        return tuple(found)

    def refused(self, words: str, part: str) -> InputError:
        """Return the error that names the part which cannot be read, and the nearest known wording."""
        folded = {name.casefold(): name for name in self._names}
        near = get_close_matches(part.casefold(), folded, n=1)
        nearest = excerpt(folded[near[0]]) if near else ""
        text, part = excerpt(collapse(words)), excerpt(part)
        return InputError(
            cs=f"{self._what_cs} v textu „{text}“: části „{part}“ nelze rozumět"
            + (f", nejbližší známé znění je „{nearest}“" if near else "")
            + f"; opravte text, nebo doplňte znění do tabulky {self._tables}.",
            en=f"{self._what_en} in the text “{text}”: the part “{part}” is not understood"
            + (f", the nearest known wording is “{nearest}”" if near else "")
            + f"; correct the text or add the wording to the table {self._tables}.",
        )

    def _piece(self, text: str, at: int) -> Piece | None:
        name, mark = self._name.match(text, at), self._mark.match(text, at)
        if name and (mark is None or len(name[0]) >= len(mark[0])):
            return Piece(NAME, name[0], at, self._names[name[0]])
        return Piece(self._marks[mark[0].casefold()], mark[0], at) if mark else None

    def _stretch(self, text: str, found: list[Piece], at: int) -> str:
        start = next((piece.end for piece in reversed(found) if piece.kind != NAME), 0)
        following = self._mark.search(text, at)
        return text[start : following.start() if following else len(text)].strip()


def _any_of(wordings: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return the pattern of the longest of the wordings; where one begins or ends in a letter, so does a word."""
    longest_first = sorted(wordings, key=len, reverse=True)
    bounded = (
        (r"(?<!\w)" if wording[0].isalnum() else "") + re.escape(wording) + (r"(?!\w)" if wording[-1].isalnum() else "")
        for wording in longest_first
    )
    return re.compile("|".join(bounded) or r"(?!)", flags)
