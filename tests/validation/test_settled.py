"""What is settled before the fast engine is asked is never what would give a result."""

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest
from pyoxigraph import Triple

from kg.build import asserted_quads
from kg.namespaces import SH, Namespace
from kg.paths import DATA
from kg.validation import read_report, shapes
from kg.validation.engines import judge
from kg.validation.relevant import relevant
from kg.validation.settled import unsettled
from kg.validation.shifty_engine import MANY, shifty_report
from tests.conformance import w3c_shacl
from tests.shapes.examples import FOLDERS, background, constraints, shape
from tests.shapes.mutants import harms, mutants
from tests.validation.test_engines import HEAD

every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
EX: Final = Namespace("https://example.org/")
SUITE: Final = w3c_shacl.cases() if w3c_shacl.SUITE.is_dir() else []


def n_triples(triples: Any) -> list[bytes]:
    """Write triples as lines."""
    return list(dict.fromkeys((ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines()))


def turtle(text: str) -> tuple[Triple, ...]:
    """Read Turtle with the project's prefixes."""
    return tuple(quad.triple for quad in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE))


def left(data: str, constraint: str, target: str = "sh:targetClass ex:C", more: str = "") -> set[str]:
    """Return the parameters that are left of a shape of `ex:p`."""
    rules = turtle(f"ex:S {target} ; sh:property ex:S-p . ex:S-p sh:path ex:p ; {constraint} . {more}")
    asked = unsettled(n_triples(turtle(data)), rules)
    return {t.predicate.value.rsplit("#", 1)[1] for t in asked if t.subject.value.endswith("/S-p")} - {"path"}


@cache
def asserted() -> tuple[Triple, ...]:
    """Return what the project asserts."""
    return tuple(quad.triple for quad in asserted_quads(DATA))


@every_folder
@pytest.mark.parametrize("example", ["valid", "invalid"])
def test_every_example_gives_the_same_report(folder: Path, example: str) -> None:
    data = [*read_examples(folder, example), *background()]
    settling, asking = (
        read_report(shifty_report(data, shape(folder), many), shape(folder)).results for many in (0, 1 << 30)
    )
    assert settling == asking


def read_examples(folder: Path, example: str) -> list[Triple]:
    """Return the triples of an example."""
    return [quad.triple for quad in ox.parse(path=str(folder / f"{example}.ttl"), format=ox.RdfFormat.TURTLE)]


def test_no_constraint_that_a_harm_breaks_is_settled() -> None:
    """One harm at a time in the real graph, for all together would leave nothing to settle."""
    data = asserted()
    rules = shapes("publish")
    broken: dict[Any, set[tuple[str, str]]] = defaultdict(set)
    for result in judge([*data, *mutants(data)], rules).results:
        broken[result.focus].add((result.source_shape, result.component))
    copies: dict[Any, list[Triple]] = defaultdict(list)
    for triple in mutants(data):
        for end in {triple.subject, triple.object}:
            copies[end].append(triple)
    lines = n_triples(data)
    for harm in harms():
        asked = unsettled([*lines, *n_triples(copies[harm.mutant])], rules)
        assert broken[harm.mutant] <= constraints(asked), harm.name


def test_most_of_what_holds_of_the_real_graph_is_settled() -> None:
    rules = shapes("core")
    asked = unsettled(n_triples(asserted()), rules)
    assert len(constraints(asked)) < len(constraints(rules)) / 4
    assert judge(asserted(), rules).results == read_report(shifty_report(asserted(), rules, 0), rules).results == ()


@pytest.mark.skipif(not SUITE, reason=f"the W3C suite for SHACL is not at {w3c_shacl.SUITE}")
@pytest.mark.parametrize("case", SUITE, ids=lambda case: case.name)
def test_every_case_of_the_w3c_suite_gives_the_same_report(case: w3c_shacl.Case) -> None:
    reports = [reported(case, many) for many in (0, 1 << 30)]
    assert reports[0] == reports[1]


def reported(case: w3c_shacl.Case, many: int) -> frozenset[str] | None:
    """Return what counts in the report on a case; None if the engine refuses the shapes."""
    rules = w3c_shacl.triples(case.shapes)
    try:
        report = list(shifty_report(w3c_shacl.triples(case.data), rules, many))
    except ValueError:
        return None
    node = next(triple.subject for triple in report if triple.object == SH.ValidationReport)
    return w3c_shacl.canonical(report, node, rules)


@pytest.mark.parametrize(
    ("constraint", "value"),
    [
        ("sh:class ex:D", "ex:d"),
        ("sh:datatype xsd:date", '"2024-12-31"^^xsd:date'),
        ("sh:datatype xsd:gYear", '"2024"^^xsd:gYear'),
        ("sh:datatype xsd:integer", "-5"),
        ("sh:datatype xsd:string", '"a \\"quoted\\" word"'),
        ("sh:datatype rdf:langString", '"slovo"@cs'),
        ("sh:disjoint ex:q", "ex:other"),
        ("sh:in ( ex:a ex:b )", "ex:a"),
        ('sh:languageIn ( "cs" "en" )', '"slovo"@cs , "word"@en'),
        ("sh:maxCount 2", "1 , 2"),
        ("sh:minCount 2", "1 , 2"),
        ("sh:minLength 3", '"abc"'),
        ("sh:nodeKind sh:IRI", "ex:a"),
        ("sh:nodeKind sh:Literal", "5"),
        ("sh:or ( [ sh:class ex:E ] [ sh:class ex:D ] )", "ex:d"),
        ('sh:pattern "^[0-9]{4}$"', '"2024"'),
        ('sh:pattern "^\\\\S+( \\\\S+)*$"', '"jedna „dvě“ \\"tři\\""'),
        ('sh:pattern "^https://example[.]org/"', "ex:a"),
        ("sh:uniqueLang true", '"slovo"@cs , "word"@en'),
    ],
)
def test_what_plainly_holds_is_settled(constraint: str, value: str) -> None:
    assert (
        left(f"ex:c a ex:B ; ex:p {value} ; ex:q ex:d . ex:B rdfs:subClassOf ex:C . ex:d a ex:D .", constraint) == set()
    )


@pytest.mark.parametrize(
    ("constraint", "value"),
    [
        ("sh:class ex:D", "ex:a"),
        ("sh:datatype xsd:date", '"2023-02-29"^^xsd:date'),
        ("sh:datatype xsd:date", '"2024-02-29"^^xsd:date'),
        ("sh:datatype xsd:date", '"2023-04-31"^^xsd:date'),
        ("sh:datatype xsd:gYear", '"0000"^^xsd:gYear'),
        ("sh:datatype xsd:integer", '"1.0"^^xsd:integer'),
        ("sh:datatype xsd:integer", "12345678901234567890"),
        ("sh:datatype xsd:string", '"slovo"@cs'),
        ("sh:datatype xsd:decimal", "1.0"),
        ("sh:disjoint ex:q", "ex:d"),
        ("sh:in ( ex:a ex:b )", "ex:c"),
        ("sh:in ( 1 2 )", "1"),
        ('sh:languageIn ( "cs" "en" )', '"slovo"@cs-cz'),
        ('sh:languageIn ( "cs" "en" )', '"slovo"'),
        ("sh:maxCount 1", "1 , 2"),
        ("sh:minCount 3", "1 , 2"),
        ("sh:minLength 3", '"ab"'),
        ("sh:nodeKind sh:IRI", "[]"),
        ("sh:nodeKind sh:Literal", "ex:a"),
        ('sh:pattern "^[0-9]{4}$"', '"2024\\n"'),
        ('sh:pattern "^[0-9]{4}$"', '"202"'),
        ('sh:pattern "^a.c$"', '"a\\u2028c"'),
        ('sh:pattern "^\\\\w$"', '"a"'),
        ('sh:pattern "^(?i)a"', '"a"'),
        ('sh:pattern "^[a-z&&[b]]"', '"b"'),
        ('sh:pattern "(a"', '"a"'),
        ('sh:pattern "^a++$"', '"a"'),
        ('sh:pattern "a" ; sh:flags "i"', '"a"'),
        ('sh:pattern "a"', "[]"),
        ("sh:uniqueLang true", '"slovo"@cs , "jiné"@cs'),
        ("sh:uniqueLang true", '"slovo"'),
        ("sh:or ( [ sh:class ex:D ] [ sh:class ex:E ] )", "ex:a"),
        ("sh:or ( [ sh:class ex:D , ex:E ] [ sh:class ex:E ] )", "ex:d"),
        ("sh:or ( [ sh:class ex:D ; sh:nodeKind sh:BlankNode ] [ sh:class ex:E ] )", "ex:d"),
        ("sh:or ( [ sh:path ex:r ; sh:class ex:D ] [ sh:class ex:E ] )", "ex:d"),
        ("sh:or ( [ sh:class ex:D ; sh:property [ sh:path ex:r ; sh:minCount 1 ] ] )", "ex:d"),
        ("sh:lessThan ex:q", "1"),
        ("sh:hasValue 1", "1"),
    ],
)
def test_what_is_broken_or_in_doubt_is_left_to_the_engine(constraint: str, value: str) -> None:
    own = (triple.predicate for triple in turtle(f"ex:S {constraint} .") if triple.subject == EX.S)
    parameters = {name.value.removeprefix(SH.iri) for name in own}
    assert left(f"ex:c a ex:C ; ex:p {value} ; ex:q ex:d . ex:d a ex:D .", constraint) == parameters


def test_a_thing_without_the_property_breaks_a_least_count() -> None:
    assert left("ex:c a ex:C ; ex:p 1 . ex:d a ex:C .", "sh:minCount 1") == {"minCount"}


def test_a_triple_that_stands_twice_counts_once() -> None:
    rules = turtle("ex:S sh:targetClass ex:C ; sh:property ex:S-p . ex:S-p sh:path ex:p ; sh:minCount 2 .")
    data = turtle("ex:c a ex:C ; ex:p 1 .")
    assert len(read_report(shifty_report([*data, *data], rules, 0), rules).results) == 1


@pytest.mark.parametrize(
    "target",
    ["sh:targetNode ex:c", "sh:targetSubjectsOf ex:q", "sh:targetObjectsOf ex:r", "sh:targetClass ex:C"],
)
def test_every_kind_of_target_is_looked_at(target: str) -> None:
    data = "ex:c a ex:C ; ex:q 1 ; ex:p {} . ex:b ex:r ex:c ."
    assert left(data.format('"a"'), "sh:nodeKind sh:Literal", target) == set()
    assert left(data.format("ex:a"), "sh:nodeKind sh:Literal", target) == {"nodeKind"}


@pytest.mark.parametrize(
    ("target", "more"),
    [
        ("sh:targetClass ex:C", "ex:T sh:targetClass ex:T ; sh:node ex:S ."),
        ("sh:targetClass ex:C", "ex:T sh:targetClass ex:T ; sh:or ( ex:S-p ex:U ) ."),
        ("sh:targetClass ex:C", "ex:T sh:targetClass ex:T ; sh:property ex:S ."),
        ("sh:targetClass ex:C", "ex:S-p sh:targetClass ex:T ."),
        ("sh:targetClass ex:C ; sh:closed true", ""),
        ("a rdfs:Class , sh:NodeShape", ""),
        ("a sh:NodeShape", ""),
    ],
)
def test_a_shape_that_is_about_more_than_its_targets_is_left_alone(target: str, more: str) -> None:
    assert "maxCount" in left("ex:c a ex:C ; ex:p 1 .", "sh:maxCount 1", target, more)


def test_what_no_shape_names_is_left_out() -> None:
    rules = turtle("ex:S sh:targetClass ex:C ; sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:minCount 1 ] .")
    lines = n_triples(turtle("ex:c a ex:C ; ex:q 1 . ex:d ex:p ex:c . ex:B rdfs:subClassOf ex:C ."))
    found = {line.split(b" ")[1].rsplit(b"/", 1)[1].rsplit(b"#", 1)[-1] for line in relevant(lines, rules)}
    assert found == {b"type>", b"p>", b"subClassOf>"}


@pytest.mark.parametrize(
    ("query", "all_of_them"),
    [
        (
            "SELECT $this ?value WHERE { $this $PATH ?value ; <https://example.org/q> ?end . FILTER(?value > ?end) }",
            False,
        ),
        ("SELECT $this ?p WHERE { $this ?p ?value }", True),
        ("SELECT $this WHERE { $this a ?kind ; ?p ?value }", True),
        ("SELECT $this WHERE { $this ?p 5 }", True),
        ("SELECT $this WHERE { $this !<https://example.org/q> ?value }", True),
        ("SELECT $this WHERE { $this ex:q ?value }", True),
    ],
)
def test_a_query_that_may_look_at_any_property_gets_them_all(query: str, *, all_of_them: bool) -> None:
    rules = turtle(f'ex:S sh:targetClass ex:C ; sh:sparql [ sh:select "{query}" ] .')
    lines = n_triples(turtle("ex:c a ex:C ; ex:q 1 ; ex:other 2 ."))
    assert (len(list(relevant(lines, rules))) == len(lines)) is all_of_them


def test_a_closed_shape_gets_all_triples() -> None:
    rules = turtle("ex:S sh:targetClass ex:C ; sh:closed true .")
    lines = n_triples(turtle("ex:c a ex:C ; ex:other 2 ."))
    assert list(relevant(lines, rules)) == lines


def test_few_triples_are_not_worth_the_look() -> None:
    assert len(asserted()) < MANY
