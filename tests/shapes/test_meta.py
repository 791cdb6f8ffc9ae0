"""The shape of shapes: every shape has a name, a message in both languages, a severity and a profile."""

import pyoxigraph as ox
import pytest
from pyoxigraph import Triple

from kg.namespaces import PREFIXES, SHAPE
from kg.paths import SHAPES
from kg.validation import read_report, shape_files
from kg.validation.profiles import read_triples
from tests.shapes.examples import ENGINES, constraints

META = tuple(read_triples([SHAPES / "_meta.ttl"]))
PROFILES = tuple(read_triples([SHAPES / "profiles" / "core.ttl", SHAPES / "profiles" / "publish.ttl"]))
EVERYTHING = (*META, *read_triples(shape_files()))

NAMED = 'rdfs:label "tvar"@cs , "shape"@en ; dct:isPartOf sgs:core'
SAYS = 'sh:message "Udělejte to."@cs , "Do it."@en ; sh:severity sh:Violation'
PROPERTY = f'sh:path sg:status ; sh:name "stav"@cs , "status"@en ; dct:isPartOf sgs:core ; {SAYS}'

BROKEN = f"""
_:target sh:targetClass sg:Goal ; {NAMED} .
ex:noLabel sh:targetClass sg:Goal ; dct:isPartOf sgs:core .
ex:plainLabel sh:targetClass sg:Goal ; rdfs:label "tvar"@cs , "shape" ; dct:isPartOf sgs:core .
ex:twoCzechLabels sh:targetClass sg:Goal ; rdfs:label "tvar"@cs , "podoba"@cs ; dct:isPartOf sgs:core .
ex:noProfile sh:targetClass sg:Goal ; rdfs:label "tvar"@cs , "shape"@en .
ex:twoProfiles sh:targetClass sg:Goal ; {NAMED} , sgs:publish .
ex:unknownProfile sh:targetClass sg:Goal ; rdfs:label "tvar"@cs , "shape"@en ; dct:isPartOf ex:other .
ex:links sh:property ex:fine , ex:noPath , ex:twoPaths , ex:noName , ex:plainName , ex:twoCzechNames .
ex:blank sh:property _:property .
_:property {PROPERTY} .
ex:fine {PROPERTY} .
ex:noPath sh:name "stav"@cs , "status"@en ; dct:isPartOf sgs:core ; {SAYS} .
ex:twoPaths {PROPERTY} ; sh:path sg:role .
ex:noName sh:path sg:status ; dct:isPartOf sgs:core ; {SAYS} .
ex:plainName sh:path sg:status ; sh:name "stav"@cs , "status" ; dct:isPartOf sgs:core ; {SAYS} .
ex:twoCzechNames sh:path sg:status ; sh:name "stav"@cs , "situace"@cs ; dct:isPartOf sgs:core ; {SAYS} .
ex:noMessage sh:nodeKind sh:IRI ; sh:severity sh:Violation .
ex:plainMessage sh:nodeKind sh:IRI ; sh:severity sh:Violation ; sh:message "Udělejte to."@cs , "Do it." .
ex:twoCzechMessages sh:nodeKind sh:IRI ; sh:severity sh:Violation ; sh:message "Udělejte to."@cs , "Proveďte to."@cs .
ex:noSeverity sh:nodeKind sh:IRI ; dct:isPartOf sgs:publish ; sh:message "Udělejte to."@cs , "Do it."@en .
ex:twoSeverities sh:nodeKind sh:IRI ; {SAYS} , sh:Info .
ex:unknownSeverity sh:nodeKind sh:IRI ; {SAYS.replace("Violation", "Trace")} ; dct:isPartOf sgs:publish .
ex:mildCore sh:nodeKind sh:IRI ; {SAYS.replace("Violation", "Warning")} ; dct:isPartOf sgs:core .
"""
BREAKS = {
    ("_:", "MetaTarget", "NodeKind"),
    ("noLabel", "MetaTarget-label", "MinCount"),
    ("plainLabel", "MetaTarget-label", "Datatype"),
    ("plainLabel", "MetaTarget-label", "LanguageIn"),
    ("twoCzechLabels", "MetaTarget-label", "UniqueLang"),
    ("noProfile", "MetaTarget-isPartOf", "MinCount"),
    ("twoProfiles", "MetaTarget-isPartOf", "MaxCount"),
    ("unknownProfile", "MetaTarget-isPartOf", "Class"),
    ("_:", "MetaProperty", "NodeKind"),
    ("noPath", "MetaProperty-path", "MinCount"),
    ("twoPaths", "MetaProperty-path", "MaxCount"),
    ("noName", "MetaProperty-name", "MinCount"),
    ("plainName", "MetaProperty-name", "Datatype"),
    ("plainName", "MetaProperty-name", "LanguageIn"),
    ("twoCzechNames", "MetaProperty-name", "UniqueLang"),
    ("noMessage", "MetaResult-message", "MinCount"),
    ("plainMessage", "MetaResult-message", "Datatype"),
    ("plainMessage", "MetaResult-message", "LanguageIn"),
    ("twoCzechMessages", "MetaResult-message", "UniqueLang"),
    ("noSeverity", "MetaResult-severity", "MinCount"),
    ("twoSeverities", "MetaResult-severity", "MaxCount"),
    ("unknownSeverity", "MetaResult-severity", "In"),
    ("mildCore", "MetaResult", "Or"),
}


def triples(turtle: str) -> list[Triple]:
    """Read Turtle with the project's prefixes."""
    head = (
        "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + "PREFIX ex: <https://example.org/>\n"
    )
    return [quad.triple for quad in ox.parse(head + turtle, format=ox.RdfFormat.TURTLE)]


def results(engine: str, data: list[Triple]) -> set[tuple[str, str, str]]:
    """Return what the shape of shapes finds: focus, shape and component by their last names."""
    report = read_report(ENGINES[engine](data, META), META)
    return {
        (
            "_:" if isinstance(result.focus, ox.BlankNode) else result.focus.value.rsplit("/", 1)[1],
            result.source_shape.removeprefix(SHAPE.iri),
            result.component.rsplit("#", 1)[1].removesuffix("ConstraintComponent"),
        )
        for result in report.results
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_every_shape_conforms_and_so_does_the_shape_of_shapes(engine: str) -> None:
    assert results(engine, list(EVERYTHING)) == set()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_broken_shape_is_found(engine: str) -> None:
    assert results(engine, [*triples(BROKEN), *PROFILES]) == BREAKS


def test_every_constraint_on_shapes_is_broken_once() -> None:
    names = {(shape.removeprefix(SHAPE.iri), part.rsplit("#", 1)[1]) for shape, part in constraints(META)}
    assert names == {(shape, f"{part}ConstraintComponent") for _, shape, part in BREAKS}
