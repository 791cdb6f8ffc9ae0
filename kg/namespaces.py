"""Every namespace the project writes or reads, in one place."""

from typing import Final

from pyoxigraph import NamedNode

BASE: Final = "https://w3id.org/strategraf/"


class Namespace:
    """A namespace whose attributes and items are IRIs: `SG.Measure`, `SG["Measure"]`."""

    def __init__(self, iri: str) -> None:
        """Remember the namespace IRI, which ends in `/` or `#`."""
        self.iri = iri

    def __getattr__(self, name: str) -> NamedNode:
        """Return the IRI of a term; names that start with `__` stay Python's own."""
        if name.startswith("__"):
            raise AttributeError(name)
        return NamedNode(self.iri + name)

    def __getitem__(self, name: str) -> NamedNode:
        """Return the IRI of a term whose name is not a Python identifier."""
        return NamedNode(self.iri + name)


SG = Namespace(BASE + "ontology/")
SHAPE = Namespace(BASE + "shapes/")
ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
DQV = Namespace("http://www.w3.org/ns/dqv#")
OA = Namespace("http://www.w3.org/ns/oa#")
ORG = Namespace("http://www.w3.org/ns/org#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("https://schema.org/")
SDGO = Namespace("http://metadata.un.org/sdg/ontology#")
SH = Namespace("http://www.w3.org/ns/shacl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

PREFIXES: Final[dict[str, str]] = {
    "adms": ADMS.iri,
    "dcat": DCAT.iri,
    "dct": DCT.iri,
    "dqv": DQV.iri,
    "eli": ELI.iri,
    "foaf": FOAF.iri,
    "oa": OA.iri,
    "org": ORG.iri,
    "owl": OWL.iri,
    "prof": "http://www.w3.org/ns/dx/prof/",
    "prov": PROV.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "schema": SCHEMA.iri,
    "sdgo": SDGO.iri,
    "sg": SG.iri,
    "sgc": BASE + "code/",
    "sgr": BASE + "resource/",
    "sgs": SHAPE.iri,
    "sh": SH.iri,
    "skos": SKOS.iri,
    "xsd": XSD.iri,
}
"""Prefixes that queries, answers and Turtle files may use, alphabetically."""


_MARKS: Final = tuple((name, f"{name}:") for name in PREFIXES)


def used_in(text: str) -> dict[str, str]:
    """Return the prefixes that a text may use, with their namespaces."""
    return {name: PREFIXES[name] for name, mark in _MARKS if mark in text}


def shortened(iri: str) -> str:
    """Return an IRI as a prefixed name if one of the project's prefixes fits, else as it is."""
    prefix, namespace = max(
        ((prefix, namespace) for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)),
        key=lambda pair: len(pair[1]),
        default=("", iri),
    )
    return f"{prefix}:{iri.removeprefix(namespace)}" if prefix else iri
