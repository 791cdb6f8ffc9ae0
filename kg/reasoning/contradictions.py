"""What in a graph contradicts itself: the rules of kg/rules/inconsistency, asked once the closure is complete."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import Lang
from kg.namespaces import OWL, RDF, XSD, shortened
from kg.reasoning.graph import Graph
from kg.reasoning.rules import Rule, is_possible, load_inconsistencies, load_rules, overlap, select
from kg.reasoning.saturation import infer_nameless
from kg.reasoning.text import Bindings, Pattern, Term, bind, slots, statements, variables

_ANY_NUMBER: Final = re.compile(r"(?<=\w)\*(?=\s)")
_NAMES: Final = "unique-names"
_TOLD: Final = 100
"""How many pairs of names get their causes told; there may be as many as pairs of things."""
_FIRST: Final = 3
_LINKS: Final = (RDF.first, RDF.rest)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An application of a rule that infers `false`."""

    rule: Rule
    triples: tuple[Triple, ...]
    """The triples at fault: what the rule read, without the links of RDF lists."""
    inferred: frozenset[Triple]
    """Those of them that are inferred."""
    cs: str
    en: str

    def text(self, lang: Lang) -> str:
        """Return in one line what is wrong, the rule, and the triples at fault."""
        title, mark = (self.cs, "odvozeno") if lang == "cs" else (self.en, "inferred")
        triples = (
            " ".join(map(shown, triple)) + (f" ({mark})" if triple in self.inferred else "") for triple in self.triples
        )
        return f"{title.rstrip('.')} [{self.rule.id}: {'; '.join(triples)}]"


def told(found: list[Contradiction], lang: Lang) -> str:
    """Return in one line how many contradictions there are, and the first of them."""
    first = "; ".join(each.text(lang) for each in found[:_FIRST])
    return f"({len(found)}): {first}{' …' if found[_FIRST:] else ''}"


def contradictions(quads: Iterable[Quad], inferred: Iterable[Quad]) -> list[Contradiction]:
    """Return how a graph contradicts itself, each case once.

    Two names of one thing come first, for what is said of one then holds of the other and may contradict itself too.

    Args:
        quads: the input of the closure.
        inferred: what followed from it, by whichever reasoner.
    """
    inferred = list(inferred)
    graph = Graph(chain(quads, inferred))
    infer_nameless(graph)
    rules = load_inconsistencies()
    for rule in rules:
        graph.admit(rule.mentions)
    found = [(rule, _triples(rule, graph, clash), clash) for rule in rules for clash in _clashes(rule, graph)]
    found.sort(key=lambda case: (case[0].id != _NAMES, case[0].id, [*map(str, case[1])]))
    new = {quad.triple for quad in inferred} if found else set()
    cases: dict[tuple[Rule, frozenset[Term]], Contradiction] = {}
    for rule, read, clash in found:
        case = (rule, frozenset(clash.values() if rule.id == _NAMES else read))
        if case in cases:
            continue
        triples = read + _causes(graph, clash) if rule.id == _NAMES and len(cases) < _TOLD else read
        cs, en = (_told(title, graph, clash) for title in (rule.title_cs, rule.title_en))
        cases[case] = Contradiction(rule, triples, frozenset(triples) & new, cs, en)
    return list(cases.values())


def has_new(graph: Graph, touched: Collection[Pattern]) -> bool:
    """Tell whether a graph contradicts itself by something new, if it did not before.

    Args:
        graph: all that is stated and inferred, with the triples of properties without a name.
        touched: what the new triples are; none of them is one that an axiom is stated by.
    """
    return any(True for rule in load_inconsistencies() for _ in _clashes(rule, graph, touched=touched))


def _causes(graph: Graph, clash: Bindings) -> tuple[Triple, ...]:
    """Return why two names are of one thing; nothing if that is stated or follows in more steps than one."""
    for rule in load_rules():
        head = slots(rule.head, rule.prologue, {})
        if head and head[1] == OWL.sameAs and rule.facts:
            graph.admit(rule.mentions)
            one, _, other = map(str, head)
            for cause in _clashes(rule, graph, {one: clash["?x"], other: clash["?y"]}):
                return _triples(rule, graph, cause)
    return ()


def _clashes(
    rule: Rule, graph: Graph, given: Bindings | None = None, touched: Collection[Pattern] | None = None
) -> Iterator[Bindings]:
    """Yield how a rule applies: the bindings of all its variables.

    Some of them may be given; and only what reads a triple of some patterns may be asked for.
    """
    for axiom in list(rule.answers(graph.store, variables(rule.axiom))):
        bound = {**axiom, **(given or {})}
        reads = rule.reads(bound)
        if not is_possible(*(predicate for predicate, _ in reads)):
            continue
        if touched is not None and not any(overlap(read, each) for read in reads for each in touched):
            continue
        graph.admit_patterns(reads)
        names = sorted(variables(rule.facts) - bound.keys())
        query = f"{rule.prologue}SELECT DISTINCT {' '.join(names) or '*'} WHERE {{ {bind(rule.facts, bound)} }}"
        for solution in select(graph.store, query):
            yield {**bound, **{name: term for name in names if (term := solution[name[1:]]) is not None}}


def _triples(rule: Rule, graph: Graph, bindings: Bindings) -> tuple[Triple, ...]:
    """Return the triples that the rule read, the facts first.

    A property followed any number of times is a transitive one: its ends are a triple, unless they are the same.
    """
    found = []
    for statement in (*statements(rule.facts), *statements(rule.axiom)):
        match slots(_ANY_NUMBER.sub("", statement), rule.prologue, bindings):
            case NamedNode() as subject, NamedNode() as predicate, (NamedNode() | Literal() | Triple()) as value:
                if predicate not in _LINKS and not (subject == value and _ANY_NUMBER.search(statement)):
                    found.append(graph.with_blanks(_the_other_way(graph, subject, predicate, value)).triple)
    return tuple(dict.fromkeys(found))


def _the_other_way(graph: Graph, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal | Triple) -> Quad:
    """Return a triple, one with a nameless inverse of a property as it is stated with that property."""
    inverse = _inverse(graph, predicate)
    if inverse and isinstance(value, NamedNode):
        return Quad(value, inverse, subject)
    return Quad(subject, predicate, value)


def _inverse(graph: Graph, term: Term) -> NamedNode | None:
    """Return the property that a blank node is stated to be the inverse of."""
    if not isinstance(term, NamedNode) or term not in graph.blanks:
        return None
    found = (quad.object for quad in graph.store.quads_for_pattern(term, OWL.inverseOf, None))
    return next((value for value in found if isinstance(value, NamedNode)), None)


def _told(title: str, graph: Graph, bindings: Bindings) -> str:
    """Return the wording of a rule with names in the place of its variables."""
    return re.sub(r"\?\w+", lambda match: _called(graph, bindings[match[0]]), title)


def _called(graph: Graph, term: Term) -> str:
    inverse = _inverse(graph, term)
    return f"[owl:inverseOf {shown(inverse)}]" if inverse else shown(graph.blanks.get(term, term))


def shown(term: Term) -> str:
    """Return a term as a person reads it: an IRI shortened, a text as it is written."""
    if isinstance(term, NamedNode):
        return shortened(term.value)
    if not isinstance(term, Literal) or term.language or term.datatype == XSD.string:
        return str(term)
    return f'"{term.value}"^^{shortened(term.datatype.value)}'
