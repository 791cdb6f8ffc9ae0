"""Every shape stands beside its proof: an example that conforms, and one that breaks each constraint as it states."""

import re
from pathlib import Path

import pytest

from kg.paths import SHAPES
from tests.shapes.examples import ENGINES, FOLDERS, constraints, run, shape, stated, targeted

every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
every_engine = pytest.mark.parametrize("engine", ENGINES)


@every_folder
def test_a_folder_holds_a_shape_and_its_two_examples(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {"shape.ttl", "valid.ttl", "invalid.ttl"}


def test_no_file_stands_outside_the_folders() -> None:
    profiles = {SHAPES / "profiles" / f"{name}.ttl" for name in ("core", "ontology", "publish")}
    known = {SHAPES / "_meta.ttl", SHAPES / "_findings.ttl"} | profiles
    assert {path for path in SHAPES.rglob("*") if path.is_file() and path.parent not in FOLDERS} == known


@every_folder
def test_a_folder_is_named_after_its_one_shape(folder: Path) -> None:
    (node,) = targeted(shape(folder))
    name = node.value.rsplit("/", 1)[1]
    assert re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower() == folder.name
    mine = {triple.subject.value for triple in shape(folder) if "/shapes/" in str(triple.subject)}
    assert {iri.rsplit("/", 1)[1].split("-", 1)[0] for iri in mine} == {name}


@every_engine
@every_folder
def test_the_valid_example_gives_no_result(folder: Path, engine: str) -> None:
    assert run(engine, folder, "valid").results == ()


@every_engine
@every_folder
def test_the_invalid_example_gives_exactly_what_it_states(folder: Path, engine: str) -> None:
    expected = [result.key for result in stated(folder).results]
    assert [result.key for result in run(engine, folder, "invalid").results] == expected


@every_folder
def test_every_constraint_is_broken_once(folder: Path) -> None:
    broken = {(result.source_shape, result.component) for result in run("shifty", folder, "invalid").results}
    assert constraints(shape(folder)) == broken


@every_engine
@every_folder
def test_every_result_says_what_to_do_in_both_languages(folder: Path, engine: str) -> None:
    for result in run(engine, folder, "invalid").results:
        assert set(result.message) == {"cs", "en"}
        assert all(result.message.values())
