"""The whole dataset in one file: canonical N-Quads, TriG by graphs, and Turtle of the union; each also compressed.

A default graph that is the union of the named ones is left out of the first two; one that is apart belongs to all.
"""

import gzip
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

import pyoxigraph as ox

from kg.changes import DefaultGraph
from kg.publishing.writing import written
from kg.results import FORMATS, Format
from kg.store import canonical_lines

_STEM: Final = "strategraf"
_GZIP: Final = "application/gzip"
_CANONICAL: Final = "nq"
_DEFAULT: Final = ox.DefaultGraph()

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump by its format; compressed or not."""

    format: Format
    compressed: bool

    @property
    def name(self) -> str:
        """The name of the file."""
        return f"{_STEM}.{self.format.name}{'.gz' if self.compressed else ''}"

    @property
    def content_type(self) -> str:
        """What it is sent as."""
        return _GZIP if self.compressed else self.format.content_type

    @property
    def canonical(self) -> bool:
        """Whether the content of the dataset determines each byte, whatever writes it."""
        return self.format.name == _CANONICAL and not self.compressed

    def write(self, store: ox.Store, out: BinaryIO, default_graph: DefaultGraph = "union") -> None:
        """Write the dump; the same dataset gives the same bytes."""
        if not self.compressed:
            _write(store, self.format.name, out, default_graph)
            return
        with gzip.GzipFile(fileobj=out, mode="wb", filename="", mtime=0) as packed:
            _write(store, self.format.name, cast("BinaryIO", packed), default_graph)


DUMPS: Final = {
    dump.name: dump
    for name in (_CANONICAL, "trig", "ttl")
    for dump in (Dump(FORMATS[name], compressed=False), Dump(FORMATS[name], compressed=True))
}
"""Every dump by the name of its file."""


def _write(store: ox.Store, name: str, out: BinaryIO, default_graph: DefaultGraph) -> None:
    """Write one format; N-Quads is the canonical form whose hash names the release."""
    is_union = default_graph == "union"
    graphs: list[Graph] = [*([] if is_union else [_DEFAULT]), *sorted(store.named_graphs(), key=str)]
    if name == _CANONICAL:
        out.writelines(canonical_lines(quad for graph in graphs for quad in _quads(store, graph)))
    elif name == "trig":
        quads = [quad for graph in graphs for quad in _quads(store, graph)]
        out.write(written(quads, ox.RdfFormat.TRIG))
    else:
        joined = [_DEFAULT] if is_union else graphs
        triples = dict.fromkeys(quad.triple for graph in joined for quad in _quads(store, graph))
        out.write(written(triples if is_union else sorted(triples, key=str), ox.RdfFormat.TURTLE))


def _quads(store: ox.Store, graph: Graph) -> list[ox.Quad]:
    return sorted(store.quads_for_pattern(None, None, None, graph), key=str)
