"""The triple patterns that a query begins with, as templates into which the constants of a text are filled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

Template = tuple[str | int, ...]
"""Texts, and places of constants among the pieces of a query."""

TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
"""What the predicate `a` stands for."""

FEWEST: Final = 2
"""How many anchors make a choice: with one, the engine begins there by itself."""


def filled(template: Template, pieces: Sequence[str]) -> str:
    """Return a template with the constants of a query."""
    if len(template) == 1:
        only = template[0]
        return pieces[only] if isinstance(only, int) else only
    return "".join([pieces[each] if isinstance(each, int) else each for each in template])


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; a path, or a pattern with a variable as its predicate, is only copied."""

    written: Template
    """As the query has it."""
    nodes: frozenset[str]
    """Its variables with their mark, and its blank nodes: what joins it to others."""
    subject: str = ""
    """The variable that is its subject, with its mark; empty if none is, or it is only copied."""
    predicate: Template = ()
    """Its predicate as N-Triples."""
    object: str = ""
    """The variable that is its object, with its mark."""
    constant: Template = ()
    """The constant that is its object, as N-Triples, or as a number or truth value is abbreviated."""
    rooted: bool = False
    """Whether its subject is a constant: the engine begins there, and rightly so."""


@dataclass(frozen=True)
class Run:
    """The patterns that a group begins with, and what VALUES says before them."""

    patterns: tuple[Pattern, ...]
    given: dict[str, tuple[Template, ...]] = field(default_factory=dict)
    """The IRIs that a variable is given, as N-Triples."""

    @cached_property
    def anchors(self) -> list[tuple[int, Pattern]]:
        """The patterns with a constant object, and their places."""
        return [(at, each) for at, each in enumerate(self.patterns) if each.subject and each.constant]

    @cached_property
    def links(self) -> dict[int, Pattern]:
        """The patterns that lead from one variable to another, by their places."""
        return {at: each for at, each in enumerate(self.patterns) if each.object and each.object != each.subject}

    def narrowed(self) -> "Run | None":
        """Return the run without what says nothing new of the variables; None if nothing is left to choose from."""
        islands = [each for each in self._islands() if self._has_choice(each)]
        nodes = frozenset[str]().union(*islands)
        if not nodes:
            return None
        patterns = tuple(each if each.nodes & nodes else _copied(each) for each in self.patterns)
        return replace(self, patterns=patterns, given={name: self.given[name] for name in self.given.keys() & nodes})

    def _islands(self) -> list[frozenset[str]]:
        """Return the nodes that are joined by patterns, directly or by others."""
        islands: list[frozenset[str]] = []
        for pattern in self.patterns:
            near = [each for each in islands if each & pattern.nodes]
            islands = [each for each in islands if each not in near]
            islands.append(pattern.nodes.union(*near))
        return islands

    def _has_choice(self, island: Iterable[str]) -> bool:
        nodes = frozenset(island)
        inside = [each for each in self.patterns if each.nodes & nodes]
        anchors = sum(bool(each.subject and each.constant) for each in inside) + len(nodes & self.given.keys())
        return anchors >= FEWEST and not any(each.rooted for each in inside)


def _copied(pattern: Pattern) -> Pattern:
    return Pattern(pattern.written, pattern.nodes)
