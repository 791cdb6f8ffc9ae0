"""The solutions of an update's pattern, over the dataset that WITH, USING or the protocol names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from kg.chance import new_node
from kg.mistakes import malformed, not_evaluated
from kg.namespaces import PREFIXES

_OF_THE_ENGINE: Final = re.compile(r"[0-9a-f]{1,32}")
"""Labels of the blank nodes that the engine makes; those of a dataset have other labels."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, and the graphs that it is matched against; none of either stands for the store's own."""

    prologue: str
    text: str
    """With its braces."""
    default: tuple[ox.NamedNode, ...] | None = None
    named: tuple[ox.NamedNode, ...] | None = None


def resolved(names: Sequence[str], prologue: str) -> tuple[ox.NamedNode, ...]:
    """Return the IRIs that the engine reads in IRIs and prefixed names as they are written."""
    if not names:
        return ()
    query = f"{prologue} SELECT ?g {{ VALUES ?g {{ {' '.join(names)} }} }}"
    return tuple(row["g"] for row in _asked(ox.Store(), query))


def solutions(
    store: ox.Store, pattern: Pattern, variables: Sequence[str], *, each: bool
) -> Iterator[Mapping[str, Any]]:
    """Yield the solutions of a pattern.

    Args:
        store: what is read.
        pattern: what is looked for.
        variables: the names of the variables that are wanted, without `?`.
        each: whether equal solutions count, as they do where each makes blank nodes of its own.

    Raises:
        QueryError: the pattern cannot be evaluated.
    """
    columns = " ".join(f"?{name}" for name in variables) or f"?{_unused(pattern.text)}"
    query = f"{pattern.prologue} SELECT {'' if each else 'DISTINCT '}{columns} WHERE {pattern.text}"
    default: Any = None if pattern.default is None else [*pattern.default]
    named: Any = None if pattern.named is None else [*pattern.named]
    read = store
    if default and len(default) > 1:
        read, default = _merged(store, default, named), ox.DefaultGraph()
    fresh: dict[ox.BlankNode, ox.BlankNode] = {}
    for row in _asked(read, query, default, named):
        yield {name: _lasting(store, row[name], fresh) for name in variables}


def _unused(text: str) -> str:
    name = "none"
    while name in text:
        name += "0"
    return name


def _asked(store: ox.Store, query: str, default: Any = None, named: Any = None) -> Iterator[ox.QuerySolution]:
    try:
        rows = store.query(query, prefixes=PREFIXES, default_graph=default, named_graphs=named)
        assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - every text starts with SELECT
        yield from rows
    except SyntaxError as error:
        raise malformed(query, str(error)) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise not_evaluated(error) from error


def _merged(store: ox.Store, default: Sequence[ox.NamedNode], named: Sequence[ox.NamedNode]) -> ox.Store:
    """Return a store whose default graph is the merge of graphs: the engine counts a triple once for each of them."""
    merged = ox.Store()
    for graph in default:
        quads = store.quads_for_pattern(None, None, None, graph)
        merged.extend(ox.Quad(each.subject, each.predicate, each.object) for each in quads)
    for graph in named:
        merged.extend(store.quads_for_pattern(None, None, None, graph))
    return merged


def _lasting(store: ox.Store, term: Any, fresh: dict[ox.BlankNode, ox.BlankNode]) -> Any:
    """Return a term in which a blank node that BNODE() made has a label that it can keep."""
    if isinstance(term, ox.Triple):
        return ox.Triple(_lasting(store, term.subject, fresh), term.predicate, _lasting(store, term.object, fresh))
    if not isinstance(term, ox.BlankNode) or not _OF_THE_ENGINE.fullmatch(term.value):
        return term
    if term not in fresh:
        patterns = ((term, None, None, None), (None, None, term, None))
        stored = any(next(store.quads_for_pattern(*each), None) for each in patterns)
        fresh[term] = term if stored else new_node()
    return fresh[term]
