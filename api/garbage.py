"""What the engine keeps of quads that are removed: it never frees their room, so that now and then all is copied."""

import asyncio
from typing import Final

import pyoxigraph as ox

from kg.changes import Change, in_parts
from kg.store import Dataset

WORTH: Final = 200_000
"""How many removed quads are left where they are, whatever else there is: about 100 MB."""


class Garbage:
    """The room of removed quads in a store in memory, 0.5 kB each."""

    def __init__(self) -> None:
        """Begin with none."""
        self._removed = 0

    def count(self, change: Change, dataset: Dataset) -> None:
        """Take note of what a change has removed; the union holds each quad once more."""
        self._removed += len(change.removed) * (2 if dataset.default_graph == "union" else 1)

    def is_much(self, dataset: Dataset) -> bool:
        """Tell whether it takes more room than what the store holds."""
        return self._removed > WORTH and self._removed > len(dataset.store)

    async def left_behind(self, dataset: Dataset) -> Dataset:
        """Return the dataset in a store without any; nothing may be written meanwhile, and others have their turn."""
        store = ox.Store()
        for graph in dataset.store.named_graphs():
            store.add_graph(graph)
        for part in in_parts(dataset.store):
            store.extend(part)
            await asyncio.sleep(0)
        self._removed = 0
        dataset.labels.move(store)
        return dataset.replaced(store=store)
