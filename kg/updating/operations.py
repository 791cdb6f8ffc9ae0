"""The operations of an update request (SPARQL 1.1 Update, section 3), split on its tokens.

Each is read by the engine too, which checks its grammar. The engine alone would not do: it takes no declarations behind
the first operation. Whatever it reads and this does not is an error, never another meaning.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kg.errors import QueryError
from kg.mistakes import mistaken
from kg.updating.grammar import check_declarations, check_operation
from kg.updating.scanning import Token, UpdateScan

Manage = Literal["clear", "drop", "create", "add", "move", "copy"]
_MANAGING: Final[tuple[Manage, ...]] = ("clear", "drop", "create", "add", "move", "copy")


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between two braces, braces included, with the places of its variables in it."""

    text: str
    variables: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Modify:
    """DELETE and INSERT, by data, by a pattern, or by templates and a pattern."""

    prologue: str
    delete: Block | None = None
    insert: Block | None = None
    where: str | None = None
    """The pattern; none for data."""
    graph: str = ""
    """The IRI or name after WITH, as it is written."""
    using: tuple[str, ...] = ()
    """The IRIs and names after USING, as they are written."""
    named: tuple[str, ...] = ()
    """The IRIs and names after USING NAMED, as they are written."""


@dataclass(frozen=True, slots=True)
class Managing:
    """CLEAR, DROP, CREATE, ADD, MOVE or COPY; a graph is as it is written, or the word default, named or all."""

    prologue: str
    verb: Manage
    silent: bool
    source: str
    target: str = ""


Operation = Modify | Managing


def read_request(scan: UpdateScan, declared: str) -> Iterator[Operation]:
    """Yield the operations of an update in order.

    Args:
        scan: what `check_update` read.
        declared: declarations that hold before its own.

    Raises:
        QueryError: a part is malformed; the text names line and column.
    """
    return _Splitter(scan, declared).run()


class _Splitter:
    """A cursor on the outer tokens."""

    def __init__(self, scan: UpdateScan, declared: str) -> None:
        self.scan = scan
        self.text = scan.text
        self.tokens = scan.tokens
        self.at = 0
        self.prologue = declared
        self.labels: dict[str, set[str]] = {"data": set(), "where": set()}

    def run(self) -> Iterator[Operation]:
        """Read to the end."""
        while self._declarations():
            start = self.tokens[self.at].start
            operation = self._operation()
            check_operation(self.text, start, self.tokens[self.at - 1].end, self.prologue)
            yield operation
            if not self._next("separator") and self.at < len(self.tokens):
                raise self._error()

    def _declarations(self) -> bool:
        """Pass over PREFIX, BASE and VERSION; tell whether anything follows."""
        start = self.at
        while word := self._word("prefix", "base", "version"):
            if word == "prefix" and not self._next("name"):
                check_declarations(self.text, self.tokens[start].start, self._place(), self.prologue)  # it tells more
                raise self._error()
            if not self._next("string" if word == "version" else "iri"):
                raise self._error()
        if self.at > start:
            first, last = self.tokens[start].start, self.tokens[self.at - 1].end
            check_declarations(self.text, first, last, self.prologue)
            self.prologue += self.text[first:last] + "\n"
        return self.at < len(self.tokens)

    def _operation(self) -> Operation:
        verb = self._word(*_MANAGING)
        for each in _MANAGING:
            if verb == each:
                return self._managing(each)
        graph = self._reference() if self._word("with") else ""
        delete = insert = None
        if self._word("delete"):
            if not graph and self._word("data"):
                return Modify(self.prologue, delete=self._block())
            if not graph and self._word("where"):
                block = self._block()
                return Modify(self.prologue, delete=block, where=block.text)
            delete = self._block()
        if self._word("insert"):
            if not graph and delete is None and self._word("data"):
                return Modify(self.prologue, insert=self._block("data"))
            insert = self._block()
        if delete is None and insert is None:
            raise self._error(query=self._word("select", "ask", "construct", "describe") != "")
        return self._modify(graph, delete, insert)

    def _modify(self, graph: str, delete: Block | None, insert: Block | None) -> Modify:
        using: list[str] = []
        named: list[str] = []
        while self._word("using"):
            (named if self._word("named") else using).append(self._reference())
        if not self._word("where"):
            raise self._error()
        return Modify(self.prologue, delete, insert, self._block("where").text, graph, tuple(using), tuple(named))

    def _managing(self, verb: Manage) -> Managing:
        silent = bool(self._word("silent"))
        if verb in {"clear", "drop"}:
            return Managing(self.prologue, verb, silent, self._word("default", "named", "all") or self._graph())
        if verb == "create":
            return Managing(self.prologue, verb, silent, self._graph())
        source = self._graph_or_default()
        if not self._word("to"):
            raise self._error()
        return Managing(self.prologue, verb, silent, source, self._graph_or_default())

    def _graph_or_default(self) -> str:
        if word := self._word("default"):
            return word
        self._word("graph")
        return self._reference()

    def _graph(self) -> str:
        if not self._word("graph"):
            raise self._error()
        return self._reference()

    def _word(self, *words: str) -> str:
        """Pass over one of the words, if it comes next, and return it."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token is None or token.kind != "word" or token.text not in words:
            return ""
        self.at += 1
        return token.text

    def _next(self, kind: str) -> Token | None:
        """Pass over a token of a kind, if it comes next, and return it."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token is None or token.kind != kind:
            return None
        self.at += 1
        return token

    def _reference(self) -> str:
        token = self._next("iri") or self._next("name")
        if token is None:
            raise self._error()
        return token.text

    def _block(self, scope: str = "") -> Block:
        token = self._next("block")
        if token is None or token.text != "{":
            raise self._error()
        if token.end == token.start:
            raise self.scan.error_at(
                token.start,
                "závorka není uzavřena; doplňte } za poslední výrok, který k ní patří",
                "the bracket is not closed; add } behind the last statement that belongs to it",
            )
        if scope:
            self._claim(token.labels, self.labels[scope])
        variables = tuple((start - token.start, end - token.start) for start, end in token.variables)
        return Block(self.text[token.start : token.end], variables)

    def _claim(self, labels: Mapping[str, int], used: set[str]) -> None:
        """Refuse a label that stands in two WHERE clauses or two INSERT DATA (SPARQL 1.1 Query, section 19.6)."""
        for label, place in labels.items():
            if label in used:
                raise self.scan.error_at(
                    place,
                    f"prázdný uzel {label} stojí již v jiné operaci; pojmenujte jej zde jinak",
                    f"the blank node {label} stands in another operation already; name it differently here",
                )
        used.update(labels)

    def _place(self) -> int:
        """Return where the next token starts, or where the text ends."""
        return self.tokens[self.at].start if self.at < len(self.tokens) else len(self.text)

    def _error(self, *, query: bool = False) -> QueryError:
        if query:
            return QueryError(
                cs="text je dotaz, nikoli aktualizace (SPARQL Update); pošlete jej na adresu /sparql.",
                en="the text is a query, not an update (SPARQL Update); send it to /sparql.",
            )
        return mistaken(self.text, "Updates") or self.scan.error_at(
            self._place(),
            "zde nezačíná ani nepokračuje operace SPARQL Update; mezi slova a názvy vložte mezery a zápis opravte",
            "no operation of SPARQL Update starts or goes on here; put spaces between words and names, and correct it",
        )
