"""Lint: each kind of fault is found in shapes that have it, and none in the project's own."""

from typing import Final

import pyoxigraph as ox
import pytest
from pyoxigraph import Triple

from kg.build import asserted_quads
from kg.namespaces import PREFIXES
from kg.paths import DATA, SHAPES
from kg.validation.lint import Vocabulary, holds_shapes, lint, unknown_constructs
from kg.validation.lint.widths import UNBOUNDED, width
from kg.validation.profiles import every_shape, read_triples

HEAD: Final = (
    "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + "PREFIX ex: <https://example.org/>\n"
)
SAYS: Final = 'sh:severity sh:Violation ; sh:message "Opravte."@cs , "Mend."@en'
FINE: Final = f"sh:path ex:p ; {SAYS}"
KNOWN: Final = "ex:C a owl:Class . ex:D rdfs:subClassOf ex:C . ex:thing a ex:C ; ex:p 1 ; ex:q ex:other ."


def triples(turtle: str) -> list[Triple]:
    """Read Turtle with the project's prefixes."""
    return [quad.triple for quad in ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)]


def kinds(turtle: str) -> list[tuple[str, str]]:
    """Return what is found: kind and shape."""
    data = triples(KNOWN)
    found = lint([*triples(turtle), *data], Vocabulary.of(data))
    return [(each.component.rsplit("/lint-", 1)[1], str(each.focus).rsplit("/", 1)[-1].rstrip(">")) for each in found]


def on(*parameters: str) -> str:
    """Return a shape with a target and one property shape for each set of parameters, `ex:P1` first."""
    links = " , ".join(f"ex:P{n}" for n in range(1, len(parameters) + 1))
    shapes = "".join(f"ex:P{n} {FINE} ; {each} .\n" for n, each in enumerate(parameters, 1))
    return f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property {links} .\n{shapes}"


FAULTS: Final = {
    "targets-nothing": {
        f"ex:S a sh:NodeShape ; sh:nodeKind sh:IRI ; {SAYS} .": "S",
        f"ex:S sh:targetClass ex:Unknown ; sh:nodeKind sh:IRI ; {SAYS} .": "S",
        f"ex:S sh:targetSubjectsOf ex:unknown ; sh:nodeKind sh:IRI ; {SAYS} .": "S",
        f"ex:S sh:targetObjectsOf ex:unknown ; sh:nodeKind sh:IRI ; {SAYS} .": "S",
        f"ex:S sh:targetNode ex:nobody ; sh:nodeKind sh:IRI ; {SAYS} .": "S",
        f"ex:S a sh:PropertyShape ; {FINE} ; sh:minCount 1 .": "S",
    },
    "unknown-path": {
        on("sh:minCount 1").replace("sh:path ex:p", "sh:path ex:unknown"): "P1",
        on("sh:minCount 1").replace("sh:path ex:p", "sh:path ( ex:p [ sh:inversePath ex:unknown ] )"): "P1",
        on("sh:minCount 1").replace("sh:path ex:p", "sh:path [ sh:alternativePath ( ex:p ex:unknown ) ]"): "P1",
    },
    "min-above-max": {
        on("sh:minCount 2 ; sh:maxCount 1"): "P1",
        on("sh:minCount 2", "sh:maxCount 1"): "P1",
        on("sh:minLength 9 ; sh:maxLength 8"): "P1",
        on("sh:minInclusive 2 ; sh:maxInclusive 1.5"): "P1",
        on("sh:minInclusive 2 ; sh:maxExclusive 2"): "P1",
        on("sh:minExclusive 2 ; sh:maxInclusive 2"): "P1",
        on("sh:minExclusive 2 ; sh:maxExclusive 2"): "P1",
        on('sh:minInclusive "2022-01-01"^^xsd:date ; sh:maxInclusive "2021-01-01"^^xsd:date'): "P1",
        on("sh:qualifiedMinCount 2 ; sh:qualifiedMaxCount 1 ; sh:qualifiedValueShape [ sh:class ex:C ]"): "P1",
    },
    "has-value-outside-in": {
        on("sh:hasValue ex:b ; sh:in ( ex:a )"): "P1",
        on("sh:hasValue ex:b", "sh:in ( ex:a )"): "P1",
    },
    "datatype-conflict": {
        on("sh:datatype xsd:string ; sh:nodeKind sh:IRI"): "P1",
        on("sh:datatype xsd:string ; sh:nodeKind sh:BlankNodeOrIRI"): "P1",
        on("sh:datatype xsd:string ; sh:class ex:C"): "P1",
    },
    "pattern-against-length": {
        on('sh:pattern "^[0-9]{8}$" ; sh:maxLength 7'): "P1",
        on('sh:pattern "^[0-9]{8}$" ; sh:minLength 9'): "P1",
        on('sh:pattern "[0-9]{8}" ; sh:maxLength 7'): "P1",
    },
    "message-language": {
        f"ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI ; {SAYS.replace(' , ', ' ; ex:p ')} .": "S",
        on("sh:minCount 1").replace('"Mend."@en', '"Bessern."@de'): "P1",
        on("sh:minCount 1").replace('"Mend."@en', '"Mend."'): "P1",
        'ex:S sh:targetClass ex:C ; sh:severity sh:Info ; sh:sparql [ sh:message "Mend."@en ; sh:select "" ] .': "S",
    },
    "severity-missing": {
        on("sh:minCount 1").replace("sh:severity sh:Violation ; ", ""): "P1",
        'ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI ; sh:message "Opravte."@cs , "Mend."@en .': "S",
    },
    "shadowed": {
        on("sh:minCount 1", "sh:minCount 1"): "P2",
        on("sh:minCount 1", "sh:minCount 2"): "P1",
        on("sh:maxCount 2 ; sh:nodeKind sh:IRI", "sh:maxCount 1 ; sh:nodeKind sh:IRI ; sh:class ex:C"): "P1",
        on("sh:in ( 1 2 3 )", "sh:in ( 2 3 )"): "P1",
        on("sh:minCount 1", "sh:minCount 1").replace("sh:Violation", "sh:Warning", 1): "P1",
        on("sh:minCount 1") + f"ex:T sh:targetClass ex:D ; sh:property ex:T1 . ex:T1 {FINE} ; sh:minCount 1 .": "T1",
    },
}


@pytest.mark.parametrize(("kind", "turtle"), [(kind, turtle) for kind, each in FAULTS.items() for turtle in each])
def test_a_fault_is_found_and_nothing_else(kind: str, turtle: str) -> None:
    assert kinds(turtle) == [(kind, FAULTS[kind][turtle])]


@pytest.mark.parametrize(
    "turtle",
    [
        on("sh:minCount 1 ; sh:maxCount 1"),
        on("sh:minInclusive 2 ; sh:maxInclusive 2"),
        on("sh:minInclusive 2 ; sh:maxInclusive ex:two"),
        on('sh:minInclusive "2022"^^xsd:gYear ; sh:maxInclusive "2021-01-01"^^xsd:date'),
        on("sh:hasValue ex:a ; sh:in ( ex:a ex:b )"),
        on("sh:datatype xsd:string ; sh:nodeKind sh:Literal"),
        on('sh:pattern "^[0-9]{8}$" ; sh:minLength 8 ; sh:maxLength 8'),
        on('sh:pattern "[0-9]{8}" ; sh:minLength 20'),
        on('sh:pattern "^[0-9]{8}$" ; sh:flags "x" ; sh:maxLength 7'),
        on("sh:minCount 1", "sh:maxCount 5"),
        on("sh:minCount 1", "sh:minCount 2")
        .replace("sh:severity sh:Violation", "sh:severity sh:Info", 2)
        .replace("sh:severity sh:Info", "sh:severity sh:Violation", 1),
        on("sh:minCount 1") + f"ex:T sh:targetClass ex:Unknown ; sh:deactivated true ; sh:nodeKind sh:IRI ; {SAYS} .",
        f"ex:C a sh:NodeShape , owl:Class ; sh:nodeKind sh:IRI ; {SAYS} .",
        f"ex:S sh:targetNode ex:other ; sh:nodeKind sh:IRI ; {SAYS} .",
        f"ex:S sh:targetSubjectsOf owl:sameAs ; sh:nodeKind sh:IRI ; {SAYS} .",
        f"ex:S sh:targetClass ex:C ; sh:or ( ex:A ex:B ) ; {SAYS} . ex:A sh:nodeKind sh:IRI . ex:B sh:class ex:C .",
        on("sh:minCount 1").replace("sh:path ex:p", "sh:path _:loop") + "_:loop rdf:first ex:p ; rdf:rest _:loop .",
    ],
)
def test_sound_shapes_are_left_alone(turtle: str) -> None:
    assert kinds(turtle) == []


def test_a_core_shape_is_not_shadowed_by_one_for_publication() -> None:
    core, publish = "sh:minCount 1 ; dct:isPartOf sgs:core", "sh:minCount 1 ; dct:isPartOf sgs:publish"
    assert kinds(on(core, publish)) == [("shadowed", "P2")]
    assert kinds(on(publish, core)) == [("shadowed", "P1")]


def test_the_project_s_own_shapes_have_no_fault() -> None:
    known = [quad.triple for quad in asserted_quads(DATA)]
    assert lint([*every_shape(), *known], Vocabulary.of(known)) == []
    shape_of_shapes = read_triples([SHAPES / "_meta.ttl"])
    assert lint([*shape_of_shapes, *known], Vocabulary.of(known)) == []


def test_a_finding_says_what_to_do_in_both_languages() -> None:
    data = triples(KNOWN)
    for turtle in (turtle for each in FAULTS.values() for turtle in each):
        for finding in lint([*triples(turtle), *data], Vocabulary.of(data)):
            assert set(finding.message) == {"cs", "en"}
            assert not any("{" in text for text in finding.message.values())


def test_words_that_shacl_does_not_have_are_named() -> None:
    shapes = triples('ex:S sh:targetClass ex:C ; sh:minCuont 1 ; sh:js [ sh:jsFunctionName "f" ] ; sh:name "S" .')
    words = {triple.predicate.value.rsplit("#", 1)[1] for triple in unknown_constructs(shapes)}
    assert words == {"minCuont", "js", "jsFunctionName"}
    assert list(unknown_constructs(every_shape())) == []


def test_data_is_no_shape() -> None:
    assert not holds_shapes(triples(KNOWN))
    assert not holds_shapes(read_triples([SHAPES / "goal" / "invalid.ttl"]))
    assert holds_shapes(every_shape())


@pytest.mark.parametrize(
    ("pattern", "flags", "expected"),
    [
        ("", "", (0, UNBOUNDED)),
        ("abc", "", (3, UNBOUNDED)),
        ("^abc$", "", (3, 3)),
        ("^a?b*c+$", "", (1, UNBOUNDED)),
        ("^a{2}b{3,}$", "", (5, UNBOUNDED)),
        ("^a{2,4}(bc){1,2}$", "", (4, 8)),
        ("^a|bcd$", "", (1, UNBOUNDED)),
        ("^a$|^bcd$", "", (1, 3)),
        ("^(a|bcd)$", "", (1, 3)),
        ("^(?:ab)??$", "", (0, 2)),
        (r"^[^\]\[]{3}$", "", (3, 3)),
        ("^[a-z-[aeiou]]{2}$", "", (2, 2)),
        (r"^\d\.\p{Lu}\$$", "", (4, 4)),
        (r"^a\$", "", (2, UNBOUNDED)),
        ("^[0-9]{4}$", "m", (4, UNBOUNDED)),
        ("^a.b$", "q", (5, UNBOUNDED)),
        ("^a b$", "x", (0, UNBOUNDED)),
        (r"(a)\1", "", (0, UNBOUNDED)),
        ("(?=a)a", "", (0, UNBOUNDED)),
        ("a)", "", (0, UNBOUNDED)),
        ("[a", "", (0, UNBOUNDED)),
        ("a{x}", "", (0, UNBOUNDED)),
        ("(" * 5000, "", (0, UNBOUNDED)),
        ("^(a{1000000}){1000000}$", "", (1000000000000, UNBOUNDED)),
    ],
)
def test_how_long_a_text_a_pattern_matches(pattern: str, flags: str, expected: tuple[int, int]) -> None:
    assert width(pattern, flags) == expected
