"""Mistakes in what SELECT, GROUP BY and aggregates may say of a pattern."""

from collections.abc import Iterable, Iterator
from typing import Final

from kg.mistakes.aggregates import aggregates
from kg.mistakes.grammar import Reading
from kg.mistakes.tokens import Mistake, Token

_HIDING: Final = frozenset({"Constraint", "SubSelect", "Expression"})


def select(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[Mistake]:
    """Check what a SELECT says against its GROUP BY and its pattern."""
    inner = [(first, last) for rule, first, last in reading.spans if rule == "SubSelect" and start < first < end]
    own = [each for each in reading.spans if start <= each[1] and each[2] <= end and not _inside(each[1:], inner)]
    head = next(last for rule, _, last in own if rule == "Select")
    group = next(((first, last) for rule, first, last in own if rule == "Group"), (end, end))
    keys = [(first, last) for rule, first, last in own if rule == "GroupKey"]
    calls = list(aggregates(tokens, start, head)) + list(aggregates(tokens, group[1], end))
    grouped = bool(keys or calls)
    if grouped:
        for token in tokens[start:head]:
            if token.text == "*" and tokens[head - 1] is token:
                yield (
                    token.start,
                    "SELECT * nelze spojit s GROUP BY; vyjmenujte proměnné, podle nichž se seskupuje, a agregace",
                    "SELECT * cannot be joined with GROUP BY; name what is grouped by, and the aggregates",
                )
    known = {token.text[1:] for first, last in keys for token in _key_names(tokens, first, last)}
    yield from _columns(tokens, reading, (start, head), group, known if grouped else None)


def _columns(
    tokens: list[Token], reading: Reading, head: tuple[int, int], group: tuple[int, int], known: set[str] | None
) -> Iterator[Mistake]:
    named: set[str] = set()
    calls = list(aggregates(tokens, *head))
    depth = 0
    for place in range(*head):
        token = tokens[place]
        depth += (token.text == "(") - (token.text == ")")
        if token.kind != "variable":
            continue
        name = token.text[1:]
        is_given = tokens[place - 1].text.upper() == "AS"
        is_column = is_given or not depth
        if is_column and name in named:
            yield (
                token.start,
                f"SELECT uvádí {token.text} dvakrát; jeden výskyt vypusťte, nebo přejmenujte",
                f"SELECT names {token.text} twice; leave one out, or rename it",
            )
        elif is_given and mentions(tokens, reading, token.text, *group):
            yield (
                token.start,
                f"výraz nelze pojmenovat {token.text}, tato proměnná již stojí ve WHERE; zvolte jiné jméno",
                f"an expression cannot be named {token.text}, which stands in WHERE already; choose another name",
            )
        elif known is not None and not is_given and name not in known | named and not _in(place, calls):
            yield (
                token.start,
                f"podle {token.text} se neseskupuje; proměnnou doplňte do GROUP BY, nebo pište SAMPLE({token.text})",
                f"{token.text} is not grouped by; add it to GROUP BY, or write SAMPLE({token.text})",
            )
        if is_column:
            named.add(name)


def _key_names(tokens: list[Token], start: int, end: int) -> Iterable[Token]:
    """Return what a key of GROUP BY names."""
    if end - start == 1:
        return tokens[start:end]
    named = tokens[end - 3].text.upper() == "AS"
    return tokens[end - 2 : end - 1] if named else ()


def _inside(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(first <= span[0] and span[1] <= last for first, last in others)


def _in(place: int, ranges: list[tuple[int, int]]) -> bool:
    return any(first <= place < last for first, last in ranges)


def mentions(tokens: list[Token], reading: Reading, name: str, start: int, end: int) -> bool:
    """Tell whether a variable gets a value in a range, outside of conditions and of groups with rows of their own."""
    hidden = [
        (first, last)
        for rule, first, last in reading.spans
        if start < first and last <= end and (rule in _HIDING or _is_minus(tokens, rule, first))
    ]
    return any(
        tokens[place].kind == "variable"
        and tokens[place].text[1:] == name[1:]
        and not any(first <= place < last for first, last in hidden)
        for place in range(start, end)
    )


def _is_minus(tokens: list[Token], rule: str, first: int) -> bool:
    return rule == "NotTriples" and tokens[first].text.upper() == "MINUS"
