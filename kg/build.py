"""The one module that knows the order: source text, tables, mapping, validation, reasoning, release."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg import __version__, iris, paths, reasoning
from kg.errors import DataError, Lang
from kg.fidelity import check_cells, check_references
from kg.iris import is_closed
from kg.mapping.graphs import Document, map_tables
from kg.namespaces import BASE, RDF, SKOS
from kg.spans import SourceText
from kg.store import Manifest, write_release
from kg.tables import Tables, load_tables, read_text
from kg.turtle import read_turtle
from kg.validation import Report, Result, published_files, validate_asserted

REASONERS: Final = tuple(reasoning.ENGINES)
_CODE_LISTS: Final = f"{BASE}code/"


@dataclass(frozen=True)
class BuildResult:
    """What a build made."""

    release: Path
    manifest: Manifest
    instances: dict[str, int]
    """Instances per class of the asserted and inferred types, by the class's IRI."""
    report: Report


def build(out: Path, data: Path = paths.DATA, reasoner: str = "rules") -> BuildResult:
    """Build the graph from the source tables and publish it as the current release.

    Args:
        out: the store folder.
        data: the folder with `sources/`, `tables/` and `reference/`.
        reasoner: the engine of the closure, one of `REASONERS`.

    Raises:
        InputError: a file or table cannot be used; nothing is written.
        DataError: the data breaks a shape of severity Violation or contradicts itself; nothing is written.
    """
    asserted = asserted_quads(data)
    report = validate_asserted(asserted)
    if not report.conforms:
        raise _violations(report)
    closed = [quad for quad in asserted if is_closed(quad.graph_name)]
    inferred = reasoning.ENGINES[reasoner](closed)
    if found := reasoning.contradictions(closed, inferred):
        raise _contradictions(found)
    quads = [*asserted, *read_turtle(published_files(), iris.graph("shapes")), *inferred]
    release, manifest = write_release(quads, __version__, out)
    return BuildResult(release, manifest, _instances(quads), report)


def asserted_quads(data: Path) -> list[ox.Quad]:
    """Return everything that is asserted: ontology, codes, reference data, source, alignments, provenance."""
    quads = [
        *read_turtle(_modules(), iris.graph("ontology")),
        *read_turtle(sorted((paths.ONTOLOGY / "codes").glob("*.ttl")), iris.graph("codes")),
    ]
    tables = load_tables(data / "tables")
    facts = load_tables(data / "reference")["facts"]
    codes = {
        quad.subject.value.removeprefix(_CODE_LISTS)
        for quad in quads
        if quad.predicate == SKOS.inScheme and isinstance(quad.subject, ox.NamedNode)
    }
    for document in _documents(tables, data):
        check_cells(tables["cells"], document.source)
        check_references(tables, facts, codes, document.source)
        quads.extend(map_tables(tables, facts, document))
    return list(dict.fromkeys(quads))


def _modules() -> list[Path]:
    return sorted([*paths.ONTOLOGY.glob("*.ttl"), *(paths.ONTOLOGY / "alignments").glob("*.ttl")])


def _documents(tables: Tables, data: Path) -> Iterable[Document]:
    for row in tables["documents"]:
        yield Document(row, SourceText(read_text(data / "sources" / row["file"])))


def _violations(report: Report) -> DataError:
    found = report.of("Violation")
    first = found[:3]
    return DataError(
        cs=f"data porušují pravidla ({len(found)}): {'; '.join(_line(each, 'cs') for each in first)}"
        f"{' …' if found[3:] else ''}; opravte tabulky a sestavte graf znovu.",
        en=f"the data break the shapes ({len(found)}): {'; '.join(_line(each, 'en') for each in first)}"
        f"{' …' if found[3:] else ''}; mend the tables and build again.",
    )


def _contradictions(found: list[reasoning.Contradiction]) -> DataError:
    return DataError(
        cs=f"data si odporují {reasoning.told(found, 'cs')}; opravte jedno z těchto tvrzení v tabulkách, nebo axiom v"
        " ontologii.",
        en=f"the data contradict themselves {reasoning.told(found, 'en')}; correct one of these statements in the"
        " tables, or the axiom in the ontology.",
    )


def _line(result: Result, lang: Lang) -> str:
    return f"{result.focus} {result.text(lang)}"


def _instances(quads: Iterable[ox.Quad]) -> dict[str, int]:
    typed = {(quad.subject, quad.object) for quad in quads if quad.predicate == RDF.type}
    counts = Counter(kind.value for _, kind in typed if isinstance(kind, ox.NamedNode))
    return dict(sorted(counts.items()))
