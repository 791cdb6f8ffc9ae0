"""Read the Turtle files of the ontology, the code lists and the shapes into a named graph."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.mistakes.engine import in_czech
from kg.tables import TableError, read_text


def read_turtle(paths: Iterable[Path], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield the triples of Turtle files as quads of a graph; blank nodes of different files stay apart.

    Raises:
        InputError: a file cannot be read, or is not Turtle; the error names its line.
    """
    for path in paths:
        text = read_text(path)
        try:
            for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        except SyntaxError as error:
            raise TableError(
                path,
                error.lineno,
                cs=f"není platné Turtle ({in_czech(error.msg)}); opravte zápis.",
                en=f"not valid Turtle ({error.msg}); mend it.",
            ) from error
