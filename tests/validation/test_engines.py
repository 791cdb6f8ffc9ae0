"""Two engines behind one door: alone, against each other, and where a shape is beyond one of them."""

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox
import pytest
from pyoxigraph import Triple

from kg.errors import InputError
from kg.namespaces import PREFIXES, SH
from kg.validation import engines
from kg.validation.engines import DIFFERENCE, Engine, judge, warm_up
from kg.validation.shifty_engine import shifty_report

HEAD: Final = (
    "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + "PREFIX ex: <https://example.org/>\n"
)
ALL: Final[tuple[Engine, ...]] = ("shifty", "pyshacl", "both")


def triples(turtle: str) -> tuple[Triple, ...]:
    """Read Turtle with the project's prefixes."""
    return tuple(quad.triple for quad in ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE))


SHAPES: Final = triples(
    """ex:S sh:targetClass sg:Goal ; sh:property ex:S-notation .
    ex:S-notation sh:path skos:notation ; sh:minCount 1 ; sh:maxCount 1 ; sh:severity sh:Warning ;
      sh:message "Uveďte označení."@cs , "Give a notation."@en ."""
)
DATA: Final = triples(
    'ex:a a sg:Goal . ex:b a sg:Goal ; skos:notation "B1" , "B2" . ex:c a sg:Goal ; skos:notation "C" .'
)


@pytest.mark.parametrize("engine", ALL)
def test_each_gives_the_same_report(engine: Engine) -> None:
    found = [(each.focus.value, each.component.rsplit("#", 1)[1]) for each in judge(DATA, SHAPES, engine).results]
    assert found == [
        ("https://example.org/a", "MinCountConstraintComponent"),
        ("https://example.org/b", "MaxCountConstraintComponent"),
    ]


@pytest.mark.parametrize("engine", ALL)
def test_no_result_is_a_report_that_conforms(engine: Engine) -> None:
    assert judge(triples('ex:c a sg:Goal ; skos:notation "C" .'), SHAPES, engine).results == ()


def test_a_difference_is_a_finding_beside_what_either_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the fast engine overlooks whatever is about `ex:a`."""

    def forgetful(data: Iterable[Triple], shapes: tuple[Triple, ...]) -> Iterator[Triple]:
        report = list(shifty_report(data, shapes))
        left_out = {t.subject for t in report if t.predicate == SH.focusNode and t.object.value.endswith("/a")}
        return (triple for triple in report if triple.subject not in left_out)

    monkeypatch.setattr(engines, "shifty_report", forgetful)
    report = judge(DATA, SHAPES, "both")
    (difference,) = (each for each in report.results if each.component == DIFFERENCE.iri)
    assert len(report.results) == 3
    assert (difference.severity, difference.focus.value) == ("Warning", "https://example.org/a")
    assert difference.path == "http://www.w3.org/2004/02/skos/core#notation"
    assert "jen pySHACL" in difference.message["cs"]
    assert "(MinCount, Warning)" in difference.message["en"]


@pytest.mark.parametrize(
    ("engine", "name", "shape"),
    [
        ("shifty", "pyshifty", "ex:S sh:targetClass ex:C ; sh:expression [ ex:function ( 1 ) ] ."),
        ("pyshacl", "pySHACL", "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:minCount 1 ] ."),
    ],
)
def test_shapes_that_an_engine_cannot_run_are_an_error_of_one_line(engine: Engine, name: str, shape: str) -> None:
    with pytest.raises(InputError, match=name) as caught:
        judge(triples("ex:c a ex:C ."), triples(shape), engine)
    assert "\n" not in caught.value.cs


def test_warming_up_leaves_nothing_to_load(monkeypatch: pytest.MonkeyPatch) -> None:
    warm_up("both", SHAPES)

    def closed(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("builtins.open", closed)
    assert len(judge(DATA, SHAPES, "both").results) == 2
