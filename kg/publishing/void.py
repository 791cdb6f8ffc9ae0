"""The description of the dataset in VoID: what it holds, how much, in which vocabularies, and where to get it.

Every figure is counted by SPARQL in the dataset itself. Nodes have IRIs: those of classes and properties are fragments
of the document, those of the parts are the named graphs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from kg import iris
from kg.namespaces import BASE, DCT, FOAF, OWL, PREFIXES, RDF, XSD, Namespace, shortened
from kg.publishing.dumps import DUMPS
from kg.publishing.writing import written
from kg.whole import Whole

VOID: Final = Namespace("http://rdfs.org/ns/void#")
PATH: Final = "/.well-known/void"
_FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_FEATURES: Final = ("Turtle", "TriG", "N-Quads", "N-Triples", "RDF_XML", "JSON-LD")

_TEXTS: Final = {
    DCT.title: {"cs": "Strategraf", "en": "Strategraf"},
    DCT.description: {
        "cs": "Znalostní graf opatření veřejných politik: cíle, typová a implementační opatření, strategie, instituce a"
        " Cíle udržitelného rozvoje, s odkazem ke slovům podkladu.",
        "en": "A knowledge graph of public-policy measures: goals, typical and implementing measures, strategies,"
        " institutions and Sustainable Development Goals, traced to the words of the source.",
    },
}

_COUNTS: Final = {
    VOID.entities: "SELECT (COUNT(DISTINCT ?s) AS ?n)"
    f" WHERE {{ ?s ?p ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), {ox.Literal(BASE)})) }}",
    VOID.classes: "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s a ?o FILTER(isIRI(?o)) }",
    VOID.properties: "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    VOID.distinctSubjects: "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    VOID.distinctObjects: "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
}
_CLASSES: Final = "SELECT ?of (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?of FILTER(isIRI(?of)) } GROUP BY ?of"
_PROPERTIES: Final = "SELECT ?of (COUNT({once}*) AS ?n) WHERE {{ ?s ?of ?o }} GROUP BY ?of"
_PARTS: Final = "SELECT ?of (COUNT(*) AS ?n) WHERE { GRAPH ?of { ?s ?p ?o } } GROUP BY ?of"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the dataset is offered."""

    base: str
    """The address of the service, without a slash at its end."""

    @property
    def document(self) -> ox.NamedNode:
        """The address of the description."""
        return ox.NamedNode(self.base + PATH)

    def part(self, name: str) -> ox.NamedNode:
        """Return a node that the description itself defines."""
        return ox.NamedNode(f"{self.base}{PATH}#{quote(name, safe=':/')}")


def describe(whole: Whole, version: str, base: str) -> Iterator[ox.Triple]:
    """Yield the description of a dataset.

    Args:
        whole: the dataset.
        version: the version of the dataset.
        base: the address of the service, without a slash at its end.
    """
    place = Place(base)
    dataset = place.part("dataset")
    yield ox.Triple(place.document, RDF.type, VOID.DatasetDescription)
    yield ox.Triple(place.document, FOAF.primaryTopic, dataset)
    yield ox.Triple(dataset, RDF.type, VOID.Dataset)
    for name, texts in _TEXTS.items():
        yield from (ox.Triple(dataset, name, ox.Literal(text, language=lang)) for lang, text in texts.items())
    yield ox.Triple(dataset, OWL.versionInfo, ox.Literal(version))
    yield ox.Triple(dataset, VOID.uriSpace, ox.Literal(BASE))
    yield ox.Triple(dataset, VOID.sparqlEndpoint, ox.NamedNode(f"{base}/sparql"))
    yield from (ox.Triple(dataset, VOID.dataDump, ox.NamedNode(f"{base}/dump/{name}")) for name in DUMPS)
    yield from (ox.Triple(dataset, VOID.feature, _FORMATS[name]) for name in _FEATURES)
    properties = _counted(whole, _PROPERTIES.format(once=whole.once))
    yield ox.Triple(dataset, VOID.triples, _number(sum(number for _, number in properties)))
    for name, query in _COUNTS.items():
        yield ox.Triple(dataset, name, _number(_counted(whole, query)[0][1]))
    yield from _partitions(whole, place, dataset, properties)


def _partitions(
    whole: Whole, place: Place, dataset: ox.NamedNode, properties: list[tuple[str, int]]
) -> Iterator[ox.Triple]:
    classes = _counted(whole, _CLASSES)
    for of, number in classes:
        node = place.part(f"class-{shortened(of)}")
        yield ox.Triple(dataset, VOID.classPartition, node)
        yield ox.Triple(node, VOID["class"], ox.NamedNode(of))
        yield ox.Triple(node, VOID.entities, _number(number))
    for of, number in properties:
        node = place.part(f"property-{shortened(of)}")
        yield ox.Triple(dataset, VOID.propertyPartition, node)
        yield ox.Triple(node, VOID.property, ox.NamedNode(of))
        yield ox.Triple(node, VOID.triples, _number(number))
    for of, number in _counted(whole, _PARTS):
        node = ox.NamedNode(of)
        yield ox.Triple(dataset, VOID.subset, node)
        yield ox.Triple(node, RDF.type, VOID.Dataset)
        yield ox.Triple(node, DCT.title, ox.Literal(of.removeprefix(iris.graph("").value)))
        yield ox.Triple(node, VOID.triples, _number(number))
    for namespace in sorted({_namespace(of) for of, _ in (*classes, *properties)}):
        yield ox.Triple(dataset, VOID.vocabulary, ox.NamedNode(namespace))


def _counted(whole: Whole, query: str) -> list[tuple[str, int]]:
    """Return the numbers that a query counts, with what they are of, in order."""
    solutions = whole.scan(query)
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - a SELECT has solutions
    grouped = "of" in {variable.value for variable in solutions.variables}
    return sorted((row["of"].value if grouped else "", int(row["n"].value)) for row in solutions)


def _number(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=XSD.integer)


def _namespace(term: str) -> str:
    """Return the namespace of a term: one the project has a prefix for, else what stands before its local name."""
    known = [namespace for namespace in PREFIXES.values() if term.startswith(namespace)]
    end = max(term.rfind("#"), term.rfind("/"))
    return max(known, key=len, default=term[: 1 + (end if end >= 0 else term.rfind(":"))])  # urn: has neither


def document(whole: Whole, version: str, base: str, engine: ox.RdfFormat = ox.RdfFormat.TURTLE) -> bytes:
    """Return the description in a format, each subject in one piece."""
    triples = sorted(describe(whole, version, base), key=lambda triple: str(triple.subject))
    return written(triples, engine, PREFIXES | {"void": VOID.iri})
