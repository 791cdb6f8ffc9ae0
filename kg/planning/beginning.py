"""What a query begins with: the values that its constants leave for the variables, where they are few."""

from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox

from kg.planning.postings import LONGEST, Ids, Postings
from kg.planning.run import TYPE, Pattern, Run, filled

VALUES: Final = 512
"""The most values that are written out."""

_FOLLOWED: Final = 16
"""The most values of an object whose subjects are looked for."""

_LOOKED: Final = 12
"""How many patterns are looked at: it bounds what a query can cost that has lists never read before."""

_COST: Final = 1.5
_START: Final = 8
"""What a value that is written out costs the engine beside one that it finds, and what the first of them costs."""


def begun(store: ox.Store, postings: Postings, run: Run, pieces: Sequence[str]) -> str | None:
    """Return what can stand in place of a run of patterns and has the same solutions; None if nothing is faster.

    Raises:
        ValueError: a constant is not one that the engine would take.
    """
    postings.make_room()
    narrowing = _Narrowing(store, postings, run, pieces)
    narrowing.begin()
    narrowing.follow()
    return narrowing.text()


def gains(size: int, plain: int) -> bool:
    """Tell whether the engine is faster with so many values of a variable than with those it would begin with.

    Args:
        size: how many values there are to write.
        plain: how many the engine would find first.
    """
    return size <= VALUES and size * _COST + _START <= plain


class _Narrowing:
    """The values of each variable, which are narrowed by one pattern after the other."""

    def __init__(self, store: ox.Store, postings: Postings, run: Run, pieces: Sequence[str]) -> None:
        self.store = store
        self.postings = postings
        self.run = run
        self.pieces = pieces
        self.values: dict[str, Ids] = {}
        self.starts: dict[str, int] = {}
        """How many values the engine would begin with: it takes the first pattern that names no class."""
        self.classes: dict[str, int] = {}
        """The same, where every pattern names a class."""
        self.decided: dict[int, set[str]] = {}
        """The patterns that hold for all values of these variables, if all of them are written out."""
        self.given: dict[str, Ids] = {}
        """The values that the query itself gives."""
        for name, terms in run.given.items():
            self.values[name] = self.given[name] = postings.numbered([filled(each, pieces) for each in terms])

    def narrow(self, name: str, predicate: str, found: Ids | None) -> bool:
        """Take only these values of a variable further; tell whether they are known."""
        starts = self.classes if predicate == TYPE else self.starts
        starts.setdefault(name, LONGEST if found is None else len(found))
        if found is None:
            return False
        before = self.values.get(name)
        self.values[name] = found if before is None else found & before
        return True

    def begin(self) -> None:
        """Look at the patterns with a constant object."""
        for at, each in self.run.anchors[:_LOOKED]:
            predicate, value = filled(each.predicate, self.pieces), filled(each.constant, self.pieces)
            if self.narrow(each.subject, predicate, self.postings.subjects(self.store, predicate, value)):
                self.decided[at] = {each.subject}

    def follow(self) -> None:
        """Look at the patterns whose object has few values, the fewest first."""
        waiting = dict(self.run.links)
        for _ in range(_LOOKED - len(self.run.anchors)):
            known = {at: len(self.values[each.object]) for at, each in waiting.items() if each.object in self.values}
            at = min(known, key=known.__getitem__, default=None)
            if at is None or known[at] > _FOLLOWED:
                return
            each = waiting.pop(at)
            predicate = filled(each.predicate, self.pieces)
            found = self.subjects_of(predicate, self.values[each.object])
            if self.narrow(each.subject, predicate, found) and known[at] == 1:
                self.decided[at] = {each.subject, each.object}

    def subjects_of(self, predicate: str, objects: Ids) -> Ids | None:
        """Return the subjects of a predicate that have one of a few values; None if their lists are long together."""
        names = self.postings.names(objects)
        if names is None:
            return None
        found: Ids = frozenset()
        read = 0
        for each in names:
            subjects = self.postings.subjects(self.store, predicate, each) if read <= LONGEST else None
            if subjects is None:
                return None
            read += len(subjects)
            found |= subjects
        return found

    def text(self) -> str | None:
        """Return VALUES, and the patterns that they do not decide."""
        for name, ids in self.values.items():
            if not ids:
                return f"VALUES {name} {{ }} {self.written(self.run.patterns)}"
        chosen = self.chosen()
        if not chosen:
            return None
        held = chosen.keys() | {name for name, ids in self.given.items() if len(ids) == 1}
        left = [each for at, each in enumerate(self.run.patterns) if not held >= self.decided.get(at, {""})]
        values = [f"VALUES {name} {{ {' '.join(names)} }}" for name, names in chosen.items()]
        return " ".join([*values, self.written(left)])

    def chosen(self) -> dict[str, list[str]]:
        """Return the variables that are written out, with their values; none if that gains nothing.

        Each with one value is, and of the others the one with the fewest, for two would be a product.
        """
        sizes = {name: len(ids) for name, ids in self.values.items() if ids != self.given.get(name)}
        worth = [name for name, size in sizes.items() if gains(size, self.plain(name))]
        if not worth:
            return {}
        single = [name for name, size in sizes.items() if size == 1]
        several = sorted((sizes[name], name) for name in worth if sizes[name] > 1)[:1]
        found = {name: self.postings.names(self.values[name]) for name in [*single, *(name for _, name in several)]}
        return {name: names for name, names in found.items() if names is not None}

    def plain(self, name: str) -> int:
        """Return how many values of a variable the engine would begin with."""
        return self.starts.get(name) or self.classes.get(name, LONGEST)

    def written(self, patterns: Sequence[Pattern]) -> str:
        """Return patterns as the query has them."""
        return " . ".join([filled(each.written, self.pieces) for each in patterns])
