"""What a query means, what it costs, and why it gives no row."""

from kg.diagnosis.algebra import algebra, prepare
from kg.diagnosis.either import explain
from kg.diagnosis.empty import explain_empty
from kg.diagnosis.plan import explain_query
from kg.diagnosis.rendering import blocks, text

__all__ = ["algebra", "blocks", "explain", "explain_empty", "explain_query", "prepare", "text"]
