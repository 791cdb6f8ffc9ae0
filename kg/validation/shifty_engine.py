"""pyshifty, the fast SHACL engine: shapes and data in, the W3C report out."""

import io
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from pyoxigraph import RdfFormat, Triple, parse, serialize

# The package's own functions parse the report with rdflib, which takes longer than validating; pinned to 0.5.1.
from shifty._shifty import PreparedValidator

from kg.validation.relevant import relevant
from kg.validation.settled import unsettled

MANY: Final = 20_000
"""Triples from which it pays to settle first what plainly holds; for fewer the engine is as fast."""


def shifty_report(data: Iterable[Triple], shapes: tuple[Triple, ...], many: int = MANY) -> Iterator[Triple]:
    """Validate the data and yield the triples of the report.

    Only the data is looked at: the ontology belongs to it, for class membership follows rdfs:subClassOf.

    Args:
        data: the triples.
        shapes: the shapes.
        many: triples from which the engine is asked only about what is not settled without it; changes no result.

    Raises:
        ValueError: a shape uses what the engine does not know.
    """
    content = _n_triples(data)
    if content.count(b"\n") < many:
        validator = prepare(shapes)
    else:
        lines = dict.fromkeys(content.splitlines())
        left = unsettled(lines, shapes)
        content, validator = b"\n".join(relevant(lines, left)), _compiled(left)
    outcome = validator.validate_w3c(
        data=content,
        data_format="nt",
        graph_mode="data",
        run_infer=False,
        on_unsupported="error",
    )
    return (quad.triple for quad in parse(outcome.report_turtle, format=RdfFormat.TURTLE))


@cache
def prepare(shapes: tuple[Triple, ...]) -> PreparedValidator:
    """Compile shapes; done before a fork, every child has them ready."""
    return _compiled(shapes)


def _compiled(shapes: Iterable[Triple]) -> PreparedValidator:
    return PreparedValidator(shapes=_n_triples(shapes), shapes_format="nt")


def _n_triples(triples: Iterable[Triple]) -> bytes:
    text = io.BytesIO()
    serialize(triples, text, format=RdfFormat.N_TRIPLES)
    return text.getvalue()
