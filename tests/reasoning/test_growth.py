"""What additions add is what the closure of the whole says: on random ontologies of all constructs of OWL 2 RL."""

import re
from collections.abc import Iterable

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from kg.reasoning import (
    INFERRED,
    StoredGraph,
    closure_of_names,
    contradictions,
    growth,
    load_inconsistencies,
    load_rules,
)
from tests.reasoning.random_ontologies import AXIOMS, BANS, DECLARED, FACTS, NAMERS
from tests.reasoning.turtle_quads import quads

G, OTHER = NamedNode("https://example.org/g"), NamedNode("https://example.org/other")


def test_no_axiom_asks_for_the_class_of_a_thing_by_a_variable() -> None:
    for rule in (*load_rules(), *load_inconsistencies()):
        assert not re.search(r"\sa\s+\?\w", rule.axiom), rule.id
        assert None not in rule.mentions, rule.id


def in_graph(found: Iterable[Quad]) -> list[Quad]:
    return [Quad(quad.subject, quad.predicate, quad.object, G) for quad in found]


def kept(found: Iterable[Quad]) -> Store:
    """Return a store with some quads, as the engine keeps them."""
    store = Store()
    store.extend(found)
    return store


def grown(before: list[Quad], added: list[Quad]) -> set[Quad] | None:
    """Return what additions add; what the graph did not hold is in another one."""
    store = kept([*before, *closure_of_names(before), *(Quad(q.subject, q.predicate, q.object, OTHER) for q in added)])
    found = growth(StoredGraph(store, [G, INFERRED]), added)
    assert set(store.quads_for_pattern(None, None, None, G)) == set(before)
    return found


@settings(deadline=None)
@given(
    axioms=st.lists(AXIOMS, min_size=2, max_size=8),
    bans=st.lists(st.one_of(BANS, NAMERS), max_size=2),
    facts=st.lists(FACTS, min_size=2, max_size=8),
    chosen=st.integers(0, 999),
)
@example(axioms=[":p rdfs:domain :A ."], bans=[], facts=[":a :p :b .", ":c :p :d ."], chosen=0)
def test_what_additions_add_is_what_the_whole_closure_says(
    axioms: list[str], bans: list[str], facts: list[str], chosen: int
) -> None:
    everything = in_graph(quads("\n".join([DECLARED, *axioms, *bans, *facts])))
    everything = sorted(set(kept(everything)), key=str)
    facts_alone = [quad for quad in everything if quad.predicate.value.startswith("https://example.org/")]
    assume(facts_alone)
    added = [facts_alone[chosen % len(facts_alone)], facts_alone[chosen // 30 % len(facts_alone)]]
    before = [quad for quad in everything if quad not in added]
    due = closure_of_names(before)
    assume(not contradictions(before, due))
    found = grown(before, added)
    after = closure_of_names(everything)
    if contradictions(everything, after):
        assert found is None
    elif found is not None:
        stated = {quad.triple for quad in added}
        assert found == after - due
        assert {quad for quad in due if quad.triple not in stated} | found == after


def test_what_cannot_be_told_by_additions_is_not() -> None:
    before = in_graph(quads(":p rdfs:subPropertyOf :q . :a :p :b . :q a owl:FunctionalProperty ."))
    assert grown(before, in_graph(quads(":q a owl:TransitiveProperty ."))) is None
    assert grown(before, in_graph(quads(":r rdfs:subPropertyOf :p ."))) is None
    assert grown(before, in_graph(quads(":a :p :c ."))) is None  # b and c were one thing
    assert grown(before, in_graph(quads(":c :p :b ."))) == {
        Quad(quad.subject, quad.predicate, quad.object, INFERRED) for quad in quads(":c :q :b .")
    }
