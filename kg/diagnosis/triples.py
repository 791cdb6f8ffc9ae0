"""What may be wrong with a triple pattern: a term that is written otherwise in the data, or the direction."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.diagnosis.candidates import NEAREST, Candidate, Source
from kg.diagnosis.likeness import Term
from kg.folding import fold
from kg.namespaces import DCT, RDF, RDFS, SKOS
from kg.reading.outline import Part

_NAMED_BY: Final = "|".join(str(each) for each in (SKOS.prefLabel, SKOS.altLabel, SKOS.notation, RDFS.label, DCT.title))


def of_triple(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield what may have been meant by a triple pattern."""
    yield from _verb(source, part)
    yield from _ends(source, part)
    yield from _direction(source, part)
    yield from _property(source, part)
    yield from _name(source, part)


def of_described(source: Source) -> Iterator[Candidate]:
    """Yield what may have been meant by the IRIs that DESCRIBE names."""
    head = next(source.outline.clause("head"))
    for place in range(head.start + 1, head.end):
        term, like = source.term(place), source.outline.tokens[place].text
        if isinstance(term, ox.NamedNode):
            near = source.near_variants(term, like, source.occurs) or source.near_anywhere(term, like)
            yield from source.replacing(head, place, place + 1, near)


def _verb(source: Source, part: Part) -> Iterator[Candidate]:
    verb = _pieces(part)[1]
    if isinstance(verb, str):
        return
    for place in range(*verb):
        term = source.term(place)
        if isinstance(term, ox.NamedNode) and source.outline.tokens[place].kind in {"iri", "name"}:
            near = source.near_predicates(term, source.outline.tokens[place].text)
            yield from source.replacing(part, place, place + 1, near)


def _ends(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield candidates for subject and object, from what stands there in the data."""
    pieces = _pieces(part)
    for side in (0, 2):
        piece, term = pieces[side], source.constant(pieces[side])
        if term is None or isinstance(piece, str):
            continue
        like = source.outline.range(*piece)
        written = [source.outline.piece(each) for each in pieces]
        written[side] = "?kgx"
        near = source.near_variants(term, like, _holding(source, part, side))
        near = near or source.near_values(term, like, "kgx", source.in_graph(part, " ".join(written)))
        if not near and isinstance(term, ox.NamedNode) and not source.occurs(term):
            near = source.near_anywhere(term, like)
        yield from source.replacing(part, *piece, near)


def _holding(source: Source, part: Part, side: int) -> Callable[[Term], bool]:
    """Return what tells whether the store has a term on a side of the property, or anywhere if it is no single one."""
    verb = _pieces(part)[1]
    single = not isinstance(verb, str) and verb[1] == verb[0] + 1
    predicate = source.term(verb[0]) if single and not isinstance(verb, str) else None
    if not isinstance(predicate, ox.NamedNode):
        return source.occurs
    return lambda term: source.stands(term, predicate, subject=side == 0)


def _direction(source: Source, part: Part) -> Iterator[Candidate]:
    subject, verb, value = _pieces(part)
    if isinstance(verb, str) or source.outline.tokens[verb[0]].kind == "variable":
        return
    if isinstance(source.constant(value), ox.Literal):
        return
    text, single = source.outline.range(*verb), verb[1] == verb[0] + 1
    turned = f"^{text}" if single else f"^({text})"
    new = {verb[0]: turned, **dict.fromkeys(range(verb[0] + 1, verb[1]), "")}
    shown = f"{source.outline.piece(value)} {text} {source.outline.piece(subject)}"
    yield Candidate("direction", text, turned, part, new=new, shown=shown)


def _property(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield the other properties that have such a value; with a variable for a value, any property would do."""
    subject, verb, value = _pieces(part)
    if isinstance(verb, str) or verb[1] > verb[0] + 1 or source.constant(value) is None:
        return
    own = source.term(verb[0])
    if own is None or own == RDF.type:
        return
    like = source.outline.range(*verb)
    pattern = source.in_graph(part, f"{source.outline.piece(subject)} ?kgx {source.outline.piece(value)}")

    def others(terms: Iterable[Term]) -> list[str]:
        return sorted(source.writer.term(each, like) for each in terms if each != own)[:NEAREST]

    for right in source.prober.values("kgx", pattern, others):
        yield Candidate("property", like, right, part, new={verb[0]: right})


def _name(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield the things that bear the name which the pattern asks for in their place."""
    subject, verb, value = _pieces(part)
    term = source.constant(value)
    if not isinstance(term, ox.Literal) or isinstance(value, str):
        return
    triple = f"{source.outline.piece(subject)} {source.outline.piece(verb)} ?kgx . ?kgx {_NAMED_BY} ?kgn"
    key = fold(term.value)

    def same(terms: Iterable[Term]) -> list[str]:
        return list(islice((str(each) for each in terms if fold(each.value) == key), NEAREST))

    for name in source.prober.values("kgn", source.in_graph(part, triple), same):
        bound = source.in_graph(part, f"VALUES ?kgn {{ {name} }} {triple}")
        found = source.prober.values(
            "kgx", bound, lambda terms: [source.writer.term(each) for each in islice(terms, NEAREST)]
        )
        yield from source.replacing(part, *value, [("name", 0, right) for right in found])


def _pieces(part: Part) -> tuple[tuple[int, int] | str, tuple[int, int] | str, tuple[int, int] | str]:
    assert part.pieces is not None  # noqa: S101 - called for triples only
    return part.pieces
