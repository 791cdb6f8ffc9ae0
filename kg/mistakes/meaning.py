"""Mistakes that the grammar allows: names, numbers, escapes, and what SELECT, GROUP BY, BIND and VALUES may say."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.mistakes.grammar import Reading
from kg.mistakes.tokens import Token
from kg.namespaces import PREFIXES

Mistake = tuple[int, str, str]
"""Where it stands in the text, and what it is and what to do, in Czech and English."""

_MOST: Final = (1 << 64) - 1
_ESCAPE: Final = re.compile(r"\\(?:[tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|(\\)", re.DOTALL)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CODE: Final = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}")
_HIDING: Final = frozenset({"Constraint", "SubSelect", "Expression"})
_AGGREGATES: Final = frozenset({"count", "sum", "min", "max", "avg", "sample", "group_concat"})


def of_tokens(tokens: list[Token]) -> Iterator[Mistake]:
    """Yield the mistakes in single tokens, in the order of the text."""
    known = set(PREFIXES)
    based = False
    for place, token in enumerate(tokens):
        before = tokens[place - 1].text.lower() if place else ""
        if token.kind == "name" and before == "prefix":
            known.add(token.text[:-1])
        elif token.kind == "name" and token.text.partition(":")[0] not in known:
            yield _undeclared(token)
        elif token.kind == "iri":
            yield from _bad_iri(token)
            based = based or before == "base"
        elif token.kind == "string":
            yield from _bad_escape(token)
        elif before in {"limit", "offset"} and token.text.isdecimal() and int(token.text[:99]) > _MOST:
            word = before.upper()
            yield (
                token.start,
                f"číslo za {word} je příliš velké; pište nejvýše {_MOST}, nebo {word} vypusťte",
                f"the number after {word} is too large; write at most {_MOST}, or leave {word} out",
            )


def _undeclared(token: Token) -> Mistake:
    prefix = token.text.partition(":")[0] + ":"
    if prefix.lower() in {"http:", "https:", "urn:", "mailto:"}:
        return (
            token.start,
            f"„{prefix}“ začíná IRI, to ale nestojí v ostrých závorkách; pište je jako <{prefix}…>",
            f"“{prefix}” starts an IRI that is not in angle brackets; write it as <{prefix}…>",
        )
    return (
        token.start,
        f"předpona „{prefix}“ není deklarována; na začátek doplňte PREFIX {prefix} <…>, nebo ji opravte",
        f"the prefix “{prefix}” is not declared; add PREFIX {prefix} <…> at the start, or mend it",
    )


def _bad_iri(token: Token) -> Iterator[Mistake]:
    iri = _CODE.sub(lambda code: chr(min(int(code[0][2:], 16), 0x10FFFF)), token.text[1:-1])
    if not _SCHEME.match(iri):
        return
    try:
        ox.NamedNode(iri)
    except ValueError:
        yield (
            token.start,
            f"IRI „{token.text}“ má chybný tvar; opravte je, nepovolené znaky zapište jako %20 a podobně",
            f"the IRI “{token.text}” is malformed; mend it, and write characters that it may not hold as %20 and so on",
        )


def _bad_escape(token: Token) -> Iterator[Mistake]:
    for found in _ESCAPE.finditer(token.text):
        if found[1]:
            sign = token.text[found.start() : found.start() + 2]
            yield (
                token.start + found.start(),
                f"„{sign}“ v řetězci nic neznamená; má-li v něm stát obrácené lomítko, zdvojte je",
                f"“{sign}” means nothing in a string; to have a backslash in it, double it",
            )
            return


def of_whole(tokens: list[Token], reading: Reading) -> Iterator[Mistake]:
    """Yield the mistakes of a text that the grammar takes whole."""
    for rule, start, end in reading.spans:
        if rule in _FINDERS:
            yield from _FINDERS[rule](tokens, reading, start, end)


def _values(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[Mistake]:
    if tokens[start].text != "(":
        return
    close = next(place for place in range(start, end) if tokens[place].text == ")")
    wanted = close - start - 1
    held = 0  # the values of a row come before the row, for a rule is noted at its end
    for rule, first, last in reading.spans:
        if not (start <= first and last <= end):
            continue
        held += rule == "Value"
        if rule == "Row":
            if held != wanted:
                yield (
                    tokens[first].start,
                    f"řádek VALUES má počet hodnot {held}, proměnných je však {wanted}; ke každé pište jednu",
                    f"the row of VALUES has {held} values, but there are {wanted} variables; write one for each",
                )
            held = 0


def _bind(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[Mistake]:
    token = tokens[end - 2]
    around = max(first for rule, first, last in reading.spans if rule == "Group" and first < start and end <= last)
    if _mentions(tokens, reading, token.text, around, start):
        yield (
            token.start,
            f"BIND dává hodnotu proměnné {token.text}, která ji již má; pojmenujte výsledek jinak",
            f"BIND gives a value to {token.text}, which has one already; name the result differently",
        )


def _mentions(tokens: list[Token], reading: Reading, name: str, start: int, end: int) -> bool:
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


def _select(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[Mistake]:
    """Check what a SELECT says against its GROUP BY and its pattern."""
    inner = [(first, last) for rule, first, last in reading.spans if rule == "SubSelect" and start < first < end]
    own = [each for each in reading.spans if start <= each[1] and each[2] <= end and not _inside(each[1:], inner)]
    head = next(last for rule, _, last in own if rule == "Select")
    group = next(((first, last) for rule, first, last in own if rule == "Group"), (end, end))
    keys = [(first, last) for rule, first, last in own if rule == "GroupKey"]
    calls = list(_aggregates(tokens, start, head)) + list(_aggregates(tokens, group[1], end))
    yield from _misplaced(tokens, own, group)
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
    calls = list(_aggregates(tokens, *head))
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
        elif is_given and _mentions(tokens, reading, token.text, *group):
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


def _misplaced(tokens: list[Token], own: list[tuple[str, int, int]], group: tuple[int, int]) -> Iterator[Mistake]:
    for first, _ in _aggregates(tokens, *group):
        if any(rule in {"Constraint", "Bind"} and start <= first < end for rule, start, end in own):
            word = tokens[first].text.upper()
            yield (
                tokens[first].start,
                f"agregace {word} smí stát jen v SELECT, HAVING a ORDER BY; podmínku na ni přesuňte do HAVING",
                f"the aggregate {word} may stand in SELECT, HAVING and ORDER BY only; move its condition to HAVING",
            )


def _aggregates(tokens: list[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the calls of aggregates in a range: their first token, and the one behind the last."""
    for place in range(start, end - 1):
        token = tokens[place]
        if token.kind == "word" and token.text.lower() in _AGGREGATES and tokens[place + 1].text == "(":
            yield place, _closed(tokens, place + 1, end)


def _closed(tokens: list[Token], start: int, end: int) -> int:
    """Return the place behind the bracket that closes the one at the start."""
    depth = 0
    for place in range(start, end):
        depth += (tokens[place].text == "(") - (tokens[place].text == ")")
        if not depth:
            return place + 1
    return end


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


_FINDERS: Final[dict[str, Callable[[list[Token], Reading, int, int], Iterator[Mistake]]]] = {
    "Data": _values,
    "Bind": _bind,
    "SelectQuery": _select,
    "SubSelect": _select,
}
