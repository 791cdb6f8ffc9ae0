"""docs/model.md: every term is used by data, shape and question, or listed with the reason why not."""

import re
from pathlib import Path

import pyoxigraph as ox

from kg import paths
from kg.build import asserted_quads
from kg.namespaces import BASE, OWL, RDF, SG

DOCUMENT = (Path(__file__).parents[1] / "docs" / "model.md").read_text(encoding="utf-8")
TERM_TYPES = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}


def terms_and_used() -> tuple[set[str], set[str]]:
    """Return the local names of the ontology's terms, and of those that the data outside it use."""
    terms, used = set(), set()
    for quad in asserted_quads(paths.DATA):
        if str(quad.graph_name) == f"<{BASE}graph/ontology>":
            if quad.predicate == RDF.type and quad.object in TERM_TYPES:
                terms.add(str(quad.subject.value))
        else:
            used |= {term.value for term in (quad.predicate, quad.object) if isinstance(term, ox.NamedNode)}
    own = {iri.removeprefix(SG.iri) for iri in terms if iri.startswith(SG.iri)}
    return own, {iri.removeprefix(SG.iri) for iri in used if iri.startswith(SG.iri)}


def named_in(folder: Path, pattern: str) -> set[str]:
    return {name for path in folder.glob(pattern) for name in re.findall(r"\bsg:(\w+)", path.read_text("utf-8"))}


def test_every_term_is_used_everywhere_or_listed_with_its_reason() -> None:
    terms, data = terms_and_used()
    places = {
        "asserted data": data,
        "shapes": named_in(paths.SHAPES, "*/shape.ttl"),
        "questions": named_in(paths.QUESTIONS, "*.rq"),
    }
    missing = {term: [place for place, used in places.items() if term not in used] for term in terms}
    listed = re.findall(r"^\| `sg:(\w+)` \| (.+?) \| (.{20,}) \|$", DOCUMENT, re.MULTILINE)
    assert {term: found.split(", ") for term, found, _ in listed} == {k: v for k, v in missing.items() if v}


def test_every_term_that_the_document_names_exists() -> None:
    assert set(re.findall(r"sg:(\w+)", DOCUMENT)) <= terms_and_used()[0]
