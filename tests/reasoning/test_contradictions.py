"""Every rule that infers `false` fires on its case, names the triples at fault, and else keeps silent."""

import re
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, Store

from kg.errors import InputError
from kg.namespaces import OWL
from kg.owlrl_engine import complaints
from kg.paths import RULES
from kg.reasoning import (
    Contradiction,
    Rule,
    closure,
    closure_of_names,
    closure_owlrl,
    contradictions,
    load_inconsistencies,
)
from tests.reasoning.oracle import assert_engines_find_the_same_fault, padded
from tests.reasoning.turtle_quads import EX, quads, quads_of, said, triples

FOLDER: Final = RULES / "inconsistency"
CASES: Final = Path(__file__).parent / "inconsistency"
TABLES: Final = {"eq": "4", "prp": "5", "cls": "6", "cax": "7", "dt": "8"}

each_rule = pytest.mark.parametrize("rule", load_inconsistencies(), ids=lambda rule: rule.id)


def found(given: list[Quad]) -> list[Contradiction]:
    return contradictions(given, closure(given))


def variables(text: str) -> set[str]:
    return set(re.findall(r"\?\w+", text))


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {path.name for path in CASES.iterdir()} == {path.stem for path in FOLDER.iterdir()}


@each_rule
def test_rule_fires_and_names_the_triples_at_fault(rule: Rule) -> None:
    given = quads_of(CASES / rule.id / "fires.ttl")
    cases = [case for case in found(given) if case.rule is rule]
    assert cases
    assert {triple for case in cases for triple in case.triples} == triples(quads_of(CASES / rule.id / "fault.ttl"))


@each_rule
def test_rule_fires_on_the_closure_of_owlrl_as_well(rule: Rule) -> None:
    """From literals that are said to be the same owlrl infers more: it takes a literal as a subject."""
    given = quads_of(CASES / rule.id / "fires.ttl")
    assert set(found(given)) <= set(contradictions(given, closure_owlrl(given)))


@pytest.mark.parametrize("case", ["fires", "silent"])
@pytest.mark.parametrize("rule", [each.id for each in load_inconsistencies() if not each.id.startswith("dt-")])
def test_owlrl_finds_the_same_fault_in_each_case(rule: str, case: str) -> None:
    """It does not compare literals; that a thing has one name only is the project's own rule."""
    given = quads_of(CASES / rule / f"{case}.ttl")
    assert bool(complaints(padded(given))) == (case == "fires" and rule != "unique-names")
    assert_engines_find_the_same_fault(given)


@each_rule
def test_no_other_rule_fires_but_that_of_the_names(rule: Rule) -> None:
    given = quads_of(CASES / rule.id / "fires.ttl")
    assert {case.rule.id for case in found(given)} - {"unique-names"} == {rule.id} - {"unique-names"}


@each_rule
def test_rule_keeps_silent_where_nothing_is_wrong(rule: Rule) -> None:
    given = quads_of(CASES / rule.id / "silent.ttl")
    assert {case.rule.id for case in found(given)} <= {"unique-names"} - {rule.id}


@each_rule
def test_file_runs_as_it_is(rule: Rule) -> None:
    store = Store()
    given = quads_of(CASES / rule.id / "fires.ttl")
    store.extend([*given, *closure(given)])
    query = (FOLDER / f"{rule.id}.rq").read_text(encoding="utf-8")
    assert list(store.query(query, use_default_graph_as_union=True))


@each_rule
def test_wording_names_all_that_the_query_selects(rule: Rule) -> None:
    (selected,) = re.findall(r"SELECT\s+(.*)", rule.query)
    assert variables(rule.title_cs) == variables(rule.title_en) == variables(selected)
    assert rule.title_cs.endswith(".")
    assert rule.title_en.endswith(".")


@each_rule
def test_source_is_the_table_of_the_recommendation(rule: Rule) -> None:
    if rule.id == "unique-names":
        assert rule.source == "Strategraf, docs/reasoning.md"
    else:
        table = TABLES[rule.id.partition("-")[0]]
        assert re.fullmatch(rf"OWL 2 Profiles, Section 4\.3, Table {table}(, with [\w-]+ of Table \d)?", rule.source)


@each_rule
def test_rule_that_infers_false_infers_nothing_else(rule: Rule) -> None:
    assert closure(quads_of(CASES / rule.id / "fires.ttl"), (rule,)) == set()


@pytest.mark.parametrize(
    "pair", [("dt-diff-prp-fp", "dt-diff-cls-maxc2"), ("dt-not-type-prp-rng", "dt-not-type-cls-avf")]
)
def test_literals_are_judged_alike_wherever_they_stand(pair: tuple[str, str]) -> None:
    one, other = (rule.query.partition("  FILTER (isLiteral(")[2] for rule in load_inconsistencies() if rule.id in pair)
    assert one
    assert one == other


def test_text_is_one_line_with_the_rule_and_the_triples() -> None:
    given = quads("""
        PREFIX sg: <https://w3id.org/strategraf/ontology/>
        PREFIX sgr: <https://w3id.org/strategraf/resource/>
        sg:Goal owl:disjointWith sg:Component . sg:has rdfs:range sg:Component .
        <https://w3id.org/strategraf/resource/goals/zpo-4.1> a sg:Goal .
        <https://w3id.org/strategraf/resource/pillars/zpo> sg:has <https://w3id.org/strategraf/resource/goals/zpo-4.1> .
    """)
    (case,) = found(given)
    assert case.text("en") == (
        "sgr:goals/zpo-4.1 is of both classes sg:Goal and sg:Component, which exclude each other [cax-dw: "
        "sgr:goals/zpo-4.1 rdf:type sg:Goal; sgr:goals/zpo-4.1 rdf:type sg:Component (inferred); "
        "sg:Goal owl:disjointWith sg:Component]"
    )
    assert case.text("cs") == (
        "sgr:goals/zpo-4.1 patří do tříd sg:Goal a sg:Component, které se vylučují [cax-dw: "
        "sgr:goals/zpo-4.1 rdf:type sg:Goal; sgr:goals/zpo-4.1 rdf:type sg:Component (odvozeno); "
        "sg:Goal owl:disjointWith sg:Component]"
    )


def test_a_case_is_told_once_and_in_the_same_order() -> None:
    given = quads("""
        :A owl:disjointWith :B . :B owl:disjointWith :A . :C owl:disjointWith :D .
        :p a owl:AsymmetricProperty . :a :p :b . :b :p :a . :x a :A , :B , :C , :D .
    """)
    ids = [case.rule.id for case in found(given)]
    assert ids == ["cax-dw", "cax-dw", "cax-dw", "prp-asyp"]
    assert found(given) == found([*reversed(given)])


def test_two_names_of_one_thing_are_told_first() -> None:
    given = quads(":p a owl:FunctionalProperty . :x :p :a , :b . :a a :A . :b a :B . :A owl:disjointWith :B .")
    first, *others = found(given)
    assert first.rule.id == "unique-names"
    assert {case.rule.id for case in others} == {"cax-dw"}


@pytest.mark.parametrize(
    ("turtle", "causes"),
    [
        (":p a owl:FunctionalProperty . :x :p :a , :b .", ":p a owl:FunctionalProperty . :x :p :a , :b ."),
        (":C owl:hasKey ( :p :q ) . :a a :C ; :p 1 ; :q 2 . :b a :C ; :p 1 ; :q 2 .", ""),
        (":same rdfs:subPropertyOf owl:sameAs . :a :same :b .", ""),
        (":a owl:sameAs :b .", ""),
    ],
    ids=["functional", "key", "subproperty", "stated"],
)
def test_the_cause_is_told_of_two_names_where_it_is_one_step_away(turtle: str, causes: str) -> None:
    given = quads(turtle)
    (case,) = contradictions(given, closure_of_names(given))
    assert case.triples[0].predicate == OWL.sameAs
    assert set(case.triples[1:]) == said(causes)


def test_literals_show_their_language_and_datatype() -> None:
    (case,) = found(quads(':p a owl:FunctionalProperty . :x :p "six"@cs , 5 .'))
    assert case.en.endswith(' has two different values, "5"^^xsd:integer and "six"@cs.')


def test_blank_nodes_keep_their_identity() -> None:
    thing = BlankNode("thing")
    given = [*quads(":A owl:disjointWith :B ."), Quad(thing, OWL.versionInfo, thing)]
    given += [Quad(thing, each.predicate, each.object) for each in quads(":x a :A , :B .")]
    (case,) = found(given)
    assert case.triples[0].subject == thing
    assert case.en.startswith("_:thing is of both classes")


@pytest.mark.parametrize(
    ("ban", "facts", "told"),
    [
        (
            ":Owner owl:maxCardinality 0 ; owl:onProperty [ owl:inverseOf :p ] .",
            ":b a :Owner . :a :p :b .",
            f"{EX}b must have no value of [owl:inverseOf {EX}p], but it has {EX}a.",
        ),
        (
            "[ owl:inverseOf :p ] a owl:IrreflexiveProperty .",
            ":a :p :a .",
            f"The irreflexive property [owl:inverseOf {EX}p] relates {EX}a to itself.",
        ),
        (
            ":q owl:propertyDisjointWith [ owl:inverseOf :p ] .",
            ":a :p :b . :b :q :a .",
            f"{EX}b has the same value {EX}a of {EX}q and [owl:inverseOf {EX}p], which exclude each other.",
        ),
        (
            "[] owl:sourceIndividual :b ; owl:assertionProperty [ owl:inverseOf :p ] ; owl:targetIndividual :a .",
            ":a :p :b .",
            f"It is stated that {EX}b does not have the thing {EX}a as a value of [owl:inverseOf {EX}p], but it has.",
        ),
    ],
    ids=["maximum", "irreflexive", "disjoint", "negative"],
)
def test_an_inverse_without_a_name_contradicts_too(ban: str, facts: str, told: str) -> None:
    """The triple at fault is told the way it is stated; here it follows from another, and either reasoner will do."""
    given = quads(f"{ban} {facts.replace(':p', ':r')} :r rdfs:subPropertyOf :p .")
    (case,) = found(given)
    assert case.en == told
    assert {each for each in case.triples if each.subject in {NamedNode(EX + "a"), NamedNode(EX + "b")}} == said(facts)
    assert contradictions(given, closure_owlrl(given)) == [case]


def test_graphs_are_one() -> None:
    given = quads(":A owl:disjointWith :B . :x a :A , :B .")
    assert len(found([Quad(*each.triple, OWL[f"graph{number}"]) for number, each in enumerate(given)])) == 1


def test_meaningless_axiom_contradicts_nothing() -> None:
    assert found(quads(':p owl:propertyDisjointWith "p" . :a :p :b . :q rdfs:range "x" .')) == []


def test_broken_rule_is_named(tmp_path: Path) -> None:
    header = "#+ id: broken\n#+ title-cs: ?x.\n#+ title-en: ?x.\n#+ source: none\n"
    for text in ("", header + "CONSTRUCT { ?x a ?c } WHERE { ?x a ?c }", header + "SELECT ?y WHERE { ?x a ?c }"):
        (tmp_path / "broken.rq").write_text(text, encoding="utf-8")
        load_inconsistencies.cache_clear()
        with pytest.raises(InputError, match=r"broken\.rq: not a rule; it needs .* SELECT"):
            load_inconsistencies(tmp_path)
