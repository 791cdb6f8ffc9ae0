"""Reasoning under OWL 2 RL: what follows from a graph, and what in it contradicts itself.

Source of the rules: OWL 2 Web Ontology Language Profiles (Second Edition), Section 4.3, Tables 4 to 9. Which of them
there are, and why the others are not: docs/reasoning.md.
"""

from collections.abc import Callable, Iterable
from typing import Final

from pyoxigraph import Quad

from kg.reasoning.contradictions import Contradiction, contradictions, shown, told
from kg.reasoning.graph import StoredGraph
from kg.reasoning.growth import growth
from kg.reasoning.rules import Instance, Rule, load_inconsistencies, load_rules
from kg.reasoning.saturation import INFERRED, closure

__all__ = [
    "ENGINES",
    "INFERRED",
    "Contradiction",
    "Instance",
    "Rule",
    "StoredGraph",
    "closure",
    "closure_of_names",
    "closure_owlrl",
    "contradictions",
    "growth",
    "load_inconsistencies",
    "load_rules",
    "shown",
    "told",
]


def closure_of_names(quads: Iterable[Quad]) -> set[Quad]:
    """Return the closure for graphs in which a thing has one name only; see `closure`."""
    return closure(quads, one_name=True)


def closure_owlrl(quads: Iterable[Quad]) -> set[Quad]:
    """Return what owlrl infers, less what is trivial; see `kg.owlrl_engine.closure`."""
    from kg import owlrl_engine  # noqa: PLC0415 - rdflib and owlrl cost more than the whole start of the command

    return owlrl_engine.closure(quads)


ENGINES: Final[dict[str, Callable[[Iterable[Quad]], set[Quad]]]] = {"rules": closure_of_names, "owlrl": closure_owlrl}
"""The reasoners that a build may choose; both return what follows and is not stated, in the graph `inferred`."""
