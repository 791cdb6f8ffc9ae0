"""Which shapes a profile holds."""

import pyoxigraph as ox

from kg.namespaces import DCT, PREFIXES, SH, SHAPE
from kg.paths import SHAPES
from kg.validation import shape_files, shapes
from kg.validation.profiles import of_profile

SMALL = """
sgs:core a prof:Profile .
sgs:publish a prof:Profile ; prof:isProfileOf sgs:core .
sgs:other a prof:Profile .
sgs:A sh:targetClass sg:Goal ; dct:isPartOf sgs:core ; sh:property sgs:A-p , sgs:A-q .
sgs:A-p sh:path sg:partOf ; dct:isPartOf sgs:core .
sgs:A-q sh:path sg:partOf ; dct:isPartOf sgs:publish .
sgs:B sh:targetClass sg:Goal ; dct:isPartOf sgs:other .
sgs:used sh:class sg:Goal .
"""


def small(profile: str) -> set[str]:
    """Return the subjects of the small shapes that a profile keeps, and the property shapes that are linked."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    head += "PREFIX prof: <http://www.w3.org/ns/dx/prof/>\n"
    triples = [quad.triple for quad in ox.parse(head + SMALL, format=ox.RdfFormat.TURTLE)]
    kept = of_profile(triples, SHAPE[profile])
    subjects = {triple.subject.value.removeprefix(SHAPE.iri) for triple in kept} - {"core", "publish", "other"}
    links = {triple.object.value.removeprefix(SHAPE.iri) for triple in kept if triple.predicate == SH.property}
    assert links <= subjects
    return subjects


def test_a_profile_keeps_its_shapes_and_those_it_is_built_on() -> None:
    assert small("core") == {"A", "A-p", "used"}
    assert small("publish") == {"A", "A-p", "A-q", "used"}
    assert small("other") == {"B", "used"}


def test_publication_asks_for_all_that_the_core_asks_for() -> None:
    core, publish = ({str(t) for t in shapes(name) if "_:" not in str(t)} for name in ("core", "publish"))
    assert core < publish


def test_the_core_gives_violations_only() -> None:
    severities = {triple.object for triple in shapes("core") if triple.predicate == SH.severity}
    assert severities == {SH.Violation}


def test_no_example_and_no_shape_of_shapes_is_among_the_shapes() -> None:
    assert {path.name for path in shape_files()} == {"shape.ttl", "core.ttl", "ontology.ttl", "publish.ttl"}
    assert SHAPES / "_meta.ttl" not in shape_files()
    assert {triple.object for triple in shapes() if triple.predicate == DCT.isPartOf} == {SHAPE.core, SHAPE.publish}
