"""The proof that the tables hold the source whole: nothing lost, nothing invented, every reference leads somewhere."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from kg.mapping.reference import AGENT_KINDS, ELEMENT_KINDS
from kg.spans import SourceText, Span, line_range
from kg.tables import Row, Table, Tables

_CODED: Final = {
    ("cells", "column"): "columns",
    ("strategies", "kind"): "strategy-kinds",
    ("alignments", "basis"): "bases",
    ("alignments", "confidence"): "confidences",
    ("defects", "defect"): "defects",
}
_PATHS: Final = {
    ("cells", "about"),
    ("reference-elements", "parent"),
    ("typical-measures", "references"),
    ("alignments", "subject"),
    ("alignments", "object"),
    ("defects", "thing"),
}
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


def check_cells(cells: Table, source: SourceText) -> None:
    """Check that each verbatim equals its spans and that every non-blank character belongs to one entry only.

    Raises:
        TableError: the first cell, or the first text of the source, for which this does not hold.
    """
    owner: dict[Span, Row] = {}
    for row in cells:
        spans = [Span.parse(text) for text in row.many("spans")]
        words = source.verbatim(spans)
        if words != row["verbatim"]:
            raise row.error(
                cs=f"doslovné znění „{row['verbatim']}“ se neshoduje s podkladem, kde stojí „{words}“; opravte rozsahy"
                " nebo znění.",
                en=f"the verbatim “{row['verbatim']}” is not what the source says there, “{words}”; mend the spans or"
                " the verbatim.",
            )
        owner |= dict.fromkeys(spans, row)
    for first, second in source.overlaps(span for row in cells for span in map(Span.parse, row.many("spans"))):
        raise owner[second].error(
            cs=f"rozsah {second.start}-{second.end} se překrývá s rozsahem {first.start}-{first.end}; každý znak patří"
            " jediné buňce.",
            en=f"the span {second.start}-{second.end} overlaps {first.start}-{first.end}; each character belongs to"
            " one cell.",
        )
    for span in source.uncovered(owner):
        line, words = source.line_of(span.start), source.verbatim([span])
        raise cells.rows[-1].error(
            cs=f"text podkladu „{words}“ (řádek {line}, znak {span.start}) nepatří žádné buňce; přidejte jej.",
            en=f"the source's text “{words}” (line {line}, character {span.start}) belongs to no cell; add it.",
        )


def check_references(tables: Tables, facts: Table, codes: AbstractSet[str], source: SourceText) -> None:
    """Check every reference that no foreign key can hold: codes, links between kinds, lines and facts.

    Args:
        tables: the tables of the source.
        facts: the verified facts.
        codes: every code of the ontology's lists as `list/code`.
        source: the source text the lines refer to.

    Raises:
        TableError: the first reference that leads to nothing.
    """
    last_line = source.text.count("\n") + 1
    verified = facts.by_key()
    for table in tables.values():
        for row in table:
            for reference in row.many("source") if "source" in row.columns else ():
                _check_source(row, reference, verified, last_line)
    _check_codes(tables, codes)
    _check_paths(tables)


def _check_codes(tables: Tables, codes: AbstractSet[str]) -> None:
    for (name, column), scheme in _CODED.items():
        for row in tables[name]:
            for code in row.many(column):
                _check_code(row, f"{scheme}/{code}", codes)
    for row in tables["codes"]:
        _check_code(row, f"{row['list']}/{row['code']}", codes)


def _check_paths(tables: Tables) -> None:
    things = set(_things(tables))
    for name, column in sorted(_PATHS):
        for row in tables[name]:
            for path in row.many(column):
                if path not in things:
                    raise row.error(
                        cs=f"odkaz „{path}“ ve sloupci „{column}“ nevede k žádné věci v tabulkách; opravte jej.",
                        en=f"the reference “{path}” in column “{column}” leads to nothing in the tables; mend it.",
                    )


def _check_source(row: Row, reference: str, facts: dict[str, Row], last_line: int) -> None:
    if reference.startswith("F:"):
        known = reference.removeprefix("F:") in facts
    else:
        first, last = line_range(reference)
        known = 1 <= first <= last <= last_line
    if not known:
        raise row.error(
            cs=f"pramen „{reference}“ neexistuje; uveďte řádky podkladu (1 až {last_line}) nebo ověřený fakt.",
            en=f"the source “{reference}” does not exist; name lines of the source (1 to {last_line}) or a fact.",
        )


def _check_code(row: Row, code: str, codes: AbstractSet[str]) -> None:
    if code not in codes:
        scheme = code.partition("/")[0]
        known = ", ".join(sorted(each.partition("/")[2] for each in codes if each.startswith(f"{scheme}/")))
        raise row.error(
            cs=f"kód „{code}“ není v číselníku; číselník {scheme} má kódy {known}.",
            en=f"the code “{code}” is not in the code list; {scheme} has the codes {known}.",
        )


def _things(tables: Tables) -> Iterator[str]:
    for kind in _PLAIN_KINDS:
        yield from (f"{kind}/{row['id']}" for row in tables[kind])
    yield from (f"{AGENT_KINDS[row['kind']][0]}/{row['id']}" for row in tables["agents"])
    for name in ("elements", "reference-elements"):
        yield from (f"{ELEMENT_KINDS[row['kind']][0]}/{row['id']}" for row in tables[name])
