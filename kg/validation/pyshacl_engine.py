"""pySHACL, the reference engine, behind the same door as the fast one: triples in, the triples of the report out."""

import logging
import warnings
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pyshacl
from pyoxigraph import Triple
from pyshacl.errors import ReportableRuntimeError
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.namespaces import SH, XSD

# An ill-typed literal is what data is validated for; rdflib would log each one.
logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)


def pyshacl_report(data: Iterable[Triple], shapes: tuple[Triple, ...]) -> Iterator[Triple]:
    """Validate the data and yield the triples of the report.

    Raises:
        ValueError: a shape is malformed, or uses what the engine does not know.
    """
    try:
        with warnings.catch_warnings():
            # As with the log: data may well hold a boolean that is none.
            warnings.filterwarnings("ignore", "Parsing weird boolean", UserWarning)
            _, report, text = pyshacl.validate(_graph(data), shacl_graph=_graph(shapes), inference="none")
    except (ReportableRuntimeError, NotImplementedError, TypeError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(report, Graph):
        raise ValueError(text)  # noqa: TRY004 - the engine returns its error in place of the report
    return (quad.triple for quad in ox.parse(report.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES))


def _graph(triples: Iterable[Triple]) -> Graph:
    """Return triples as a graph in which a blank node keeps its name and a literal its spelling."""
    graph = Graph()
    for triple in triples:
        graph.add((_term(triple.subject), URIRef(triple.predicate.value), _term(triple.object)))
    for declared in graph.objects(None, URIRef(SH.declare.value)):
        # The engine looks for prefixes where sh:prefixes leads, but not further along owl:imports (section 5.2.1).
        prefix, namespace = (graph.value(declared, URIRef(SH[name].value)) for name in ("prefix", "namespace"))
        if prefix is not None and namespace is not None:
            graph.bind(str(prefix), str(namespace))
    return graph


def _term(term: object) -> Node:
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.BlankNode():
            return BNode(term.value)
        case ox.Literal() if term.language:
            return Literal(term.value, lang=term.language)
        case ox.Literal() if term.datatype == XSD.string:
            return Literal(term.value)
        case ox.Literal():
            return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
        case _:
            raise ValueError(f"{term} is no term of RDF 1.1")
