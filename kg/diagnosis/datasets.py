"""What may be wrong with the graphs that are asked: those of GRAPH, and those of FROM or of the request."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import Final

import pyoxigraph as ox

from kg.diagnosis.candidates import NEAREST, Candidate, Source
from kg.diagnosis.kinds import KINDS
from kg.diagnosis.likeness import Term, likeness
from kg.reading.outline import Part
from kg.results import Graphs

_HOLDING: Final = 50
"""How many graphs that hold matches of one triple are looked at."""

_LAST: Final = 99
"""The distance of leaving the choice of a graph out: it tells less than a graph does."""


@dataclass(frozen=True)
class _Member:
    """A graph that the dataset is made of."""

    iri: ox.NamedNode
    is_default: bool
    """Whether it is a part of the default graph."""
    clause: Part | None = None
    """Where the query names it; None if the request does."""

    @property
    def parameter(self) -> str:
        """Return how the request names it."""
        return f"{_parameter(is_default=self.is_default)}={self.iri.value}"


def of_graphs(source: Source, triples: Collection[Part], missing: Collection[Part]) -> Iterator[Candidate]:
    """Yield other graphs to ask for the triples that those asked do not hold.

    Args:
        source: the query and the store.
        triples: those of the query.
        missing: the triples among them that match nothing in the graph they are sought in.
    """
    for graph, parts in _by_graph(triples).items():
        if graph is not None:
            yield from _graph(source, graph, [each for each in parts if each in missing])
            yield from _apart(source, graph, parts)
    sought = missing or triples
    outside = [each for each in sought if _graph_of(each) is None]
    if members := list(_members(source)):
        inside = [each for each in sought if _graph_of(each) is not None]
        yield from _dataset(source, members, outside, inside)
    elif missing and outside:
        yield from _wrapped(source, outside)


def _graph_of(part: Part) -> Part | None:
    return next(part.inside.within("graph"), None) if part.inside else None


def _by_graph(triples: Iterable[Part]) -> dict[Part | None, list[Part]]:
    found: dict[Part | None, list[Part]] = {}
    for part in triples:
        found.setdefault(_graph_of(part), []).append(part)
    return found


def _names(source: Source, wanted: ox.NamedNode, parts: Iterable[Part], *, free: bool) -> list[tuple[str, str]]:
    """Return the graphs to ask in place of one, with their kinds: those named nearly alike, then those that match.

    Args:
        source: the query and the store.
        wanted: the graph that is asked.
        parts: the triples that are sought there.
        free: among all graphs of the store, whatever dataset was named.
    """
    store = source.prober.store
    known = next(store.quads_for_pattern(None, None, None, wanted), None) is not None

    def near(terms: Iterable[Term]) -> list[str]:
        alike = ((each.value, likeness(wanted, each, spelling=not known)) for each in terms)
        found = sorted((KINDS.index(like.kind), like.distance, iri) for iri, like in alike if like)
        return [iri for *_, iri in found][:NEAREST]

    named = source.prober.values("kgx", "{ GRAPH ?kgx { } }", near, free=free)
    holding = [each for each in _holding(source, parts, free=free) if each not in {*named, wanted.value}]
    return [*(("graph" if known else "graph-name", each) for each in named), *(("graph", each) for each in holding)]


def _holding(source: Source, parts: Iterable[Part], *, free: bool) -> list[str]:
    """Return the graphs that match triples, those first that match most of them."""
    found: Counter[str] = Counter()

    def keep(terms: Iterable[Term]) -> list[str]:
        return [each.value for each in islice(terms, _HOLDING)]

    for part in parts:
        pattern = f"{{ GRAPH ?kgx {{ {source.outline.shown(part)} }} }}"
        found.update(source.prober.values("kgx", pattern, keep, free=free))
    return [iri for iri, _ in found.most_common(NEAREST)]


def _graph(source: Source, graph: Part, missing: list[Part]) -> Iterator[Candidate]:
    """Yield other graphs for GRAPH, and what it holds outside it."""
    outline, place = source.outline, graph.start + 1
    name, wrong = source.term(place), source.outline.tokens[place].text
    if isinstance(name, ox.NamedNode) and missing:
        for distance, (kind, iri) in enumerate(_names(source, name, missing, free=False)):
            right = source.writer.term(ox.NamedNode(iri), wrong)
            yield Candidate(kind, wrong, right, graph, distance, new={place: right})
    if name is None or missing:
        shown = outline.range(graph.groups[0].start, graph.groups[0].end)
        words = outline.range(graph.start, place + 1)
        distance = 2 if name is None else _LAST
        yield Candidate("graph", words, "", graph, distance, new={graph.start: "", place: ""}, shown=shown)


def _apart(source: Source, graph: Part, parts: list[Part]) -> Iterator[Candidate]:
    """Yield triples of GRAPH with a variable in graphs of their own, for no single one may hold them all."""
    outline, place = source.outline, graph.start + 1
    if len(parts) > 1 and outline.tokens[place].kind == "variable":
        recast = _each_named(source, parts, outline.tokens[place].text)
        right = " ".join(recast.values())
        new = {graph.start: "", place: ""}
        yield Candidate("graph", outline.shown(graph), right, graph, 3, recast=recast, new=new, shown=right)


def _each_named(source: Source, parts: Iterable[Part], first: str) -> dict[Part, str]:
    """Return triples each in a graph of its own; that of the first is called as is given."""
    names = (f"?kgg{place}" if place else first for place in count())
    return {part: f"GRAPH {name} {{ {source.outline.shown(part)} }}" for part, name in zip(parts, names, strict=False)}


def _parameter(*, is_default: bool) -> str:
    return "default-graph-uri" if is_default else "named-graph-uri"


def _members(source: Source) -> Iterator[_Member]:
    """Yield the graphs of the dataset, by the request or else by the query."""
    if (graphs := source.prober.graphs) is not None:
        yield from (_Member(ox.NamedNode(each), is_default=True) for each in graphs.default)
        yield from (_Member(ox.NamedNode(each), is_default=False) for each in graphs.named)
        return
    for clause in source.outline.clause("from"):
        term = source.term(clause.end - 1)
        if isinstance(term, ox.NamedNode):
            yield _Member(term, source.outline.tokens[clause.start + 1].word != "named", clause)


def _asked(members: Iterable[_Member]) -> Graphs:
    """Return the dataset that a request is to name; an empty one leaves it to the query, which names its own."""
    found = [each for each in members if each.clause is None]
    default = tuple(each.iri.value for each in found if each.is_default)
    return Graphs(default, tuple(each.iri.value for each in found if not each.is_default))


def _dataset(source: Source, members: list[_Member], outside: list[Part], inside: list[Part]) -> Iterator[Candidate]:
    """Yield other datasets for the triples outside GRAPH, and for those inside one."""
    for member in members:
        parts = outside if member.is_default else inside
        if parts or source.outline.pattern is None:
            for distance, (kind, iri) in enumerate(_names(source, member.iri, parts, free=True)):
                yield _renamed(source, members, member, Candidate(kind, "", iri, member.clause, distance))
    if outside and not any(each.is_default for each in members):
        yield from (_as_default(source, members, each) for each in members)
    if inside:
        yield from (_also_named(source, members, each) for each in _unnamed(source, members, inside))
    yield _without(source, members)


def _renamed(source: Source, members: list[_Member], member: _Member, candidate: Candidate) -> Candidate:
    """Return the change that names another graph in place of one, and in GRAPH too where that names the same."""
    outline, graph = source.outline, ox.NamedNode(candidate.right)
    other = replace(member, iri=graph)
    places = [each.start + 1 for each in outline.parts() if each.kind == "graph"]
    new = {at: source.writer.term(graph, outline.tokens[at].text) for at in places if source.term(at) == member.iri}
    dataset = _asked([other if each is member else each for each in members])
    if member.clause is None:
        return replace(candidate, wrong=member.parameter, right=other.parameter, new=new, dataset=dataset)
    place = member.clause.end - 1
    wrong = outline.tokens[place].text
    right = source.writer.term(graph, wrong)
    return replace(candidate, wrong=wrong, right=right, new={**new, place: right}, dataset=dataset)


def _as_default(source: Source, members: list[_Member], member: _Member) -> Candidate:
    """Return the change that makes a named graph a part of the default graph."""
    other = replace(member, is_default=True)
    dataset = _asked([other if each is member else each for each in members])
    if (clause := member.clause) is None:
        return Candidate("dataset", member.parameter, other.parameter, dataset=dataset)
    wrong, right = source.outline.shown(clause), f"FROM {source.outline.tokens[clause.end - 1].text}"
    return Candidate("dataset", wrong, right, clause, recast={clause: right}, shown=right, dataset=dataset)


def _unnamed(source: Source, members: list[_Member], inside: list[Part]) -> list[ox.NamedNode]:
    """Return the graphs that GRAPH asks and that are no named graphs of the dataset."""
    named = {each.iri for each in members if not each.is_default}
    asked = [source.term(graph.start + 1) for each in inside if (graph := _graph_of(each))]
    found = [each for each in asked if isinstance(each, ox.NamedNode) and each not in named]
    if not named and None in asked:
        found += [ox.NamedNode(each) for each in _holding(source, inside, free=True)]
    return list(dict.fromkeys(found))


def _also_named(source: Source, members: list[_Member], graph: ox.NamedNode) -> Candidate:
    """Return the change that adds a named graph."""
    last = members[-1]
    added = _Member(graph, is_default=False, clause=last.clause)
    dataset = _asked([*members, added])
    if (clause := last.clause) is None:
        return Candidate("dataset", last.parameter, f"{last.parameter}, {added.parameter}", dataset=dataset)
    wrong, like = source.outline.shown(clause), source.outline.tokens[clause.end - 1].text
    right = f"{wrong} FROM NAMED {source.writer.term(graph, like)}"
    return Candidate("dataset", wrong, right, clause, recast={clause: right}, shown=right, dataset=dataset)


def _without(source: Source, members: list[_Member]) -> Candidate:
    """Return the change that leaves the choice of a dataset out."""
    clauses = [each.clause for each in members if each.clause]
    if not clauses:
        words = ", ".join(dict.fromkeys(_parameter(is_default=each.is_default) for each in members))
        return Candidate("graph", words, "", None, _LAST, dataset=Graphs())
    words = " ".join(source.outline.shown(each) for each in clauses)
    recast = dict.fromkeys(clauses, "")
    return Candidate("graph", words, "", clauses[0], _LAST, recast=recast, shown=" ", dataset=Graphs())


def _wrapped(source: Source, parts: list[Part]) -> Iterator[Candidate]:
    """Yield what asks the named graphs for triples that the default graph does not hold."""
    outline = source.outline
    if outline.pattern is None or not _holding(source, parts, free=True):
        return
    for part in parts:
        named = f"GRAPH ?kgg {{ {outline.shown(part)} }}"
        yield Candidate("graph", outline.shown(part), named, part, 1, recast={part: named}, shown=named)
    if len(parts) > 1:
        recast = _each_named(source, parts, "?kgg")
        wrong, right = " . ".join(outline.shown(each) for each in parts), " ".join(recast.values())
        yield Candidate("graph", wrong, right, None, 3, recast=recast)
    first, last = outline.pattern.start, outline.pattern.end - 1
    new = {first: "{ GRAPH ?kgg {", last: "} }"}
    yield Candidate("graph", "{ … }", "{ GRAPH ?kgg { … } }", None, 2, new=new)
