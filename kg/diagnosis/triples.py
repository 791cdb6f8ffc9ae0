"""What may be wrong with a triple pattern: a term that is written otherwise in the data, or the direction."""

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from kg.diagnosis.candidates import NEAREST, Candidate, Source
from kg.diagnosis.likeness import Term
from kg.diagnosis.naming import bearing, of_name, of_naming
from kg.namespaces import RDF
from kg.reading.outline import Part


def of_triple(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield what may have been meant by a triple pattern."""
    yield from _verb(source, part)
    yield from _ends(source, part)
    yield from _direction(source, part)
    yield from _property(source, part)
    yield from of_name(source, part)
    yield from of_naming(source, part)


def _verb(source: Source, part: Part) -> Iterator[Candidate]:
    verb = _pieces(part)[1]
    if isinstance(verb, str):
        return
    for place in range(*verb):
        term = source.term(place)
        if isinstance(term, ox.NamedNode) and source.outline.tokens[place].kind in {"iri", "name"}:
            like = source.outline.tokens[place].text
            near = source.near_predicates(term, like) or _bearing(source, term, like)
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
            near = anywhere(source, term, like)
        yield from source.replacing(part, *piece, near)


def anywhere(source: Source, term: ox.NamedNode, like: str) -> list[tuple[str, int, str]]:
    """Return what an IRI may have been meant for among all those of the store, else those that bear its name."""
    return source.near_anywhere(term, like) or _bearing(source, term, like)


def _bearing(source: Source, term: ox.NamedNode, like: str) -> list[tuple[str, int, str]]:
    return [] if source.occurs(term) else bearing(source, term, like)


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
    text, length = source.outline.range(*verb), verb[1] - verb[0]
    new = dict.fromkeys(range(*verb), "")
    if length == 2 and text.startswith("^"):
        turned = text[1:]
        shown = f"{source.outline.piece(subject)} {turned} {source.outline.piece(value)}"
    else:
        turned = f"^{text}" if length == 1 else f"^({text})"
        shown = f"{source.outline.piece(value)} {text} {source.outline.piece(subject)}"
    new[verb[0]] = turned
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


def _pieces(part: Part) -> tuple[tuple[int, int] | str, tuple[int, int] | str, tuple[int, int] | str]:
    assert part.pieces is not None  # noqa: S101 - called for triples only
    return part.pieces
