"""What may be wrong around the patterns: the graph that is asked, and the namespace of a prefix."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

from kg.diagnosis.candidates import NEAREST, Candidate, Source
from kg.diagnosis.likeness import Term, edit_distance, split
from kg.namespaces import PREFIXES
from kg.reading.outline import Part


def of_graphs(source: Source, missing: Iterable[Part]) -> Iterator[Candidate]:
    """Yield other graphs to ask for the triples that those asked do not hold.

    Args:
        source: the query and the store.
        missing: triples that match nothing in the graph they are sought in.
    """
    asked: dict[Part, list[Part]] = {}
    outside: list[Part] = []
    for part in missing:
        inner = next(part.inside.within("graph"), None) if part.inside else None
        if inner is None:
            outside.append(part)
        else:
            asked.setdefault(inner, []).append(part)
    for graph, parts in asked.items():
        yield from _graph(source, graph, parts)
    if outside:
        yield from _dataset(source, outside)


def _holding(source: Source, parts: Iterable[Part], *, free: bool) -> list[str]:
    """Return the graphs, as the query would write them, that hold matches of a triple."""
    found: dict[str, None] = {}

    def keep(terms: Iterable[Term]) -> list[str]:
        return [source.writer.term(each) for each in islice(terms, NEAREST)]

    for part in parts:
        pattern = f"{{ GRAPH ?kgx {{ {source.outline.shown(part)} }} }}"
        found |= dict.fromkeys(source.prober.values("kgx", pattern, keep, free=free))
    return list(found)[:NEAREST]


def _graph(source: Source, graph: Part, parts: list[Part]) -> Iterator[Candidate]:
    place = graph.start + 1
    name = source.term(place)
    if name is None:
        return
    wrong = source.outline.tokens[place].text
    near = source.near_values(name, wrong, "kgx", "{ GRAPH ?kgx { } }")
    holding = _holding(source, parts, free=False)
    for distance, right in enumerate(dict.fromkeys([*(each for _, _, each in near), *holding])):
        if right != wrong:
            full = source.prober.terms([right]).get(right)
            written = str(full) if wrong.startswith("<") and full else right
            yield Candidate("graph", wrong, written, graph, distance, new={place: written})
    pattern = source.outline.range(*_inner(graph))
    words = source.outline.range(graph.start, place + 1)
    yield Candidate("graph", words, "", graph, 10, new={graph.start: "", place: ""}, shown=pattern)


def _inner(graph: Part) -> tuple[int, int]:
    return graph.groups[0].start, graph.groups[0].end


def _dataset(source: Source, parts: list[Part]) -> Iterator[Candidate]:
    """Yield other graphs for triples outside GRAPH: those of FROM, or of the request, or named ones."""
    outline = source.outline
    clauses = [each for each in outline.clause("from") if outline.tokens[each.start + 1].word != "named"]
    if source.prober.graphs is not None:
        yield Candidate("graph", "default-graph-uri", "", None, free=True)
        return
    holding = _holding(source, parts, free=True)
    for distance, right in enumerate(holding):
        for clause in clauses:
            place = clause.end - 1
            wrong = outline.tokens[place].text
            if right != wrong:
                yield Candidate("graph", wrong, right, clause, distance, new={place: right})
    if clauses:
        every = list(outline.clause("from"))
        words = " ".join(outline.shown(each) for each in every)
        yield Candidate("graph", words, "", clauses[0], 10, recast=dict.fromkeys(every, ""), shown=" ")
    elif holding and outline.pattern:
        for part in parts:
            named = f"GRAPH ?kgg {{ {outline.shown(part)} }}"
            yield Candidate("graph", outline.shown(part), named, part, 1, recast={part: named}, shown=named)
        first, last = outline.pattern.start, outline.pattern.end - 1
        yield Candidate("graph", "{", "{ GRAPH ?kgg {", None, 2, new={first: "{ GRAPH ?kgg {", last: "} }"})


def of_prefixes(source: Source) -> Iterator[Candidate]:
    """Yield other namespaces for the prefixes whose names the store knows none of."""
    outline = source.outline
    for prefix, (namespace, place) in outline.prefixes.items():
        names = [
            at
            for at in range(outline.prologue, len(outline.tokens))
            if outline.tokens[at].kind == "name" and outline.tokens[at].text.startswith(f"{prefix}:")
        ]
        terms = [term for at in names if (term := source.term(at))]
        if not terms or any(source.occurs(term) for term in terms):
            continue
        locals_ = {term.value.removeprefix(namespace) for term in terms}
        for right in _namespaces(source, prefix, namespace):
            if any(source.occurs(ox.NamedNode(right + local)) for local in locals_):
                shown = f"PREFIX {prefix}: <{right}>"
                yield Candidate("prefix", f"<{namespace}>", f"<{right}>", None, new={place: f"<{right}>"}, shown=shown)


def _namespaces(source: Source, prefix: str, namespace: str) -> list[str]:
    """Return namespaces that one may have been meant for: the usual one, another end or scheme, or one nearly alike."""
    bare = namespace.rstrip("/#")
    schemes = [re.sub("^https?", each, bare) for each in ("http", "https")]
    found = [f"{each}{end}" for each in schemes for end in ("#", "/", "")]
    if prefix in PREFIXES:
        found.insert(0, PREFIXES[prefix])
    used = source.prober.values("kgx", "{ ?kgs ?kgx ?kgo }", _own_namespaces, free=True, everything=True)
    known = {*PREFIXES.values(), *used}
    found += sorted(each for each in known if edit_distance(each.casefold(), namespace.casefold(), 3) <= 3)
    return [each for each in dict.fromkeys(found) if each != namespace and re.match(r"[a-z]+:[^<>\s]+$", each)]


def _own_namespaces(terms: Iterable[Term]) -> list[str]:
    return sorted({split(each.value)[0] for each in terms})
