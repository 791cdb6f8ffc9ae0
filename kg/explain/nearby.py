"""What to say of a statement that does not hold: what does hold near it."""

from collections.abc import Iterable
from typing import Final

from kg.explain.proof import DoesNotHold
from kg.explain.reader import Reader
from kg.explain.statement import Statement, Term
from kg.explain.wording import Words
from kg.folding import natural
from kg.whole import Whole

_SHOWN: Final = 5
"""How many things a line lists."""


def does_not_hold(whole: Whole, statement: Statement) -> DoesNotHold:
    """Return the error for a statement that is not in the graph.

    Args:
        whole: the dataset.
        statement: what was asked for.
    """
    graph = Reader(whole)
    return DoesNotHold(cs=_line(Words(whole, "cs"), graph, statement), en=_line(Words(whole, "en"), graph, statement))


def _line(words: Words, graph: Reader, statement: Statement) -> str:
    asked = words.statement(statement)
    near = _near(words, graph, statement)
    if not near:
        return words.pick(
            cs=f"neplatí, že {asked}, a graf nezná ani nic blízkého; ověřte podmět, vlastnost a předmět.",
            en=f"it does not hold that {asked}, nor anything near it; check subject, predicate and object.",
        )
    return words.pick(
        cs=f"neplatí, že {asked}; platí však: {near}.",
        en=f"it does not hold that {asked}; what does hold: {near}.",
    )


def _near(words: Words, graph: Reader, statement: Statement) -> str:
    """Return what the subject has for the property, else what has the object for it, else what links the two."""
    subject, predicate, value = statement
    if objects := graph.objects(subject, predicate):
        return f"{words.name(subject)} {words.verb(predicate)} {_listed(words, objects)}"
    if subjects := graph.subjects(predicate, value):
        listed, relation = _listed(words, subjects), words.quoted(words.verb(predicate))
        return words.pick(
            cs=f"vztah {relation} s předmětem {words.name(value)} má {listed}",
            en=f"the relation {relation} with the object {words.name(value)} is that of {listed}",
        )
    return ", ".join(words.statement(Statement(subject, link, value)) for link in graph.links(subject, value))


def _listed(words: Words, terms: Iterable[Term]) -> str:
    """Return the names of terms in their natural order, so many as one line holds."""
    found = sorted(map(words.name, terms), key=natural)
    return ", ".join([*found[:_SHOWN], *(["…"] if len(found) > _SHOWN else [])])
