"""Questions to the store within a budget: each in a child of its own, and what is not known by then stays unknown."""

import functools
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

from kg.diagnosis.bounded import Failed, Unfinished, bounded
from kg.diagnosis.limits import MATCHES, NODES, PROBE, PROBES, ROWS, VALUES, VOCABULARY
from kg.errors import QueryError
from kg.guard import check_query, dataset_clauses
from kg.namespaces import PREFIXES
from kg.planning import Postings, planned
from kg.results import Graphs, Result, solve

Term = ox.NamedNode | ox.Literal
Keep = Callable[[Iterable[Term]], list[Any]]

_SHARE: Final = 0.7
"""How much of its time a search takes in; the rest is for what the engine does before and after."""

_OWN: Final = Graphs()
"""No dataset of a request: the query names its own."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows there are, as far as they were counted."""

    rows: int
    more: bool = False
    """Whether there are more than were counted."""

    def as_json(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {"rows": self.rows, "more": self.more}


class _Stream:
    """The terms of a variable as they come, until a time."""

    def __init__(self, rows: ox.QuerySolutions, end: float) -> None:
        self._rows = rows
        self._end = end
        self.whole = True
        """Whether none was left when the time was over."""

    def __iter__(self) -> Iterator[Term]:
        for row in self._rows:
            if time.monotonic() > self._end:
                self.whole = False
                return
            if isinstance(term := row[0], Term):
                yield term


class Prober:
    """What a diagnosis asks of the store, within the dataset of the query and a budget."""

    def __init__(
        self, store: ox.Store, query: str, graphs: Graphs | None, seconds: float, base: str | None = None
    ) -> None:
        """Take the dataset that the query or the request names; several default graphs are merged once."""
        self.store = store
        self.graphs = graphs
        self.base = base
        self.tried = 0
        self.complete = True
        """Whether nothing was given up for want of time."""
        self._step = PROBE * seconds
        self.patience = VOCABULARY * seconds
        """How long the query itself may take, or a search through the whole store."""
        self._end = time.monotonic() + seconds
        self._clauses = dataset_clauses(query)
        self.prologue = self._clauses.prologue
        self._merged = self._merge()

    @property
    def left(self) -> float:
        """Seconds until the budget is used up."""
        return self._end - time.monotonic() if self.tried < PROBES else 0.0

    def ask(self, task: Callable[[], Any], seconds: float | None = None) -> Any:
        """Run a task within the budget; None if it does not finish."""
        self.tried += 1
        try:
            return bounded(task, min(seconds or self._step, self.left))
        except Unfinished:
            self.complete = False
        except Failed:
            pass
        return None

    def solve(self, query: str, postings: Postings | None = None) -> Result:
        """Evaluate a query in the dataset; for use inside a task only.

        Args:
            query: the query.
            postings: what is remembered of the store, if the query is to be answered as the service would.
        """
        if self._merged is None:
            return solve(self.store, query, self.graphs, self.base, postings)
        names = list(self._merged.named_graphs())
        return self._merged.query(
            query, prefixes=PREFIXES, base_iri=self.base, default_graph=ox.DefaultGraph(), named_graphs=names
        )

    def begun(self, query: str, postings: Postings) -> str | None:
        """Return the text that is evaluated in place of a query, with the same solutions; None if there is none."""
        if self.graphs is not None or self._merged is not None:
            return None
        text: str | None = self.ask(lambda: planned(self.store, postings, query, PREFIXES, self.base))
        return text

    def _solve_freely(self, query: str, dataset: Graphs = _OWN) -> Result:
        return solve(self.store, query, None if dataset == _OWN else dataset, self.base)

    def _merge(self) -> ox.Store | None:
        """Return a store of the dataset where its default graph is several graphs: once, not for every question."""
        named = self.graphs
        if named is None:
            terms = self.terms([*self._clauses.default, *self._clauses.named])
            iris = {written: term.value for written, term in terms.items()}
            default = tuple(iris[each] for each in self._clauses.default if each in iris)
            named = Graphs(default, tuple(iris[each] for each in self._clauses.named if each in iris))
        if len(set(named.default)) < 2:
            return None
        merged = ox.Store()
        for iri in named.default:
            quads = self.store.quads_for_pattern(None, None, None, ox.NamedNode(iri))
            merged.extend(ox.Quad(each.subject, each.predicate, each.object) for each in quads)
        for iri in named.named:
            merged.extend(self.store.quads_for_pattern(None, None, None, ox.NamedNode(iri)))
        return merged

    @functools.cached_property
    def clauses(self) -> str:
        """The dataset clauses of the query, for another query with the same prologue."""
        default = [f"FROM {each}" for each in self._clauses.default]
        return " ".join([*default, *(f"FROM NAMED {each}" for each in self._clauses.named)])

    def check(self, query: str) -> None:
        """Let the engine read a query; without data that takes no time.

        Raises:
            QueryError: it is malformed, or cannot be evaluated.
        """

        def task() -> list[str]:
            try:
                solve(ox.Store(), query, self.graphs, self.base)
            except QueryError as error:
                return [error.cs, error.en]
            return []

        if error := self.ask(task):
            raise QueryError(cs=error[0], en=error[1])

    def rows(self, query: str, *, dataset: Graphs | None = None, seconds: float | None = None) -> Count | None:
        """Count the rows or triples that a whole query gives; None if that is not known.

        Args:
            query: a query that gives rows or a graph.
            dataset: what a request would name instead; an empty one leaves it to the query.
            seconds: how long it may take.
        """

        def task() -> dict[str, Any]:
            check_query(query)  # what was written anew passes the same checks as what a user writes
            result = self.solve(query) if dataset is None else self._solve_freely(query, dataset)
            if isinstance(result, ox.QueryBoolean):
                return {"rows": int(bool(result)), "more": False}
            count = sum(1 for _ in islice(result, ROWS + 1))
            return {"rows": min(count, ROWS), "more": count > ROWS}

        return _count(self.ask(task, seconds))

    def matches(self, pattern: str) -> Count | None:
        """Count the rows of a group graph pattern, which is written with its braces."""
        query = f"{self.prologue} SELECT (COUNT(*) AS ?n) {self.clauses} {{ SELECT * {pattern} LIMIT {MATCHES + 1} }}"

        def task() -> dict[str, Any]:
            rows = self.solve(query)
            assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - a SELECT has solutions
            number = next(rows)["n"]
            assert isinstance(number, ox.Literal)  # noqa: S101 - a count is a number
            count = int(number.value)
            return {"rows": min(count, MATCHES), "more": count > MATCHES}

        return _count(self.ask(task))

    def values(
        self, variable: str, pattern: str, keep: Keep, *, free: bool = False, everything: bool = False
    ) -> list[Any]:
        """Return what `keep` makes of the terms that a variable takes in a pattern; an empty list if that is unknown.

        It sees them as they come, until most of the time is over; what it found by then counts.

        Args:
            variable: its name.
            pattern: a group graph pattern with its braces.
            keep: chooses among the terms, in the child.
            free: among all graphs of the store, whatever dataset was named.
            everything: look through all terms of a large store, for which there is more time.
        """
        seconds, limit = (self.patience, NODES) if everything else (self._step, VALUES)
        clauses = "" if free else self.clauses
        query = f"{self.prologue} SELECT DISTINCT ?{variable} {clauses} {pattern} LIMIT {limit}"

        def task() -> list[Any]:
            rows = self._solve_freely(query) if free else self.solve(query)
            assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - a SELECT has solutions
            stream = _Stream(rows, time.monotonic() + _SHARE * seconds)
            return [keep(stream), stream.whole]

        found, whole = self.ask(task, seconds) or ([], True)
        self.complete = self.complete and whole
        return list(found)

    def terms(self, written: list[str]) -> dict[str, Term]:
        """Return the terms that the query's own words denote, as the engine reads them."""
        found: dict[str, Term] = {}
        if not written:
            return found
        distinct = list(dict.fromkeys(written))
        names = [f"?t{place}" for place in range(len(distinct))]
        query = f"{self.prologue} SELECT * {{ VALUES ({' '.join(names)}) {{ ({' '.join(distinct)}) }} }}"
        try:
            solutions = self.store.query(query, prefixes=PREFIXES, base_iri=self.base)
        except (SyntaxError, ValueError, RuntimeError):
            return found
        assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - a SELECT has solutions
        for row in solutions:
            for name, text in zip(names, distinct, strict=True):
                term = row[name[1:]]
                if isinstance(term, Term):
                    found[text] = term
        return found


def _count(answer: dict[str, Any] | None) -> Count | None:
    return None if answer is None else Count(answer["rows"], answer["more"])
