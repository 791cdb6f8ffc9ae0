"""The closure of a graph under OWL 2 RL: the rules of kg/rules run to a fixpoint over pyoxigraph."""

from collections import deque
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Quad, Store

from kg.namespaces import RDF
from kg.reasoning.graph import Graph
from kg.reasoning.rules import INFERRED, Instance, Rule, load_rules

_TYPE: Final = RDF.type

__all__ = ["INFERRED", "closure"]


def closure(quads: Iterable[Quad], rules: tuple[Rule, ...] | None = None) -> set[Quad]:
    """Return what follows from the union of all graphs and is not stated in any, as quads of the graph `inferred`.

    Never inferred: what holds of everything (x = x, membership in owl:Thing), the axioms of the vocabularies, a literal
    as a subject. Blank nodes are IRIs while the rules run, so that one may stand as a predicate: an anonymous inverse,
    or the rest of a list (prp-spo2, prp-key). OWL 2 RL calls such triples generalised; none of them is returned, nor
    membership in the rest of a list of classes (cls-int1).
    """
    graph = Graph(quads)
    inferred = _saturate(graph, load_rules() if rules is None else rules)
    lists = graph.lists()
    hidden = lists | graph.blanks.keys()
    return {
        graph.with_blanks(quad)
        for quad in inferred
        if (predicate := quad.predicate) not in hidden and not (predicate == _TYPE and quad.object in lists)
    }


def _saturate(graph: Graph, rules: tuple[Rule, ...]) -> set[Quad]:
    """Apply the rules until none adds anything: axioms among themselves, then facts, again if there are new axioms."""
    for rule in rules:
        graph.admit(rule.mentions)
    schema = _instances(graph, (rule for rule in rules if not rule.facts))
    inferred: set[Quad] = set()
    known: set[Instance] = set()
    while True:
        before = len(inferred)
        while new := set().union(*(instance.apply(graph.store) for instance in schema)):
            inferred |= new
        instances = set(_instances(graph, (rule for rule in rules if rule.facts)))
        if instances == known and len(inferred) == before:
            return inferred
        known = instances
        inferred |= _run_to_fixpoint(graph.store, instances)


def _instances(graph: Graph, rules: Iterable[Rule]) -> list[Instance]:
    """Return the instances of some rules; all that they may touch is in the store."""
    found = [instance for rule in rules for instance in rule.instances(graph.store)]
    graph.admit(predicate for instance in found for predicate, _ in (instance.writes, *instance.reads))
    return found


def _run_to_fixpoint(store: Store, instances: set[Instance]) -> set[Quad]:
    """Apply the instances, each again after another has inferred what it reads; last those of classes, read by few."""
    order = sorted(instances, key=lambda i: (i.writes[1] is not None, i.rule.id, i.head, i.body))
    inferred: set[Quad] = set()
    queue, waiting = deque(order), set(order)
    while queue:
        instance = queue.popleft()
        waiting.remove(instance)
        if new := instance.apply(store):
            inferred |= new
            fed = [other for other in order if other not in waiting and instance.feeds(other)]
            queue.extend(fed)
            waiting.update(fed)
    return inferred
