"""The closure of a graph under OWL 2 RL: the rules of kg/rules run to a fixpoint over pyoxigraph.

A rule's body states its axiom first and its facts after it. The axiom part is answered once, and each answer makes
an instance of the rule whose predicates and classes are known (`?x ?p ?y` becomes `?x sg:partOf ?y`). An instance then
runs again only after something that it reads was inferred: a third of the time that whole rules take.
Source of the rules: OWL 2 Web Ontology Language Profiles (Second Edition), Section 4.3, Tables 5, 7 and 9.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeVar, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, QueryTriples, Store, Triple

from kg.errors import InputError
from kg.iris import graph
from kg.namespaces import RDF
from kg.paths import RULES

INFERRED: Final = graph("inferred")
_BLANK: Final = "urn:x-strategraf:blank:"
_ANY: Final = (None, None)

_HEADER: Final = re.compile(r"^#\+ ([\w-]+): (.+)$", re.MULTILINE)
_COMMENT: Final = re.compile(r"^\s*#.*\n?", re.MULTILINE)
_CONSTRUCT: Final = re.compile(
    r"\s*(?P<prologue>(?:PREFIX\s+\S*:\s*<[^>]*>\s*)*)CONSTRUCT\s*\{(?P<head>[^{}]*)\}\s*WHERE\s*\{(?P<body>.*)\}\s*",
    re.DOTALL,
)
_VARIABLE: Final = re.compile(r"\?\w+")
_FACT: Final = re.compile(r"\s*(\?\w+)\s+(?:(\?\w+)|a)\s+(\?\w+)\s*\.?\s*")

T = TypeVar("T")

Pattern = tuple[str | None, str | None]
"""What a triple pattern may touch: its predicate, and its class if that is rdf:type; None stands for any."""

Term = NamedNode | BlankNode | Literal | Triple

Bindings = dict[str, str]
"""Variables, as written with their question mark, and the terms they stand for, in N-Triples form."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the profile as its file states it; `query` is the CONSTRUCT that runs as it is."""

    id: str
    title_cs: str
    title_en: str
    source: str
    query: str
    prologue: str
    head: str
    axiom: str
    facts: str

    def instances(self, store: Store) -> Iterator["Instance"]:
        """Yield the rule once for each answer to its axiom and each triple of its head.

        A rule about axioms alone has nothing to wait for: its whole body is what its instances read.
        """
        for bindings in self._answers(store) if self.facts else ({},):
            body = _bind(self.facts or self.axiom, bindings)
            reads = tuple(_pattern(statement, bindings) for statement in _statements(self.facts))
            for statement in _statements(self.head):
                writes = _pattern(statement, bindings)
                if all(predicate is None or predicate.startswith("<") for predicate, _ in (writes, *reads)):
                    yield Instance(self, _bind(statement, bindings), body, writes, reads)

    def _answers(self, store: Store) -> Iterator[Bindings]:
        """Yield what the axiom binds of the variables that the rest of the rule uses."""
        needed = sorted(_variables(self.axiom) & _variables(self.head + self.facts))
        query = f"{self.prologue}SELECT DISTINCT {' '.join(needed)} WHERE {{ {self.axiom}\n}}"
        for solution in cast(QuerySolutions, store.query(query, use_default_graph_as_union=True)):
            terms = {name: solution[name[1:]] for name in needed}
            if all(isinstance(term, NamedNode | Literal) for term in terms.values()):
                yield {name: str(term) for name, term in terms.items()}


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule whose axiom is answered: one triple of its head and the facts that it waits for, as SPARQL texts."""

    rule: Rule
    head: str
    body: str
    writes: Pattern
    reads: tuple[Pattern, ...]

    def apply(self, store: Store) -> set[Quad]:
        """Add to the store what follows and is in none of its graphs yet; return it.

        A head whose subject turns out to be a literal is no triple: CONSTRUCT leaves it out (SPARQL 1.1 Query, 16.2).
        """
        missing = f"{{ {self.body}\nFILTER NOT EXISTS {{ {self.head} }} }}"
        query = f"{self.rule.prologue}CONSTRUCT {{ {self.head} }} WHERE {missing}"
        found = cast(QueryTriples, store.query(query, use_default_graph_as_union=True))
        new = {Quad(triple.subject, triple.predicate, triple.object, INFERRED) for triple in found}
        store.extend(new)
        return new

    def feeds(self, other: "Instance") -> bool:
        """Return whether what this instance infers may be a fact that the other one reads."""
        return any(_overlap(self.writes, read) for read in other.reads)


@cache
def load_rules(folder: Path = RULES) -> tuple[Rule, ...]:
    """Return the rules of a folder in the order of their names.

    Raises:
        InputError: a file that is not a rule, or no rule at all.
    """
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise InputError(
            cs=f"{folder}: žádné odvozovací pravidlo (*.rq); instalace je neúplná, nainstalujte balíček znovu",
            en=f"{folder}: no inference rule (*.rq); the installation is incomplete, install the package again",
        )
    return tuple(_read_rule(path) for path in paths)


def closure(quads: Iterable[Quad], rules: tuple[Rule, ...] | None = None) -> set[Quad]:
    """Return what follows from the union of all graphs and is not stated in any, as quads of the graph `inferred`.

    Never inferred: what holds of everything (x = x, membership in owl:Thing), the axioms of the vocabularies, a literal
    as a subject. Blank nodes are IRIs while the rules run, so that one may stand as a predicate: an anonymous inverse,
    or the rest of a property chain (prp-spo2). OWL 2 RL calls such triples generalised; none of them is returned.
    """
    store, blanks = _load(quads)
    inferred = _saturate(store, load_rules() if rules is None else rules)
    hidden = blanks.keys() | {quad.subject for quad in store.quads_for_pattern(None, RDF.rest, None)}
    return {_with_blanks(quad, blanks) for quad in inferred if quad.predicate not in hidden}


def closure_owlrl(quads: Iterable[Quad]) -> set[Quad]:
    """Return what owlrl infers, less what is trivial; see `kg.owlrl_engine.closure`."""
    from kg import owlrl_engine  # noqa: PLC0415 - rdflib and owlrl cost more than the whole start of the command

    return owlrl_engine.closure(quads)


ENGINES: Final[dict[str, Callable[[Iterable[Quad]], set[Quad]]]] = {"rules": closure, "owlrl": closure_owlrl}
"""The reasoners that a build may choose; both return what follows and is not stated, in the graph `inferred`."""


def _saturate(store: Store, rules: tuple[Rule, ...]) -> set[Quad]:
    """Apply the rules until none adds anything: axioms among themselves, then facts, again if there are new axioms."""
    schema = [instance for rule in rules if not rule.facts for instance in rule.instances(store)]
    inferred: set[Quad] = set()
    known: set[Instance] = set()
    while True:
        before = len(inferred)
        while new := set().union(*(instance.apply(store) for instance in schema)):
            inferred |= new
        instances = {instance for rule in rules if rule.facts for instance in rule.instances(store)}
        if instances == known and len(inferred) == before:
            return inferred
        known = instances
        inferred |= _run_to_fixpoint(store, instances)


def _run_to_fixpoint(store: Store, instances: set[Instance]) -> set[Quad]:
    """Apply the instances, each again after another has inferred what it reads; last those of classes, read by few."""
    order = sorted(instances, key=lambda i: (i.writes[1] is not None, i.rule.id, i.head, i.body))
    inferred: set[Quad] = set()
    queue, waiting = deque(order), set(order)
    while queue:
        instance = queue.popleft()
        waiting.remove(instance)
        if new := instance.apply(store):
            inferred |= new
            fed = [other for other in order if other not in waiting and instance.feeds(other)]
            queue.extend(fed)
            waiting.update(fed)
    return inferred


def _read_rule(path: Path) -> Rule:
    """Take a rule file apart: header, prologue, head, and the body's axiom (up to its first fact) and facts."""
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    query = _COMMENT.sub("", text)
    parts = _CONSTRUCT.fullmatch(query)
    if parts is None or not header.keys() >= {"id", "title-cs", "title-en", "source"} or header["id"] != path.stem:
        raise _malformed(path)
    head, lines = parts["head"].strip(), parts["body"].strip().splitlines()
    if not _variables(head) <= _variables(parts["body"]):
        raise _malformed(path)
    first = next((number for number, line in enumerate(lines) if _FACT.fullmatch(line)), len(lines))
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


def _malformed(path: Path) -> InputError:
    """Return the error for a rule file that the engine cannot run."""
    return InputError(
        cs=f"{path}: není pravidlo; potřebuje hlavičku #+ id (jméno souboru), title-cs, title-en, source a dotaz "
        "CONSTRUCT { … } WHERE { … }, který váže každou proměnnou své hlavy",
        en=f"{path}: not a rule; it needs the header #+ id (the file's name), title-cs, title-en, source and a query "
        "CONSTRUCT { … } WHERE { … } that binds every variable of its head",
    )


def _variables(text: str) -> set[str]:
    return set(_VARIABLE.findall(text))


def _bind(text: str, bindings: Bindings) -> str:
    """Put the terms in the place of the variables that they are bound to."""
    return _VARIABLE.sub(lambda match: bindings.get(match[0], match[0]), text)


def _statements(text: str) -> list[str]:
    return [part for part in re.split(r" \. |\n", text) if part.strip()]


def _pattern(statement: str, bindings: Bindings) -> Pattern:
    """Return what a statement of a head or of facts touches; one that is no plain pattern may touch anything."""
    match = _FACT.fullmatch(statement)
    if match is None:
        return _ANY
    _, predicate, value = match.groups()
    predicate = str(RDF.type) if predicate is None else bindings.get(predicate)
    return predicate, bindings.get(value) if predicate == str(RDF.type) else None


def _overlap(one: Pattern, other: Pattern) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))


def _load(quads: Iterable[Quad]) -> tuple[Store, dict[Term, BlankNode]]:
    """Return a store that holds an IRI in the place of each blank node, and the blank nodes by those IRIs."""
    blanks: dict[Term, BlankNode] = {}

    def named(term: T) -> T | NamedNode:
        if not isinstance(term, BlankNode):
            return term
        iri = NamedNode(_BLANK + term.value)
        blanks[iri] = term
        return iri

    def without_blanks(quad: Quad) -> Quad:
        subject, value = quad.subject, quad.object
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode):
            return Quad(named(subject), quad.predicate, named(value), quad.graph_name)
        return quad

    store = Store()
    store.bulk_extend(without_blanks(quad) for quad in quads)
    return store, blanks


def _with_blanks(quad: Quad, blanks: dict[Term, BlankNode]) -> Quad:
    subject, value = quad.subject, quad.object
    if subject in blanks or value in blanks:
        return Quad(blanks.get(subject, subject), quad.predicate, blanks.get(value, value), quad.graph_name)
    return quad
