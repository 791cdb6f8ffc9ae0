"""Static checks of a SPARQL update on its tokens, and the tokens that stand outside of its braces.

Beside what a query is checked for, LOAD must not hide where only an update can hold it. Data and templates are lists:
their length is no depth.
"""

import re
from dataclasses import dataclass, field
from typing import ClassVar, Final

from kg.errors import QueryError
from kg.scanning import Frame, Scan

_KEYWORDS: Final = (
    "add all base clear copy create data default delete drop graph insert into move named prefix silent to using"
    " version where with"
)
# The engine reads `INSERTDATA` as two words; longer keywords come first, so that none is taken for its own beginning.
_KEYWORD: Final = re.compile("|".join(sorted(_KEYWORDS.split(), key=len, reverse=True)))
_WORDS: Final = re.compile(f"(?:{_KEYWORD.pattern})+")


@dataclass(slots=True)
class Token:
    """A token outside of braces, or a whole block between two of them."""

    kind: str
    """`word`, `iri`, `name`, `separator`, `block`, or what the scan calls any other."""
    text: str
    """As it is written; a word in lower case; nothing for a block."""
    start: int
    end: int
    variables: list[tuple[int, int]] = field(default_factory=list)
    """Where the variables of a block stand."""
    labels: dict[str, int] = field(default_factory=dict)
    """The labels of the blank nodes in a block, and where each stands first."""


def check_update(text: str) -> "UpdateScan":
    """Check an update before the engine sees it; return what was read.

    Raises:
        RefusedError: it asks for SERVICE or LOAD, in any spelling.
        QueryError: it is too deep, or its tokens cannot be told apart; the text names line and column.
    """
    scan = UpdateScan(text).run()
    scan.run_unescaped()
    return scan


class UpdateScan(Scan):
    """A scan that keeps the outer tokens; each operation is weighed apart."""

    reads_only: ClassVar = (
        "aktualizace pracuje jen s uloženými grafy; vypusťte jej a data vložte pomocí INSERT DATA nebo přes /graphs",
        "an update works on the stored graphs only; leave it out and send the data by INSERT DATA or to /graphs",
    )

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.tokens: list[Token] = []

    def _take(self, kind: str, piece: str) -> None:
        outer = len(self.frames) == 1
        if outer and kind == "name" and self.before != "word" and "load" in piece.partition(":")[0].lower():
            raise self._refused("load")  # `LOADex:a` is LOAD and a name to the engine
        super()._take(kind, piece)
        if outer and len(self.frames) == 1:
            self._keep(kind, piece)
        elif outer:
            self.tokens.append(Token("block", piece, self.at, self.at))
        elif len(self.frames) == 1:
            self.tokens[-1].end = self.at + len(piece)
        elif kind == "variable":
            self.tokens[-1].variables.append((self.at, self.at + len(piece)))
        elif kind == "label":
            self.tokens[-1].labels.setdefault(piece, self.at)

    def _keep(self, kind: str, piece: str) -> None:
        start, end = self.at, self.at + len(piece)
        if kind == "word":
            word = piece.lower()
            parts = _KEYWORD.finditer(word) if _WORDS.fullmatch(word) else [re.match(".*", word)]
            self.tokens += [Token("word", part[0], start + part.start(), start + part.end()) for part in parts if part]
        elif piece == ";":
            self.tokens.append(Token("separator", piece, start, end))
            self.frames, self.weight, self.count = [Frame("group")], 0, 0
        else:
            self.tokens.append(Token(kind, piece, start, end))

    def _kind(self, bracket: str, parent: str) -> str:
        if bracket != "{":
            return super()._kind(bracket, parent)
        if len(self.frames) == 1:
            word = self.tokens[-1].text if self.tokens else ""
            return "data" if word in {"data", "insert", "delete"} else super()._kind(bracket, parent)
        return "data" if self.frames[1].kind == "data" else super()._kind(bracket, parent)

    def error_at(self, place: int, cs: str, en: str) -> QueryError:
        """Return an error that names a place of the text."""
        self.at = place
        return self._error(cs, en)
