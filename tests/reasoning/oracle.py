"""owlrl as the oracle of the rules."""

from typing import Final

from pyoxigraph import BlankNode, Quad

from kg.namespaces import OWL, RDF
from kg.owlrl_engine import complaints, is_trivial
from kg.paths import RULES
from kg.reasoning import closure, closure_of_names, closure_owlrl, contradictions, load_rules

WHOLE: Final = load_rules() + load_rules(RULES / "trivial")
CUT_SHORT: Final = (OWL.AllDifferent, OWL.AllDisjointProperties)


def padded(found: list[Quad]) -> list[Quad]:
    """Return a graph with the last item twice in the lists that owlrl 7.6 reads without their last item."""
    axioms = {quad.subject for quad in found if quad.object in CUT_SHORT}
    heads = {
        quad.object
        for quad in found
        if quad.predicate == OWL.hasKey
        or (quad.subject in axioms and quad.predicate in {OWL.members, OWL.distinctMembers})
    }
    following = {quad.subject: quad for quad in found if quad.predicate == RDF.rest}
    items = {quad.subject: quad.object for quad in found if quad.predicate == RDF.first}
    result = list(found)
    for node in heads:
        while (link := following[node]).object != RDF.nil:
            node = link.object  # noqa: PLW2901 - down to the last node
        again = BlankNode()
        result.remove(link)
        result += [Quad(node, RDF.rest, again), Quad(again, RDF.first, items[node]), Quad(again, RDF.rest, RDF.nil)]
    return result


def assert_engines_agree(found: list[Quad]) -> None:
    """Compare both closures; what is trivial may follow for the rules too, where the graph itself names owl:Thing."""
    assert less_trivial(closure(found)) == closure_owlrl(padded(found))


def assert_only_trivial_is_left_out(found: list[Quad]) -> None:
    """Compare the closure with that by all rules, those included that hold of everything."""
    assert less_trivial(closure(found, WHOLE)) == less_trivial(closure(found))


def less_trivial(found: set[Quad]) -> set[Quad]:
    return {quad for quad in found if not is_trivial(quad.subject, quad.predicate, quad.object)}


def assert_engines_find_the_same_fault(found: list[Quad]) -> None:
    """Compare whether both find a contradiction; that a thing has one name only is the project's own rule."""
    rules = {case.rule.id for case in contradictions(found, closure(found))} - {"unique-names"}
    assert bool(rules) == bool(complaints(padded(found)))


def assert_closure_of_names_is_whole_or_tells_of_two(found: list[Quad]) -> None:
    """Compare the build's closure, which ends where a thing has two names, with the whole one."""
    of_names, whole = closure_of_names(found), closure(found)
    assert of_names <= whole
    told = contradictions(found, of_names)
    if not told or told[0].rule.id != "unique-names":
        assert less_trivial(of_names) == less_trivial(whole)
        assert told == contradictions(found, whole)
