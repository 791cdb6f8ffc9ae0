"""Where everything comes from: the document, its rows, cells and spans, and which cells describe or name each thing."""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import iris
from kg.mapping.reference import AGENT_KINDS, element_iri, fact_iri, law_iris, sdg_iri
from kg.mapping.statements import Statement, number, typed
from kg.namespaces import BASE, DCT, OA, PROV, SG, SKOS
from kg.spans import SourceText, Span, line_range
from kg.tables import Row, Tables

_OWN_CELLS: Final = f"{BASE}resource/measures/"
_TRACED: Final = (f"{BASE}resource/", sdg_iri("").value, "https://www.e-sbirka.cz/eli/")
_REFERENCE_TABLES: Final = {"strategies": "strategies", "programmes": "programmes", "instruments": "instruments"}


def cell_iri(identifier: str) -> NamedNode:
    """Return the IRI of a cell, header, banner or orphan text."""
    return iris.resource("cells", identifier)


def map_cells(tables: Tables, source: SourceText, document: NamedNode) -> Iterator[Statement]:
    """Yield rows, cells and spans, and the rows of each measure."""
    for row in tables["rows"]:
        node = iris.resource("rows", row["id"])
        yield typed(node, SG.SourceRow)
        yield Statement(node, SG.rowNumber, number(row.number("number")))
        yield Statement(node, SKOS.prefLabel, Literal(f"řádek {row['number']}", language="cs"))
        yield Statement(node, SKOS.prefLabel, Literal(f"row {row['number']}", language="en"))
        yield Statement(node, DCT.isPartOf, document)
        yield Statement(iris.resource("measures", row["measure"]), SG.sourceRow, node)
    for cell in tables["cells"]:
        yield from _cell(cell, source, document)


def _cell(cell: Row, source: SourceText, document: NamedNode) -> Iterator[Statement]:
    node = cell_iri(cell["id"])
    spans = [Span.parse(text) for text in cell.many("spans")]
    line = source.line_of(spans[0].start)
    yield typed(node, SG.SourceCell)
    if cell["row"]:
        yield Statement(iris.resource("rows", cell["row"]), SG.cell, node)
    if cell["about"]:
        yield Statement(iris.resource_path(cell["about"]), PROV.wasDerivedFrom, node)
    yield Statement(node, SG.column, iris.code("columns", cell["column"]))
    yield Statement(node, SG.verbatim, Literal(cell["verbatim"]))
    yield Statement(node, SG.lineNumber, number(line))
    yield Statement(node, SKOS.prefLabel, Literal(f"buňka {cell['id']} (řádek podkladu {line})", language="cs"))
    yield Statement(node, SKOS.prefLabel, Literal(f"cell {cell['id']} (source line {line})", language="en"))
    yield Statement(node, OA.hasSource, document)
    for count, span in enumerate(spans, start=1):
        selector = iris.resource("selectors", f"{cell['id']}-{count}")
        yield Statement(node, OA.hasSelector, selector)
        yield typed(selector, OA.TextPositionSelector)
        yield Statement(selector, OA.start, number(span.start))
        yield Statement(selector, OA.end, number(span.end))


def derivations(stated: Iterable[Statement]) -> Iterator[Statement]:
    """Yield, for every thing that a statement of the source speaks of, the cell that states it.

    What the statement describes was derived from the cell; what it only mentions is named there. A measure is traced by
    its rows instead, which hold all its cells.
    """
    read = [(each, cell_iri(each.cell)) for each in stated if each.cell is not None]
    described = {(each.subject, cell) for each, cell in read}
    for each, cell in read:
        for term in (each.subject, each.object):
            if isinstance(term, NamedNode) and term.value.startswith(_TRACED) and not term.value.startswith(_OWN_CELLS):
                yield Statement(term, PROV.wasDerivedFrom if (term, cell) in described else SG.namedIn, cell)


def reference_sources(tables: Tables, source: SourceText) -> Iterator[Statement]:
    """Yield the verified facts that each thing of the reference tables rests on, and the cells that name a strategy.

    Whatever else the source names is traced by the statements that speak of it.
    """
    cells = [(cell, _lines(cell, source)) for cell in tables["cells"]]
    for name, row, node in _reference_rows(tables):
        for reference in row.many("source"):
            if reference.startswith("F:"):
                yield Statement(node, PROV.wasDerivedFrom, fact_iri(reference.removeprefix("F:")))
            elif name == "strategies":
                first, last = line_range(reference)
                for cell, (start, end) in cells:
                    named = any(words in cell["verbatim"] for words in row.many("wordings"))
                    if start <= last and first <= end and named:
                        yield Statement(node, SG.namedIn, cell_iri(cell["id"]))


def _lines(cell: Row, source: SourceText) -> tuple[int, int]:
    spans = [Span.parse(text) for text in cell.many("spans")]
    return source.line_of(spans[0].start), source.line_of(spans[-1].end - 1)


def _reference_rows(tables: Tables) -> Iterator[tuple[str, Row, NamedNode]]:
    for row in tables["agents"]:
        yield "agents", row, iris.resource(AGENT_KINDS[row["kind"]][0], row["id"])
    for name, kind in (*_REFERENCE_TABLES.items(), ("places", "places")):
        for row in tables[name]:
            yield name, row, iris.resource(kind, row["id"])
    for row in tables["reference-elements"]:
        yield "reference-elements", row, element_iri(row)
    for name in ("sdgs", "sdg-targets"):
        for row in tables[name]:
            yield name, row, sdg_iri(row["id"])
    for row in tables["laws"]:
        yield "laws", row, law_iris(tables)[row["id"]]
