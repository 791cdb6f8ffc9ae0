"""A dataset in memory: the current release of a store folder and every change made since, read when it is loaded."""

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

import pyoxigraph as ox

from kg.changes import Change, ChangeLog, DefaultGraph, Record, apply, replayed, settle
from kg.isolation import Opening
from kg.labels import Labels
from kg.planning import Postings
from kg.releases import (
    CURRENT,
    DATASET_FILE,
    MANIFEST_FILE,
    Manifest,
    canonical_lines,
    has_release,
    read_release,
    write_release,
)
from kg.whole import UNNAMED, Whole

__all__ = [
    "CHANGES",
    "CURRENT",
    "DATASET_FILE",
    "MANIFEST_FILE",
    "UNNAMED",
    "Dataset",
    "Manifest",
    "as_read",
    "canonical_lines",
    "has_release",
    "load_release",
    "relabelled",
    "with_union",
    "write_release",
]

CHANGES: Final = "changes"
"""The folder of the change log, in the store folder."""

_UNION: Final = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True)
class Dataset:
    """A dataset in memory: the named graphs, and in the default graph their union as a set, unless that is separate."""

    store: ox.Store
    version: str
    hash: str
    """SHA-256 of the release's canonical N-Quads, hexadecimal."""
    default_graph: DefaultGraph = "union"
    changes: int = 0
    """How many changes were made since the first release."""
    head: str = ""
    """The hash of the last of them."""
    postings: Postings = field(default_factory=Postings, init=False, repr=False, compare=False)
    """What is remembered of this state to answer faster: a changed dataset is another and remembers nothing."""
    repeated: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What `Whole.repeated` is in this state."""
    labels: Labels = field(init=False, repr=False, compare=False)
    """The names and kinds of things, in memory wherever the dataset lies."""

    def __post_init__(self) -> None:
        """Look for the labels where the names are."""
        object.__setattr__(self, "labels", Labels(self.naming.whole))

    @property
    def release(self) -> str:
        """The name of the release that the changes were made upon."""
        return f"{self.version}-{self.hash[:12]}"

    @property
    def state(self) -> str:
        """What names the present state: the hash of the release, and once something changed, of it and the head."""
        return self.hash if not self.head else hashlib.sha256(f"{self.hash} {self.head}".encode()).hexdigest()

    @property
    def naming(self) -> "Dataset":
        """What the names of things are read from: the dataset itself, unless asking it takes the network."""
        return self

    @property
    def whole(self) -> Whole:
        """All its graphs read as one, as what the service tells of things is read."""
        return Whole(self.store, self.default_graph, self.repeated)

    @property
    def opening(self) -> Opening | None:
        """What a child must open before the dataset can be read: nothing where it lies in memory."""
        return None

    @property
    def is_remote(self) -> bool:
        """Whether it lies in another engine: then it can be read only, and change without our knowing."""
        return False

    def changed(self, record: Record) -> Self:
        """Return the dataset after a change that its store and its labels have already taken."""
        return self.replaced(changes=record.number, head=record.hash)

    def replaced(self, **fields: Any) -> Self:
        """Return the dataset with other fields, but the same labels."""
        other = replace(self, **fields)
        object.__setattr__(other, "labels", self.labels)
        return other

    def canonical_hash(self) -> str:
        """Return the SHA-256 of the canonical N-Quads of the present state (W3C RDFC-1.0)."""
        everything = self.store.quads_for_pattern(None, None, None, None)
        quads = [quad for quad in everything if self.default_graph == "separate" or quad.graph_name != _DEFAULT]
        return hashlib.sha256(b"".join(canonical_lines(quads))).hexdigest()


_DEFAULT: Final = ox.DefaultGraph()


def with_union(store: ox.Store) -> ox.Store:
    """Materialise the union of the named graphs, as a set, in the default graph.

    The engine's own union counts a triple once for each graph it stands in.
    """
    store.update(_UNION)
    return store


def load_release(out: Path, default_graph: DefaultGraph = "union") -> Dataset:
    """Read the current release of a store folder into memory, with the changes made since.

    A change that was made upon another release brought what followed there; what is inferred is then computed anew.

    Raises:
        InputError: there is no release, its files do not match its manifest, or the change log is damaged.
    """
    manifest, content = read_release(out)
    dataset = Dataset(_loaded(content, manifest), manifest.version, manifest.hash, default_graph)
    for record in replayed(ChangeLog(out / CHANGES).records(), manifest.name):
        if record is None:
            settle(dataset.store, "separate")
            continue
        apply(dataset.store, as_read(record.change, default_graph), "separate")
        dataset = dataset.changed(record)
    if default_graph == "union":
        with_union(dataset.store)
    return dataset


def as_read(change: Change, default_graph: DefaultGraph) -> Change:
    """Return a logged change: what was written while the default graph was apart is in `UNNAMED` where it is not."""
    return change if default_graph == "separate" else change.with_default_in(UNNAMED)


def _loaded(content: bytes, manifest: Manifest) -> ox.Store:
    """Return a store with the quads of a release.

    The engine's loader names blank nodes anew each time, so lines that may hold one are read apart: a logged change
    must find the node it speaks of. The release becomes part of its label, for another's `c14n0` is another node.
    """
    ground: list[bytes] = []
    blank: list[bytes] = []
    for line in content.splitlines(keepends=True):
        (blank if b"_:" in line else ground).append(line)
    store = ox.Store()
    store.bulk_load(b"".join(ground), format=ox.RdfFormat.N_QUADS)
    quads = ox.parse(b"".join(blank), format=ox.RdfFormat.N_QUADS)
    store.extend(relabelled(quad, manifest) for quad in quads)
    return store


def relabelled(quad: ox.Quad, manifest: Manifest) -> ox.Quad:
    """Return a quad of a release in which its blank nodes have the labels that logged changes know them by."""
    prefix = f"r{manifest.hash[:12]}"

    def named(term: Any) -> Any:
        if isinstance(term, ox.BlankNode):
            return ox.BlankNode(f"{prefix}{term.value}")
        if isinstance(term, ox.Triple):
            return ox.Triple(named(term.subject), term.predicate, named(term.object))
        return term

    return ox.Quad(named(quad.subject), quad.predicate, named(quad.object), named(quad.graph_name))
