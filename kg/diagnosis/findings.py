"""What a search for the cause of an empty answer found; all of it was run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.diagnosis.candidates import Candidate
from kg.diagnosis.probe import Count
from kg.reading.outline import Part


@dataclass(frozen=True)
class Drop:
    """Parts that, left out together, let the query give rows."""

    parts: tuple[Part, ...]
    count: Count


@dataclass(frozen=True)
class Fix:
    """A change that was tried, with the rows it gives."""

    candidate: Candidate
    query: str
    count: Count


@dataclass(frozen=True)
class Findings:
    """Everything that is known of one query."""

    own: Count | None
    """The rows or triples of the answer as it is, 1 for the truth value true; None if that is not known."""
    matched: Count | None = None
    """The rows of the pattern, where the answer is made from them: an aggregate, a truth value, a graph."""
    patterns: Sequence[dict[str, Any]] = ()
    """What is told of each triple pattern."""
    fixes: Sequence[Fix] = ()
    drops: Sequence[Drop] = ()
