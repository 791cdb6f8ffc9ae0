"""Blank nodes whose label stands in two groups (SPARQL 1.1 Query, section 5.1.1)."""

from collections.abc import Iterator

from kg.mistakes.grammar import Reading
from kg.mistakes.tokens import Mistake, Token


def shared_labels(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[Mistake]:
    """Find a label that stands again behind a brace which opens or closes a group."""
    groups = [(first, last) for rule, first, last in reading.spans if rule == "Group" and start <= first < end]
    borders = {place for first, last in groups for place in (first, last - 1)}
    outermost = min((first for first, _ in groups), default=end)  # what a template names is its own
    here: set[str] = set()
    elsewhere: set[str] = set()
    for place in range(outermost, end):
        token = tokens[place]
        if place in borders:
            elsewhere |= here
            here = set()
        elif token.kind == "label" and token.text in elsewhere:
            yield (
                token.start,
                f"prázdný uzel {token.text} stojí již v jiné skupině; přejmenujte jej, nebo pište proměnnou",
                f"the blank node {token.text} stands in another group already; rename it, or write a variable",
            )
        elif token.kind == "label":
            here.add(token.text)
