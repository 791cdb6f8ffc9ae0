"""References that no foreign key can hold: codes, links between things of several kinds, lines and facts."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from kg.mapping.reference import AGENT_KINDS, ELEMENT_KINDS
from kg.spans import SourceText, excerpt, line_range
from kg.tables import Row, Table, Tables

_CODED: Final = {
    ("cells", "column"): "columns",
    ("strategies", "kind"): "strategy-kinds",
    ("alignments", "basis"): "bases",
    ("alignments", "confidence"): "confidences",
    ("defects", "defect"): "defects",
}
_ELEMENTS: Final = ("pillars", "components", "goals")
_NAMED: Final = ("programmes", "instruments", "institutions", "units", "actor-groups", "strategies")
_ALIGNED: Final[Mapping[str, tuple[str, ...]]] = {"rows": ("typical-measures",), "typical-measures": _ELEMENTS}
"""What a thing of a kind can be aligned with."""
_PATHS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("alignments", "object"): ("typical-measures", *_ELEMENTS),
    ("alignments", "subject"): tuple(_ALIGNED),
    ("cells", "about"): (*_ELEMENTS, "typical-measures"),
    ("defects", "thing"): ("cells", "rows", "measures"),
    ("reference-elements", "parent"): ("strategies", "pillars"),
    ("typical-measures", "references"): _NAMED,
}
"""The kinds of things that a column of references leads to."""
_PLAIN_KINDS: Final = (
    "rows",
    "cells",
    "measures",
    "typical-measures",
    "strategies",
    "programmes",
    "instruments",
    "places",
)


def check_sources(tables: Tables, facts: Table, source: SourceText) -> None:
    """Check that each source that a row names exists, be it lines of the text or a verified fact."""
    last_line = source.text.count("\n") + 1
    verified = facts.by_key()
    for table in tables.values():
        for row in table:
            for reference in row.many("source") if "source" in row.columns else ():
                _check_source(row, reference, verified, last_line)


def check_codes(tables: Tables, codes: AbstractSet[str]) -> None:
    """Check that each code is in its list; `codes` holds them as `list/code`."""
    for (name, column), scheme in _CODED.items():
        for row in tables[name]:
            for code in row.many(column):
                _check_code(row, f"{scheme}/{code}", codes)
    for row in tables["codes"]:
        _check_code(row, f"{row['list']}/{row['code']}", codes)


def check_paths(tables: Tables) -> None:
    """Check that each reference of the form `kind/id` leads to a thing, and to one of a kind that fits its column."""
    things = set(_things(tables))
    for (name, column), kinds in _PATHS.items():
        for row in tables[name]:
            for path in row.many(column):
                _check_path(row, column, path, things)
                _check_kind(row, column, path, kinds)
    for row in tables["alignments"]:
        _check_kind(row, "object", row["object"], _ALIGNED[_kind(row["subject"])])


def _check_path(row: Row, column: str, path: str, things: AbstractSet[str]) -> None:
    if path not in things:
        raise row.error(
            cs=f"odkaz „{excerpt(path)}“ ve sloupci „{column}“ nevede k žádné věci v tabulkách; opravte jej.",
            en=f"the reference “{excerpt(path)}” in column “{column}” leads to nothing in the tables; mend it.",
        )


def _check_kind(row: Row, column: str, path: str, kinds: tuple[str, ...]) -> None:
    if _kind(path) not in kinds:
        known = ", ".join(kinds)
        raise row.error(
            cs=f"odkaz „{path}“ ve sloupci „{column}“ vede k věci druhu, který sem nepatří; povolené druhy: {known}.",
            en=f"the reference “{path}” in column “{column}” leads to a thing of a kind that does not belong here;"
            f" the kinds allowed: {known}.",
        )


def _kind(path: str) -> str:
    return path.partition("/")[0]


def _check_source(row: Row, reference: str, facts: Mapping[str, Row], last_line: int) -> None:
    if reference.startswith("F:"):
        known = reference.removeprefix("F:") in facts
    else:
        try:
            first, last = line_range(reference)
        except ValueError:
            first, last = 0, 0
        known = 1 <= first <= last <= last_line
    if not known:
        raise row.error(
            cs=f"pramen „{excerpt(reference)}“ neexistuje; uveďte řádky podkladu (1 až {last_line}) nebo ověřený fakt.",
            en=f"the source “{excerpt(reference)}” does not exist; name lines of the source (1 to {last_line}) or a"
            " fact.",
        )


def _check_code(row: Row, code: str, codes: AbstractSet[str]) -> None:
    if code not in codes:
        scheme = code.partition("/")[0]
        known = ", ".join(sorted(each.partition("/")[2] for each in codes if each.startswith(f"{scheme}/")))
        raise row.error(
            cs=f"kód „{excerpt(code)}“ není v číselníku; "
            + (f"číselník {scheme} má kódy {known}." if known else f"číselník {excerpt(scheme)} neexistuje."),
            en=f"the code “{excerpt(code)}” is not in the code list; "
            + (f"{scheme} has the codes {known}." if known else f"there is no list {excerpt(scheme)}."),
        )


def _things(tables: Tables) -> Iterator[str]:
    for kind in _PLAIN_KINDS:
        yield from (f"{kind}/{row['id']}" for row in tables[kind])
    yield from (f"{AGENT_KINDS[row['kind']][0]}/{row['id']}" for row in tables["agents"])
    for name in ("elements", "reference-elements"):
        yield from (f"{ELEMENT_KINDS[row['kind']][0]}/{row['id']}" for row in tables[name])
