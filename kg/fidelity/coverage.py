"""Cells against the source text: every verbatim stands in its spans, every character in one cell."""

from kg.spans import SourceText, Span, differing, excerpt
from kg.tables import Row, Table, TableError


def check_cells(cells: Table, source: SourceText) -> None:
    """Check that each verbatim equals its spans and that every non-blank character belongs to one entry only.

    Raises:
        TableError: the first cell, or the first text of the source, for which this does not hold.
    """
    owner: dict[Span, Row] = {}
    for row in cells:
        spans = [_span(row, text, source) for text in row.many("spans")]
        words = source.verbatim(spans)
        if words != row["verbatim"]:
            stated, found = differing(row["verbatim"], words)
            raise row.error(
                cs=f"doslovné znění „{stated}“ se neshoduje s podkladem, kde stojí „{found}“; opravte rozsahy nebo"
                " znění.",
                en=f"the verbatim “{stated}” is not what the source says there, “{found}”; mend the spans or the"
                " verbatim.",
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
        line, words = source.line_of(span.start), excerpt(source.verbatim([span]))
        raise TableError(
            cells.path,
            cells.rows[-1].line if cells.rows else 1,
            cs=f"text podkladu „{words}“ (řádek {line}, znak {span.start}) nepatří žádné buňce; přidejte jej.",
            en=f"the source's text “{words}” (line {line}, character {span.start}) belongs to no cell; add it.",
        )


def _span(row: Row, text: str, source: SourceText) -> Span:
    """Read a span that lies in the source and begins and ends with its words."""
    length = len(source.text)
    try:
        span = Span.parse(text)
    except ValueError:
        span = Span(0, 0)
    if not 0 <= span.start < span.end <= length:
        raise row.error(
            cs=f"rozsah „{excerpt(text)}“ v podkladu není; začátek musí být menší než konec a konec nejvýše {length}.",
            en=f"the span “{excerpt(text)}” is not in the source; its start must be less than its end, its end at most"
            f" {length}.",
        )
    if source.text[span.start].isspace() or source.text[span.end - 1].isspace():
        raise row.error(
            cs=f"rozsah „{text}“ začíná nebo končí mezerou; zkraťte jej na samotná slova.",
            en=f"the span “{text}” begins or ends with white space; cut it to the words alone.",
        )
    return span
