"""The profile check: every axiom of an ontology lies in OWL 2 RL; `python -m kg.checks` runs it on ours."""

from collections.abc import Iterable

from pyoxigraph import Quad

from kg.profile.grammar import grammar_violations
from kg.profile.hierarchy import hierarchy_violations
from kg.profile.structure import Structure, Violation

__all__ = ["Violation", "check"]


def check(quads: Iterable[Quad]) -> list[Violation]:
    """Return, in the order of subjects, each axiom that is not in the grammar of OWL 2 RL or breaks OWL 2 DL.

    Only what is said of classes, datatypes and properties is looked at; statements about things are data.
    """
    structure = Structure(quads)
    return sorted({*grammar_violations(structure), *hierarchy_violations(structure)})
