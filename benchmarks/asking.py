"""Loading a release and asking it every stored question, beside rdflib."""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox
import rdflib

from benchmarks.data import first_measure
from benchmarks.table import Line, total
from benchmarks.timing import measure, measure_apart
from kg import iris, questions
from kg.namespaces import PREFIXES, XSD
from kg.questions import Question
from kg.store import with_union

_PEER: Final = "rdflib"
_SAMPLES: Final[dict[str, ox.NamedNode | ox.Literal]] = {
    "date": ox.Literal("2026-12-31", datatype=XSD.date),
    "element": iris.resource("components", "zpo-4"),
    "institution": iris.resource("institutions", "mmr"),
    "measure": first_measure(),
    "place": iris.resource("places", "czechia"),
    "source": iris.resource("institutions", "mmr"),
    "strategy": iris.resource("strategies", "ap-nskb"),
    "thing": first_measure(),
    "type": iris.code("measure-types", "financial"),
}
"""What a parameter is bound to, by its name; a test fails where a question has another."""


def loads(name: str, release: bytes, repeats: int, peers: list[rdflib.Dataset]) -> Iterator[Line]:
    """Measure reading a release into memory with its union; the peer's graph is left in `peers` for the questions."""

    def load() -> int:
        store = ox.Store()
        store.bulk_load(release, format=ox.RdfFormat.N_QUADS)
        quads = len(store)
        with_union(store)
        return quads

    def load_by_peer() -> int:
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=release, format="nquads")
        peers.append(dataset)
        return sum(len(graph) for graph in dataset.graphs())

    ours = measure(load, repeats)
    yield Line("load", name, ours, _PEER, measure(load_by_peer))


class Exam:
    """A release in both engines, and the questions put to them; each query runs in a child of its own."""

    def __init__(self, name: str, release: bytes, peer: rdflib.Dataset, *, repeats: int, limit: float) -> None:
        """Take the release's name, its N-Quads, the peer's copy, and the seconds that a question may take."""
        self.name, self.peer, self.repeats, self.limit = name, peer, repeats, limit
        self.store = ox.Store()
        self.store.bulk_load(release, format=ox.RdfFormat.N_QUADS)
        with_union(self.store)

    def lines(self) -> Iterator[Line]:
        """Measure every stored question with a sample binding, then all of them together."""
        found = []
        for question in questions.load().values():
            found.append(self._line(question.id, bound(question)))
            yield found[-1]
        yield total("all questions", found)

    def _line(self, identifier: str, text: str) -> Line:
        ours = measure_apart(lambda: self._ours(text), self.limit, self.repeats)
        peer, theirs = _PEER, measure_apart(lambda: self._theirs(text), self.limit)
        if theirs.failure:
            # rdflib cannot sort by a value that is absent; without the order it has less to do than we have.
            peer, unordered = f"{_PEER}, no order", text.rpartition("ORDER BY")[0]
            theirs = measure_apart(lambda: self._theirs(unordered), self.limit)
        return Line(f"? {identifier}", self.name, ours, peer, theirs)

    def _ours(self, text: str) -> int:
        found = self.store.query(text)
        return sum(1 for _ in found) if isinstance(found, ox.QuerySolutions) else 0

    def _theirs(self, text: str) -> int:
        return len(self.peer.query(text, initNs=PREFIXES))


def bound(question: Question) -> str:
    """Return the query of a question with each parameter bound to a sample."""
    return question.bind({each.name: _SAMPLES[each.name] for each in question.parameters})
