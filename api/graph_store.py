"""What the Graph Store Protocol does with a graph: read it from what was sent, and the change that makes it so."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Literal, cast

import pyoxigraph as ox

from api.preconditions import NONE, Preconditions, held_among, tag_of
from kg.chance import new_node
from kg.changes import Change, exact
from kg.namespaces import PREFIXES
from kg.results import Format
from kg.store import UNNAMED, Dataset
from kg.validation.files import MEDIA_TYPES, File
from kg.validation.precautions import checked_text
from kg.validation.reading import statements
from kg.wellformed import serialize

Method = Literal["PUT", "POST", "DELETE"]
Target = ox.NamedNode | ox.DefaultGraph

_WIDTH: Final = 32
"""The bytes of a line's hash, and of the sum of all."""

READABLE: Final = {
    kind: form for kind, form in MEDIA_TYPES.items() if form not in {ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS}
}
"""The formats of a graph by media type; those that name graphs of their own are not among them."""


@dataclass(frozen=True)
class Sending:
    """The job that writes a graph; its result is the headers, the tag among them unless the graph lies elsewhere."""

    graph: str
    """Its IRI; the default graph has none."""
    format: Format
    coding: str = ""
    """The content coding in which the answer may be sent."""
    held: frozenset[str] = frozenset()
    """The tags of what the reader holds: if it is what would be sent, nothing is written."""
    preconditions: Preconditions = NONE

    def __call__(self, dataset: Dataset, out: BinaryIO) -> dict[str, str]:
        """Write."""
        name = _shown(self.graph)
        headers = {"Content-Type": self.format.content_type}
        if not dataset.is_remote:
            state, kind = state_of(dataset.store, name) or "", self.format.media_type
            self.preconditions.check(state)
            tags = [tag_of(state, kind), tag_of(state, kind, self.coding)]
            headers["ETag"] = next((tag for tag in tags if tag in self.held), tags[0])
        if not held_among(headers.get("ETag"), self.held):
            assert isinstance(self.format.engine, ox.RdfFormat)  # noqa: S101 - one of the formats of graphs
            triples = _triples(dataset.store, name)
            serialize(triples, out, self.format.engine, PREFIXES)
        return headers


@dataclass(frozen=True)
class Storing:
    """What a child computes for a request that writes a graph; beside the change, whether the graph existed before."""

    method: Method
    graph: str
    """Its IRI; the default graph has none."""
    files: Sequence[File] = ()
    base: str = ""
    """What relative IRIs are resolved against."""
    preconditions: Preconditions = NONE

    def __call__(self, dataset: Dataset) -> tuple[Change, Any]:
        """Compute."""
        target: Target = ox.NamedNode(self.graph) if self.graph else _unnamed(dataset)
        there = list(dataset.store.quads_for_pattern(None, None, None, target))
        # Deleting what does not exist fails whatever the preconditions are (RFC 9110, section 13.2.1).
        if self.preconditions and (there or self.method != "DELETE"):
            self.preconditions.check(state_of(dataset.store, _shown(self.graph)))
        sent = [quad for file in self.files for quad in _sent(file, self.base, target)]
        change = exact(dataset.store, [] if self.method == "POST" else there, sent)
        return change, bool(there)


@dataclass(frozen=True, slots=True)
class Existing:
    """The job that tells whether a graph exists."""

    graph: str

    def __call__(self, dataset: Dataset, _out: BinaryIO) -> bool:
        """Tell."""
        return exists(dataset, ox.NamedNode(self.graph))


def exists(dataset: Dataset, graph: ox.NamedNode) -> bool:
    """Tell whether a graph exists, which it does while it holds a triple."""
    return next(dataset.store.quads_for_pattern(None, None, None, graph), None) is not None


def state_of(store: ox.Store, graph: Target) -> str | None:
    """Return what names the set of triples of a graph, in hexadecimal digits; None if there is no such graph.

    The hashes of its lines of N-Triples are added up, so that neither an order nor room for them is needed. It tells
    changes apart; it is no proof against someone who may write and looks for two graphs of one sum.
    """
    lines = _Lines()
    ox.serialize(_triples(store, graph), cast("BinaryIO", lines), ox.RdfFormat.N_TRIPLES)
    if not lines.count and isinstance(graph, ox.NamedNode):
        return None
    return hashlib.blake2b(lines.sum.to_bytes(_WIDTH), digest_size=16).hexdigest()


class _Lines(io.RawIOBase):
    """Where N-Triples are written to have their hashes added up."""

    def __init__(self) -> None:
        self.count = 0
        self.sum = 0
        self._begun = b""

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        *lines, self._begun = (self._begun + bytes(piece)).split(b"\n")
        hashes = (hashlib.blake2b(line, digest_size=_WIDTH).digest() for line in lines)
        self.sum = sum(map(int.from_bytes, hashes), self.sum) % (1 << 8 * _WIDTH)
        self.count += len(lines)
        return len(piece)


def _triples(store: ox.Store, graph: Target) -> Iterator[ox.Triple]:
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))


def _shown(graph: str) -> Target:
    """Return the graph that is read by an IRI, or by none."""
    return ox.NamedNode(graph) if graph else ox.DefaultGraph()


def _unnamed(dataset: Dataset) -> Target:
    return UNNAMED if dataset.default_graph == "union" else ox.DefaultGraph()


def _sent(file: File, base: str, target: Target) -> Iterator[ox.Quad]:
    """Yield the statements of a file in the graph they go to; its blank nodes are none of another's."""
    nodes: dict[ox.BlankNode, ox.BlankNode] = {}

    def own(term: Any) -> Any:
        if isinstance(term, ox.BlankNode):
            if term not in nodes:
                nodes[term] = new_node()
            return nodes[term]
        if isinstance(term, ox.Triple):
            return ox.Triple(own(term.subject), term.predicate, own(term.object))
        return term

    if not file.content.strip() and file.form in {ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES}:
        return  # an empty graph
    for quad in statements(file, checked_text(file), base):
        if quad.graph_name != ox.DefaultGraph():
            raise file.error(
                cs="text sám pojmenovává grafy; pošlete výroky jednoho grafu bez jeho jména.",
                en="the text names graphs of its own; send the statements of one graph, without its name.",
            )
        yield ox.Quad(own(quad.subject), quad.predicate, own(quad.object), target)
