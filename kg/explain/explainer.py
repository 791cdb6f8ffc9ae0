"""Proofs of a dataset's statements, asserted and inferred."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from pyoxigraph import NamedNode, Quad

from kg.errors import DataError
from kg.explain.evidence import EvidenceFinder
from kg.explain.ground import Ground
from kg.explain.nearby import does_not_hold
from kg.explain.proof import Proof
from kg.explain.search import Cost, Search, Step
from kg.explain.statement import Statement, Term
from kg.iris import is_closed
from kg.reasoning import INFERRED, Rule, load_rules
from kg.store import Dataset

Proofs = Mapping[Statement, tuple[Cost, Step | None]]


def explain(dataset: Dataset, subject: NamedNode, predicate: NamedNode, value: Term) -> Proof:
    """Return the best proof of a statement: the strongest, and among these the one of the fewest steps.

    Raises:
        DoesNotHold: the statement is not in the graph.
        DataError: it stands among the inferred ones, though no rule infers it.
    """
    return Explainer(dataset).explain(Statement(subject, predicate, value))


class Explainer:
    """The proofs of one dataset; it keeps what it found for the next statement."""

    def __init__(self, dataset: Dataset, rules: tuple[Rule, ...] | None = None) -> None:
        """Take the dataset and its rules; what is costly to prepare waits for the first inferred statement."""
        self._whole = dataset.whole
        self._rules = load_rules() if rules is None else rules
        self._evidence = EvidenceFinder(dataset.whole)
        self._leaves: dict[tuple[Statement, tuple[NamedNode, ...]], Proof] = {}

    def explain(self, statement: Statement) -> Proof:
        """Return the best proof of a statement, in which an IRI stands for each blank node; see `explain`."""
        graphs = self._graphs(statement)
        if graphs:
            return self._leaf(statement, graphs)
        if not self._ground.holds(statement):
            raise does_not_hold(self._whole, statement)
        proofs = self._search.best(statement)
        if statement not in proofs:
            raise _underivable(statement)
        return self._proof(statement, proofs)

    def confidence(self, proof: Proof) -> NamedNode:
        """Return the code of the weakest confidence on the way."""
        return self._evidence.confidences[proof.rank]

    @cached_property
    def _ground(self) -> Ground:
        return Ground(self._quads())

    @cached_property
    def _search(self) -> Search:
        return Search(self._ground, self._rules, lambda leaf: self._evidence.rank(leaf, self._ground.graphs(leaf)))

    def _quads(self) -> Iterator[Quad]:
        """Yield the input of the closure and its result; nothing else can be a premise."""
        store = self._whole.store
        for name in store.named_graphs():
            if name == INFERRED or is_closed(name):
                yield from store.quads_for_pattern(None, None, None, name)

    def _graphs(self, statement: Statement) -> tuple[NamedNode, ...]:
        """Return the graphs that assert a statement, by name."""
        names = {quad.graph_name for quad in self._whole.stated(*statement)} - {INFERRED}
        return tuple(sorted((name for name in names if isinstance(name, NamedNode)), key=str))

    def _leaf(self, statement: Statement, graphs: tuple[NamedNode, ...]) -> Proof:
        leaf = self._leaves.get((statement, graphs))
        if leaf is None:
            leaf = Proof(statement, self._evidence.rank(statement, graphs), self._evidence.of(statement, graphs))
            self._leaves[statement, graphs] = leaf
        return leaf

    def _proof(self, statement: Statement, proofs: Proofs) -> Proof:
        cost, step = proofs[statement]
        if step is None:
            return self._leaf(statement, self._ground.graphs(statement))
        axioms, facts = self._premises(step, proofs)
        return Proof(
            statement,
            cost.rank,
            rule=step.rule,
            axioms=tuple(self._proof(each, proofs) for each in axioms),
            facts=tuple(self._proof(each, proofs) for each in facts),
            terms=step.terms,
        )

    def _premises(self, step: Step, proofs: Proofs) -> tuple[list[Statement], list[Statement]]:
        """Return the axioms and facts of a step; a chain that the rule follows link by link is one step."""
        axioms, facts = dict.fromkeys(step.axioms), dict[Statement, None]()
        for fact in step.facts:
            inner = proofs[fact][1]
            if inner and inner.rule.id == step.rule.id and self._ground.is_between(fact):
                more_axioms, more_facts = self._premises(inner, proofs)
                axioms.update(dict.fromkeys(more_axioms))
                facts.update(dict.fromkeys(more_facts))
            else:
                facts[fact] = None
        return list(axioms), list(facts)


def _underivable(statement: Statement) -> DataError:
    return DataError(
        cs=f"{statement} je v grafu mezi odvozenými, ale žádné pravidlo je neodvozuje; sestavte graf znovu (kg build).",
        en=f"{statement} stands among the inferred ones, but no rule infers it; build the graph again (kg build).",
    )
