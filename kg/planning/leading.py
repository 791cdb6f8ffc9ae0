"""From the parts of a query to the patterns it begins with."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, takewhile
from typing import Final

from kg.planning.postings import is_itself
from kg.planning.run import TYPE, Pattern, Run, Template
from kg.reading.lexer import Token
from kg.reading.outline import Group, Outline, Part, Piece

_DOUBTFUL: Final = re.compile(r"[\"']|<(?!=?[ \t\r\n])")
"""What may not stand between constants: a quotation mark, and `<` or `<=` that is not plainly an operator."""

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.*")

PATTERNS: Final = 24
"""The longest run of patterns that is read as templates: no one writes so many, and each is joined with each."""

Place = tuple[int, int]
Found = tuple[Run, Place, Place, tuple[tuple[int, str], ...]]


def slots_are_tokens(outline: Outline, pieces: Sequence[str]) -> bool:
    """Tell whether the constants that a text was split at are its constants, and nothing else is near."""
    if not all(pieces[2:-1:2]) or any(_DOUBTFUL.search(each) for each in pieces[::2]):
        return False
    starts = {token.start: token for token in outline.tokens}
    ends = {token.end: token for token in outline.tokens}
    for at, start in enumerate(_starts(pieces)):
        text = pieces[at]
        if at % 2 == 0 or text.startswith("#"):
            continue
        token = starts.get(start) or ends.get(start + len(text))  # the latter: the datatype of a literal
        if token is None or not _is_constant(token, text):
            return False
    return not any(_is_inside(outline.tokens, place) for place in _comments(pieces))


def _is_constant(token: Token, text: str) -> bool:
    if token.kind == "literal":
        return (
            token.text.startswith((f"{text}@", f"{text}^^")) or token.text == text or token.text.endswith(f"^^{text}")
        )
    return token.text == text and token.kind in {"iri", "number"}


def _starts(pieces: Sequence[str]) -> list[int]:
    return list(accumulate(map(len, pieces), initial=0))[:-1]


def _comments(pieces: Sequence[str]) -> list[int]:
    return [start for at, start in enumerate(_starts(pieces)) if at % 2 and pieces[at].startswith("#")]


def _is_inside(tokens: Sequence[Token], place: int) -> bool:
    before = bisect_right(tokens, place, key=lambda token: token.start)
    return before > 0 and place < tokens[before - 1].end


def is_long(outline: Outline) -> bool:
    """Tell whether a query begins with more patterns than are read as templates."""
    return outline.pattern is not None and len(_leading(outline.pattern)[1]) > PATTERNS


def leading_run(outline: Outline, pieces: Sequence[str], prefixes: Mapping[str, str]) -> Found | None:
    """Return the patterns that a query begins with, where they start and end, and the namespaces it declares.

    Returns:
        None if the query names a dataset or a base, declares a prefix twice, or leaves nothing to choose.
    """
    if outline.pattern is None or any(outline.clause("from")) or _is_short_construct(outline):
        return None
    reader = _Reader(outline, pieces, prefixes)
    if not reader.knows_prologue():
        return None
    lead, triples = _leading(outline.pattern)
    patterns = [reader.pattern(each) for each in triples]
    if not patterns or None in patterns:
        return None
    given = [found for each in lead if (found := reader.given(each))]
    if len({name for name, _ in given}) < len(given):
        return None
    run = Run(tuple(each for each in patterns if each), dict(given)).narrowed()
    if run is None:
        return None
    start, end = outline.tokens[triples[0].start].start, outline.tokens[triples[-1].end - 1].end
    return run, reader.place(start), reader.place(end), reader.fixed()


def _is_short_construct(outline: Outline) -> bool:
    """Tell whether the pattern is the template too: there, VALUES would be part of it."""
    head = next(outline.clause("head"))
    return outline.form == "CONSTRUCT" and not any(token.text == "{" for token in outline.tokens[head.start : head.end])


def _leading(group: Group) -> tuple[list[Part], list[Part]]:
    """Return the VALUES that a group begins with, and the triples that follow."""
    lead = list(takewhile(lambda part: part.kind == "values", group.parts))
    return lead, list(takewhile(lambda part: part.kind == "triple", group.parts[len(lead) :]))


class _Reader:
    """Reads the terms of a query as templates."""

    def __init__(self, outline: Outline, pieces: Sequence[str], prefixes: Mapping[str, str]) -> None:
        self.outline = outline
        self.pieces = pieces
        self.starts = _starts(pieces)
        declared = {prefix: namespace for prefix, (namespace, _) in outline.prefixes.items()}
        self.prefixes = {**prefixes, **declared}

    def knows_prologue(self) -> bool:
        """Tell whether each prefix is declared once, with an absolute IRI, and nothing else is."""
        words = [token.word for token in self.outline.tokens[: self.outline.prologue] if token.kind == "word"]
        namespaces = [namespace for namespace, _ in self.outline.prefixes.values()]
        plain = all(_ABSOLUTE.fullmatch(each) and is_itself(f"<{each}>") for each in namespaces)
        return words == ["prefix"] * len(namespaces) and plain

    def fixed(self) -> tuple[tuple[int, str], ...]:
        """Return the constants of the prologue."""
        end = self.outline.tokens[self.outline.prologue].start
        odd = range(1, len(self.pieces), 2)
        return tuple((at, self.pieces[at]) for at in odd if self.starts[at] < end and self.pieces[at][0] != "#")

    def place(self, at: int) -> Place:
        """Return a place in the text as a piece and a place in it."""
        piece = bisect_right(self.starts, at) - 1
        return piece, at - self.starts[piece]

    def template(self, start: int, end: int) -> Template:
        """Return a range of the text."""
        found: list[str | int] = []
        for at in range(bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)):
            piece, begin = self.pieces[at], self.starts[at]
            if at % 2 and start <= begin and begin + len(piece) <= end:
                found.append(at)
            elif part := piece[max(0, start - begin) : max(0, end - begin)]:
                found.append(part)
        return tuple(found)

    def _range(self, first: int, end: int) -> Template:
        tokens = self.outline.tokens
        return self.template(tokens[first].start, tokens[end - 1].end)

    def iri(self, name: str) -> str | None:
        """Return a prefixed name as N-Triples; None if its prefix is not known."""
        prefix, _, local = name.partition(":")
        return f"<{self.prefixes[prefix]}{local}>" if prefix in self.prefixes else None

    def term(self, piece: tuple[int, int]) -> Template | None:
        """Return a constant as N-Triples; None if it is none, or is not understood."""
        first, end = piece
        token = self.outline.tokens[first]
        if end - first > 1:  # a number with its sign
            return self._range(first, end)
        if token.kind == "name":
            name = self.iri(token.text)
            return (name,) if name else None
        if token.text == "a":
            return (TYPE,)
        if token.kind == "literal":
            return self._literal(token)
        if token.kind in {"iri", "number"} or token.text in {"true", "false"}:
            return self.template(token.start, token.end)
        return None

    def _literal(self, token: Token) -> Template | None:
        string = token.text.index(token.text[0], 1) + 1
        tail = token.text[string:].removeprefix("^^")
        if not tail or tail[0] in "@<":
            return self.template(token.start, token.end)
        name = self.iri(tail)
        return (*self.template(token.start, token.start + string), f"^^{name}") if name else None

    def given(self, part: Part) -> tuple[str, tuple[Template, ...]] | None:
        """Return the variable of VALUES and its IRIs, if it has one variable and nothing but IRIs."""
        _, variable, brace, *values, _ = self.outline.tokens[part.start : part.end]
        if variable.kind != "variable" or brace.text != "{" or any(each.kind not in {"iri", "name"} for each in values):
            return None
        first = part.start + 3
        terms = [self.term((at, at + 1)) for at in range(first, first + len(values))]
        return None if None in terms else (_variable(variable), tuple(each for each in terms if each))

    def pattern(self, part: Part) -> Pattern | None:
        """Return a triple pattern; None if it is written with brackets."""
        assert part.pieces is not None  # noqa: S101 - called for triples
        ranges = [piece for piece in part.pieces if not isinstance(piece, str)]
        if len(ranges) < 3:
            return None
        subject, verb, value = ranges
        written: Template = ()
        for each in ranges:
            written = (*written, *self._range(*each), " ")
        nodes = frozenset(node for each in ranges for node in self._nodes(each))
        predicate = self.term(verb) if verb[1] - verb[0] == 1 else None
        if predicate is None:
            return Pattern(written, nodes)
        name, constant = self._named(value), self.term(value)
        if subject_name := self._named(subject):
            return Pattern(written, nodes, subject_name, predicate, name, constant or ())
        return Pattern(written, nodes, rooted=self.term(subject) is not None)

    def _nodes(self, piece: tuple[int, int]) -> list[str]:
        return [
            _variable(token) if token.kind == "variable" else token.text
            for token in self.outline.tokens[slice(*piece)]
            if token.kind in {"variable", "label"}
        ]

    def _named(self, piece: Piece) -> str:
        """Return the variable that a piece is; empty if it is none."""
        token = self.outline.tokens[piece[0]] if not isinstance(piece, str) else None
        return _variable(token) if token is not None and token.kind == "variable" else ""


def _variable(token: Token) -> str:
    return f"?{token.text[1:]}"
