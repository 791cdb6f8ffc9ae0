"""`explain=` of a query: what it means and costs, or why it finds nothing, in place of its answer."""

import json
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from api.asking import Asked
from kg import diagnosis
from kg.diagnosis.limits import SECONDS
from kg.store import Dataset

KINDS: Final = frozenset({"true", "empty"})
"""What can be explained, by the value of the parameter."""

_SHARE: Final = 0.8
"""How much of the time the explanation may take; the rest is for writing it."""


@dataclass(frozen=True)
class Explaining:
    """The job that writes an explanation as JSON, its sentences in both languages; its result is the content type."""

    asked: Asked
    kind: str
    seconds: float
    """The time the whole job may take."""

    def __call__(self, dataset: Dataset, out: BinaryIO) -> str:
        """Explain."""
        seconds = min(SECONDS, _SHARE * self.seconds)
        out.write(json.dumps(self._report(dataset, seconds), ensure_ascii=False).encode())
        return "application/json"

    def _report(self, dataset: Dataset, seconds: float) -> dict[str, Any]:
        text, graphs, base = self.asked.text, self.asked.graphs, self.asked.base
        if self.kind == "empty":
            return diagnosis.explain_empty(dataset.store, text, graphs, seconds, base=base)
        return diagnosis.explain_query(dataset.store, text, graphs, seconds, base=base, postings=dataset.postings)
