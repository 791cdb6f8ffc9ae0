"""What may be wrong with the variables of a filter: that nothing binds them, or not yet."""

from collections.abc import Iterator

from kg.diagnosis.candidates import Candidate, Source
from kg.diagnosis.likeness import edit_distance
from kg.reading.outline import Outline, Part
from kg.tokens import nesting


def unbound(outline: Outline, part: Part) -> list[str]:
    """Return the variables of a filter, by their names, that no part of the query can bind."""
    bound = {name for other in (*outline.parts(), *outline.clause("end-values")) for name in _binding(outline, other)}
    return [each for each in outline.variables(part.start, part.end) if each not in bound]


def _binding(outline: Outline, part: Part) -> list[str]:
    """Return the variables that a part may bind."""
    if part.pieces or part.kind in {"values", "end-values", "subquery"}:
        return outline.part_variables(part)
    if part.kind == "bind":
        return outline.variables(part.start, part.end)[-1:]
    return outline.variables(part.start, part.start + 2) if part.kind == "graph" else []


def of_variables(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield other names for the variables of a filter that nothing binds: one nearly alike, or shortened."""
    outline = source.outline
    others = sorted({name for each in outline.parts() for name in _binding(outline, each)})
    for name in unbound(outline, part):
        places = [each for each in range(part.start, part.end) if outline.tokens[each].text[1:] == name]
        for other in others:
            if (apart := _apart(name.casefold(), other.casefold())) is not None:
                new = dict.fromkeys(places, f"?{other}")
                yield Candidate("variable", f"?{name}", f"?{other}", part, apart, new=new)


def _apart(name: str, other: str) -> int | None:
    most = max(1, len(name) // 3)
    apart = edit_distance(name, other, most)
    if apart <= most:
        return apart
    return abs(len(name) - len(other)) if name.startswith(other) or other.startswith(name) else None


def of_having(source: Source, part: Part) -> Iterator[Candidate]:
    """Yield the expressions in place of the names that SELECT gives them, which HAVING does not know."""
    outline = source.outline
    clauses = outline.clauses if part.inside is None else part.inside.parts
    head = next(each for each in clauses if each.kind == "head")
    named = dict(_expressions(outline, head))
    for at in range(part.start, part.end):
        if outline.tokens[at].kind == "variable" and (right := named.get(outline.tokens[at].text[1:])):
            yield Candidate("alias", outline.tokens[at].text, right, part, new={at: right})


def _expressions(outline: Outline, head: Part) -> Iterator[tuple[str, str]]:
    """Yield the names that SELECT gives to expressions, and the expressions."""
    depth, start = 0, head.start
    for at in range(head.start, head.end):
        token = outline.tokens[at]
        depth += nesting(token.kind)
        if token.text == "(" and depth == 1:
            start = at + 1
        if token.word == "as" and depth == 1:
            yield outline.tokens[at + 1].text[1:], _bracketed(outline, start, at)


def _bracketed(outline: Outline, start: int, end: int) -> str:
    """Return an expression, in brackets unless it is one call."""
    text, depth = outline.range(start, end), 0
    for at in range(start + 1, end):
        depth += nesting(outline.tokens[at].kind)
        if depth == 0 and at < end - 1:
            return f"({text})"
    return text
