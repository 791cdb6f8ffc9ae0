"""Why a statement holds: its best proof, rule by rule, down to the words of the source."""

from kg.explain.explainer import Explainer, explain
from kg.explain.proof import DoesNotHold, Proof
from kg.explain.statement import Statement

__all__ = ["DoesNotHold", "Explainer", "Proof", "Statement", "explain"]
