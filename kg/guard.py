"""Static checks of a SPARQL query, on its tokens, before the engine sees it.

The engine fetches SERVICE and LOAD from the network and has no switch against it; it ends the whole process when a
query nests or repeats too deeply; and it knows no borders between keywords (`trueSERVICE:a{…}` is a federated query
to it). One pass, linear time.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kg.errors import QueryError, RefusedError
from kg.tokens import ABSOLUTE, IRI, PREFIX_RUN, TOKEN, TOKEN_BUT_NAME

MAX_BYTES: Final = 1 << 20
"""The longest query, in bytes of UTF-8."""

MAX_DEPTH: Final = 800
"""The deepest query, in units of about 1 KB of the engine's stack, of which a process has 8 MB: 80 levels of
brackets, or 200 parts joined in one group, or 400 operators in one expression or path, or a mix of them.
The measured limits of the engine are ten times higher (docs/decisions/20261123-killable-queries.md)."""

_BRACKET: Final = 10
_PART: Final = 4
_OPERATOR: Final = 2
_STATEMENT: Final = 1


class QueryForm(StrEnum):
    """The four forms of a SPARQL query."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is a graph rather than rows or a truth value."""
        return self in {QueryForm.CONSTRUCT, QueryForm.DESCRIBE}


class QueryTooLong(QueryError):  # noqa: N818 - named for what is wrong
    """The text of a query is longer than `MAX_BYTES`."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """The dataset clauses of a query, as they are written."""

    prologue: str
    """The text before the query's form: its prefixes and base."""
    default: tuple[str, ...]
    """IRIs and prefixed names after `FROM`."""
    named: tuple[str, ...]
    """IRIs and prefixed names after `FROM NAMED`."""


_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPERANDS: Final = frozenset({"string", "variable", "label", "name", "number", "language", "iri", "close", "end"})
_PROLOGUE: Final = frozenset({"prefix", "base", "version"})
_UPDATES: Final = ("insert", "delete", "clear", "drop", "create", "add", "move", "copy", "with")


def check_query(text: str) -> QueryForm:
    """Check a query and tell its form.

    `FROM` and `FROM NAMED` pass: they only choose among the stored graphs.

    Raises:
        RefusedError: it asks for SERVICE or LOAD, in any spelling.
        QueryTooLong: it is longer than `MAX_BYTES`.
        QueryError: it is an update, too deep, or its tokens cannot be told apart; the text names line and column.
    """
    if len(text) > MAX_BYTES or len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise QueryTooLong(
            cs=f"dotaz je delší než {MAX_BYTES // 1024} KiB; zkraťte jej, například výčty hodnot rozdělte.",
            en=f"the query is longer than {MAX_BYTES // 1024} KiB; shorten it, for example split its lists of values.",
        )
    form = _Scan(text).run()
    unescaped = _CODEPOINT.sub(_character, text)
    if unescaped != text:
        _refuse_escaped(unescaped)
    return form


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return found[0] if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)


def _refuse_escaped(unescaped: str) -> None:
    """Read the query once more, its code point escapes replaced first as SPARQL 1.1, section 19.2 requires.

    Only a refusal counts: our engine reads escapes in strings and IRIs alone, and there this text may be malformed.
    """
    try:
        _Scan(unescaped).run()
    except RefusedError:
        raise
    except QueryError:
        return


def dataset_clauses(text: str) -> Clauses:
    """Return the dataset clauses of a query that `check_query` passed."""
    scan = _Scan(text)
    scan.run()
    return Clauses(text[: scan.prologue], tuple(scan.default), tuple(scan.named))


@dataclass(slots=True)
class _Frame:
    """An open bracket: its kind, its own weight, what its parts add up to, and the deepest bracket inside."""

    kind: str
    base: int = 0
    own: int = 0
    inside: int = 0


class _Scan:
    """One pass over the tokens of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.nameless = 0  # up to here no prefixed name starts, for the run of its characters ends without a colon
        self.frames = [_Frame("group")]
        self.weight = 0  # of all open frames
        self.before = ""  # kind of the token before this one
        self.before_text = ""
        self.values = False  # the next brace opens the data of VALUES
        self.first = ""  # the word that names the form
        self.prologue = 0  # where it starts
        self.default: list[str] = []
        self.named: list[str] = []

    def run(self) -> QueryForm:
        """Read every token; return the form."""
        while self.at < len(self.text):
            self._read()
        return self._form()

    def _read(self) -> None:
        found = (TOKEN_BUT_NAME if self.at < self.nameless else TOKEN).match(self.text, self.at)
        assert found is not None  # noqa: S101 - the last alternative takes any character
        kind, piece = str(found.lastgroup), found[0]
        if kind in {"word", "other"} and self.at >= self.nameless:
            run = PREFIX_RUN.match(self.text, self.at)
            self.nameless = run.end() if run else self.at
        if kind == "less":
            kind, piece = self._less()
        elif kind == "other" and piece in "\"'":
            raise self._error("řetězec není ukončen", "the string is not closed")
        if kind != "blank":
            self._take(kind, piece)
            self.before, self.before_text = kind, piece
        self.at += len(piece)

    def _take(self, kind: str, piece: str) -> None:
        top = self.frames[-1].kind
        if kind == "word":
            self._word(piece.lower())
        elif kind in {"open", "triple"}:
            self._open(piece)
        elif kind == "close" or (kind == "end" and top == "triple"):
            self._close()
        elif kind == "operator" and top != "data":
            self._add(_PART if piece == "/" else _OPERATOR)
        elif piece in {".", ";", ","} and top not in {"data", "round"}:
            self._add(_STATEMENT)
        elif top == "round" and kind in _OPERANDS and self._after_operand():
            self._add(_OPERATOR)  # a list, for in an expression no value stands beside another
        elif len(self.frames) == 1 and kind in {"iri", "name", "variable"}:
            self._outer(piece, self.before_text.lower())

    def _outer(self, piece: str, before: str) -> None:
        """Take an IRI, name or variable that stands outside any bracket."""
        if self.before == "word" and before == "named":
            self.named.append(piece)
        elif self.before == "word" and before == "from":
            self.default.append(piece)
        elif self.first == "describe":
            self._add(_PART)

    def _word(self, word: str) -> None:
        # The engine needs no space around a keyword, so the word is looked for inside longer ones too.
        for refused in ("service", "load"):
            if refused in word:
                raise self._refused(refused)
        if not self.first and word not in _PROLOGUE:
            self.first, self.prologue = word, self.at
        self.values = self.values or word.endswith("values")

    def _less(self) -> tuple[str, str]:
        """Tell an IRI from the operator `<`, and from `<<`, which opens a triple term."""
        found = IRI.match(self.text, self.at)
        if not (self.frames[-1].kind == "round" and self._after_operand()):
            if self.text.startswith("<<", self.at):
                return "triple", "<<"
            return ("iri", found[0]) if found else ("operator", "<")
        if found and ABSOLUTE.match(found[0]):
            return "iri", found[0]
        if found and any(char in found[0] for char in "()[]#"):
            raise self._error(
                "není jisté, zda „<“ znamená „menší než“, nebo začíná IRI; za operátor vložte mezeru",
                "it is not certain whether “<” means “less than” or starts an IRI; put a space after the operator",
            )
        return "operator", "<"

    def _after_operand(self) -> bool:
        return self.before in _OPERANDS or self.before_text.lower().endswith(("true", "false"))

    def _open(self, bracket: str) -> None:
        parent = self.frames[-1]
        if bracket == "{" and self.before == "name" and "service" in self.before_text.partition(":")[0].lower():
            self._refuse_name()
        if parent.kind == "group" and bracket in "{(":
            self._add(_PART)
        kind = self._kind(bracket, parent.kind)
        self.frames.append(_Frame(kind, _BRACKET - _PART if parent.kind == "group" else _BRACKET))
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
            cs=f"řádek {line}, sloupec {column}: {word.upper()} se zde neprovádí, dotaz čte jen uložené grafy; "
            "vypusťte jej a data druhého zdroje načtěte zvlášť.",
            en=f"line {line}, column {column}: {word.upper()} is never run here, a query reads the stored graphs only; "
            "leave it out and fetch the other source's data separately.",
        )

    def _form(self) -> QueryForm:
        if self.first.startswith(_UPDATES):
            raise QueryError(
                cs="text je aktualizace (SPARQL Update), nikoli dotaz; pošlete jej na adresu /update.",
                en="the text is an update (SPARQL Update), not a query; send it to /update.",
            )
        for form in QueryForm:
            if self.first.startswith(form.lower()):
                return form
        raise QueryError(
            cs="dotaz nezačíná slovem SELECT, ASK, CONSTRUCT ani DESCRIBE; jedno z nich doplňte.",
            en="the query does not start with SELECT, ASK, CONSTRUCT or DESCRIBE; add one of them.",
        )

    def _error(self, cs: str, en: str) -> QueryError:
        line, column = self._position(self.at)
        return QueryError(cs=f"řádek {line}, sloupec {column}: {cs}.", en=f"line {line}, column {column}: {en}.")

    def _position(self, at: int) -> tuple[int, int]:
        before = self.text[:at]
        return before.count("\n") + 1, at - before.rfind("\n")
