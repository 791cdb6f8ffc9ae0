"""The rules of the profile, one file each, and the instances that their axioms make of them.

A rule's body states its axiom first and its facts after it. The axiom part is answered once, and each answer makes
an instance of the rule whose properties and classes are known (`?x ?p ?y` becomes `?x sg:partOf ?y`). An instance then
runs again only after something that it reads was inferred: a third of the time that whole rules take.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, cast

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, QueryTriples, Store

from kg.errors import InputError
from kg.iris import graph
from kg.namespaces import RDF
from kg.paths import RULES
from kg.reasoning import text
from kg.reasoning.text import Bindings, Pattern, Slot

INFERRED: Final = graph("inferred")

_HEADER: Final = re.compile(r"^#\+ ([\w-]+): (.+)$", re.MULTILINE)
_COMMENT: Final = re.compile(r"^\s*#.*\n?|\s#\s.*$", re.MULTILINE)
_QUERY: Final = re.compile(
    r"\s*(?P<prologue>(?:PREFIX\s+\S*:\s*<[^>]*>\s*)*)(?:CONSTRUCT\s*\{(?P<head>[^{}]*)\}|SELECT\s+(?P<names>[?\w\s]+?))"
    r"\s*WHERE\s*\{(?P<body>.*)\}\s*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the profile as its file states it; `query` runs as it is. A rule without a head infers `false`."""

    id: str
    title_cs: str
    title_en: str
    source: str
    query: str
    prologue: str
    head: str
    axiom: str
    facts: str

    @property
    def mentions(self) -> set[NamedNode | None]:
        """The properties that an axiom of the rule may be stated by; None stands for any."""
        return set(text.mentions(self.axiom, self.prologue))

    def instances(self, store: Store) -> Iterator["Instance"]:
        """Yield the rule once for each answer to its axiom and each triple of its head.

        A rule about axioms alone has nothing to wait for: its whole body is what its instances read.
        """
        needed = text.variables(self.axiom) & text.variables(self.head + self.facts)
        for bindings in self.answers(store, needed) if self.facts else ({},):
            body, reads = text.bind(self.facts or self.axiom, bindings), self.reads(bindings)
            for statement in text.statements(self.head):
                head = text.slots(statement, self.prologue, bindings)
                writes = text.pattern(statement, self.prologue, bindings) or text.ANY
                if is_possible(head[0] if head else None, writes[0], *(read[0] for read in reads)):
                    yield Instance(self, text.bind(statement, bindings), body, writes, reads)

    def reads(self, bindings: Bindings) -> tuple[Pattern, ...]:
        """Return what the facts touch under some bindings."""
        found = (text.pattern(statement, self.prologue, bindings) for statement in text.statements(self.facts))
        return tuple(each for each in found if each is not None)

    def answers(self, store: Store, needed: Iterable[str]) -> Iterator[Bindings]:
        """Yield what the axiom binds of the variables that are needed, once each."""
        names = sorted(needed)
        query = f"{self.prologue}SELECT DISTINCT {' '.join(names) or '*'} WHERE {{ {self.axiom}\n}}"
        for solution in select(store, query):
            terms = {name: solution[name[1:]] for name in names}
            if all(isinstance(term, NamedNode | Literal) for term in terms.values()):
                yield terms


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule whose axiom is answered: one triple of its head and the facts that it waits for, as SPARQL texts."""

    rule: Rule
    head: str
    body: str
    writes: Pattern
    reads: tuple[Pattern, ...]

    def apply(self, store: Store) -> set[Quad]:
        """Add to the store what follows and is in none of its graphs yet; return it."""
        new = set(self.conclusions(store))
        store.extend(new)
        return new

    def conclusions(self, store: Store) -> Iterator[Quad]:
        """Yield what follows and is in none of the store's graphs yet.

        A head whose subject turns out to be a literal is no triple: CONSTRUCT leaves it out (SPARQL 1.1 Query, 16.2).
        """
        query = f"{self.rule.prologue}CONSTRUCT {{ {self.head} }} WHERE {{ {self.body}\n{self._known} }}"
        for triple in cast(QueryTriples, store.query(query, use_default_graph_as_union=True)):
            yield Quad(triple.subject, triple.predicate, triple.object, INFERRED)

    @property
    def _known(self) -> str:
        """What leaves out the known: MINUS takes half of the time of NOT EXISTS, but reads all that the head may be."""
        predicate, kind = self.writes
        narrow = self.rule.facts and predicate and (kind or predicate != RDF.type)
        return f"MINUS {{ {self.head} }}" if narrow else f"FILTER NOT EXISTS {{ {self.head} }}"

    def feeds(self, other: "Instance") -> bool:
        """Return whether what this instance infers may be a fact that the other one reads."""
        return any(overlap(self.writes, read) for read in other.reads)


@cache
def load_rules(folder: Path = RULES) -> tuple[Rule, ...]:
    """Return the rules of a folder in the order of their names.

    Raises:
        InputError: a file that is not a rule, or no rule at all.
    """
    return _load(folder, headless=False)


@cache
def load_inconsistencies(folder: Path = RULES / "inconsistency") -> tuple[Rule, ...]:
    """Return the rules of a folder that infer `false`, in the order of their names.

    Raises:
        InputError: a file that is not such a rule, or no rule at all.
    """
    return _load(folder, headless=True)


def select(store: Store, query: str) -> QuerySolutions:
    """Ask the union of all graphs."""
    return cast(QuerySolutions, store.query(query, use_default_graph_as_union=True))


def is_possible(*terms: Slot | None) -> bool:
    """Tell whether terms that an axiom put in the place of subjects and properties may stand there."""
    return not any(isinstance(term, Literal) for term in terms)


def overlap(one: Pattern, other: Pattern) -> bool:
    """Tell whether one triple may be of both patterns."""
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))


def _load(folder: Path, *, headless: bool) -> tuple[Rule, ...]:
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise InputError(
            cs=f"{folder}: žádné odvozovací pravidlo (*.rq); instalace je neúplná, nainstalujte balíček znovu",
            en=f"{folder}: no inference rule (*.rq); the installation is incomplete, install the package again",
        )
    return tuple(_read(path, headless=headless) for path in paths)


def _read(path: Path, *, headless: bool) -> Rule:
    """Take a rule file apart: header, prologue, head, and the body's axiom (up to its first fact) and facts."""
    content = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(content))
    query = _COMMENT.sub("", content)
    parts = _QUERY.fullmatch(query)
    if parts is None or not header.keys() >= {"id", "title-cs", "title-en", "source"} or header["id"] != path.stem:
        raise _malformed(path, headless=headless)
    head, lines = (parts["head"] or "").strip(), parts["body"].strip().splitlines()
    told = parts["names"] if headless else head
    if bool(head) == headless or not text.variables(told) <= text.variables(parts["body"]):
        raise _malformed(path, headless=headless)
    first = next((number for number, line in enumerate(lines) if text.is_fact(line)), len(lines))
    return Rule(
        id=header["id"],
        title_cs=header["title-cs"],
        title_en=header["title-en"],
        source=header["source"],
        query=query,
        prologue=parts["prologue"],
        head=head,
        axiom="\n".join(lines[:first]),
        facts="\n".join(lines[first:]),
    )


def _malformed(path: Path, *, headless: bool) -> InputError:
    """Return the error for a rule file that the engine cannot run."""
    query, told = ("SELECT …", "SELECT") if headless else ("CONSTRUCT { … }", "CONSTRUCT")
    return InputError(
        cs=f"{path}: není pravidlo; potřebuje hlavičku #+ id (jméno souboru), title-cs, title-en, source a dotaz "
        f"{query} WHERE {{ … }}, který váže každou proměnnou za slovem {told}",
        en=f"{path}: not a rule; it needs the header #+ id (the file's name), title-cs, title-en, source and a query "
        f"{query} WHERE {{ … }} that binds every variable behind the word {told}",
    )
