"""The closure as a whole: chains, cycles, graphs, blank nodes, literals, axioms that are themselves inferred."""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.iris import graph
from kg.namespaces import OWL, RDF, RDFS
from kg.reasoning import ENGINES, closure, closure_of_names
from tests.reasoning.turtle_quads import EX, quads, said, statement, triples


def inferred(turtle: str) -> set[object]:
    return triples(closure(quads(turtle)))


def chain(length: int) -> str:
    """Return a chain axiom of the given length, one path along it and one that breaks off before its last step."""
    properties = " ".join(f":p{step}" for step in range(length))
    whole = " ".join(f":n{step} :p{step} :n{step + 1} ." for step in range(length))
    broken = " ".join(f":b{step} :p{step} :b{step + 1} ." for step in range(length - 1))
    return f":q owl:propertyChainAxiom ( {properties} ) . {whole} {broken}"


@pytest.mark.parametrize("length", [2, 3, 5])
def test_chain_of_any_length_gives_its_ends_and_nothing_between(length: int) -> None:
    assert inferred(chain(length)) == {statement("n0", "q", f"n{length}")}


def test_chain_branches_and_meets() -> None:
    turtle = """
        :q owl:propertyChainAxiom ( :p1 :p2 :p3 ) .
        :a :p1 :b , :c . :b :p2 :d , :e . :c :p2 :e . :d :p3 :f . :e :p3 :f , :g . :f :p3 :h .
    """
    assert inferred(turtle) == said(":a :q :f , :g .")


def test_two_chains_for_one_property_and_one_chain_for_two() -> None:
    turtle = """
        :q owl:propertyChainAxiom ( :p1 :p2 ) , ( :p3 :p1 :p2 ) .
        :r owl:propertyChainAxiom ( :p1 :p2 ) .
        :a :p1 :b . :b :p2 :c . :z :p3 :a .
    """
    assert inferred(turtle) == said(":a :q :c . :z :q :c . :a :r :c .")


def test_chains_feed_one_another() -> None:
    """The axioms of sg:addresses: through typical measures, then up along the parts."""
    turtle = """
        :addresses owl:propertyChainAxiom ( :implements :contributesTo ) , ( :addresses :partOf ) .
        :contributesTo rdfs:subPropertyOf :addresses .
        :partOf a owl:TransitiveProperty .
        :m :implements :t . :t :contributesTo :goal . :goal :partOf :component . :component :partOf :pillar .
    """
    assert inferred(turtle) == said("""
        :goal :partOf :pillar .
        :t :addresses :goal , :component , :pillar .
        :m :addresses :goal , :component , :pillar .
    """)


def test_chain_whose_list_nodes_have_names_leaves_no_trace_of_them() -> None:
    turtle = """
        :q owl:propertyChainAxiom :list1 .
        :list1 rdf:first :p1 ; rdf:rest :list2 . :list2 rdf:first :p2 ; rdf:rest :list3 .
        :list3 rdf:first :p3 ; rdf:rest rdf:nil .
        :a :p1 :b . :b :p2 :c . :c :p3 :d .
    """
    assert inferred(turtle) == said(":a :q :d .")


def test_chain_ends_in_a_literal() -> None:
    turtle = ':q owl:propertyChainAxiom ( :p1 :p2 ) . :a :p1 :b . :b :p2 "end"@cs .'
    assert inferred(turtle) == {statement("a", "q", Literal("end", language="cs"))}


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        (":p a owl:TransitiveProperty . :a :p :b . :b :p :a .", ":a :p :a . :b :p :b ."),
        (
            ":p a owl:TransitiveProperty , owl:SymmetricProperty . :a :p :b . :b :p :c .",
            ":a :p :a , :c . :b :p :a , :b . :c :p :a , :b , :c .",
        ),
        (
            ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :A . :x a :A .",
            """:A rdfs:subClassOf :C . :B rdfs:subClassOf :A . :C rdfs:subClassOf :B . :x a :B , :C .
            :A owl:equivalentClass :B , :C . :B owl:equivalentClass :A , :C . :C owl:equivalentClass :A , :B .""",
        ),
        (":p owl:inverseOf :p . :a :p :b .", ":b :p :a ."),
        (":p rdfs:subPropertyOf :p . :A rdfs:subClassOf :A . :x a :A ; :p :x .", ""),
        (":p owl:propertyChainAxiom ( :p :p ) . :a :p :b . :b :p :a .", ":a :p :a . :b :p :b ."),
        (
            ":q owl:propertyChainAxiom _:l . _:l rdf:first :p ; rdf:rest _:l . :a :p :b . :b :p :a .",
            "",
        ),
    ],
    ids=["transitive", "symmetric and transitive", "classes", "own inverse", "reflexive", "own chain", "endless list"],
)
def test_cycles_end(turtle: str, expected: str) -> None:
    assert inferred(turtle) == said(expected)


def test_literal_never_becomes_a_subject() -> None:
    turtle = """
        :p rdfs:range :C ; owl:inverseOf :q ; a owl:SymmetricProperty . :r owl:inverseOf :p .
        :p rdfs:subPropertyOf :s . :C rdfs:subClassOf :D .
        :a :p "text" , "slovo"@cs , 5 .
    """
    assert inferred(turtle) == said("""
        :a :s "text" , "slovo"@cs , 5 .
        :p rdfs:range :D .
    """)


@pytest.mark.parametrize(
    "axiom",
    [
        ':p rdfs:subPropertyOf "p" .',
        ':p owl:inverseOf "p" .',
        ':p owl:equivalentProperty "p" .',
        ':q owl:propertyChainAxiom ( "p" :p ) .',
        ':q owl:propertyChainAxiom ( :p "p" :p ) .',
        ":q owl:propertyChainAxiom :nothing .",
        ":q owl:propertyChainAxiom rdf:nil .",
    ],
)
def test_meaningless_axiom_infers_nothing_about_things(axiom: str) -> None:
    facts = {t for t in inferred(f"{axiom} :a :p :b . :b :p :c .") if t.predicate.value.startswith(EX)}
    assert facts == set()


def test_triple_of_a_head_that_is_stated_already_is_not_returned() -> None:
    turtle = ":A owl:equivalentClass :B . :A rdfs:subClassOf :B ."
    assert inferred(turtle) == said(":B rdfs:subClassOf :A . :B owl:equivalentClass :A .")


def test_axioms_that_are_inferred_take_effect() -> None:
    turtle = """
        :Transitive rdfs:subClassOf owl:TransitiveProperty . :p a :Transitive .
        :below rdfs:subPropertyOf rdfs:subClassOf . :Goal :below :Element . :g a :Goal .
        :a :p :b . :b :p :c .
    """
    assert inferred(turtle) == said("""
        :p a owl:TransitiveProperty . :a :p :c .
        :Goal rdfs:subClassOf :Element . :g a :Element .
    """)


def test_anonymous_inverse_is_a_property_like_any_other() -> None:
    turtle = """
        :parent rdfs:subPropertyOf [ owl:inverseOf :child ] .
        :grandchild owl:propertyChainAxiom ( [ owl:inverseOf :parent ] :child ) .
        :b :parent :a . :c :parent :b .
    """
    assert inferred(turtle) == said(":a :child :b . :b :child :c . :a :grandchild :c .")


def test_blank_nodes_keep_their_identity() -> None:
    thing, cls = BlankNode("thing"), BlankNode("class")
    given = [
        Quad(cls, RDFS.subClassOf, NamedNode(EX + "Measure")),
        Quad(thing, RDF.type, cls),
        Quad(thing, NamedNode(EX + "related"), thing),
        Quad(NamedNode(EX + "related"), RDF.type, OWL.SymmetricProperty),
        Quad(NamedNode(EX + "related"), RDFS.range, NamedNode(EX + "Related")),
    ]
    assert closure(given) == {
        Quad(thing, RDF.type, NamedNode(EX + "Measure"), graph("inferred")),
        Quad(thing, RDF.type, NamedNode(EX + "Related"), graph("inferred")),
    }


def in_graphs(turtle: str) -> list[Quad]:
    """Return the quads, each in a graph of its own but the last, which stays in the default graph."""
    *named, last = quads(turtle)
    return [Quad(*q.triple, NamedNode(f"{EX}graph/{number}")) for number, q in enumerate(named)] + [last]


@pytest.mark.parametrize("engine", ENGINES)
def test_graphs_are_one_and_only_what_none_states_is_returned(engine: str) -> None:
    given = in_graphs(":Goal rdfs:subClassOf :Element . :g a :Goal , :Element . :h a :Goal .")
    twice = [*given, Quad(*given[0].triple, NamedNode(EX + "graph/again"))]
    element = Quad(NamedNode(EX + "h"), RDF.type, NamedNode(EX + "Element"), graph("inferred"))
    assert ENGINES[engine](iter(twice)) == {element}


@pytest.mark.parametrize("engine", ENGINES)
def test_closure_is_closed(engine: str) -> None:
    given = quads(chain(3) + ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :p rdfs:domain :C .")
    first = ENGINES[engine](given)
    assert first
    assert ENGINES[engine]([*given, *first]) == set()


def test_what_is_said_of_a_name_holds_of_the_other_names_of_the_thing() -> None:
    turtle = ":a owl:sameAs :b . :b owl:sameAs :c . :a :p :x . :y :p :b . :c :q 1 ."
    assert inferred(turtle) == said("""
        :a owl:sameAs :c ; :q 1 . :b owl:sameAs :a ; :p :x ; :q 1 . :c owl:sameAs :a , :b ; :p :x .
        :y :p :a , :c .
    """)


def test_literal_may_be_another_name_but_no_subject() -> None:
    turtle = ':year owl:sameAs 2021 . :y owl:sameAs :year . :m :from :year . :year :label "rok" .'
    assert inferred(turtle) == said("""
        :y owl:sameAs 2021 ; :label "rok" . :year owl:sameAs :y . :m :from 2021 , :y .
    """)


def test_closure_of_names_ends_where_a_thing_has_two() -> None:
    """A thousand names of one thing would make a million triples, and each statement of it a thousand."""
    turtle = ":p a owl:InverseFunctionalProperty . :p rdfs:domain :C . "
    found = closure_of_names(quads(turtle + " ".join(f":n{number} :p :x ." for number in range(1000))))
    assert {quad.predicate for quad in found} == {OWL.sameAs}
    assert len(found) == 100


def test_closure_of_names_is_whole_where_no_thing_has_two() -> None:
    given = quads("""
        :p a owl:FunctionalProperty , owl:InverseFunctionalProperty ; rdfs:subPropertyOf :q , owl:sameAs .
        :C owl:hasKey ( :p ) ; rdfs:subClassOf :D . :a a :C ; :p :a . :b a :C ; :p :b . :a owl:sameAs :a .
    """)
    assert triples(closure_of_names(given)) == said(":a a :D ; :q :a . :b a :D ; :q :b .")
    reflexive = {statement for statement in triples(closure(given)) if statement.predicate == OWL.sameAs}
    assert triples(closure(given)) - reflexive == triples(closure_of_names(given))


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_follows_from_nothing(engine: str) -> None:
    assert ENGINES[engine]([]) == set()
