"""Names in the place of things, and things by their names: what bears a name, and which property gives it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.diagnosis.candidates import NEAREST, Candidate, Source
from kg.diagnosis.likeness import Term, split
from kg.diagnosis.probe import Keep
from kg.folding import fold
from kg.namespaces import DCT, FOAF, RDFS, SCHEMA, SKOS
from kg.reading.outline import Part

_LABELS: Final = (SKOS.prefLabel, RDFS.label, DCT.title, SKOS.altLabel)
"""Properties that give things names, the likeliest first."""

_NAMED_BY: Final = "|".join(map(str, (*_LABELS, SKOS.notation)))
_SUCH: Final = frozenset({*_LABELS, SCHEMA.name, FOAF.name, ox.NamedNode("http://purl.org/dc/elements/1.1/title")})
_WORDS: Final = frozenset({"label", "preflabel", "name", "title", "nazev", "jmeno"})
"""What such a property may be called in any vocabulary, folded."""


def of_name(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield the things that bear the name which a triple pattern asks for in their place."""
    assert part.pieces is not None  # noqa: S101 - called for triples only
    subject, verb, value = part.pieces
    term = source.constant(value)
    if not isinstance(term, ox.Literal) or isinstance(value, str):
        return
    triple = f"{source.outline.piece(subject)} {source.outline.piece(verb)} ?kgx . ?kgx {_NAMED_BY} ?kgn"
    for name in source.prober.values("kgn", source.in_graph(part, triple), _same(term.value)):
        bound = source.in_graph(part, f"VALUES ?kgn {{ {name} }} {triple}")
        found = source.prober.values(
            "kgx", bound, lambda terms: [source.writer.term(each) for each in islice(terms, NEAREST)]
        )
        yield from source.replacing(part, *value, [("name", 0, right) for right in found])


def bearing(source: Source, wanted: ox.NamedNode, like: str) -> list[tuple[str, int, str]]:
    """Return the IRIs that bear in the data the name which another IRI spells: kind, distance, how it is written."""

    def shown(terms: Iterable[Term]) -> list[str]:
        found = (each for each in terms if isinstance(each, ox.NamedNode))
        return sorted(source.writer.term(each, like) for each in islice(found, NEAREST))

    triple = f"?kgx {_NAMED_BY} ?kgn"
    anywhere = f"{{ {triple} }} UNION {{ GRAPH ?kgg {{ {triple} }} }}"
    local = split(wanted.value)[1]
    names = source.prober.values("kgn", f"{{ {anywhere} }}", _same(local), free=True)
    if not names:
        return []
    bound = f"{{ VALUES ?kgn {{ {' '.join(names)} }} {anywhere} }}"
    return [("label", 0, right) for right in source.prober.values("kgx", bound, shown, free=True)]


def _same(name: str) -> Keep:
    """Return what keeps the literals that are one name, but for case, diacritics and spaces."""
    key = fold(name)

    def keep(terms: Iterable[Term]) -> list[str]:
        return list(islice((str(each) for each in terms if key and fold(each.value) == key), NEAREST))

    return keep


def of_naming(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield the properties by which the data gives names, where a triple pattern asks for a name by another."""
    assert part.pieces is not None  # noqa: S101 - called for triples only
    _, verb, value = part.pieces
    if isinstance(verb, str) or source.constant(value) is not None:
        return
    for place in range(*verb):
        term, like = source.term(place), source.outline.tokens[place].text
        if isinstance(term, ox.NamedNode) and (term in _SUCH or fold(split(term.value)[1]) in _WORDS):
            others = [each for each in _LABELS if each != term and source.occurs(each)]
            near = [("naming", distance, source.writer.term(each, like)) for distance, each in enumerate(others)]
            yield from source.replacing(part, place, place + 1, near)
