"""The parts of a query and their places in its text, so that one of them can be left out or written otherwise.

Everything said of a changed query is said of a text that was run; so the text is the model, and a part is a range of
its tokens. Nothing is parsed to a tree and printed again, except triples that share a subject with one that changes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.reading.lexer import Token

Piece = tuple[int, int] | str
"""Tokens from one place up to another, or a text that the query does not write out (the blank node of `[…]`)."""

CLAUSES: Final = frozenset({"head", "group-by", "having", "order-by", "slice", "end-values"})
"""Kinds of parts before and behind the pattern of a query or subquery."""


@dataclass(eq=False, slots=True)
class Part:
    """A part of a group, or a clause of the query."""

    kind: str
    """`triple`, `filter`, `exists`, `not-exists`, `values`, `bind`, `minus`, `optional`, `graph`, `group`, `union`,
    `subquery`; `head`, `from`, and those of `CLAUSES`."""
    start: int
    """Its first token; for a triple that of all those that share its subject."""
    end: int
    groups: list["Group"] = field(default_factory=list)
    pieces: tuple[Piece, Piece, Piece] | None = None
    """Subject, verb and object of a triple."""
    inside: "Group | None" = None
    """The group it stands in."""


@dataclass(eq=False, slots=True)
class Group:
    """What stands between two braces."""

    start: int
    end: int = 0
    parts: list[Part] = field(default_factory=list)
    around: Part | None = None
    """The part it belongs to; None for the pattern of the whole query."""
    gives: bool = True
    """Whether fewer matches in it mean fewer rows: not in OPTIONAL, MINUS and NOT EXISTS."""

    def within(self, kind: str) -> Iterator[Part]:
        """Yield the parts of a kind that it stands in, the innermost first."""
        group: Group | None = self
        while group is not None and group.around is not None:
            if group.around.kind == kind:
                yield group.around
            group = group.around.inside


@dataclass(slots=True)
class Outline:
    """A query by its parts."""

    text: str
    tokens: list[Token]
    form: str
    """SELECT, ASK, CONSTRUCT or DESCRIBE."""
    prologue: int = 0
    """How many tokens the prologue has."""
    pattern: Group | None = None
    """What stands in the braces of WHERE; a DESCRIBE may have none."""
    clauses: list[Part] = field(default_factory=list)
    """The head, the dataset clauses and what stands behind the pattern."""
    prefixes: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Each prefix with its namespace as written, and the token of it."""

    def parts(self, group: Group | None = None) -> Iterator[Part]:
        """Yield all parts of the pattern, each before what it holds."""
        group = group or self.pattern
        for part in group.parts if group else ():
            yield part
            for inner in part.groups:
                yield from self.parts(inner)

    def clause(self, *kinds: str) -> Iterator[Part]:
        """Yield the clauses of some kinds."""
        return (each for each in self.clauses if each.kind in kinds)

    def range(self, start: int, end: int, new: Mapping[int, str] | None = None) -> str:
        """Return tokens in one line, some of them written anew."""
        written: list[str] = []
        for place in range(start, end):
            token = self.tokens[place]
            if place > start and token.start > self.tokens[place - 1].end:
                written.append(" ")
            written.append((new or {}).get(place, token.text))
        return "".join(written)

    def piece(self, piece: Piece, new: Mapping[int, str] | None = None) -> str:
        """Return a subject, verb or object in one line."""
        return piece if isinstance(piece, str) else self.range(*piece, new)

    def shown(self, part: Part, new: Mapping[int, str] | None = None) -> str:
        """Return a part in one line, some of its tokens written anew."""
        if part.pieces is None:
            return self.range(part.start, part.end, new)
        return " ".join(self.piece(piece, new) for piece in part.pieces)

    def line(self, part: Part) -> int:
        """Return the line of the query that a part starts in."""
        piece = part.pieces[1] if part.pieces else (part.start, part.end)
        place = part.start if isinstance(piece, str) else piece[0]
        return self.text.count("\n", 0, self.tokens[place].start) + 1

    def variables(self, start: int, end: int) -> list[str]:
        """Return the variables among tokens by their names, in their order."""
        return list(dict.fromkeys(t.text[1:] for t in self.tokens[start:end] if t.kind == "variable"))

    def part_variables(self, part: Part) -> list[str]:
        """Return the variables of a part; of a subquery those that it selects."""
        if part.kind == "subquery":
            head = next(each for each in part.groups[0].parts if each.kind == "head")
            chosen = self.variables(head.start, head.end)
            return chosen or self.variables(part.start, part.end)
        if part.pieces is None:
            return self.variables(part.start, part.end)
        ranges = [piece for piece in part.pieces if not isinstance(piece, str)]
        return list(dict.fromkeys(name for each in ranges for name in self.variables(*each)))

    def nodes(self, part: Part) -> set[str]:
        """Return what joins a part to others: its variables, and the blank nodes of a triple."""
        found = {f"?{name}" for name in self.part_variables(part)}
        for piece in part.pieces or ():
            written = self.piece(piece)
            if written.startswith("_:"):
                found.add(written)
        return found

    def rewritten(self, recast: Mapping[Part, str] | None = None, new: Mapping[int, str] | None = None) -> str:
        """Return the query with some parts written otherwise, or left out (an empty text), and some tokens anew."""
        return self._rewritten(0, len(self.tokens), recast or {}, new or {})

    def group_text(
        self, group: Group, recast: Mapping[Part, str] | None = None, new: Mapping[int, str] | None = None
    ) -> str:
        """Return a group with its braces, changed likewise."""
        return self._rewritten(group.start, group.end, recast or {}, new or {})

    def _rewritten(self, start: int, end: int, recast: Mapping[Part, str], new: Mapping[int, str]) -> str:
        jumps = self._jumps(recast, new)
        written: list[str] = []
        last, place = "", start
        while place < end:
            if place > start:
                written.append(self.text[self.tokens[place - 1].end : self.tokens[place].start])
            if place not in jumps:
                last = new.get(place, self.tokens[place].text)
                written.append(last)
                place += 1
                continue
            part, text = jumps[place]
            place = part.end
            if not text and part.inside is not None and part.kind not in CLAUSES:
                text, place = self._gap(last, place)
            written.append(f" {text} ")
            last = text or last
        return "".join(written)

    def _gap(self, last: str, place: int) -> tuple[str, int]:
        """Return what stands for a part that is left out, and where to go on: one dot between its neighbours.

        A dot ends triples, or follows what is in braces; there are never two, and none after the opening brace.
        """
        dot = self.tokens[place].text == "."
        if last in {"{", "."}:
            return "", place + dot
        return ("" if dot else "."), place

    def _jumps(self, recast: Mapping[Part, str], new: Mapping[int, str]) -> dict[int, tuple[Part, str]]:
        """Return for the first token of each changed part the part, and what to write instead."""
        jumps = {part.start: (part, text) for part, text in recast.items() if part.pieces is None}
        for start, block in self._blocks({part.inside for part in recast if part.pieces and part.inside}).items():
            if any(part in recast for part in block):
                written = [recast.get(part, self.shown(part, new)) for part in block]
                # A dot after a pattern in braces would be read twice, one before a filter is welcome.
                text = " ".join(each if not each or each.endswith("}") else f"{each} ." for each in written)
                jumps[start] = (block[0], text.strip().removesuffix(" ."))
        return jumps

    @staticmethod
    def _blocks(groups: set[Group]) -> dict[int, list[Part]]:
        """Return the triples of some groups by the token that those of one subject start with."""
        blocks: dict[int, list[Part]] = {}
        for group in groups:
            for part in group.parts:
                if part.pieces:
                    blocks.setdefault(part.start, []).append(part)
        return blocks

    def as_rows(self) -> dict[Part, str]:
        """Return what to recast so that the query gives the rows of its pattern: no order, and `SELECT *`.

        A truth value, a graph, or an aggregate over everything does not tell how many rows there were.
        """
        recast = dict.fromkeys(self.clause("order-by"), "")
        if self.form == "SELECT" and not self.counts_everything:
            return recast
        recast |= dict.fromkeys(self.clause("head"), "SELECT *")
        recast |= dict.fromkeys(self.clause("group-by", "having"), "")
        if self.counts_everything:  # what LIMIT and OFFSET take away is the one row of the count
            recast |= dict.fromkeys(self.clause("slice"), "")
        return recast

    @property
    def counts_everything(self) -> bool:
        """Whether the query aggregates all rows into one, which it gives even if there are none."""
        if self.form != "SELECT" or any(self.clause("group-by", "having")):
            return False
        head = next(self.clause("head"))
        words = {token.word for token in self.tokens[head.start : head.end]}
        return bool(words & {"count", "sum", "min", "max", "avg", "sample", "group_concat"})
