"""The W3C cases of SPARQL 1.1 Service Description, given as sentences: what an answer breaks of them."""

from collections.abc import Iterator
from typing import Final

import httpx
import rdflib
from rdflib.namespace import RDF

from tests.conformance.w3c_sparql_readers import SYNTAXES, parsed

_SD: Final = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
_ENDPOINT: Final = rdflib.URIRef("http://www.example/sparql")
_OUTSIDE: Final = {"Language", "Feature", "EntailmentRegime", "EntailmentProfile"}
"""Classes whose members the vocabulary itself, or another, describes."""

SCHEMA: Final = {
    "endpoint": ("Service", None),
    "supportedLanguage": ("Service", "Language"),
    "languageExtension": ("Service", "Feature"),
    "propertyFeature": ("Service", "Feature"),
    "feature": ("Service", "Feature"),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": (None, "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
"""The properties of the vocabulary with the classes that it gives their subjects and objects (sections 3.2 to 3.4)."""


def described(name: str, told: httpx.Response) -> str:
    """Return what is wrong with a description that a service returned; nothing if the case passes."""
    kind = told.headers.get("content-type", "").partition(";")[0]
    if not told.is_success or kind not in SYNTAXES:
        return f"{told.status_code} with {kind or 'no content'}, where RDF was asked for"
    graph = parsed(told.content, SYNTAXES[kind], str(_ENDPOINT))
    if name == "has-endpoint-triple" and (None, _SD.endpoint, _ENDPOINT) not in graph:
        return f"nothing has the endpoint {_ENDPOINT}"
    return "; ".join(misfits(graph)) if name == "conforms-to-schema" else ""


def misfits(graph: rdflib.Graph) -> Iterator[str]:
    """Yield what does not conform to the vocabulary: unknown properties, nodes that lack the class they must have."""
    for subject, predicate, value in graph:
        if not str(predicate).startswith(str(_SD)):
            continue
        name = str(predicate).removeprefix(str(_SD))
        if name not in SCHEMA:
            yield f"{name} is not in the vocabulary"
        for node, kind in zip((subject, value), SCHEMA.get(name, ()), strict=False):
            if kind not in {None, *_OUTSIDE} and (node, RDF.type, _SD[str(kind)]) not in graph:
                yield f"{node} is not said to be a {kind}"
