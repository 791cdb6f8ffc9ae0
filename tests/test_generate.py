"""Generated data: repeatable, in the model, in Czech, and wrong only where the truth says so."""

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import iris, paths
from kg.build import asserted_quads
from kg.cli.generate import command
from kg.errors import InputError
from kg.generate import Order, generate, write
from kg.generate.faults import KINDS
from kg.generate.frame import Frame
from kg.mapping.bodies import parse_bodies
from kg.mapping.funding import parse_funding
from kg.mapping.measure_types import parse_types
from kg.mapping.strategies import parse_strategy
from kg.namespaces import BASE, DCT, OA, RDF, SG, SKOS
from kg.tables import Tables, load_tables
from kg.validation import validate_asserted

MEASURES, SEED = 2000, 7
SOURCE = iris.graph(f"source/generated-{SEED}")
REAL = iris.graph("source/koncepce-sc-zpo4")
STATED = ("gestor", "cooperatingParty", "measureType", "takenFrom", "relevantTo")
MANDATORY = (RDF.type, SG.listedUnder, DCT.title, SKOS.prefLabel, SKOS.notation, SG.status, SG.gestor, SG.schedule)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables(paths.DATA / "tables")


def _bytes(tables: Tables, measures: int = 120, seed: int = SEED, error_rate: float = 0.01) -> tuple[bytes, str]:
    out, truth = io.BytesIO(), io.StringIO()
    write(Order(measures, seed, error_rate), tables, out, truth)
    return out.getvalue(), truth.getvalue()


def _parsed(content: bytes) -> set[ox.Quad]:
    return set(ox.parse(content, format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def clean(tables: Tables) -> set[ox.Quad]:
    return _parsed(_bytes(tables, MEASURES, error_rate=0)[0])


@pytest.fixture(scope="module")
def spoilt(tables: Tables) -> tuple[set[ox.Quad], list[dict[str, str]]]:
    content, truth = _bytes(tables, MEASURES)
    return _parsed(content), list(csv.DictReader(io.StringIO(truth)))


@pytest.fixture(scope="module")
def with_cells(tables: Tables) -> set[ox.Quad]:
    out = io.BytesIO()
    write(Order(300, SEED, error_rate=0, cells=True), tables, out)
    return _parsed(out.getvalue())


@pytest.fixture(scope="module")
def real() -> list[ox.Quad]:
    return asserted_quads(paths.DATA)


def _objects(quads: Iterable[ox.Quad], predicate: ox.NamedNode) -> dict[object, list[object]]:
    found: dict[object, list[object]] = {}
    for quad in quads:
        if quad.predicate == predicate:
            found.setdefault(quad.subject, []).append(quad.object)
    return found


def _measures(quads: Iterable[ox.Quad]) -> set[object]:
    return {q.subject for q in quads if q.predicate == RDF.type and q.object == SG.ImplementingMeasure}


def test_the_same_seed_gives_the_same_bytes(tables: Tables) -> None:
    assert _bytes(tables) == _bytes(tables)
    assert _bytes(tables)[0] != _bytes(tables, seed=SEED + 1)[0]


def test_fewer_measures_are_the_beginning_of_more(tables: Tables) -> None:
    fewer, more = _bytes(tables, 120), _bytes(tables, 250)
    assert more[0].startswith(fewer[0])
    assert more[1].startswith(fewer[1])


def test_data_come_as_they_are_asked_for(tables: Tables) -> None:
    first = list(islice(generate(Order(10**12, SEED), tables), 3))
    assert len(first) == 3


def test_as_many_measures_as_asked_some_in_several_rows(clean: set[ox.Quad]) -> None:
    rows = Counter(len(found) for found in _objects(clean, SG.sourceRow).values())
    assert len(_measures(clean)) == MEASURES
    assert rows.keys() == {2, 3}
    assert MEASURES / 20 < rows[3] + rows[2] < MEASURES / 5
    assert rows[3] < rows[2]


def test_rows_and_cells_only_add(tables: Tables) -> None:
    data = []
    for rows, cells in ((False, False), (True, False), (True, True)):
        out = io.BytesIO()
        write(Order(120, SEED, rows=rows, cells=cells), tables, out)
        data.append({quad for quad in _parsed(out.getvalue()) if quad.predicate not in {OA.start, OA.end}})
    repeated, traced, whole = data
    assert repeated < traced < whole
    assert {quad.subject for quad in traced if quad.predicate == SG.sourceRow} == _measures(traced)


def test_no_triple_is_written_twice(tables: Tables) -> None:
    lines = _bytes(tables)[0].splitlines()
    assert len(lines) == len(set(lines))


def test_ids_are_ascii_and_never_those_of_the_real_data(clean: set[ox.Quad], real: list[ox.Quad]) -> None:
    measures = {str(measure) for measure in _measures(clean)}
    assert all(re.fullmatch(rf"<{BASE}resource/measures/gen-{SEED}-\d{{6}}>", measure) for measure in measures)
    assert {quad.subject for quad in clean}.isdisjoint(quad.subject for quad in real)
    assert {quad.graph_name for quad in clean} == {
        SOURCE, iris.graph("reference"), iris.graph("alignments"), iris.graph("provenance"),
    }  # fmt: skip


def test_every_correct_measure_has_what_a_measure_must_have(clean: set[ox.Quad]) -> None:
    by_subject: dict[object, set[ox.NamedNode]] = {}
    for quad in clean:
        if quad.graph_name == SOURCE:
            by_subject.setdefault(quad.subject, set()).add(quad.predicate)
    for measure in _measures(clean):
        assert by_subject[measure] >= set(MANDATORY)
    involved = {quad.object for quad in clean if quad.predicate == SG.involvedElement}
    assert involved == _measures(clean)


def test_things_have_only_properties_that_they_have_in_the_real_source(
    with_cells: set[ox.Quad], real: list[ox.Quad]
) -> None:
    def properties(quads: Iterable[ox.Quad]) -> set[tuple[object, ...]]:
        kept = list(quads)
        kinds = _objects(kept, RDF.type)
        return {
            (REAL if q.graph_name == SOURCE else q.graph_name, str(kind), type(q.object), q.predicate)
            for q in kept
            for kind in kinds.get(q.subject, [])
        }

    assert properties(with_cells) <= properties(real)


def test_whatever_is_referred_to_exists(with_cells: set[ox.Quad], real: list[ox.Quad]) -> None:
    known = {quad.subject for quad in with_cells} | {quad.subject for quad in real}
    ours = (f"{BASE}resource/", f"{BASE}code/")
    named = {quad.object for quad in with_cells if isinstance(quad.object, ox.NamedNode)}
    assert {node for node in named if node.value.startswith(ours)} <= known


def test_titles_are_czech_with_a_translation(clean: set[ox.Quad]) -> None:
    titles = _objects(clean, DCT.title)
    translated = _objects(clean, SG.translatedTitle)
    for measure in _measures(clean):
        (title,), (translation,) = titles[measure], translated[measure]
        assert isinstance(title, ox.Literal)
        assert isinstance(translation, ox.Literal)
        assert (title.language, translation.language) == ("cs", "en")
        assert not set("ěřůý") & set(translation.value)
    words = Counter(character for (title,) in titles.values() for character in str(title))
    assert all(words[letter] for letter in "áéěíýčřšžůú")


def test_bodies_are_skewed(clean: set[ox.Quad]) -> None:
    bodies = Counter(body for found in _objects(clean, SG.gestor).values() for body in found)
    ranked = [count for _, count in bodies.most_common()]
    assert len(ranked) > 50
    assert ranked[0] > 4 * ranked[9] > 4 * ranked[-1]


def test_the_words_of_the_cells_mean_what_is_stated(tables: Tables, with_cells: set[ox.Quad]) -> None:
    frame, quads = Frame(tables, SEED), with_cells
    row_of = {cell: row for row, cells in _objects(quads, SG.cell).items() for cell in cells}
    words = _objects(quads, SG.verbatim)
    measure_of = {row: measure for measure, rows in _objects(quads, SG.sourceRow).items() for row in rows}
    stated = {name: _objects(quads, SG[name]) for name in STATED}
    nodes = {body.id: body.node for body in frame.bodies.items}
    seen = Counter[str]()
    for cell, (column,) in _objects(quads, SG.column).items():
        ((verbatim,), measure) = words[cell], measure_of[row_of[cell]]
        assert isinstance(verbatim, ox.Literal)
        kind = str(column).rsplit("/", 1)[1].removesuffix(">")
        seen[kind] += 1
        if kind == "measure-gestor":
            read = parse_bodies(verbatim.value, frame.names)
            for role, name in (("gestor", "gestor"), ("cooperating-party", "cooperatingParty")):
                assert {nodes[body.agent] for body in read if body.role == role} == set(stated[name].get(measure, []))
        elif kind == "measure-type":
            codes = {
                iris.code("measure-types", each.id) for each in parse_types(verbatim.value, frame.book.measure_types)
            }
            assert codes == set(stated["measureType"][measure])
        elif kind == "funding":
            parse_funding(verbatim.value, frame.names, frame.book.instruments)
        elif kind == "source-strategy":
            citation = parse_strategy(verbatim.value, frame.book.strategies)
            assert iris.resource("strategies", citation.strategy) in stated[citation.relation][measure]
    assert set(seen) == {
        "measure",
        "status",
        "measure-gestor",
        "deadline",
        "funding",
        "measure-type",
        "source-strategy",
    }


def test_the_truth_is_the_whole_difference(
    clean: set[ox.Quad], spoilt: tuple[set[ox.Quad], list[dict[str, str]]]
) -> None:
    data, truth = spoilt
    right, wrong = set[str](), set[str]()
    for row in truth:
        start, end = f"<{row['node']}> <{row['property']}>", str(SOURCE)
        right |= {f"{start} {row['right']} {end}"} if row["right"] else set()
        wrong |= {f"{start} {row['wrong']} {end}"} if row["wrong"] else set()
    assert {str(quad) for quad in clean - data} == right
    assert {str(quad) for quad in data - clean} == wrong


def test_one_measure_in_a_hundred_is_wrong_in_every_way(spoilt: tuple[set[ox.Quad], list[dict[str, str]]]) -> None:
    _, truth = spoilt
    assert len(truth) == MEASURES // 100
    assert {row["kind"] for row in truth} == set(KINDS)


def test_correct_data_conform(with_cells: set[ox.Quad], real: list[ox.Quad]) -> None:
    report = validate_asserted([*real, *with_cells])
    assert report.conforms, report.results[:3]


def test_the_shapes_find_what_is_wrong(tables: Tables, real: list[ox.Quad]) -> None:
    content, truth = _bytes(tables, 60, error_rate=1)
    report = validate_asserted([*real, *_parsed(content)], "publish")
    found = {result.focus for result in report.results if result.severity != "Info"}
    rows = list(csv.DictReader(io.StringIO(truth)))
    assert {row["kind"] for row in rows} == set(KINDS)
    assert {row["kind"] for row in rows if ox.NamedNode(row["node"]) not in found} <= {"duplicate-notation"}


def test_every_measure_may_be_wrong(tables: Tables) -> None:
    _, truth = _bytes(tables, 60, error_rate=1)
    assert len(truth.splitlines()) == 61


def test_the_command_writes_data_and_truth(tmp_path: Path, tables: Tables) -> None:
    out, truth = tmp_path / "data.nq", tmp_path / "truth.csv"
    arguments = ["--measures", "120", "--seed", str(SEED), "--out", str(out), "--truth", str(truth)]
    command.main(arguments, standalone_mode=False)
    content, told = _bytes(tables)
    assert out.read_bytes() == content
    assert truth.read_bytes().decode() == told
    assert sorted(tmp_path.iterdir()) == [out, truth]


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    out, truth = tmp_path / "data.nq", tmp_path / "pipe"
    os.mkfifo(truth)
    reader = os.open(truth, os.O_RDONLY | os.O_NONBLOCK)
    command.main(["--measures", "0", "--out", str(out), "--truth", str(truth)], standalone_mode=False)
    assert truth.is_fifo()
    assert os.read(reader, 100) == b"node,property,kind,wrong,right\r\n"
    os.close(reader)


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere.x\.nq: cannot be written"):
        command.main(["--measures", "1", "--out", str(tmp_path / "nowhere" / "x.nq")], standalone_mode=False)
