"""What may be wrong with the terms of VALUES and BIND."""

from collections.abc import Iterator
from itertools import islice

import pyoxigraph as ox

from kg.diagnosis.candidates import Candidate, Source
from kg.diagnosis.limits import TERMS_TRIED
from kg.reading.outline import Part


def of_values(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield what may have been meant by the terms of VALUES, or by BIND of a term."""
    for name, place in islice(_cells(source, part), TERMS_TRIED):
        term = source.term(place)
        if term is not None:
            like = source.outline.tokens[place].text
            near = source.near_values(term, like, name, source.without(part))
            if not near and isinstance(term, ox.NamedNode) and not source.occurs(term):
                near = source.near_anywhere(term, like)
            yield from source.replacing(part, place, place + 1, near)


def _cells(source: Source, part: Part) -> Iterator[tuple[str, int]]:
    """Yield the terms of VALUES or BIND with the variables they are for."""
    tokens = source.outline.tokens
    if tokens[part.start].word == "bind":
        if tokens[part.start + 3].word == "as":
            yield tokens[part.start + 4].text[1:], part.start + 2
        return
    opening = next(at for at in range(part.start, part.end) if tokens[at].text == "{")
    names = [each.text[1:] for each in tokens[part.start : opening] if each.kind == "variable"]
    column = 0
    for at in range(opening + 1, part.end - 1):
        if tokens[at].text == "(":
            column = 0
        elif tokens[at].text not in {")", "+", "-"} and names:
            yield names[column % len(names)], at
            column += 1
