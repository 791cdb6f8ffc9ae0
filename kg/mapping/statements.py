"""Statements on their way from a table to a graph, each with the words that say it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from kg.namespaces import RDF, SKOS, XSD
from kg.tables import Row

Term = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple and, where the source states it, the id of the cell whose words say it."""

    subject: NamedNode
    predicate: NamedNode
    object: Term
    cell: str | None = None


def to_quads(statements: Iterable[Statement], graph: NamedNode) -> Iterator[Quad]:
    """Put statements into a named graph."""
    return (Quad(each.subject, each.predicate, each.object, graph) for each in statements)


def typed(subject: NamedNode, kind: NamedNode, cell: str | None = None) -> Statement:
    """State the class of a thing."""
    return Statement(subject, RDF.type, kind, cell)


def labels(subject: NamedNode, row: Row) -> Iterator[Statement]:
    """State the labels and the notation that a row of a reference table gives its thing."""
    for lang in ("cs", "en"):
        yield Statement(subject, SKOS.prefLabel, Literal(row[f"label_{lang}"], language=lang))
    if "alt_labels" in row.columns:
        for name in row.many("alt_labels"):
            yield Statement(subject, SKOS.altLabel, Literal(name))
    if "notation" in row.columns and row["notation"]:
        yield Statement(subject, SKOS.notation, Literal(row["notation"]))


def year(number: int) -> Literal:
    """Return an xsd:gYear."""
    return Literal(f"{number:04d}", datatype=XSD.gYear)


def day(when: date) -> Literal:
    """Return an xsd:date."""
    return Literal(when.isoformat(), datatype=XSD.date)


def number(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(value)


def calendar(text: str) -> Literal:
    """Return a date of the precision it is written in: xsd:date, xsd:gYearMonth or xsd:gYear."""
    return Literal(text, datatype=(XSD.gYear, XSD.gYearMonth, XSD.date)[text.count("-")])
