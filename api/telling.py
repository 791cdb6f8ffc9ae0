"""The job that tells as JSON what it finds in a dataset."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from api.choosing import JSON
from kg.store import Dataset


@dataclass(frozen=True)
class Telling:
    """Writes what is found; its result is the content type."""

    found: Callable[[Dataset], Any]
    """A function of a module, or a method of what can be pickled."""

    def __call__(self, dataset: Dataset, out: BinaryIO) -> str:
        """Write it."""
        out.write(json.dumps(self.found(dataset), ensure_ascii=False).encode())
        return JSON
