"""The W3C test suite for SPARQL 1.1: its cases, read from its manifests."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.namespaces import RDF, RDFS, Namespace

SUITE: Final = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "w3c-sparql11"
BASE: Final = "http://w3c.example/"
"""Where the suite lies to the queries, which name files of their own folder."""

MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT: Final = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
# These have modules of their own, or are superseded (http-rdf-update by graph-store-protocol).
_ELSEWHERE: Final = {"protocol", "graph-store-protocol", "http-rdf-update", "service-description"}


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a dataset: of its default graph, and of its named ones with their IRIs."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A case: what is sent over which data, and what it must give."""

    name: str
    kind: str
    """The class of the case in the suite, such as `QueryEvaluationTest`."""
    request: Path
    base: str
    given: Files = field(default=Files())
    result: Path | None = None
    """The answer expected of a query."""
    after: Files = field(default=Files())
    """The data expected after an update."""
    regimes: frozenset[str] = frozenset()
    """The entailment regimes under which the answer holds; none where it holds under simple entailment."""

    @property
    def folder(self) -> str:
        """The part of the suite that the case belongs to."""
        return self.name.partition("/")[0]

    @property
    def is_update(self) -> bool:
        """Whether the request is an update."""
        return "Update" in self.kind

    @property
    def text(self) -> str:
        """The text of the request."""
        return self.request.read_bytes().decode()


class Manifest:
    """The triples of a manifest."""

    def __init__(self, path: Path) -> None:
        """Read a manifest."""
        self.path = path
        self.base = f"{BASE}{path.parent.relative_to(SUITE).as_posix()}/"
        self.store = ox.Store()
        self.store.bulk_load(path=path, format=ox.RdfFormat.TURTLE, base_iri=self.base + path.name)

    def values(self, subject: Any, predicate: ox.NamedNode) -> list[Any]:
        """Return the objects of a subject and a property."""
        if subject is None or isinstance(subject, ox.Literal):
            return []
        return [quad.object for quad in self.store.quads_for_pattern(subject, predicate, None)]

    def value(self, subject: Any, predicate: ox.NamedNode) -> Any:
        """Return the object, or None."""
        return next(iter(self.values(subject, predicate)), None)

    def items(self, node: Any) -> Iterator[Any]:
        """Yield the members of a list; a term that is no list is its own only member."""
        if node is not None and node != RDF.nil and self.value(node, RDF.first) is None:
            yield node
        while node is not None and node != RDF.nil:
            yield from self.values(node, RDF.first)
            node = self.value(node, RDF.rest)

    def entries(self) -> Iterator[Any]:
        """Yield the cases."""
        for listed in self.store.quads_for_pattern(None, MF.entries, None):
            yield from self.items(listed.object)

    def file(self, iri: ox.NamedNode) -> Path:
        """Return the file of the suite that an IRI names."""
        return SUITE / iri.value.removeprefix(BASE)


def cases() -> list[Case]:
    """Return the cases of queries and updates, in the order of the suite."""
    whole = Manifest(SUITE / "manifest-all.ttl")
    root = ox.NamedNode(f"{BASE}./manifest-all.ttl")
    paths = [
        SUITE / each.value.removeprefix(BASE).removeprefix("./") for each in whole.items(whole.value(root, MF.include))
    ]
    read = (Manifest(path) for path in paths if path.parent.name not in _ELSEWHERE)
    return [_case(manifest, entry) for manifest in read for entry in manifest.entries()]


def _case(manifest: Manifest, entry: Any) -> Case:
    action, result = manifest.value(entry, MF.action), manifest.value(entry, MF.result)
    kind = manifest.value(entry, RDF.type).value.rpartition("#")[2]
    request = manifest.value(action, QT.query) or manifest.value(action, UT.request) or action
    update = kind == "UpdateEvaluationTest"
    return Case(
        name=f"{manifest.path.parent.name}/{entry.value.rpartition('#')[2]}",
        kind=kind,
        request=manifest.file(request),
        base=request.value,
        given=_files(manifest, action),
        result=manifest.file(result) if result is not None and not update else None,
        after=_files(manifest, result) if update else Files(),
        regimes=frozenset(
            each.value.rpartition("/")[2] for each in manifest.items(manifest.value(action, SD.entailmentRegime))
        ),
    )


def _files(manifest: Manifest, node: Any) -> Files:
    default = [*manifest.values(node, QT.data), *manifest.values(node, UT.data)]
    plain = [(each.value, manifest.file(each)) for each in manifest.values(node, QT.graphData)]
    labelled = [
        (manifest.value(each, RDFS.label).value, manifest.file(manifest.value(each, UT.graph)))
        for each in manifest.values(node, UT.graphData)
    ]
    return Files(tuple(manifest.file(each) for each in default), (*plain, *labelled))
