"""Mistakes in a text that the grammar takes whole: what its parts say does not go together."""

from collections.abc import Callable, Iterator
from typing import Final

from kg.mistakes.aggregates import in_filter, in_row, without_select
from kg.mistakes.grammar import Reading
from kg.mistakes.nodes import shared_labels
from kg.mistakes.paths import in_construct, in_quads
from kg.mistakes.selection import mentions, select
from kg.mistakes.tokens import Mistake, Token
from kg.mistakes.updates import quads

_Finder = Callable[[list[Token], Reading, int, int], Iterator[Mistake]]


def of_whole(tokens: list[Token], reading: Reading) -> Iterator[Mistake]:
    """Yield the mistakes of a text that the grammar takes whole."""
    for rule, start, end in reading.spans:
        for finder in _FINDERS.get(rule, ()):
            yield from finder(tokens, reading, start, end)


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
                yield tokens[first].start, *_uneven(held, wanted)
            held = 0


def _uneven(held: int, wanted: int) -> tuple[str, str]:
    cs = f"má {_counted(held, 'hodnotu', 'hodnoty', 'hodnot')}" if held else "nemá žádnou hodnotu"
    head = f"má však {_counted(wanted, 'proměnnou', 'proměnné', 'proměnných')}" if wanted else "však nemá proměnné"
    en, en_wanted = (
        f"{number or 'no'} {word}{'s' * (number != 1)}" for number, word in ((held, "value"), (wanted, "variable"))
    )
    return (
        f"řádek VALUES {cs}, záhlaví {head}; ke každé proměnné pište jednu hodnotu, případně UNDEF",
        f"the row of VALUES has {en}, but its head {en_wanted}; write one value for each variable, or UNDEF",
    )


def _counted(number: int, one: str, few: str, many: str) -> str:
    return f"{number} {one if number == 1 else few if number < 5 else many}"


def _bind(tokens: list[Token], reading: Reading, start: int, end: int) -> Iterator[Mistake]:
    token = tokens[end - 2]
    around = max(first for rule, first, last in reading.spans if rule == "Group" and first < start and end <= last)
    if mentions(tokens, reading, token.text, around, start):
        yield (
            token.start,
            f"BIND dává hodnotu proměnné {token.text}, která ji již má; pojmenujte výsledek jinak",
            f"BIND gives a value to {token.text}, which has one already; name the result differently",
        )


_FINDERS: Final[dict[str, tuple[_Finder, ...]]] = {
    "Data": (_values,),
    "Bind": (in_row, _bind),
    "Constraint": (in_filter,),
    "GroupKey": (in_row,),
    "Tail": (without_select,),
    "SelectQuery": (select,),
    "SubSelect": (select,),
    "Query": (shared_labels,),
    "Operation": (shared_labels,),
    "Quads": (in_quads, quads),
    "ConstructQuery": (in_construct,),
}
