"""The bodies of rules taken apart into patterns, so that an answer to a body tells which triples it read.

What a rule file may use: triples with `;`, `,` and `a`, sequence paths, `+` and `*` behind a property, groups, UNION,
FILTER and BIND (SPARQL 1.1 Query, Section 19.8). A sequence path becomes patterns joined by variables of our own.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from pyoxigraph import NamedNode, Variable

from kg.errors import InputError
from kg.explain.statement import Statement, Term
from kg.namespaces import RDF
from kg.tokens import tokens_with_iris

Slot = Term | Variable
"""A term or a variable in a pattern."""

Bindings = Mapping[str, Term]
"""Terms by the names of the variables that they are bound to, without the question mark."""

Objects = Callable[[NamedNode, NamedNode], Iterable[Term]]
"""Gives the objects of a subject and a property."""

_BRACKETS: Final = {"{": 1, "(": 1, "}": -1, ")": -1}


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; `path` is `+` or `*` where the property may be followed many times."""

    subject: Slot
    predicate: Slot
    object: Slot
    path: str = ""

    def __str__(self) -> str:
        """Return the pattern as SPARQL."""
        return f"{self.subject} {self.predicate}{self.path} {self.object} ."

    def bind(self, bindings: Bindings) -> Statement | None:
        """Return the triple that the bindings make of the pattern, if they make one."""
        subject, predicate, value = (_bound(slot, bindings) for slot in (self.subject, self.predicate, self.object))
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and value is not None:
            return Statement(subject, predicate, value)
        return None

    def unify(self, triple: Statement) -> dict[str, Term] | None:
        """Return the bindings that make the triple of the pattern, if there are any."""
        found: dict[str, Term] = {}
        for slot, term in zip((self.subject, self.predicate, self.object), triple, strict=True):
            if isinstance(slot, Variable):
                if found.setdefault(slot.value, term) != term:
                    return None
            elif slot != term:
                return None
        return found


@dataclass(frozen=True, slots=True)
class Group:
    """The parts of a group in their order: patterns, the branches of a union, conditions as SPARQL text."""

    parts: tuple["Pattern | tuple[Group, ...] | str", ...]

    def __str__(self) -> str:
        """Return the group as SPARQL, without its braces."""
        return " ".join(
            " UNION ".join(f"{{ {branch} }}" for branch in part) if isinstance(part, tuple) else str(part)
            for part in self.parts
        )

    @property
    def patterns(self) -> list[Pattern]:
        """The patterns outside unions."""
        return [part for part in self.parts if isinstance(part, Pattern)]

    def reads(self, bindings: Bindings, objects: Objects) -> Iterator[Statement]:
        """Yield the triples that an answer to the group read, in the order of the patterns.

        Args:
            bindings: an answer to the group.
            objects: the graph that it was found in.
        """
        for part in self.parts:
            if isinstance(part, Pattern):
                triple = part.bind(bindings)
                if triple and part.path:
                    yield from _way(triple, objects)
                elif triple:
                    yield triple
            elif isinstance(part, tuple):
                taken = next((branch for branch in part if branch.fits(bindings, objects)), None)
                yield from taken.reads(bindings, objects) if taken else ()

    def fits(self, bindings: Bindings, objects: Objects) -> bool:
        """Tell whether the answer may have come from this branch: it binds all of it to triples that hold."""
        bound = [pattern.bind(bindings) for pattern in self.patterns]
        read = list(self.reads(bindings, objects)) if all(bound) else []
        return all(bound) and all(triple.object in objects(triple.subject, triple.predicate) for triple in read)


def _bound(slot: Slot, bindings: Bindings) -> Term | None:
    return bindings.get(slot.value) if isinstance(slot, Variable) else slot


def _way(ends: Statement, objects: Objects) -> Iterator[Statement]:
    """Yield the triples of a shortest way along one property; none if it ends where it starts."""
    reached: dict[Term, Statement | None] = {ends.subject: None}
    waiting = [ends.subject]
    for node in waiting:
        for value in objects(node, ends.predicate):
            if value not in reached:
                reached[value] = Statement(node, ends.predicate, value)
                waiting += [value] if isinstance(value, NamedNode) else []
    steps: list[Statement] = []
    while last := reached.get(steps[-1].subject if steps else ends.object):
        steps.append(last)
    return reversed(steps)


def parse_group(text: str, prologue: str = "", fresh: str = "_step") -> Group:
    """Take the text between the braces of a group apart.

    Args:
        text: the patterns of a head or a body.
        prologue: the PREFIX lines that its names rest on.
        fresh: how the names of our own variables start.

    Raises:
        InputError: it uses something that a rule of this project does not.
    """
    tokens = [token for token in _tokens(prologue) if token.kind in {"name", "iri"}]
    prefixes = {name.text: iri.text[1:-1] for name, iri in zip(tokens[::2], tokens[1::2], strict=True)}
    return _Parser(text, prefixes, fresh).group()


def _tokens(text: str) -> Iterator[_Token]:
    for kind, piece, at in tokens_with_iris(text):
        yield _Token(kind, piece, at, at + len(piece))


class _Parser:
    """A parser of one group, by recursive descent."""

    def __init__(self, text: str, prefixes: Mapping[str, str], fresh: str) -> None:
        self._text = text
        self._prefixes = prefixes
        self._fresh = fresh
        self._left = [*reversed(list(_tokens(text)))]
        self._steps = itertools.count(1)

    def group(self) -> Group:
        """Read up to the end of the group."""
        parts: list[Pattern | tuple[Group, ...] | str] = []
        while self._next not in {"", "}"}:
            if self._next == ".":
                self._left.pop()
            elif self._next == "{":
                parts.append(self._branches())
            elif self._next in {"FILTER", "BIND"}:
                parts.append(self._condition())
            else:
                parts.extend(self._triples())
        return Group(tuple(parts))

    @property
    def _next(self) -> str:
        """The next token, a keyword in capitals; empty at the end."""
        if not self._left:
            return ""
        token = self._left[-1]
        return token.text.upper() if token.kind == "word" and token.text != "a" else token.text

    def _take(self, *expected: str) -> bool:
        """Take the next token if it is one of those expected."""
        found = self._next in expected
        if found:
            self._left.pop()
        return found

    def _branches(self) -> tuple[Group, ...]:
        branches: list[Group] = []
        while not branches or self._take("UNION"):
            if not self._take("{"):
                raise self._unknown()
            branches.append(self.group())
            if not self._take("}"):
                raise self._unknown()
        return tuple(branches)

    def _condition(self) -> str:
        """Take FILTER or BIND with all that is in the brackets behind it, as text."""
        start, depth = self._left[-1].start, 0
        while self._left and self._next not in {"EXISTS", "NOT"}:
            token = self._left.pop()
            depth += _BRACKETS.get(token.text, 0)
            if depth == 0 and token.text in _BRACKETS:
                return self._text[start : token.end]
        raise self._unknown()

    def _triples(self) -> Iterator[Pattern]:
        """Read the triples of one subject."""
        subject = self._term()
        while self._next not in {".", "}", ""}:
            path = self._path()
            yield from self._patterns(subject, path, self._term())
            while self._take(","):
                yield from self._patterns(subject, path, self._term())
            if not self._take(";"):
                break

    def _path(self) -> list[tuple[Slot, str]]:
        """Read a property, or properties joined by `/`, each with the mark behind it."""
        steps: list[tuple[Slot, str]] = []
        while not steps or self._take("/"):
            predicate, mark = self._term(), self._next
            steps.append((predicate, mark if self._take("+", "*") else ""))
        return steps

    def _patterns(self, subject: Slot, path: list[tuple[Slot, str]], value: Slot) -> Iterator[Pattern]:
        ends = [subject, *(Variable(f"{self._fresh}{next(self._steps)}") for _ in path[1:]), value]
        for (start, end), (predicate, mark) in zip(itertools.pairwise(ends), path, strict=True):
            yield Pattern(start, predicate, end, mark)

    def _term(self) -> Slot:
        token = self._left[-1] if self._left else _Token("", "", 0, 0)
        prefix, _, local = token.text.partition(":")
        slot: Slot
        match token.kind:
            case "variable":
                slot = Variable(token.text[1:])
            case "iri":
                slot = NamedNode(token.text[1:-1])
            case "name" if f"{prefix}:" in self._prefixes:
                slot = NamedNode(self._prefixes[f"{prefix}:"] + local)
            case "word" if token.text == "a":
                slot = RDF.type
            case _:
                raise self._unknown()
        self._left.pop()
        return slot

    def _unknown(self) -> InputError:
        near = self._text[self._left[-1].start :][:40] if self._left else "…"
        return InputError(
            cs=f"pravidlu nelze porozumět u „{near}“; použijte jen trojice, UNION, FILTER a BIND.",
            en=f"the rule cannot be understood at “{near}”; use only triples, UNION, FILTER and BIND.",
        )
