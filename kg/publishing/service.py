"""The description of the service itself: where it is asked, in which languages and formats, and over which graphs.

W3C: SPARQL 1.1 Service Description. One service answers queries and another runs updates, for each has its own address.
Nodes have IRIs: fragments of the address of the queries, and the named graphs themselves.
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from kg import iris
from kg.namespaces import DCT, OWL, RDF, XSD, Namespace
from kg.publishing.void import VOID
from kg.results import GRAPHS, ROWS, Format
from kg.store import Dataset

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
GEOF: Final = Namespace("http://www.opengis.net/def/function/geosparql/")
_FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_ENTAILMENT: Final = Namespace("http://www.w3.org/ns/entailment/")

DESCRIPTION_PREFIXES: Final = {"sd": SD.iri, "void": VOID.iri, "formats": _FORMATS.iri, "entailment": _ENTAILMENT.iri}
"""Prefixes of a description beside the project's own."""

FORMATS: Final = {
    "json": _FORMATS.SPARQL_Results_JSON,
    "xml": _FORMATS.SPARQL_Results_XML,
    "csv": _FORMATS.SPARQL_Results_CSV,
    "tsv": _FORMATS.SPARQL_Results_TSV,
    "ttl": _FORMATS.Turtle,
    "jsonld": _FORMATS["JSON-LD"],
    "nt": _FORMATS["N-Triples"],
    "rdfxml": _FORMATS.RDF_XML,
    "trig": _FORMATS.TriG,
    "nq": _FORMATS["N-Quads"],
}
"""The formats that have an IRI (W3C: Unique URIs for File Formats), by the short names of the service."""

_SIMPLE_FEATURES: Final = ("Equals", "Disjoint", "Intersects", "Touches", "Crosses", "Within", "Contains", "Overlaps")
_EGENHOFER: Final = ("Equals", "Disjoint", "Meet", "Overlap")
_RCC8: Final = ("eq", "dc", "ec", "po", "tppi", "tpp", "ntpp", "ntppi")
FUNCTIONS: Final = (
    *(f"sf{name}" for name in _SIMPLE_FEATURES),
    *(f"eh{name}" for name in _EGENHOFER),
    *(f"rcc8{name}" for name in _RCC8),
    *("relate", "envelope", "convexHull", "isEmpty", "getSRID"),
)
"""The functions of GeoSPARQL that the engine computes as OGC defines them, each shown by a test. It has others, but
ehCovers, ehCoveredBy, ehInside and ehContains hold too often, isSimple always, and distance knows points only."""

_TEXTS: Final = {
    "service": {
        "cs": "Dotazy SPARQL 1.1. Odvozené výroky jsou uloženy v samostatném grafu a dotaz je čte jako ostatní;"
        " při dotazu se nic dalšího neodvozuje. SERVICE se neprovádí.",
        "en": "SPARQL 1.1 queries. What is inferred is stored in a graph of its own and read like any other;"
        " nothing more is inferred while a query runs. SERVICE is never run.",
    },
    "update-service": {
        "cs": "Aktualizace SPARQL 1.1, jen s oprávněním. LOAD a SERVICE se neprovádějí.",
        "en": "SPARQL 1.1 updates, for those who are entitled to them. LOAD and SERVICE are never run.",
    },
    "inferred": {
        "cs": "Co z ostatních grafů plyne podle pravidel OWL 2 RL; vypočteno při sestavení grafu.",
        "en": "What follows from the other graphs by the rules of OWL 2 RL; computed when the graph was built.",
    },
}

_COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_COUNTS: Final = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?g)) } GROUP BY ?g ORDER BY ?g"


def service_description(dataset: Dataset, endpoint: str) -> list[ox.Triple]:
    """Return the description of the service; it counts every graph, so that a large dataset takes its time.

    Args:
        dataset: what is served.
        endpoint: the address of the queries, such as `https://example.org/sparql`; updates go to `/update` beside it.
    """
    return [*_services(dataset, endpoint), *_dataset(dataset, endpoint)]


def _node(endpoint: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{endpoint}#{name}")


def _services(dataset: Dataset, endpoint: str) -> Iterator[ox.Triple]:
    queries, updates = _node(endpoint, "service"), _node(endpoint, "update-service")
    yield from _service(queries, endpoint, SD.SPARQL11Query)
    yield from (ox.Triple(queries, SD.resultFormat, FORMATS[each.name]) for each in _named_formats())
    yield from (ox.Triple(queries, SD.extensionFunction, GEOF[name]) for name in FUNCTIONS)
    yield from _service(updates, endpoint.rpartition("/")[0] + "/update", SD.SPARQL11Update)
    for service in (queries, updates):
        yield ox.Triple(service, SD.defaultEntailmentRegime, _ENTAILMENT.Simple)
        yield ox.Triple(service, SD.defaultDataset, _node(endpoint, "dataset"))
        if dataset.default_graph == "union":
            yield ox.Triple(service, SD.feature, SD.UnionDefaultGraph)
    yield from (ox.Triple(GEOF[name], RDF.type, SD.Function) for name in FUNCTIONS)


def _service(service: ox.NamedNode, address: str, language: ox.NamedNode) -> Iterator[ox.Triple]:
    yield ox.Triple(service, RDF.type, SD.Service)
    yield from _described(service, service.value.rpartition("#")[2])
    yield ox.Triple(service, SD.endpoint, ox.NamedNode(address))
    yield ox.Triple(service, SD.supportedLanguage, language)


def _named_formats() -> Iterator[Format]:
    return (each for each in (*ROWS, *GRAPHS) if each.name in FORMATS)


def _described(node: ox.NamedNode, name: str) -> Iterator[ox.Triple]:
    yield from (
        ox.Triple(node, DCT.description, ox.Literal(text, language=lang)) for lang, text in _TEXTS[name].items()
    )


def _dataset(dataset: Dataset, endpoint: str) -> Iterator[ox.Triple]:
    whole, default = _node(endpoint, "dataset"), _node(endpoint, "default-graph")
    yield ox.Triple(whole, RDF.type, SD.Dataset)
    yield ox.Triple(whole, OWL.versionInfo, ox.Literal(dataset.version))
    yield ox.Triple(whole, SD.defaultGraph, default)
    yield from _graph(default, _counted(dataset.store, _COUNT)[0][1])
    for name, count in _counted(dataset.store, _COUNTS):
        graph = ox.NamedNode(name)
        member = _node(endpoint, f"graph-{quote(name.removeprefix(iris.graph('').value), safe='/')}")
        yield ox.Triple(whole, SD.namedGraph, member)
        yield ox.Triple(member, RDF.type, SD.NamedGraph)
        yield ox.Triple(member, SD.name, graph)
        yield ox.Triple(member, SD.graph, graph)
        yield from _graph(graph, count)
        if graph == iris.graph("inferred"):
            yield from _described(graph, "inferred")


def _graph(graph: ox.NamedNode, triples: int) -> Iterator[ox.Triple]:
    yield ox.Triple(graph, RDF.type, SD.Graph)
    yield ox.Triple(graph, RDF.type, VOID.Dataset)
    yield ox.Triple(graph, VOID.triples, ox.Literal(str(triples), datatype=XSD.integer))


def _counted(store: ox.Store, query: str) -> list[tuple[str, int]]:
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - a SELECT has solutions
    named = len(solutions.variables) > 1
    return [(row["g"].value if named else "", int(row["n"].value)) for row in solutions]
