"""What more follows when a closed graph grows: the rules are monotonic, so only what reads something new runs.

An axiom among the new triples changes which rules there are; two names of one thing and contradictions are to be told
in full. Then nothing is returned, and the whole closure has to tell.
"""

from collections import deque
from collections.abc import Collection, Iterable
from typing import Final

from pyoxigraph import Quad

from kg.namespaces import OWL, RDF
from kg.reasoning.contradictions import has_new
from kg.reasoning.graph import StoredGraph
from kg.reasoning.rules import Instance, load_inconsistencies, load_rules, overlap
from kg.reasoning.text import Pattern, Term

_TYPE: Final = RDF.type
_SAME: Final = OWL.sameAs


def growth(graph: StoredGraph, added: Iterable[Quad], gone: Iterable[Quad] = ()) -> set[Quad] | None:
    """Return what newly follows when quads come to a graph, in the graph `inferred`; None if only `closure` knows.

    Args:
        graph: what was stated, and all that followed from it; it did not contradict itself.
        added: what comes.
        gone: what goes from it; only what no rule reads or infers may, for what rested on the rest is not known.
    """
    rules, checks = load_rules(), load_inconsistencies()
    axioms = frozenset[Term | None]().union(*(rule.mentions for rule in (*rules, *checks)))
    added, lost = list(added), list(gone)
    if _has_axiom([*added, *lost], axioms):
        return None
    # A class stands in an axiom by its name, so of the types of things few are read.
    graph.admit_patterns((_TYPE, each) for each in axioms)
    graph.admit(axioms - {_TYPE})
    instances = [each for rule in rules if rule.facts for each in rule.instances(graph.store)]
    if any(instance.writes[0] is None or _concerns(instance, lost) for instance in instances):
        return None
    _infer_hidden(graph, instances)
    touched = _patterns(graph.add(added))
    inferred = _spread(graph, instances, _reading(instances, touched))
    if inferred is None or _has_axiom(inferred, axioms) or has_new(graph, touched | _patterns(inferred)):
        return None
    lists = graph.lists()
    return {graph.with_blanks(quad) for quad in inferred if not _is_hidden(graph, lists, _pattern(quad))}


def _has_axiom(quads: Iterable[Quad], axioms: Collection[Term | None]) -> bool:
    """Tell whether an axiom may be stated by some quads: by their property, or by their class."""
    return None in axioms or any((each[1] if each[0] == _TYPE else each[0]) in axioms for each in map(_pattern, quads))


def _pattern(quad: Quad) -> Pattern:
    return quad.predicate, quad.object if quad.predicate == _TYPE else None


def _patterns(quads: Iterable[Quad]) -> set[Pattern]:
    return set(map(_pattern, quads))


def _is_hidden(graph: StoredGraph, lists: Collection[Term], pattern: Pattern) -> bool:
    """Tell whether triples are of those that the closure infers and does not return; see `closure`."""
    predicate, kind = pattern
    return predicate in graph.blanks or predicate in lists or (predicate == _TYPE and kind in lists)


def _infer_hidden(graph: StoredGraph, instances: Iterable[Instance]) -> None:
    """Infer again what a closure does not return: nothing else follows from it that is not known."""
    lists = graph.lists()
    hidden = [each for each in instances if _is_hidden(graph, lists, each.writes) or each.writes == (_TYPE, None)]
    _spread(graph, hidden, hidden)


def _concerns(instance: Instance, quads: Iterable[Quad]) -> bool:
    """Tell whether an instance may read or infer some triples; of the types of things it is not told which."""
    return any(
        quad.predicate in {predicate, _TYPE} or predicate is None
        for quad in quads
        for predicate, _ in (instance.writes, *instance.reads)
    )


def _reading(instances: Iterable[Instance], touched: Collection[Pattern]) -> list[Instance]:
    return [each for each in instances if any(overlap(read, one) for read in each.reads for one in touched)]


def _spread(graph: StoredGraph, instances: Collection[Instance], first: Iterable[Instance]) -> set[Quad] | None:
    """Apply some instances, and after each all that read what it has inferred; None if a thing has two names."""
    inferred: set[Quad] = set()
    queue = deque(first)
    while queue:
        instance = queue.popleft()
        graph.admit_patterns((instance.writes, *instance.reads))
        if instance.writes[0] == _SAME:
            if any(quad.subject != quad.object for quad in instance.conclusions(graph.store)):
                return None
        elif found := instance.apply(graph.store):
            inferred |= found
            queue.extend(each for each in instances if each not in queue and instance.feeds(each))
    return inferred
