"""Static checks of a SPARQL query, on its tokens, before the engine sees it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kg.errors import QueryError
from kg.mistakes.beginning import formless
from kg.scanning import PART, Scan, unescaped

MAX_BYTES: Final = 1 << 20
"""The longest query, in bytes of UTF-8."""


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
    scan = _QueryScan(text).run()
    form = scan.form()
    scan.run_unescaped()
    return form


def check_unread(text: str) -> None:
    """Check a query or an update that nothing here runs, such as that of a user's shape; other mistakes pass.

    Raises:
        RefusedError: it asks for SERVICE or LOAD, in any spelling.
    """
    for each in dict.fromkeys((text, unescaped(text))):
        Scan(each).run_unread()


def dataset_clauses(text: str) -> Clauses:
    """Return the dataset clauses of a query that `check_query` passed."""
    scan = _QueryScan(text).run()
    return Clauses(text[: scan.prologue], tuple(scan.default), tuple(scan.named))


def is_volatile(text: str) -> bool:
    """Tell whether a query may have another answer each time: whether it names RAND, NOW, UUID or STRUUID anywhere.

    A string may name them too; such a query is then taken for volatile, which costs time and no truth.
    """
    upper = text.upper()
    return "RAND" in upper or "NOW" in upper or "UUID" in upper


class _QueryScan(Scan):
    """A scan that finds the form and the dataset clauses."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.first = ""  # the word that names the form
        self.prologue = 0  # where it starts
        self.default: list[str] = []
        self.named: list[str] = []

    def _word(self, word: str) -> None:
        super()._word(word)
        if not self.first and word not in _PROLOGUE:
            self.first, self.prologue = word, self.at

    def _outer(self, _kind: str, piece: str) -> None:
        before = self.before_text.lower() if self.before == "word" else ""
        if before == "named":
            self.named.append(piece)
        elif before == "from":
            self.default.append(piece)
        elif self.first == "describe":
            self._add(PART)

    def form(self) -> QueryForm:
        """Return the form of the query."""
        if self.first.startswith(_UPDATES):
            raise QueryError(
                cs="text je aktualizace (SPARQL Update), nikoli dotaz; pošlete jej na adresu /update.",
                en="the text is an update (SPARQL Update), not a query; send it to /update.",
            )
        for form in QueryForm:
            if self.first.startswith(form.lower()):
                return form
        raise formless(self.text)
