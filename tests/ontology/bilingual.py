"""Reading Turtle files and asserting that what they define is worded in Czech and in English."""

from pathlib import Path

from rdflib import SKOS, Graph, Literal, URIRef


def read(*files: Path) -> Graph:
    """Return the triples of Turtle files as one graph."""
    graph = Graph()
    for file in files:
        graph.parse(file)
    return graph


def text_by_language(graph: Graph, subject: URIRef, predicate: URIRef) -> dict[str | None, str]:
    """Return the texts of a property by language tag; two in one language are a failure."""
    values = [value for value in graph.objects(subject, predicate) if isinstance(value, Literal)]
    texts = {value.language: str(value) for value in values}
    assert len(texts) == len(values), f"{subject} says {predicate} twice in one language"
    return texts


def assert_bilingual(graph: Graph, subject: URIRef, label: URIRef) -> None:
    """Assert one label and one definition in each language; a definition is a sentence."""
    for predicate in (label, SKOS.definition):
        texts = text_by_language(graph, subject, predicate)
        assert set(texts) == {"cs", "en"}, f"{subject} {predicate}"
        assert all(text and text == " ".join(text.split()) for text in texts.values()), f"{subject} {predicate}"
    definitions = text_by_language(graph, subject, SKOS.definition).values()
    assert all(text.endswith(".") for text in definitions), subject
