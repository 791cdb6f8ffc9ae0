"""Harm done to real things, one harm at a time, is reported: the property at fault, and no other."""

from collections import defaultdict
from functools import cache
from typing import Any, Final

import pytest
from pyoxigraph import NamedNode

from kg.build import asserted_quads
from kg.namespaces import SKOS
from kg.paths import DATA
from kg.validation import Report, shapes
from kg.validation.engines import Engine, judge
from kg.validation.render.words import short_path
from tests.shapes.examples import constraints
from tests.shapes.mutants import Harm, harms, mutants, unharmed

ENGINES: Final[tuple[Engine, ...]] = ("shifty", "pyshacl")


@cache
def report(engine: Engine) -> Report:
    """Validate the real graph with all mutants in it, by the publication profile."""
    asserted = [quad.triple for quad in asserted_quads(DATA)]
    return judge([*asserted, *mutants(asserted)], shapes("publish"), engine)


@cache
def reported(engine: Engine) -> dict[Any, set[tuple[str, str, str, Any]]]:
    """Return what is reported of each thing: properties with shapes and components, notations with their values.

    A copy has the notation of its original, which is reported as it is; a harm may give it that of another thing.
    """
    found: dict[Any, set[tuple[str, str, str, Any]]] = defaultdict(set)
    for result in report(engine).results:
        value = result.value if result.path == SKOS.notation.value else None
        found[result.focus].add((_property(result.path), result.source_shape, result.component, value))
    return found


def _property(path: str | None) -> str:
    return short_path(path).replace("^(", "^").replace("<", "").replace(">", "") or "."


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("harm", harms(), ids=lambda harm: harm.name)
def test_a_harm_is_reported(harm: Harm, engine: Engine) -> None:
    new = reported(engine)[harm.mutant] - reported(engine)[unharmed(harm.thing)]
    names = {name for name, *_ in new}
    assert harm.reported in names
    assert names <= {harm.reported, harm.also}


def test_every_constraint_is_broken_by_some_harm() -> None:
    copies = {harm.mutant for harm in harms()}
    broken = {(each.source_shape, each.component) for each in report("shifty").results if each.focus in copies}
    # A record of a defect is no harm: the real data has one of every kind.
    recorded = {pair for pair in constraints(shapes("publish")) if "/SourceDefect-" in pair[0]}
    found = {(each.source_shape, each.component) for each in report("shifty").results}
    assert broken | recorded == constraints(shapes("publish"))
    assert recorded < found


def test_the_engines_say_the_same_of_every_mutant() -> None:
    """Except on a date beside a year, which only one of them reports as not comparable."""
    incomparable = {harm.mutant for harm in harms() if harm.also == "sg:start"}
    copies = {harm.mutant for harm in harms() if isinstance(harm.mutant, NamedNode)} - incomparable
    fast, reference = (
        [result.key for result in report(engine).results if result.focus in copies] for engine in ENGINES
    )
    assert fast == reference
