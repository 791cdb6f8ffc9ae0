"""What a child does to answer a query: check it, choose the format, evaluate, write. All of it can be killed."""

import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import pyoxigraph as ox

from api.problems import NotAcceptable
from kg import results
from kg.errors import QueryError
from kg.guard import QueryForm, check_query
from kg.namespaces import PREFIXES
from kg.results import Format, Graphs, Term, formats_for
from kg.workers import Task

SHOWN: Final = 1000
"""How many rows or triples a page shows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and how its answer is wanted."""

    text: str
    accept: str = ""
    format: str | None = None
    """A short name of a format, which takes precedence over `accept`; links on pages use it."""
    graphs: Graphs | None = None


def answer_task(store: ox.Store, asked: Asked) -> Task:
    """Return the task that writes the answer; its result is the content type."""

    def task(out: BinaryIO) -> str:
        chosen = _chosen(asked, check_query(asked.text))
        results.evaluate(store, asked.text, chosen, out, asked.graphs)
        return chosen.content_type

    return task


def _chosen(asked: Asked, form: QueryForm) -> Format:
    if asked.format:
        return results.named_format(asked.format, form)
    chosen = results.negotiate(asked.accept, form)
    if chosen is None:
        listed = ", ".join(each.media_type for each in formats_for(form))
        raise NotAcceptable(
            cs=f"odpověď na tento dotaz lze poslat jako {listed}; přijměte v hlavičce Accept některý z nich.",
            en=f"the answer to this query can be sent as {listed}; accept one of them.",
        )
    return chosen


def page_task(store: ox.Store, asked: Asked) -> Task:
    """Return the task that writes, as JSON, as much of the answer as a page shows; its result says if there is more."""

    def task(out: BinaryIO) -> bool:
        check_query(asked.text)
        try:
            shown, more = _shown(results.solve(store, asked.text, asked.graphs))
        except (RuntimeError, ValueError) as error:
            raise QueryError(
                cs=f"dotaz nelze vyhodnotit: {error}.", en=f"the query cannot be evaluated: {error}."
            ) from error
        out.write(json.dumps(shown).encode())
        return more

    return task


def _shown(result: results.Result) -> tuple[dict[str, Any], bool]:
    if isinstance(result, ox.QueryBoolean):
        return {"truth": bool(result)}, False
    if isinstance(result, ox.QueryTriples):
        triples, more = _first(result)
        turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
        return {"turtle": turtle.decode()}, more
    names = [variable.value for variable in result.variables]
    rows, more = _first(result)
    bindings = [
        {name: _binding(term) for name, term in zip(names, row, strict=True) if term is not None} for row in rows
    ]
    return {"head": {"vars": names}, "results": {"bindings": bindings}}, more


def _first(items: Iterable[Any]) -> tuple[list[Any], bool]:
    found = list(itertools.islice(items, SHOWN + 1))
    return found[:SHOWN], len(found) > SHOWN


def _binding(term: Term) -> dict[str, str]:
    """Return a term as SPARQL 1.1 Query Results JSON has it, as far as a page needs it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.Literal):
        return {"type": "literal", "value": term.value, "xml:lang": term.language or ""}
    return {"type": "other", "value": str(term)}
