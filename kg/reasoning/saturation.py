"""The closure of a graph under OWL 2 RL: the rules of kg/rules run to a fixpoint over pyoxigraph."""

from collections import deque
from collections.abc import Iterable
from itertools import islice
from typing import Final

from pyoxigraph import Quad, Store

from kg.namespaces import OWL, RDF
from kg.reasoning.graph import Graph
from kg.reasoning.rules import INFERRED, Instance, Rule, load_rules

_TYPE: Final = RDF.type
_SAME: Final = OWL.sameAs
_ENOUGH: Final = 100

__all__ = ["INFERRED", "closure", "infer_nameless"]


def closure(quads: Iterable[Quad], rules: tuple[Rule, ...] | None = None, *, one_name: bool = False) -> set[Quad]:
    """Return what follows from the union of all graphs and is not stated in any, as quads of the graph `inferred`.

    Never inferred: what holds of everything (x = x, membership in owl:Thing), the axioms of the vocabularies, a literal
    as a subject. Blank nodes are IRIs while the rules run, so that one may stand as a predicate: an anonymous inverse,
    or the rest of a list (prp-spo2, prp-key). OWL 2 RL calls such triples generalised; none of them is returned, nor
    membership in the rest of a list of classes (cls-int1).

    Args:
        quads: the graphs.
        rules: the rules, by default all that infer.
        one_name: whether a thing has one name only. The closure then ends as soon as some names are found to be of one
            thing: the graph contradicts itself, and all that is said of things would go round among their names.
    """
    graph = Graph(quads)
    inferred = _saturate(graph, load_rules() if rules is None else rules, one_name=one_name)
    lists = graph.lists()
    nodes = lists | graph.blanks.keys()
    about = graph.about(nodes, INFERRED)
    kept = {
        graph.with_blanks(quad)
        for quad in about
        if (predicate := quad.predicate) not in nodes and not (predicate == _TYPE and quad.object in lists)
    }
    return (inferred - about) | kept


def infer_nameless(graph: Graph) -> None:
    """Add to a closed graph what its closure does not return: the triples of properties without a name.

    They are inverses of properties, and a rule that infers `false` may speak of one (OWL 2 Profiles, Section 4.2.2).
    """
    rules = [rule for rule in load_rules() if rule.facts]
    for rule in rules:
        graph.admit(rule.mentions)
    nameless = graph.blanks.keys() - graph.lists()
    instances = [each for rule in rules for each in rule.instances(graph.store) if each.writes[0] in nameless]
    graph.admit(predicate for each in instances for predicate, _ in (each.writes, *each.reads))
    _run_to_fixpoint(graph.store, set(instances), set(), one_name=False)


def _saturate(graph: Graph, rules: tuple[Rule, ...], *, one_name: bool) -> set[Quad]:
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
        if not _run_to_fixpoint(graph.store, instances, inferred, one_name=one_name):
            return inferred


def _instances(graph: Graph, rules: Iterable[Rule]) -> list[Instance]:
    """Return the instances of some rules; all that they may touch is in the store."""
    found = [instance for rule in rules for instance in rule.instances(graph.store)]
    graph.admit(predicate for instance in found for predicate, _ in (instance.writes, *instance.reads))
    return found


def _run_to_fixpoint(store: Store, instances: set[Instance], inferred: set[Quad], *, one_name: bool) -> bool:
    """Apply the instances, each again after another has inferred what it reads; last those of classes, read by few.

    Returns:
        Whether all was inferred; not so if a thing has one name only and turns out to have two.
    """
    order = sorted(instances, key=lambda i: (i.writes[1] is not None, i.rule.id, i.head, i.body))
    queue, waiting = deque(order), set(order)
    while queue:
        instance = queue.popleft()
        waiting.remove(instance)
        if one_name and instance.writes[0] == _SAME:
            if same := _names_of_one_thing(instance, store):
                inferred |= same
                return False
        elif new := instance.apply(store):
            inferred |= new
            fed = [other for other in order if other not in waiting and instance.feeds(other)]
            queue.extend(fed)
            waiting.update(fed)
    return True


def _names_of_one_thing(instance: Instance, store: Store) -> set[Quad]:
    """Add to the store some pairs of names that turn out to be of one thing: a wrong axiom may pair thousands."""
    same = set(islice((quad for quad in instance.conclusions(store) if quad.subject != quad.object), _ENOUGH))
    store.extend(same)
    return same
