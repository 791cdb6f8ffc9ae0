"""The statements by which things are named and told apart; they are kept in memory wherever the others lie."""

from typing import Final

from kg.namespaces import DCT, OWL, RDF, RDFS, SG, SKOS

NAMING: Final = (
    RDF.type,
    SKOS.inScheme,
    SKOS.prefLabel,
    SKOS.altLabel,
    SKOS.notation,
    RDFS.label,
    DCT.title,
    SG.translatedTitle,
    OWL.versionIRI,
    OWL.versionInfo,
)
"""The properties; everything that `kg.names` and `kg.search` read is stated by them."""
