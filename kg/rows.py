"""Rows in the W3C formats of results, no more of them than a limit, and with a word of it where the format has a place.

The engine writes faster, but neither stops at a limit nor says that it was hit.

Sources: SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats.
"""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.namespaces import XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_SRX: Final = "http://www.w3.org/2005/sparql-results#"


@dataclass(frozen=True, slots=True)
class Rows:
    """The first rows of an answer."""

    names: Sequence[str]
    rows: Sequence[Sequence[Term | None]]
    more: bool
    """Whether there are more."""


def first_rows(solutions: ox.QuerySolutions, most: int) -> Rows:
    """Return the first rows, and whether there are more than these."""
    names = [variable.value for variable in solutions.variables]
    found = [tuple(solution) for solution in islice(solutions, most + 1)]
    return Rows(names, found[:most], len(found) > most)


def write_rows(rows: Rows, engine: ox.QueryResultsFormat, out: BinaryIO, note: str) -> None:
    """Write rows in a format.

    Args:
        rows: the rows.
        engine: the format; any of the four.
        out: where they go.
        note: the address of an explanation of the limit, for the metadata of an answer that it cut short.
    """
    out.write(_WRITERS[engine](rows, note if rows.more else "").encode())


def _json(rows: Rows, note: str) -> str:
    bindings = [
        {name: _json_term(term) for name, term in zip(rows.names, row, strict=True) if term is not None}
        for row in rows.rows
    ]
    head: dict[str, Any] = {"vars": list(rows.names)} | ({"link": [note]} if note else {})
    return json.dumps({"head": head, "results": {"bindings": bindings}}, ensure_ascii=False, separators=(",", ":"))


def _json_term(term: Term) -> dict[str, Any]:
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
        case _:
            return {"type": "literal", "value": term.value} | _kind(term, "xml:lang")


def _kind(literal: ox.Literal, lang: str) -> dict[str, str]:
    """Return the language or the datatype of a literal, if it has one to tell."""
    if literal.language:
        return {lang: literal.language}
    return {} if literal.datatype == XSD.string else {"datatype": literal.datatype.value}


def _xml(rows: Rows, note: str) -> str:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in rows.names)
    link = f"<link href={quoteattr(note)}/>" if note else ""
    results = "".join(f"<result>{_xml_row(rows.names, row)}</result>" for row in rows.rows)
    return f'<?xml version="1.0"?><sparql xmlns="{_SRX}"><head>{head}{link}</head><results>{results}</results></sparql>'


def _xml_row(names: Sequence[str], row: Sequence[Term | None]) -> str:
    cells = zip(names, row, strict=True)
    return "".join(f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in cells if term)


def _xml_term(term: Term) -> str:
    match term:
        case ox.NamedNode():
            return f"<uri>{escape(term.value)}</uri>"
        case ox.BlankNode():
            return f"<bnode>{escape(term.value)}</bnode>"
        case ox.Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts.items())}</triple>"
        case _:
            kind = "".join(f" {name}={quoteattr(value)}" for name, value in _kind(term, "xml:lang").items())
            return f"<literal{kind}>{escape(term.value, {chr(13): '&#xD;'})}</literal>"


def _csv(rows: Rows, _note: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(rows.names)
    writer.writerows([_plain(term) for term in row] for row in rows.rows)
    return text.getvalue()


def _plain(term: Term | None) -> str:
    """Return a term as CSV has it: the value alone, which loses its kind; of a triple all three, as the engine."""
    if term is None:
        return ""
    if isinstance(term, ox.Triple):
        return " ".join(_plain(part) for part in (term.subject, term.predicate, term.object))
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _tsv(rows: Rows, _note: str) -> str:
    lines = ["\t".join(f"?{name}" for name in rows.names)]
    lines += ["\t".join(_turtle(term) for term in row) for row in rows.rows]
    return "".join(f"{line}\n" for line in lines)


def _turtle(term: Term | None) -> str:
    """Return a term as Turtle has it; the engine's own text of a triple is that of a statement."""
    if term is None:
        return ""
    return f"<<( {term} )>>" if isinstance(term, ox.Triple) else str(term)


_WRITERS: Final[dict[ox.QueryResultsFormat, Callable[[Rows, str], str]]] = {
    ox.QueryResultsFormat.JSON: _json,
    ox.QueryResultsFormat.XML: _xml,
    ox.QueryResultsFormat.CSV: _csv,
    ox.QueryResultsFormat.TSV: _tsv,
}
