"""The whole dataset in one file: canonical N-Quads, TriG by graphs, and Turtle of the union; each also compressed.

A default graph that is the union of the named ones is left out of the first two; one that is apart belongs to all.
"""

import gzip
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

import pyoxigraph as ox

from kg.publishing.writing import written
from kg.results import FORMATS, Format
from kg.store import canonical_lines
from kg.whole import Graph, Whole

_STEM: Final = "strategraf"
_GZIP: Final = "application/gzip"
_CANONICAL: Final = "nq"


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

    def write(self, whole: Whole, out: BinaryIO) -> None:
        """Write the dump; the same dataset gives the same bytes."""
        if not self.compressed:
            _write(whole, self.format.name, out)
            return
        with gzip.GzipFile(fileobj=out, mode="wb", filename="", mtime=0) as packed:
            _write(whole, self.format.name, cast("BinaryIO", packed))


DUMPS: Final = {
    dump.name: dump
    for name in (_CANONICAL, "trig", "ttl")
    for dump in (Dump(FORMATS[name], compressed=False), Dump(FORMATS[name], compressed=True))
}
"""Every dump by the name of its file."""


def _write(whole: Whole, name: str, out: BinaryIO) -> None:
    """Write one format; N-Quads is the canonical form whose hash names the release."""
    if name == _CANONICAL:
        out.writelines(canonical_lines(quad for graph in whole.graphs for quad in _quads(whole.store, graph)))
    elif name == "trig":
        quads = [quad for graph in whole.graphs for quad in _quads(whole.store, graph)]
        out.write(written(quads, ox.RdfFormat.TRIG))
    else:
        triples = [quad.triple for quad in sorted(whole.quads(None, None, None), key=str)]
        out.write(written(triples, ox.RdfFormat.TURTLE))


def _quads(store: ox.Store, graph: Graph) -> list[ox.Quad]:
    return sorted(store.quads_for_pattern(None, None, None, graph), key=str)
