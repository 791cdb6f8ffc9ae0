"""Aggregates, and where they may not stand."""

from collections.abc import Iterator
from typing import Final

from kg.mistakes.grammar import Reading
from kg.mistakes.tokens import Mistake, Token, closed_at

_AGGREGATES: Final = frozenset({"count", "sum", "min", "max", "avg", "sample", "group_concat"})
_SELECTS: Final = frozenset({"SelectQuery", "SubSelect"})


def aggregates(tokens: list[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the calls of aggregates in a range: their first token, and the one behind the last."""
    for place in range(start, end - 1):
        token = tokens[place]
        if token.kind == "word" and token.text.lower() in _AGGREGATES and tokens[place + 1].text == "(":
            yield place, closed_at(tokens, place + 1) + 1


def in_filter(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[Mistake]:
    """Find an aggregate in the condition of FILTER."""
    if tokens[start - 1].text.upper() != "FILTER":
        return
    for token in _misplaced(tokens, reading, start, end):
        word = token.text.upper()
        cs = "podmínku na ni přesuňte do HAVING, nebo ji spočítejte"
        en = "move its condition to HAVING, or compute it"
        yield token.start, *_only(word, cs, en)


def in_row(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[Mistake]:
    """Find an aggregate in what is computed for each row: in BIND, or in a key of GROUP BY."""
    for token in _misplaced(tokens, reading, start, end):
        yield token.start, *_only(token.text.upper(), "spočítejte ji", "compute it")


def _misplaced(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[Token]:
    inner = [(first, last) for rule, first, last in reading.spans if rule in _SELECTS and start < first and last <= end]
    for place, _ in aggregates(tokens, start, end):
        if not any(first <= place < last for first, last in inner):
            yield tokens[place]


def _only(word: str, cs: str, en: str) -> tuple[str, str]:
    query = f"{{ SELECT ({word}(…) AS ?x) … }}"
    return (
        f"agregace {word} smí stát jen v SELECT, HAVING a ORDER BY; {cs} ve vnořeném dotazu {query}",
        f"the aggregate {word} may stand in SELECT, HAVING and ORDER BY only; {en} in a subquery {query}",
    )


def without_select(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[Mistake]:
    """Find an aggregate, or groups, behind the pattern of a query that is no SELECT: the engine makes none there."""
    around = {rule for rule, first, last in reading.spans if first < start and end <= last}
    if around & _SELECTS:
        return
    if "DescribeQuery" not in around and start < end and tokens[start].text.upper() == "GROUP":
        query = "{ SELECT … GROUP BY … }"
        yield (
            tokens[start].start,
            f"GROUP BY lze zde užít jen v dotazu SELECT; užijte vnořený dotaz {query}",
            f"GROUP BY can be used here in a SELECT only; write it in a subquery {query}",
        )
    for place, _ in aggregates(tokens, start, end):
        word = tokens[place].text.upper()
        query = f"{{ SELECT ({word}(…) AS ?x) … }}"
        yield (
            tokens[place].start,
            f"agregaci {word} lze zde spočítat jen v dotazu SELECT; užijte vnořený dotaz {query}",
            f"the aggregate {word} can be computed here in a SELECT only; use a subquery {query}",
        )
