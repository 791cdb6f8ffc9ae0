"""The whole mapping: tables and source text in, quads of the contract's named graphs out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from kg import iris
from kg.mapping.alignments import map_alignments
from kg.mapping.defects import map_defects
from kg.mapping.measures import MeasurePlan
from kg.mapping.plan import map_plan, map_translations
from kg.mapping.provenance import derivations, map_cells, reference_sources
from kg.mapping.reference import map_reference
from kg.mapping.statements import Statement, to_quads, typed
from kg.mapping.wordbook import Wordbook
from kg.namespaces import DCT, FOAF, PROV, SKOS
from kg.spans import SourceText
from kg.tables import Row, Table, Tables


@dataclass(frozen=True)
class Document:
    """A source document: its entry in the tables and its text."""

    row: Row
    source: SourceText

    @property
    def node(self) -> NamedNode:
        """The IRI of the document."""
        return iris.resource("documents", self.row["id"])


def map_tables(tables: Tables, facts: Table, document: Document) -> Iterator[Quad]:
    """Yield every asserted quad that the tables yield.

    Raises:
        TableError: a cell cannot be read; the error names its table and line.
    """
    book = Wordbook.from_tables(tables)
    about = f"components/{document.row['component']}"
    named_in = next(cell["id"] for cell in tables["cells"] if cell["about"] == about and cell["column"] == "component")
    stated = [
        *map_plan(tables, document.row["strategy"], book.agents),
        *MeasurePlan(tables, book).statements(iris.resource_path(about), named_in),
    ]
    provenance = chain(
        _document(document),
        map_cells(tables, document.source, document.node),
        derivations(stated),
        reference_sources(tables, document.source),
        map_defects(tables),
    )
    yield from to_quads(stated, iris.graph(f"source/{document.row['id']}"))
    yield from to_quads(map_reference(tables, facts), iris.graph("reference"))
    yield from to_quads(map_translations(tables), iris.graph("reference"))
    yield from to_quads(map_alignments(tables), iris.graph("alignments"))
    yield from to_quads(provenance, iris.graph("provenance"))


def _document(document: Document) -> Iterator[Statement]:
    row, node = document.row, document.node
    yield typed(node, FOAF.Document)
    yield typed(node, PROV.Entity)
    for lang in ("cs", "en"):
        yield Statement(node, SKOS.prefLabel, Literal(row[f"label_{lang}"], language=lang))
    yield Statement(node, DCT.subject, iris.resource("strategies", row["strategy"]))
