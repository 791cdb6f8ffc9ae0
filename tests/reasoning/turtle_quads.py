"""Short Turtle texts as quads, for the tests of the reasoner."""

from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

EX: Final = "https://example.org/"
PREFIXES: Final = f"""
PREFIX : <{EX}>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def quads(turtle: str) -> list[Quad]:
    """Return the quads, in the default graph, of a text that uses the prefixes above."""
    return list(parse(PREFIXES + turtle, RdfFormat.TURTLE))


def quads_of(path: Path) -> list[Quad]:
    """Return the quads of a Turtle file, in the default graph."""
    return list(parse(path=path))


def triples(found: set[Quad] | list[Quad]) -> set[Triple]:
    """Return the triples of quads, whatever their graphs."""
    return {quad.triple for quad in found}


def said(turtle: str) -> set[Triple]:
    """Return the triples of a text that uses the prefixes above."""
    return triples(quads(turtle))


def statement(subject: str, predicate: str, value: str | Literal) -> Triple:
    """Return a triple of names in the example namespace."""
    node = value if isinstance(value, Literal) else NamedNode(EX + value)
    return Triple(NamedNode(EX + subject), NamedNode(EX + predicate), node)
