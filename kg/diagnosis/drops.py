"""What to leave out of a query so that it gives rows: the parts that are in the way."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from kg.diagnosis.findings import Drop
from kg.diagnosis.limits import PAIRS
from kg.diagnosis.trial import Trial
from kg.reading.outline import Part

_DROPPED: Final = frozenset(
    {"triple", "filter", "exists", "not-exists", "minus", "values", "bind", "optional", "graph", "union", "subquery"}
    | {"having", "slice", "end-values"}
)
_HOLDING: Final = frozenset({"graph", "union", "subquery"})
_SEEKING: Final = frozenset({"union", "graph", "exists"})
"""Parts whose groups, when nothing is left in them to be sought, give or let pass what says nothing."""

_SUSPICIOUS: Final = ("not-exists", "minus", "filter", "exists", "triple", "values", "end-values", "having", "slice")


class Drops:
    """The search for them in one query."""

    def __init__(self, trial: Trial, parts: Sequence[Part]) -> None:
        """Take the parts that bear on the rows, of which some are triples."""
        self._groups = [
            [inner for inner in trial.outline.parts(group) if inner.pieces]
            for part in parts
            if part.kind in _SEEKING
            for group in part.groups
        ]
        clauses = [each for each in trial.outline.clauses if each not in trial.base]
        self.trial = trial
        self.triples = [each for each in parts if each.pieces]
        self.parts = [each for each in (*parts, *clauses) if each.kind in _DROPPED and self._leaves_a_triple((each,))]

    def found(self) -> list[Drop]:
        """Return the parts that, left out alone, let rows appear; if none, pairs, or all that match nothing."""
        single = [Drop((each,), count) for each in self.parts if (count := self.trial.without((each,)))]
        if single:
            return sorted(self._innermost(single), key=lambda each: self._suspicion(each.parts[0]))
        flat = sorted((each for each in self.parts if each.kind not in _HOLDING), key=self._suspicion)
        pairs = [each for each in combinations(flat, 2) if self._leaves_a_triple(each)][:PAIRS]
        found = [Drop(each, count) for each in pairs if (count := self.trial.without(each))]
        if found:
            return found
        idle = tuple(each for each in self.triples if self.trial.is_idle(each))
        if len(idle) > 2 and self._leaves_a_triple(idle) and (count := self.trial.without(idle)):
            return [Drop(idle, count)]
        return []

    def _leaves_a_triple(self, parts: Iterable[Part]) -> bool:
        """Whether something is left to be sought, in each branch of a UNION too.

        A query without patterns gives one row that says nothing, and so does an empty branch.
        """
        whole = set(parts)
        held = {inner for part in whole for group in part.groups for inner in self.trial.outline.parts(group)}
        gone = whole | held
        emptied = (group for group in self._groups if group and gone.issuperset(group) and not held.issuperset(group))
        return any(each not in gone for each in self.triples) and not any(emptied)

    def _innermost(self, drops: list[Drop]) -> list[Drop]:
        """Leave out groups of which a part alone is at fault."""
        guilty = {each.parts[0] for each in drops}
        return [
            drop
            for drop in drops
            if not any(inner in guilty for group in drop.parts[0].groups for inner in self.trial.outline.parts(group))
        ]

    def _suspicion(self, part: Part) -> tuple[int, int]:
        if self.trial.is_idle(part):
            return -1, part.start
        return (_SUSPICIOUS.index(part.kind) if part.kind in _SUSPICIOUS else len(_SUSPICIOUS)), part.start
