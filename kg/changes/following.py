"""What is inferred follows every change: before it and after it, the graph `inferred` is the closure of its input.

What comes into that graph and goes out of it becomes part of the change, so that one record holds both.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

import pyoxigraph as ox

from kg.changes.change import Change, DefaultGraph, apply
from kg.changes.record import Record
from kg.errors import DataError
from kg.iris import is_closed
from kg.reasoning import (
    INFERRED,
    Contradiction,
    StoredGraph,
    closure_of_names,
    contradictions,
    growth,
    load_inconsistencies,
    load_rules,
    shown,
    told,
)

_FIRST: Final = 3


def prepare() -> None:
    """Read the rules: the children that compute a change may open no file."""
    load_rules()
    load_inconsistencies()


def follow(store: ox.Store, change: Change, *, settled: bool = False) -> Change:
    """Return a change together with what it lets follow, and no longer follow.

    Args:
        store: what is changed; it stays as it is.
        change: the change, which must be exact.
        settled: whether the graph `inferred` is known to be the closure of data that do not contradict themselves.
            Where statements only come, or nothing could rest on those that go, no more is then computed than what comes
            adds; the result is the same.

    Raises:
        DataError: the data would contradict themselves, or the graph `inferred` would hold anything but what follows.
    """
    if not rests_on(change):
        return change
    return (settled and _grown(store, change)) or _computed(store, change)


def _grown(store: ox.Store, change: Change) -> Change | None:
    """Return the whole change by what its additions add; None if that does not tell."""
    if INFERRED in change.graphs:
        return None
    gone, stated = ([quad for quad in quads if is_closed(quad.graph_name)] for quads in (change.removed, change.added))
    new = growth(StoredGraph(store, [*_closed(store), INFERRED]), stated, gone)
    if new is None or new & _not_to_follow(change):
        return None
    same = (ox.Quad(quad.subject, quad.predicate, quad.object, INFERRED) for quad in stated)
    return Change(change.removed.union(quad for quad in same if quad in store), change.added | new)


def _computed(store: ox.Store, change: Change) -> Change:
    """Return the whole change by the closure of what is there after it."""
    given = [quad for quad in _given(store) if quad not in change.removed]
    given += (quad for quad in change.added if is_closed(quad.graph_name))
    due = closure_of_names(given)
    if found := contradictions(given, due):
        raise _contradictory(found)
    _check_own(change, due)
    before = _inferred(store)
    others = Change(*(frozenset(_others(quads)) for quads in (change.removed, change.added)))
    return Change(others.removed | (before - due), others.added | (due - before))


def rests_on(change: Change) -> bool:
    """Tell whether what is inferred may be another after a change."""
    return any(name == INFERRED or is_closed(name) for name in change.graphs)


def settle(store: ox.Store, default_graph: DefaultGraph) -> None:
    """Make the graph `inferred` what follows from a store: changes of one release were made upon another.

    A contradiction between the two is none of the reader's doing, so it is not looked for: the next change meets it.
    """
    due, before = closure_of_names(_given(store)), _inferred(store)
    apply(store, Change(frozenset(before - due), frozenset(due - before)), default_graph)


def replayed(records: Iterable[Record], release: str) -> Iterator[Record | None]:
    """Yield the records of a log, and None wherever what is inferred must be settled first.

    That is where records of other releases end: who wrote the next one saw a settled store, whatever they then wrote.
    """
    is_settled = True
    for record in records:
        is_own = record.release == release
        if is_own and not is_settled:
            yield None
            is_settled = True
        yield record
        is_settled = is_settled and (is_own or not rests_on(record.change))
    if not is_settled:
        yield None


def _given(store: ox.Store) -> Iterable[ox.Quad]:
    """Return the input of the closure."""
    return chain.from_iterable(store.quads_for_pattern(None, None, None, name) for name in _closed(store))


def _closed(store: ox.Store) -> list[ox.NamedNode]:
    return [name for name in store.named_graphs() if isinstance(name, ox.NamedNode) and is_closed(name)]


def _inferred(store: ox.Store) -> set[ox.Quad]:
    return set(store.quads_for_pattern(None, None, None, INFERRED))


def _others(quads: Iterable[ox.Quad]) -> Iterable[ox.Quad]:
    return (quad for quad in quads if quad.graph_name != INFERRED)


def _not_to_follow(change: Change) -> set[ox.Quad]:
    """Return the inferences by which what was deleted from every graph would be there nevertheless."""
    return {ox.Quad(quad.subject, quad.predicate, quad.object, INFERRED) for quad in change.everywhere}


def _check_own(change: Change, due: set[ox.Quad]) -> None:
    """Refuse what was written into the graph `inferred` and does not follow, or was to leave it and does."""
    if invented := [quad for quad in change.added if quad.graph_name == INFERRED and quad not in due]:
        what = _listed(invented)
        raise DataError(
            cs=f"graf {INFERRED.value} obsahuje jen to, co z dat vyplývá, a toto nevyplývá: {what}; zapište to do"
            " grafu, do kterého to patří.",
            en=f"the graph {INFERRED.value} holds only what follows from the data, and this does not: {what}; write it"
            " into the graph that it belongs to.",
        )
    if kept := due & (change.removed | _not_to_follow(change)):
        what = _listed(kept)
        raise DataError(
            cs=f"z grafu {INFERRED.value} nelze odebrat to, co z dat stále vyplývá: {what}; odeberte to, z čeho to"
            " vyplývá (ukáže kg explain), nebo vyjmenujte grafy, ze kterých se má mazat.",
            en=f"what still follows from the data cannot be taken out of the graph {INFERRED.value}: {what}; take out"
            " what it follows from (kg explain shows it), or name the graphs to delete from.",
        )


def _listed(quads: Iterable[ox.Quad]) -> str:
    """Return some statements in one line."""
    lines = sorted(" ".join(map(shown, quad.triple)) for quad in quads)
    return f"{'; '.join(lines[:_FIRST])}{' …' if lines[_FIRST:] else ''}"


def _contradictory(found: list[Contradiction]) -> DataError:
    return DataError(
        cs=f"touto změnou by v datech vznikl rozpor {told(found, 'cs')}; opravte ji, nebo v ní odeberte i výrok,"
        " kterému odporuje.",
        en=f"after this change the data would contradict themselves {told(found, 'en')}; correct it, or take out the"
        " statement that it contradicts as well.",
    )
