"""One pass over the tokens of SPARQL that weighs how deep a text is and refuses what would fetch from the network.

The engine fetches SERVICE and LOAD from the network and has no switch against it; it ends the whole process when a
text nests or repeats too deeply; and it knows no borders between keywords (`trueSERVICE:a{…}` is a federated query
to it). Linear time.
"""

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from kg.errors import QueryError, RefusedError
from kg.strange import strange, unclosed_mark, unclosed_string
from kg.tokens import BLANKS, IRI, LISTED, OPERANDS, Cutter, ends_operand, opened

MAX_DEPTH: Final = 800
"""The deepest query, in units of about 1 KB of the engine's stack, of which a process has 8 MB: 80 levels of
brackets, or 200 parts joined in one group, or 400 operators in one expression or path, or a mix of them.
The measured limits of the engine are ten times higher (docs/decisions/20261123-killable-queries.md)."""

MOST_TOKENS: Final = 100_000
"""The most tokens outside of lists of data: reading them takes half a second, and no person writes as many."""

BRACKET: Final = 10
PART: Final = 4
_OPERATOR: Final = 2
_STATEMENT: Final = 1


_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REFUSED: Final = ("service", "load")
_ESCAPED: Final = re.compile(r"\\[uU]")
_MARKS: Final = frozenset(".;,~")
"""The only signs outside of longer tokens that the engine reads."""


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return found[0] if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)


def unescaped(text: str) -> str:
    """Return a text with its code point escapes replaced (SPARQL 1.1, section 19.2)."""
    return _CODEPOINT.sub(_character, text)


@dataclass(slots=True)
class Frame:
    """An open bracket: its kind, its own weight, what its parts add up to, and the deepest bracket inside."""

    kind: str
    base: int = 0
    own: int = 0
    inside: int = 0


class Scan:
    """One pass over the tokens of a text, which may be read further by a subclass."""

    reads_only: ClassVar = (
        "dotaz čte jen uložené grafy; vypusťte jej a data druhého zdroje načtěte zvlášť",
        "a query reads the stored graphs only; leave it out and fetch the other source's data separately",
    )
    """Why SERVICE and LOAD are refused, and what to do instead."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.cutter = Cutter(text)
        self.frames = [Frame("group")]
        self.weight = 0  # of all open frames
        self.before = ""  # kind of the token before this one
        self.before_text = ""
        self.values = False  # the next brace opens the data of VALUES
        self.count = 0  # of the tokens outside of data

    def run(self) -> Self:
        """Read every token."""
        while self.at < len(self.text):
            self._read()
        return self

    def run_unescaped(self) -> None:
        """Read the text once more, its code point escapes replaced first as SPARQL 1.1, section 19.2 requires.

        Only a refusal counts: our engine reads escapes in strings and IRIs alone, and there this text may be malformed.
        """
        text = unescaped(self.text)
        if text == self.text:
            return
        try:
            type(self)(text).run()
        except RefusedError:
            raise
        except QueryError:
            return

    def run_unread(self) -> None:
        """Read a text that nothing here runs: a mistake does not count, unless a refused word stands beside it.

        Raises:
            RefusedError: it asks for SERVICE or LOAD, or may do so for all that can be told.
        """
        try:
            self.run()
        except RefusedError:
            raise
        except QueryError as error:
            text = self.text.lower()
            for word in _REFUSED:
                if word in text:
                    raise self._refused(word, text.index(word)) from error

    def _read(self) -> None:
        kind, piece = self.cutter.cut(self.at)
        if kind == "less":
            kind, piece = self._less()
        elif kind == "other" and piece in "\"'":
            raise self._error(*unclosed_string(unclosed_mark(self.text, self.at)))
        elif kind == "other" and piece not in _MARKS and not _ESCAPED.match(self.text, self.at):
            raise self._error(*strange(piece, self.before))
        if kind != "blank":
            self._count()
            self._take(kind, piece)
            self.before, self.before_text = kind, piece
        self.at += len(piece)
        self._pass_over()

    def _pass_over(self) -> None:
        """Pass over what has no effect here, many tokens at once."""
        blanks = BLANKS.match(self.text, self.at)
        assert blanks is not None  # noqa: S101 - it matches nothing, too
        self.at = blanks.end()
        if self.frames[-1].kind != "data":
            return
        listed = LISTED.match(self.text, self.at)
        if listed and listed[0]:
            self.at, self.before, self.before_text = listed.end(), "number", ""

    def _count(self) -> None:
        """Refuse more tokens than can be meant."""
        if self.frames[-1].kind != "data":
            self.count += 1
        if self.count > MOST_TOKENS:
            raise self._error(
                f"text má mimo výčty hodnot více než {MOST_TOKENS} slov a znamének; zkraťte jej, výčty zapište ve"
                " VALUES",
                f"the text has more than {MOST_TOKENS} words and signs outside of lists of values; shorten it, and"
                " write lists in VALUES",
            )

    def _take(self, kind: str, piece: str) -> None:
        top = self.frames[-1].kind
        if kind == "word":
            self._word(piece.lower())
        elif kind in {"open", "triple"}:
            self._open(piece)
        elif kind == "close" or (kind == "end" and top == "triple"):
            self._close()
        elif kind == "operator" and top != "data":
            self._add(PART if piece == "/" else _OPERATOR)
        elif piece in {".", ";", ","} and top not in {"data", "round"}:
            self._add(_STATEMENT)
        elif top == "round" and kind in OPERANDS and self._after_operand():
            self._add(_OPERATOR)  # a list, for in an expression no value stands beside another
        elif len(self.frames) == 1 and kind in {"iri", "name", "variable"}:
            self._outer(kind, piece)

    def _outer(self, _kind: str, piece: str) -> None:
        """Take an IRI, name or variable that stands outside any bracket."""

    def _word(self, word: str) -> None:
        # The engine needs no space around a keyword, so the word is looked for inside longer ones too.
        for refused in _REFUSED:
            if refused in word:
                raise self._refused(refused)
        self.values = self.values or word.endswith("values")

    def _less(self) -> tuple[str, str]:
        """Tell an IRI from the operator `<`, and from `<<`, which opens a triple term."""
        compares = self.frames[-1].kind == "round" and self._after_operand()
        told = opened(self.text, self.at, compares=compares)
        if compares and told[0] == "operator":
            found = IRI.match(self.text, self.at)
            if found and any(char in found[0] for char in "()[]#"):
                raise self._error(
                    "není jisté, zda „<“ znamená „menší než“, nebo začíná IRI; za operátor vložte mezeru",
                    "it is not certain whether “<” means “less than” or starts an IRI; put a space after the operator",
                )
        return told

    def _after_operand(self) -> bool:
        return ends_operand(self.before, self.before_text)

    def _open(self, bracket: str) -> None:
        parent = self.frames[-1]
        if bracket == "{" and self.before == "name" and "service" in self.before_text.partition(":")[0].lower():
            self._refuse_name()
        if parent.kind == "group" and bracket in "{(":
            self._add(PART)
        kind = self._kind(bracket, parent.kind)
        self.frames.append(Frame(kind, BRACKET - PART if parent.kind == "group" else BRACKET))
        self.weight += self.frames[-1].base
        self._check()

    def _kind(self, bracket: str, parent: str) -> str:
        """Tell what a bracket holds; only in `round` ones can `<` stand between two values."""
        if bracket == "{":
            values, self.values = self.values, False
            return "data" if values else "group"
        if bracket == "(":
            return "data" if parent == "data" else "terms" if self.before == "triple" else "round"
        return "triple" if bracket == "<<" else "square"

    def _close(self) -> None:
        if len(self.frames) == 1:
            return
        closed = self.frames.pop()
        self.weight -= closed.base + closed.own
        parent = self.frames[-1]
        parent.inside = max(parent.inside, closed.base + closed.own + closed.inside)
        self._check()

    def _add(self, weight: int) -> None:
        self.frames[-1].own += weight
        self.weight += weight
        self._check()

    def _check(self) -> None:
        if self.weight + self.frames[-1].inside > MAX_DEPTH:
            raise self._error(
                "dotaz je příliš hluboký: dovoleno je asi 80 úrovní závorek, 200 částí v jedné skupině nebo 400 "
                "operátorů v jednom výrazu; rozdělte jej nebo použijte VALUES či IN",
                "the query is too deep: about 80 levels of brackets, 200 parts in one group or 400 operators in "
                "one expression are allowed; split it, or use VALUES or IN",
            )

    def _refuse_name(self) -> None:
        """Refuse `SERVICE:a{…}`: to the engine that is SERVICE and the prefixed name `:a`."""
        raise self._refused("service", at=self.text.rfind(self.before_text, 0, self.at))

    def _refused(self, word: str, at: int | None = None) -> RefusedError:
        line, column = self._position(self.at if at is None else at)
        return RefusedError(
            cs=f"řádek {line}, sloupec {column}: {word.upper()} se zde neprovádí, {self.reads_only[0]}.",
            en=f"line {line}, column {column}: {word.upper()} is never run here, {self.reads_only[1]}.",
        )

    def _error(self, cs: str, en: str) -> QueryError:
        line, column = self._position(self.at)
        return QueryError(cs=f"řádek {line}, sloupec {column}: {cs}.", en=f"line {line}, column {column}: {en}.")

    def _position(self, at: int) -> tuple[int, int]:
        before = self.text[:at]
        return before.count("\n") + 1, at - before.rfind("\n")
