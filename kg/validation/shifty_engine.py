"""pyshifty, the fast SHACL engine: shapes and data in, the W3C report out."""

import io
from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import RdfFormat, Triple, parse, serialize

# The package's own functions parse the report with rdflib, which takes longer than validating; pinned to 0.5.1.
from shifty._shifty import PreparedValidator


def shifty_report(data: Iterable[Triple], shapes: tuple[Triple, ...]) -> Iterator[Triple]:
    """Validate the data and yield the triples of the report.

    Only the data is looked at: the ontology belongs to it, for class membership follows rdfs:subClassOf.

    Raises:
        ValueError: a shape uses what the engine does not know.
    """
    outcome = prepare(shapes).validate_w3c(
        data=_turtle(data),
        data_format="turtle",
        graph_mode="data",
        run_infer=False,
        on_unsupported="error",
    )
    return (quad.triple for quad in parse(outcome.report_turtle, format=RdfFormat.TURTLE))


@cache
def prepare(shapes: tuple[Triple, ...]) -> PreparedValidator:
    """Compile shapes; done before a fork, every child has them ready."""
    return PreparedValidator(shapes=_turtle(shapes), shapes_format="turtle")


def _turtle(triples: Iterable[Triple]) -> bytes:
    """Write N-Triples, which every Turtle parser reads."""
    text = io.BytesIO()
    serialize(triples, text, format=RdfFormat.N_TRIPLES)
    return text.getvalue()
