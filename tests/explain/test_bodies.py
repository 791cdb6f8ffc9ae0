"""Rule bodies taken apart: what they are made of, what an answer read, and what no rule may use."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store, Variable

from kg.errors import InputError
from kg.explain.bodies import Pattern, parse_group
from kg.explain.statement import Statement, Term
from kg.namespaces import RDF, RDFS
from kg.reasoning import Rule, load_rules
from tests.reasoning.turtle_quads import EX, quads, quads_of

CASES = Path(__file__).parent.parent / "reasoning" / "cases"
PROLOGUE = f"PREFIX : <{EX}>\nPREFIX rdf: <{RDF.type.value.removesuffix('type')}>\n"


def node(name: str) -> NamedNode:
    return NamedNode(EX + name)


def answers(query: str, store: Store) -> set[frozenset[tuple[str, str]]]:
    """Return the answers to a query by the variables that it names itself."""
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    names = [each.value for each in solutions.variables if not each.value.startswith("_")]
    return {frozenset((name, str(row[name])) for name in names if row[name] is not None) for row in solutions}


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_body_put_together_again_has_the_same_answers(rule: Rule) -> None:
    body = f"{rule.axiom}\n{rule.facts}"
    store = Store()
    store.extend(Quad(*Statement.of(quad)) for quad in quads_of(CASES / rule.id / "given.ttl"))
    written = answers(f"{rule.prologue}SELECT * WHERE {{ {body}\n}}", store)
    assert written
    assert answers(f"{rule.prologue}SELECT * WHERE {{ {parse_group(body, rule.prologue)} }}", store) == written


def test_triples_are_written_out() -> None:
    group = parse_group("?x a :C ; :p ?y , ?z . # a note\n <urn:s> ?p ?o", PROLOGUE)
    x, y, z = Variable("x"), Variable("y"), Variable("z")
    assert group.patterns == [
        Pattern(x, RDF.type, node("C")),
        Pattern(x, node("p"), y),
        Pattern(x, node("p"), z),
        Pattern(NamedNode("urn:s"), Variable("p"), Variable("o")),
    ]


def test_a_sequence_becomes_patterns_joined_by_our_own_variables() -> None:
    assert parse_group("?x :p/rdf:rest*/rdf:first ?y", PROLOGUE).patterns == [
        Pattern(Variable("x"), node("p"), Variable("_step1")),
        Pattern(Variable("_step1"), RDF.rest, Variable("_step2"), "*"),
        Pattern(Variable("_step2"), RDF.first, Variable("y")),
    ]


def test_union_filter_and_bind_keep_their_places() -> None:
    text = "?x :p ?y . { ?x :q ?z } UNION { ?y :q ?w . BIND (?w AS ?z) } FILTER (?x != (?y)) ?z :r ?x"
    group = parse_group(text, PROLOGUE)
    assert [type(part).__name__ for part in group.parts] == ["Pattern", "tuple", "str", "Pattern"]
    assert group.parts[2] == "FILTER (?x != (?y))"


@pytest.mark.parametrize(
    "text",
    [
        "OPTIONAL { ?x :p ?y }",
        "?x :p ?y . FILTER NOT EXISTS { ?y :p ?x }",
        "?x :p|:q ?y",
        "?x ^:p ?y",
        "?x unknown:p ?y",
        "?x :p [ :q ?y ]",
        "?x :p",
        "{ ?x :p ?y } UNION ?x :q ?y",
        "{ ?x :p ?y",
        "FILTER (?x = ?y",
    ],
)
def test_what_no_rule_uses_is_named_and_not_guessed(text: str) -> None:
    with pytest.raises(InputError, match="the rule cannot be understood at “"):
        parse_group(text, PROLOGUE)


def reads(text: str, turtle: str, **bindings: str) -> list[Statement]:
    """Return what an answer to a group read of a graph."""
    given = [Statement.of(quad) for quad in quads(turtle)]

    def objects(subject: NamedNode, predicate: NamedNode) -> list[Term]:
        return [each.object for each in given if each[:2] == (subject, predicate)]

    return list(parse_group(text, PROLOGUE).reads({name: node(value) for name, value in bindings.items()}, objects))


def said(subject: str, predicate: str, value: str) -> Statement:
    return Statement(node(subject), node(predicate), node(value))


def test_an_answer_read_the_branch_that_holds() -> None:
    text = "{ ?x :p ?y } UNION { ?x :q ?y }"
    assert reads(text, ":a :q :b .", x="a", y="b") == [said("a", "q", "b")]
    assert reads(text, ":a :p :b ; :q :b .", x="a", y="b") == [said("a", "p", "b")]


def test_a_path_read_the_shortest_way() -> None:
    turtle = ":a :p :b , :c . :b :p :d . :d :p :e . :c :p :e . :e :p :a ."
    assert reads("?x :p+ ?y", turtle, x="a", y="e") == [said("a", "p", "c"), said("c", "p", "e")]
    assert reads("?x :p* ?y", turtle, x="a", y="a") == []


def test_a_pattern_is_unified_with_a_statement() -> None:
    same = Pattern(Variable("x"), Variable("p"), Variable("x"))
    assert same.unify(said("a", "q", "a")) == {"x": node("a"), "p": node("q")}
    assert same.unify(said("a", "q", "b")) is None
    assert Pattern(Variable("x"), RDFS.domain, Variable("y")).unify(said("a", "q", "b")) is None
