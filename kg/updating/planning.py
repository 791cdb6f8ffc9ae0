"""From the text of an update to the change it makes, which is computed without looking at more than it touches.

Where the default graph is the union of the named graphs, what is inserted without a graph goes into a graph for it,
what is deleted without a graph leaves every graph, and a managing operation on DEFAULT is one on that graph.

A graph exists while it holds a quad; within a request also from its first mention by CREATE, or by a quad that came or
went, until it is dropped.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pyoxigraph as ox

from kg.changes import Change, apply, exact
from kg.changes.change import DEFAULT, in_named_graphs, not_among
from kg.errors import QueryError
from kg.results import Graphs
from kg.store import UNNAMED, Dataset
from kg.updating.operations import Managing, Modify, Operation, read_request
from kg.updating.scanning import check_update
from kg.updating.solving import Pattern, resolved, solutions
from kg.updating.templates import read_template, variables_of

GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


def plan(dataset: Dataset, text: str, using: Graphs | None = None, base: str = "") -> Change:
    """Return the net change that an update makes; the dataset is the same afterwards.

    Args:
        dataset: what is changed.
        text: the update.
        using: the graphs of the parameters `using-graph-uri` and `using-named-graph-uri`.
        base: the IRI that relative ones are resolved against, unless the text sets its own.

    Raises:
        RefusedError: it asks for SERVICE or LOAD.
        QueryError: it is malformed or too deep, or an operation without SILENT fails.
    """
    scan = check_update(text)
    operations = [*read_request(scan, f"BASE <{base}> " if base else "")]
    planner = _Planner(dataset, using)
    try:
        for operation in operations:
            planner.take(operation)
        return planner.made.then(planner.last)
    finally:
        planner.undo()


class _Planner:
    """The state of a dataset between the operations of a request."""

    def __init__(self, dataset: Dataset, using: Graphs | None) -> None:
        self.store = dataset.store
        self.mode = dataset.default_graph
        self.using = using
        self.known: set[GraphName] = set()
        self.removed: set[ox.Quad] = set()  # from the store, and so below
        self.added: set[ox.Quad] = set()
        self.everywhere: frozenset[ox.Quad] = frozenset()
        self.last = Change()  # not yet made in the store

    @property
    def made(self) -> Change:
        """What the operations but the last have changed."""
        return Change(frozenset(self.removed), frozenset(self.added), self.everywhere)

    def take(self, operation: Operation) -> None:
        """Compute the change of an operation, in the store as the operations before left it."""
        apply(self.store, self.last, self.mode)
        restored, taken_back = self.last.added & self.removed, self.last.removed & self.added
        self.removed -= restored
        self.removed |= self.last.removed - taken_back
        self.added -= taken_back
        self.added |= self.last.added - restored
        self.everywhere = self.last.everywhere_after(self.everywhere)
        self.last = Change()
        self.last = self._modified(operation) if isinstance(operation, Modify) else self._managed(operation)

    def undo(self) -> None:
        """Leave the store as it was."""
        apply(self.store, self.made.inverse(), self.mode)

    def _exact(self, going: Iterable[ox.Quad], coming: Iterable[ox.Quad]) -> Change:
        """Return the change that takes out and then puts in quads, without what is in vain."""
        change = exact(self.store, going, coming)
        self.known |= change.graphs
        return change

    def _modified(self, operation: Modify) -> Change:
        delete, insert = (read_template(block, operation.prologue) for block in (operation.delete, operation.insert))
        graph = next(iter(resolved([operation.graph] if operation.graph else [], operation.prologue)), None)
        rows: Iterable[Any] = ({},)
        if operation.where is not None:
            pattern = self._pattern(operation, graph)
            rows = solutions(self.store, pattern, variables_of([delete, insert]), each=insert.makes_nodes)
        going: set[ox.Quad] = set()
        coming: set[ox.Quad] = set()
        everywhere: set[ox.Quad] = set()
        for row in rows:
            for quad in delete.filled(row):
                if quad.graph_name != DEFAULT or graph or self.mode == "separate":
                    going.add(_in_graph(quad, graph or DEFAULT))
                else:
                    everywhere.add(quad)
            coming.update(_in_graph(quad, graph or self._unnamed) for quad in insert.filled(row))
        going.update(named for quad in everywhere for named in in_named_graphs(self.store, quad))
        return replace(self._exact(going, coming), everywhere=not_among(everywhere, coming))

    def _pattern(self, operation: Modify, graph: ox.NamedNode | None) -> Pattern:
        """Return the pattern of an operation; USING has precedence over WITH (SPARQL 1.1 Update, section 3.1.3)."""
        assert operation.where is not None  # noqa: S101 - asked by the caller
        if self.using is None and not operation.using and not operation.named:
            return Pattern(operation.prologue, operation.where, (graph,) if graph else None)
        if self.using is None:
            default, named = (resolved(names, operation.prologue) for names in (operation.using, operation.named))
        elif operation.graph or operation.using or operation.named:
            raise QueryError(
                cs="parametry using-graph-uri a using-named-graph-uri nelze spojit s USING ani WITH v textu; zvolte"
                " jedno z nich.",
                en="the parameters using-graph-uri and using-named-graph-uri cannot be joined with USING or WITH in the"
                " text; choose one of them.",
            )
        else:
            default, named = (_nodes(names) for names in (self.using.default, self.using.named))
        return Pattern(operation.prologue, operation.where, tuple(dict.fromkeys(default)), tuple(dict.fromkeys(named)))

    @property
    def _unnamed(self) -> GraphName:
        """The graph that stands for the default one in writing."""
        return UNNAMED if self.mode == "union" else DEFAULT

    def _managed(self, operation: Managing) -> Change:
        source = self._graphs(operation.source, operation.prologue)
        verb, first = operation.verb, source[0] if source else DEFAULT
        if verb == "create":
            failed = self._exists(first)
        else:
            failed = operation.source not in {"default", "named", "all"} and not self._exists(first)
        if failed:
            if operation.silent:
                return Change()
            raise _failed(verb, str(first))
        if verb == "create":
            self.known.add(first)
            return Change()
        if verb in {"clear", "drop"}:
            change = self._exact(self._quads(source), ())
            (self.known.difference_update if verb == "drop" else self.known.update)(source)
            return change
        return self._copied(operation, first, self._graphs(operation.target, operation.prologue)[0])

    def _copied(self, operation: Managing, source: GraphName, target: GraphName) -> Change:
        """Return the change of ADD, COPY or MOVE (SPARQL 1.1 Update, sections 3.2.3 to 3.2.5)."""
        if source == target:
            return Change()
        copies = [_in_graph(quad, target, always=True) for quad in self._quads([source])]
        going = [] if operation.verb == "add" else self._quads([target])
        if operation.verb == "move":
            going += self._quads([source])
        change = self._exact(going, copies)
        if operation.verb == "move":
            self.known.discard(source)
        if operation.verb != "add" and not copies:
            self.known.discard(target)  # it was dropped, and nothing came
        return change

    def _graphs(self, written: str, prologue: str) -> list[GraphName]:
        """Return the graphs that a managing operation names."""
        named = [] if written == "default" else [*self.store.named_graphs()]
        if written in {"named", "all"}:
            return [*named, DEFAULT] if written == "all" and self.mode == "separate" else [*named]
        return [self._unnamed] if written == "default" else [*resolved([written], prologue)]

    def _quads(self, graphs: Iterable[GraphName]) -> list[ox.Quad]:
        return [quad for graph in graphs for quad in self.store.quads_for_pattern(None, None, None, graph)]

    def _exists(self, graph: GraphName) -> bool:
        return graph in self.known or next(self.store.quads_for_pattern(None, None, None, graph), None) is not None


def _nodes(names: Iterable[str]) -> tuple[ox.NamedNode, ...]:
    return tuple(ox.NamedNode(name) for name in names)


def _in_graph(quad: ox.Quad, graph: GraphName, *, always: bool = False) -> ox.Quad:
    """Return a quad in a graph, if it names none of its own."""
    if quad.graph_name != DEFAULT and not always:
        return quad
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _failed(verb: str, graph: str) -> QueryError:
    if verb == "create":
        return QueryError(
            cs=f"graf {graph} již existuje; vypusťte CREATE, nebo napište CREATE SILENT.",
            en=f"the graph {graph} exists already; leave CREATE out, or write CREATE SILENT.",
        )
    return QueryError(
        cs=f"graf {graph} neexistuje, {verb.upper()} tedy nelze provést; opravte název, nebo napište"
        f" {verb.upper()} SILENT.",
        en=f"the graph {graph} does not exist, so {verb.upper()} fails; mend its name, or write {verb.upper()} SILENT.",
    )
