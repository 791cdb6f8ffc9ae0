"""What the publication profile finds in the project's own data: the source's defects and missing translations, no more.

The lists below were written from the source document and the account of its defects, not from the data. Rows are
numbered in the order of the text, columns as in its header; a place is a cell (row, column), a row, or a thing by id.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import pytest
from pyoxigraph import NamedNode, Quad

from kg.build import asserted_quads
from kg.iris import graph, resource
from kg.namespaces import BASE, SG, SH, SKOS
from kg.paths import DATA
from kg.validation import Report, shapes, validate, validate_asserted


def cell(row: int, column: int) -> str:
    """Return the id of a cell."""
    return f"cells/zpo4-r{row:02}-c{column:02}"


def cells(rows: Iterable[int], column: int) -> set[str]:
    """Return the ids of one column's cells."""
    return {cell(row, column) for row in rows}


# Infos, one for each place with a recorded defect.
DEFECTS: Final = {
    "D1": cells([*range(18, 25), *range(27, 34)], 11),
    "D2": cells([16, 17], 10),
    "D3": {cell(10, 8)},
    "D4": cells([7, 8, 9], 13),
    # The same measure in several rows: four programmes twice, three Interreg strands and the declaration three times.
    "D7": {
        "measures/programme-cz-pl",
        "measures/programme-sn-cz",
        "measures/programme-by-cz",
        "measures/programme-at-cz",
        "measures/programme-interreg-europe",
        "measures/programme-interreg-central-europe",
        "measures/programme-interreg-danube",
        "measures/mpo-5g-declaration-fulfilment",
    },
    "D8": {"cells/zpo4-tm5-c04"},
    "D9": {cell(10, 9)},
    # "průběžné"; "MZV ( ZÚ Vídeň)"; "(2018 -2020)"; double spaces.
    "D10": cells([26, 34, 35, 39], 11) | {cell(15, 10), cell(17, 9)} | cells([17, 26, 34, 39], 8),
    "D11": {cell(25, 12), cell(25, 13)},
}
# Warnings, one for each measure: the rule of column 14's header, "V případě nového opatření neuvádíme".
NEW_BUT_CITING: Final = cells([1, 2, 3, 4, 7, 15, 26, 34, 39], 14)
EXISTING_WITHOUT_STRATEGY: Final = {f"rows/zpo4-r{row:02}" for row in [*range(11, 15), *range(18, 25), *range(27, 34)]}
# Infos, one for each wording of the source that has no English name, by the first cell it stands in. Rows 27 to 34 and
# 39 repeat measures with the words they have in a row before; a programme has no funding stated.
WORDED_ANEW: Final = [*range(1, 27), *range(35, 39), *range(40, 43)]
UNTRANSLATED: Final = (
    {f"schedules/zpo4-r{row:02}-c11" for row in WORDED_ANEW}
    | {f"fundings/zpo4-r{row:02}-c12" for row in WORDED_ANEW if row not in [*range(11, 15), *range(18, 25)]}
    | {"milestones/zpo4-r36-c11-2021-09", "milestones/zpo4-r36-c11-2022-01"}
)


@pytest.fixture(scope="module")
def asserted() -> list[Quad]:
    """Return the asserted quads of the real source, ontology and codes among them."""
    return asserted_quads(DATA)


@pytest.fixture(scope="module")
def report(asserted: list[Quad]) -> Report:
    """Return what the publication profile finds in them."""
    return validate_asserted(asserted, "publish")


def local(term: Any) -> str:
    """Return a resource by its kind and id."""
    return str(term.value).removeprefix(f"{BASE}resource/")


def found(report: Report, shape: str) -> list[str]:
    """Return the places in which a shape finds something."""
    return [local(each.focus) for each in report.results if each.source_shape == f"{BASE}shapes/{shape}"]


def test_nothing_is_a_violation(report: Report) -> None:
    assert report.conforms


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_place_with_a_defect_is_an_info(report: Report, defect: str) -> None:
    assert sorted(found(report, f"SourceDefect-{defect.lower()}")) == sorted(DEFECTS[defect])


def rows_of(asserted: list[Quad], measures: Iterable[str]) -> set[str]:
    """Return the rows in which measures stand."""
    wanted = set(measures)
    return {local(quad.object) for quad in asserted if quad.predicate == SG.sourceRow and local(quad.subject) in wanted}


def test_the_rules_of_column_14_are_warnings_on_the_measures(report: Report, asserted: list[Quad]) -> None:
    citing, silent = found(report, "NewMeasure"), found(report, "ExistingMeasure")
    assert (len(citing), len(silent)) == (7, 8)
    assert {f"cells/{row.removeprefix('rows/')}-c14" for row in rows_of(asserted, citing)} == NEW_BUT_CITING
    assert rows_of(asserted, silent) == EXISTING_WITHOUT_STRATEGY


def test_each_wording_without_a_translation_is_an_info(report: Report) -> None:
    assert sorted(found(report, "Wording-prefLabelBoth")) == sorted(UNTRANSLATED)


def test_nothing_else_is_found(report: Report) -> None:
    infos = sum(map(len, DEFECTS.values())) + len(UNTRANSLATED)
    assert Counter(each.severity for each in report.results) == {"Warning": 7 + 8, "Info": infos}


def test_a_defect_is_reported_once(asserted: list[Quad]) -> None:
    """Defects that a rule finds in any data are left to the rule; every other one of the list has its shape."""
    listed = {
        quad.object.value
        for quad in asserted
        if quad.predicate == SKOS.notation and quad.subject.value.startswith(f"{BASE}code/defects/")
    }
    shaped = {t.subject.value.rsplit("-", 1)[1].upper() for t in shapes() if t.predicate == SH["not"]}
    assert listed == shaped | {"D5", "D6"}
    assert shaped == DEFECTS.keys()


def test_the_message_names_the_defect_as_the_code_list_does(report: Report, asserted: list[Quad]) -> None:
    names = {(q.subject, q.object.language): q.object.value for q in asserted if q.predicate == SKOS.prefLabel}
    defects = [each for each in report.results if "/SourceDefect-" in each.source_shape]
    assert all(names[each.value, lang] in each.message[lang] for each in defects for lang in ("cs", "en"))


def test_a_corrected_copy_of_the_source_is_silent(asserted: list[Quad]) -> None:
    """The Warning goes with its cause: a new measure that cites nothing, an existing one that does."""
    new, existing = resource("measures", "mzv-vienna-conference"), resource("measures", "programme-urbact")
    kept = [q for q in asserted if (q.subject, q.predicate) != (new, SG.relevantTo)]
    strategy = resource("strategies", "koncepce-sc")
    kept.append(Quad(existing, SG.takenFrom, strategy, graph("source/koncepce-sc-zpo4")))
    warned = {each.focus for each in validate((q.triple for q in kept), "publish").of("Warning")}
    assert not {new, existing} & warned
    assert all(isinstance(each, NamedNode) for each in warned)
    assert len(warned) == 13
