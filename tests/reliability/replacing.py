"""A job for a pool over a bare store; jobs travel by name, so that it stands in a module."""

from dataclasses import dataclass
from typing import BinaryIO

import pyoxigraph as ox

KILLER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
POINT = "SELECT ?o { <urn:s7> <urn:p1> ?o }"


@dataclass(frozen=True)
class Asking:
    """A query whose rows are written as JSON."""

    query: str

    def __call__(self, store: ox.Store, out: BinaryIO) -> None:
        """Answer."""
        found = store.query(self.query)
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(out, ox.QueryResultsFormat.JSON)
