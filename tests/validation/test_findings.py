"""Each kind of finding is described where its IRI leads, in the graph of shapes."""

import importlib
import pkgutil
from collections import defaultdict
from typing import Any

import pytest
from pyoxigraph import NamedNode

import kg.validation
from kg.namespaces import RDF, SH, SHAPE, SKOS
from kg.validation.findings import Kind
from kg.validation.profiles import published_files, read_triples


def kinds() -> dict[str, Kind]:
    """Return every kind that the modules of validation define, by its IRI."""
    names = [each.name for each in pkgutil.walk_packages(kg.validation.__path__, "kg.validation.")]
    members = [value for name in names for value in vars(importlib.import_module(name)).values()]
    return {each.iri: each for each in members if isinstance(each, Kind)}


def described() -> dict[Any, dict[Any, list[Any]]]:
    """Return what the published files say of each thing."""
    found: dict[Any, dict[Any, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in read_triples(published_files()):
        found[triple.subject][triple.predicate].append(triple.object)
    return found


def test_every_kind_is_described_and_no_other() -> None:
    listed = {thing.value for thing, says in described().items() if SHAPE.findings in says[SKOS.inScheme]}
    assert listed == kinds().keys()


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_a_kind_has_its_severity_and_words_in_both_languages(kind: Kind) -> None:
    says = described()[NamedNode(kind.iri)]
    assert says[SH.severity] == [SH[kind.severity]]
    for words in (says[SKOS.prefLabel], says[SKOS.definition]):
        assert sorted(each.language for each in words) == ["cs", "en"]
    assert set(kind.message) == {"cs", "en"}


def test_no_kind_is_a_constraint_component_that_an_engine_would_run() -> None:
    """A component without parameters is ill-formed (W3C SHACL, section 6.2), and would spoil the published shapes."""
    types = {kind for says in described().values() for kind in says[RDF.type]}
    assert SH.ConstraintComponent not in types
