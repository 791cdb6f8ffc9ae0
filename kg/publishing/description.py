"""What the dataset says of one thing: its statements, the labels of what they name, and the words they rest on."""

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg import iris
from kg.errors import KgError, Lang
from kg.namespaces import DCT, OA, OWL, PROV, RDF, RDFS, SG, SKOS
from kg.whole import Whole

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_LABELS: Final = (SKOS.prefLabel, RDFS.label, DCT.title)
"""The properties that name a thing, the first that it has before the others."""

_NAMES: Final = (SKOS.prefLabel, RDFS.label, SKOS.notation)


class NotStated(KgError):  # noqa: N818 - named for what is so
    """The dataset states nothing of a thing."""

    def __init__(self, iri: str) -> None:
        """Take its IRI."""
        super().__init__(
            cs=f"o „{iri}“ data nic neuvádějí; zkontrolujte adresu, nebo hledejte podle názvu na /search.",
            en=f"the data state nothing of “{iri}”; check the address, or find the thing by its name at /search.",
        )


def known(whole: Whole, thing: ox.NamedNode) -> ox.NamedNode | None:
    """Return the thing that an IRI denotes, or None if the dataset states nothing of it.

    The IRI of a version of the ontology denotes the ontology.
    """
    if any(True for _ in whole.quads(thing, None, None)):
        return thing
    versions = whole.quads(iris.ONTOLOGY, OWL.versionIRI, thing)
    return iris.ONTOLOGY if any(True for _ in versions) else None


def is_graph(store: ox.Store, name: ox.NamedNode) -> bool:
    """Tell whether the dataset has a graph of that name."""
    return store.contains_named_graph(name)


def graph_triples(store: ox.Store, name: ox.NamedNode) -> list[ox.Triple]:
    """Return the triples of a graph in a fixed order."""
    return sorted((quad.triple for quad in store.quads_for_pattern(None, None, None, name)), key=str)


def describe(whole: Whole, thing: ox.NamedNode) -> list[ox.Triple]:
    """Return the document about a thing, in a fixed order that starts with the thing itself.

    It holds the statements that have the thing as their subject, with the blank nodes they lead to; a code list comes
    with its codes and the ontology with all its terms; then the cells and rows of the source from which the thing was
    read, and labels and notations of everything named.
    """
    triples: dict[ox.Triple, None] = {}
    for topic in _topics(whole, thing):
        triples.update(dict.fromkeys(_about(whole, topic)))
    for cell in cells_of(whole, thing):
        triples.update(dict.fromkeys(_evidence(whole, cell)))
    named = {each.object for each in triples if isinstance(each.object, ox.NamedNode)}
    for node in sorted(named, key=str):
        triples.update(dict.fromkeys(_named(whole, node)))
    return sorted(triples, key=lambda triple: (triple.subject != thing, str(triple)))


def _topics(whole: Whole, thing: ox.NamedNode) -> Iterator[ox.NamedNode]:
    yield thing
    members = whole.quads(None, SKOS.inScheme, thing)
    if thing == iris.ONTOLOGY:
        members = whole.store.quads_for_pattern(None, None, None, iris.graph("ontology"))
    for quad in members:
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def _about(whole: Whole, subject: ox.NamedNode | ox.BlankNode) -> Iterator[ox.Triple]:
    """Yield the statements of a subject and, as long as they lead to blank nodes, of those."""
    waiting: list[ox.NamedNode | ox.BlankNode] = [subject]
    seen = {subject}
    while waiting:
        for quad in whole.quads(waiting.pop(), None, None):
            yield quad.triple
            if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)


def _named(whole: Whole, node: ox.NamedNode) -> Iterator[ox.Triple]:
    for name in _NAMES:
        yield from (quad.triple for quad in whole.quads(node, name, None))


def _evidence(whole: Whole, cell: ox.NamedNode) -> Iterator[ox.Triple]:
    yield from _about(whole, cell)
    for selector in objects(whole, cell, OA.hasSelector):
        if isinstance(selector, ox.NamedNode):
            yield from _about(whole, selector)
    for quad in whole.quads(None, SG.cell, cell):
        yield quad.triple
        yield from (each.triple for each in whole.quads(quad.subject, SG.rowNumber, None))


def cells_of(whole: Whole, thing: ox.NamedNode) -> list[ox.NamedNode]:
    """Return the cells of the source that describe or name a thing, in the order of the source."""
    traced = (SG.cell, PROV.wasDerivedFrom, SG.namedIn)
    found = {each for link in traced for each in objects(whole, thing, link)}
    for row in objects(whole, thing, SG.sourceRow):
        found.update(objects(whole, row, SG.cell))
    if SG.SourceCell in objects(whole, thing, RDF.type):
        found.add(thing)
    cells = [each for each in found if isinstance(each, ox.NamedNode) and objects(whole, each, SG.verbatim)]
    return sorted(cells, key=lambda cell: (_start(whole, cell), cell.value))


def _start(whole: Whole, cell: ox.NamedNode) -> int:
    spans = (start for selector in objects(whole, cell, OA.hasSelector) for start in objects(whole, selector, OA.start))
    return min((int(start.value) for start in spans if isinstance(start, ox.Literal)), default=0)


def objects(whole: Whole, subject: Term, predicate: ox.NamedNode) -> list[Term]:
    """Return the objects of a subject and a property."""
    if not isinstance(subject, ox.NamedNode | ox.BlankNode):
        return []
    return [quad.object for quad in whole.quads(subject, predicate, None)]


def label(whole: Whole, node: ox.NamedNode, lang: Lang) -> ox.Literal | None:
    """Return what a thing is called in a language, or in another where it has no name in that one."""
    for name in _LABELS:
        found = [each for each in objects(whole, node, name) if isinstance(each, ox.Literal)]
        if found:
            return best(found, lang)
    return None


def best(names: Iterable[ox.Literal], lang: Lang) -> ox.Literal:
    """Return the name in a language, else the first in a fixed order."""
    return min(names, key=lambda each: (each.language != lang, each.language or "", each.value))
