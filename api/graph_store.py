"""What the Graph Store Protocol does with a graph: read it from what was sent, and the change that makes it so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Literal

import pyoxigraph as ox

from kg.chance import new_node
from kg.changes import Change, exact
from kg.namespaces import PREFIXES
from kg.results import Format, safe
from kg.store import UNNAMED, Dataset
from kg.validation.files import MEDIA_TYPES, File
from kg.validation.precautions import checked_text
from kg.validation.reading import statements

Method = Literal["PUT", "POST", "DELETE"]
Target = ox.NamedNode | ox.DefaultGraph

READABLE: Final = {
    kind: form for kind, form in MEDIA_TYPES.items() if form not in {ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS}
}
"""The formats of a graph by media type; those that name graphs of their own are not among them."""


@dataclass(frozen=True)
class Sending:
    """The job that writes a graph; its result is the content type."""

    graph: str
    """Its IRI; the default graph has none."""
    format: Format

    def __call__(self, dataset: Dataset, out: BinaryIO) -> str:
        """Write."""
        name: Target = ox.NamedNode(self.graph) if self.graph else ox.DefaultGraph()
        quads = dataset.store.quads_for_pattern(None, None, None, name)
        assert isinstance(self.format.engine, ox.RdfFormat)  # noqa: S101 - one of the formats of graphs
        ox.serialize((quad.triple for quad in quads), safe(self.format, out), self.format.engine, prefixes=PREFIXES)
        return self.format.content_type


@dataclass(frozen=True)
class Storing:
    """What a child computes for a request that writes a graph; beside the change, whether the graph existed before."""

    method: Method
    graph: str
    """Its IRI; the default graph has none."""
    files: Sequence[File] = ()
    base: str = ""
    """What relative IRIs are resolved against."""

    def __call__(self, dataset: Dataset) -> tuple[Change, Any]:
        """Compute."""
        target: Target = ox.NamedNode(self.graph) if self.graph else _unnamed(dataset)
        there = list(dataset.store.quads_for_pattern(None, None, None, target))
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
