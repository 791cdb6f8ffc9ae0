"""`explain=` of a query: what it means and costs, or why it finds nothing, in place of its answer."""

from dataclasses import dataclass
from typing import Any, Final

from api.asking import Asked
from kg import diagnosis
from kg.store import Dataset

KINDS: Final = frozenset({"true", "empty"})
"""What can be explained, by the value of the parameter."""


@dataclass(frozen=True)
class Explaining:
    """Explains a query, in sentences of both languages."""

    asked: Asked
    kind: str
    seconds: float
    """The time the whole job may take."""

    def report(self, dataset: Dataset) -> dict[str, Any]:
        """Return the explanation."""
        asked = self.asked
        return diagnosis.explain(
            dataset, asked.text, self.seconds, is_empty=self.kind == "empty", graphs=asked.graphs, base=asked.base
        )
