"""On random ontologies of all constructs of OWL 2 RL the rules infer what owlrl infers, and find the same faults."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from tests.reasoning.oracle import (
    assert_closure_of_names_is_whole_or_tells_of_two,
    assert_engines_agree,
    assert_engines_find_the_same_fault,
    assert_only_trivial_is_left_out,
)
from tests.reasoning.random_ontologies import AXIOMS, BANS, DECLARED, FACTS, NAMERS
from tests.reasoning.turtle_quads import quads


def ontology(*sentences: list[str]) -> list[Quad]:
    return quads("\n".join([DECLARED, *(each for some in sentences for each in some)]))


@settings(deadline=None)
@given(axioms=st.lists(AXIOMS, min_size=3, max_size=8), facts=st.lists(FACTS, min_size=3, max_size=8))
def test_engines_agree(axioms: list[str], facts: list[str]) -> None:
    assert_engines_agree(ontology(axioms, facts))


@settings(deadline=None)
@given(axioms=st.lists(AXIOMS, min_size=2, max_size=5), facts=st.lists(FACTS, min_size=2, max_size=5))
def test_what_is_left_out_is_trivial(axioms: list[str], facts: list[str]) -> None:
    assert_only_trivial_is_left_out(ontology(axioms, facts))


@settings(deadline=None)
@given(
    bans=st.lists(BANS, min_size=1, max_size=4),
    axioms=st.lists(AXIOMS, max_size=4),
    facts=st.lists(FACTS, min_size=3, max_size=8),
)
def test_engines_find_the_same_fault(bans: list[str], axioms: list[str], facts: list[str]) -> None:
    assert_engines_find_the_same_fault(ontology(bans, axioms, facts))


@settings(deadline=None)
@given(
    bans=st.lists(BANS, max_size=2),
    namers=st.lists(NAMERS, max_size=2),
    axioms=st.lists(AXIOMS, min_size=1, max_size=4),
    facts=st.lists(FACTS, min_size=3, max_size=8),
)
@example(bans=[], namers=[":p a owl:FunctionalProperty ."], axioms=[], facts=[":a :p :b , :c ; :q :d ."])
def test_a_closure_that_ended_early_says_so(
    bans: list[str], namers: list[str], axioms: list[str], facts: list[str]
) -> None:
    assert_closure_of_names_is_whole_or_tells_of_two(ontology(bans, namers, axioms, facts))
