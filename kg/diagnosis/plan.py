"""What a query costs: how many triples each pattern matches, how many rows their joins give, and how long it takes."""

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.diagnosis import advice
from kg.diagnosis.algebra import algebra
from kg.diagnosis.limits import SECONDS
from kg.diagnosis.probe import Count, Prober
from kg.guard import check_query
from kg.planning import Postings
from kg.reading.limits import Unreadable
from kg.reading.outline import Group, Outline, Part
from kg.reading.query import read
from kg.results import Graphs

Counts = Mapping[Part, Count | None]


def explain_query(  # noqa: PLR0913 - what a request says of one query
    store: ox.Store,
    query: str,
    graphs: Graphs | None = None,
    seconds: float = SECONDS,
    *,
    base: str | None = None,
    postings: Postings | None = None,
) -> dict[str, Any]:
    """Tell what a query means and what it costs.

    It forks children and waits for them, so it runs in a worker or a command, never in the process that serves.
    `kg.diagnosis.prepare` must have run before that worker was forked.

    Args:
        store: the store.
        query: a query; it need not have been checked.
        graphs: the dataset that a request names.
        seconds: how long it may take; a third of it the query itself.
        base: what relative IRIs are resolved against.
        postings: what is remembered of the store, by which the service answers faster.

    Raises:
        KgError: the query is refused or malformed.
    """
    form = check_query(query)
    prober = Prober(store, query, graphs, seconds, base)
    prober.check(query)
    told: dict[str, Any] = {"explains": "plan", "form": str(form), "algebra": algebra(query, seconds / 4)}
    told["evaluated"] = prober.begun(query, postings) if postings else None
    told["whole"] = _whole(prober, query, postings)
    try:
        outline = read(query)
    except Unreadable:
        told |= {"readable": False, "patterns": [], "joins": [], "advice": []}
        return told | {"complete": prober.complete}
    counts = {each: _matches(outline, prober, each) for each in _patterns(outline)}
    patterns = [_pattern(outline, each, count) for each, count in counts.items()]
    joins = [join for group in _groups(outline) if (join := _joined(outline, prober, group, counts))]
    told |= {"readable": True, "patterns": patterns, "joins": joins, "advice": list(advice.of(outline, counts))}
    return told | {"complete": prober.complete}


def _whole(prober: Prober, query: str, postings: Postings | None) -> dict[str, Any]:
    """Evaluate the query, to its last row; None for what is not known."""
    seconds = prober.patience

    def task() -> dict[str, Any]:
        begun = time.perf_counter()
        result = prober.solve(query, postings)
        rows = int(bool(result)) if isinstance(result, ox.QueryBoolean) else sum(1 for _ in result)
        return {"rows": rows, "seconds": round(time.perf_counter() - begun, 4)}

    complete = prober.complete
    answer: dict[str, Any] | None = prober.ask(task, seconds)
    prober.complete = complete  # that it did not finish is told here
    if answer is None:
        return {"finished": False, "rows": None, "seconds": round(seconds, 1)}
    return {"finished": True, **answer}


def _patterns(outline: Outline) -> Iterator[Part]:
    return (each for each in outline.parts() if each.pieces)


def _groups(outline: Outline) -> Iterator[Group]:
    """Yield the groups that hold triples, in their order."""
    seen: dict[Group, None] = {}
    for part in _patterns(outline):
        if part.inside:
            seen.setdefault(part.inside)
    yield from seen


def in_graph(outline: Outline, group: Group, text: str) -> str:
    """Return a pattern in braces, inside the GRAPH that a group stands in."""
    for graph in group.within("graph"):
        text = f"GRAPH {outline.tokens[graph.start + 1].text} {{ {text} }}"
    return f"{{ {text} }}"


def _matches(outline: Outline, prober: Prober, part: Part) -> Count | None:
    assert part.inside is not None  # noqa: S101 - a triple stands in a group
    return prober.matches(in_graph(outline, part.inside, outline.shown(part)))


def _pattern(outline: Outline, part: Part, count: Count | None) -> dict[str, Any]:
    graph = next(part.inside.within("graph"), None) if part.inside else None
    return {
        "pattern": outline.shown(part),
        "line": outline.line(part),
        "graph": outline.tokens[graph.start + 1].text if graph else None,
        **_told(count),
    }


def _told(count: Count | None) -> dict[str, Any]:
    return {"rows": None, "more": False} if count is None else count.as_json()


def _joined(outline: Outline, prober: Prober, group: Group, counts: Counts) -> dict[str, Any] | None:
    """Join the triples and VALUES of a group, the smallest first and then whatever shares a variable with it.

    An engine may choose another order; what is a product here is one there, too.
    """
    parts = [each for each in group.parts if each.pieces or each.kind == "values"]
    if len(parts) < 2:
        return None
    steps: list[dict[str, Any]] = []
    joined: list[Part] = []
    for part in ordered(outline, parts, counts):
        shared = sorted(outline.nodes(part) & {node for each in joined for node in outline.nodes(each)})
        joined.append(part)
        text = " . ".join(outline.shown(each) for each in joined)
        count = counts.get(part) if len(joined) == 1 else None
        count = count or prober.matches(in_graph(outline, group, text))
        product = bool(steps) and not shared and count is not None and count.rows > (steps[-1]["rows"] or 0)
        steps.append({"pattern": outline.shown(part), "joined_by": shared, "product": product, **_told(count)})
        if count is None or count.more:
            break  # what follows would be larger, or is not known either
    return {"line": outline.line(parts[0]), "steps": steps}


def ordered(outline: Outline, parts: Iterable[Part], counts: Counts) -> list[Part]:
    """Return parts in the order of increasing size; those that share a variable with one before go first."""
    waiting = sorted(parts, key=lambda each: _size(counts.get(each), each))
    found: list[Part] = []
    known: set[str] = set()
    while waiting:
        part = next((each for each in waiting if outline.nodes(each) & known), waiting[0])
        waiting.remove(part)
        found.append(part)
        known |= outline.nodes(part)
    return found


def _size(count: Count | None, part: Part) -> float:
    if part.kind == "values":
        return 0
    return float("inf") if count is None or count.more else count.rows
