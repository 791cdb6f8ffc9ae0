"""What is measured: the real source, and generated measures laid beside it."""

import io
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg import iris, paths
from kg.build import asserted_quads
from kg.generate import Order, write
from kg.iris import is_closed
from kg.reasoning import closure
from kg.store import canonical_lines
from kg.tables import load_tables

SEED = 7


@cache
def real() -> list[ox.Quad]:
    """Return everything that the project asserts."""
    return asserted_quads(paths.DATA)


def generated(measures: int, *, rows: bool = False) -> bytes:
    """Return generated measures without errors, as N-Quads; wrong data would stop a build and a reasoner."""
    out = io.BytesIO()
    write(Order(measures, SEED, error_rate=0, rows=rows), load_tables(paths.DATA / "tables"), out)
    return out.getvalue()


def parsed(content: bytes) -> list[ox.Quad]:
    """Return N-Quads as quads."""
    return list(ox.parse(content, format=ox.RdfFormat.N_QUADS))


@dataclass(frozen=True)
class Sample:
    """Generated measures beside the real source; `name` says how many."""

    name: str
    added: bytes
    asserted: list[ox.Quad]

    @classmethod
    def of(cls, measures: int, *, rows: bool = False) -> "Sample":
        """Generate so many measures, with the source rows of all of them if asked for."""
        added = generated(measures, rows=rows)
        return cls(f"{measures:,} m{' with rows' if rows else ''}", added, [*real(), *parsed(added)])

    @property
    def closed(self) -> list[ox.Quad]:
        """The input of the closure."""
        return [quad for quad in self.asserted if is_closed(quad.graph_name)]

    def release(self) -> bytes:
        """Return asserted and inferred quads as a release would hold them."""
        return b"".join(canonical_lines([*self.asserted, *closure(self.closed)]))


def first_measure() -> ox.NamedNode:
    """Return a generated measure."""
    return iris.resource("measures", f"gen-{SEED}-000001")
