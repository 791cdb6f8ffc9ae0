"""The best proof of a triple, by backward chaining with the bodies of the rules themselves.

First every step that may lead to the goal is collected, from the goal down; then the proofs are built from the leaves
up, the cheapest first (Knuth's generalisation of Dijkstra's algorithm to grammars, 1977). A proof is built only of
proofs that are finished, so none rests on itself, and each statement in it has its own best proof.
"""

import heapq
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from pyoxigraph import NamedNode, Variable

from kg.explain.bodies import Bindings, Pattern, parse_group
from kg.explain.ground import Ground
from kg.explain.statement import Statement, Term
from kg.namespaces import RDF
from kg.reasoning import Rule

_VARIABLE: Final = re.compile(r"\?(\w+)")


class Cost(NamedTuple):
    """What a proof is measured by, the weightiest first."""

    rank: int
    """The weakest confidence of its leaves."""
    steps: int
    """How often a rule is applied."""
    detours: int
    """How many of these steps infer an axiom."""
    leaves: int


@dataclass(frozen=True, slots=True)
class Step:
    """One application of a rule."""

    rule: Rule
    conclusion: Statement
    axioms: tuple[Statement, ...]
    facts: tuple[Statement, ...]
    terms: Mapping[str, Term]

    @property
    def premises(self) -> tuple[Statement, ...]:
        """All that the rule read."""
        return tuple(dict.fromkeys(self.axioms + self.facts))

    @property
    def key(self) -> tuple[str, ...]:
        """What tells the step from others that end in the same triple."""
        return self.rule.id, *map(str, self.premises)

    def cost(self, of_premises: Iterable[Cost]) -> Cost:
        """Return the cost of a proof that ends in this step."""
        ranks, steps, detours, leaves = zip(*of_premises, strict=True)
        return Cost(max(ranks), 1 + sum(steps), (not self.facts) + sum(detours), sum(leaves))


class _Clause:
    """A rule for one triple of its head, ready to be asked what that triple follows from."""

    def __init__(self, rule: Rule, head: Pattern) -> None:
        self.head = head
        self._rule = rule
        self._axiom = parse_group(rule.axiom, rule.prologue, "_axiom")
        self._facts = parse_group(rule.facts, rule.prologue, "_fact")
        self._query = f"{rule.prologue}SELECT DISTINCT * WHERE {{ {self._axiom} {self._facts} }}"

    def steps(self, ground: Ground, bound: Bindings) -> Iterator[Step]:
        """Yield the applications of the rule that agree with what is bound of its head."""
        for found in ground.select(self._query, bound):
            bindings = {**found, **bound}
            conclusion = self.head.bind(bindings)
            if conclusion is None or any(bindings[name] != term for name, term in found.items()):
                continue
            axioms = tuple(dict.fromkeys(self._axiom.reads(bindings, ground.objects)))
            facts = tuple(dict.fromkeys(self._facts.reads(bindings, ground.objects)))
            terms = {name: bindings[name] for name in _VARIABLE.findall(self._rule.axiom) if name in bindings}
            yield Step(self._rule, conclusion, axioms, facts, terms)

    def making(self, node: NamedNode) -> Bindings | None:
        """Return what to bind so that the head's property, or its class, is a node; None if it is a fixed one."""
        slot = self.head.object if self.head.predicate == RDF.type else self.head.predicate
        return {slot.value: node} if isinstance(slot, Variable) else None


class Search:
    """The proofs of a graph; what was found for one goal serves the next."""

    def __init__(self, ground: Ground, rules: Iterable[Rule], rank: Callable[[Statement], int]) -> None:
        """Take the graph, the rules, and what tells the confidence of an asserted triple."""
        self._ground = ground
        self._rank = rank
        self._clauses = [
            _Clause(rule, head) for rule in rules for head in parse_group(rule.head, rule.prologue).patterns
        ]
        self._steps: dict[Statement, tuple[Step, ...]] = {}
        self._infer_between()

    def _infer_between(self) -> None:
        """Add what rules infer between the ends of a list, which the closure uses and no release keeps."""
        makings = [
            (clause, bound)
            for node in self._ground.between_nodes()
            for clause in self._clauses
            if (bound := clause.making(node)) is not None
        ]
        grown = bool(makings)
        while grown:
            steps = [step for clause, bound in makings for step in clause.steps(self._ground, bound)]
            grown = sum(self._ground.add_between(step.conclusion) for step in steps) > 0

    def best(self, goal: Statement) -> Mapping[Statement, tuple[Cost, Step | None]]:
        """Return the costs and the last steps of the best proofs of a goal and of what it may follow from.

        The search goes down a level at a time and ends as soon as a proof that rests on no alignment is complete.
        """
        proofs: dict[Statement, tuple[Cost, Step | None]] = {}
        seen: set[Statement] = set()
        level = {goal}
        while level and (goal not in proofs or proofs[goal][0].rank > 0):
            seen |= level
            level = {premise for triple in level for step in self._expand(triple) for premise in step.premises} - seen
            proofs = self._settle(seen | level)
        return proofs

    def _expand(self, goal: Statement) -> tuple[Step, ...]:
        """Return the steps that end in a triple, in an order of their own; none if it is asserted."""
        if goal not in self._steps:
            found = {} if self._ground.graphs(goal) else {step.key: step for step in self._steps_to(goal)}
            self._steps[goal] = tuple(found[key] for key in sorted(found))
        return self._steps[goal]

    def _steps_to(self, goal: Statement) -> Iterator[Step]:
        for clause in self._clauses:
            bound = clause.head.unify(goal)
            if bound is not None:
                yield from (step for step in clause.steps(self._ground, bound) if goal not in step.premises)

    def _settle(self, triples: Iterable[Statement]) -> dict[Statement, tuple[Cost, Step | None]]:
        """Prove what can be proved of some triples from one another, the cheapest proofs first."""
        proofs: dict[Statement, tuple[Cost, Step | None]] = {}
        users: dict[Statement, list[_Pending]] = {}
        order = itertools.count()
        heap: list[tuple[Cost, tuple[str, ...], int, Statement, Step | None]] = []
        for triple in triples:
            if self._ground.graphs(triple):
                heap.append((Cost(self._rank(triple), 0, 0, 1), (), next(order), triple, None))
            for each in self._steps.get(triple, ()):
                pending = _Pending(each, len(each.premises))
                for premise in each.premises:
                    users.setdefault(premise, []).append(pending)
        heapq.heapify(heap)
        while heap:
            cost, _, _, triple, step = heapq.heappop(heap)
            if triple in proofs:
                continue
            proofs[triple] = cost, step
            for user in users.get(triple, ()):
                user.missing -= 1
                if not user.missing:
                    last = user.step
                    total = last.cost(proofs[premise][0] for premise in last.premises)
                    heapq.heappush(heap, (total, last.key, next(order), last.conclusion, last))
        return proofs


@dataclass(slots=True)
class _Pending:
    """A step that waits for the proofs of so many premises."""

    step: Step
    missing: int
