"""pySHACL, the reference engine, behind the same door as the fast one: triples in, the triples of the report out."""

import logging
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pyshacl
from pyoxigraph import Triple
from rdflib import Graph

# An ill-typed literal is what an example of bad data is about; rdflib would log each one.
logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)


def pyshacl_report(data: Iterable[Triple], shapes: tuple[Triple, ...]) -> Iterator[Triple]:
    """Validate the data and yield the triples of the report."""
    _, report, _ = pyshacl.validate(_graph(data), shacl_graph=_graph(shapes), inference="none")
    return (quad.triple for quad in ox.parse(report.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES))


def _graph(triples: Iterable[Triple]) -> Graph:
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return Graph().parse(data=text, format="nt")
