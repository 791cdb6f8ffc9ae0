"""Write an answer to stdout in the format asked for; a table is for people."""

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from kg.results import Result
    from kg.settings import Settings
    from kg.store import Dataset

_NARROWEST: Final = 12


def answer(
    dataset: "Dataset", query: str, output: str | None, settings: "Settings", timeout: float | None = None
) -> None:
    """Answer a query in a child that is killed at its deadline, and write the whole answer.

    Args:
        dataset: the graph.
        query: SPARQL text.
        output: a name of `kg.cli.options.FORMATS`; without one, a table for rows and Turtle for graphs.
        settings: the limits.
        timeout: seconds, if not those of the settings.
    """
    from kg import results
    from kg.guard import check_query
    from kg.workers import Limits, run

    form = check_query(query)
    name = output or ("ttl" if form.gives_graph else "table")
    limits = Limits(seconds=timeout or settings.query_timeout, memory_mb=settings.query_memory_mb)

    def task(out: BinaryIO) -> None:
        if name == "table":
            out.write(table(results.solve(dataset.store, query, postings=dataset.postings)).encode())
        else:
            results.evaluate(dataset.store, query, results.named_format(name, form), out, postings=dataset.postings)

    with run(task, limits) as whole:
        for chunk in whole.chunks():
            sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def table(solved: "Result") -> str:
    """Return rows as a table that fits the terminal; an IRI that has its label beside it is shown as the label."""
    import pyoxigraph as ox
    from tabulate import tabulate

    from kg.results import plain
    from kg.results import table as plain_table

    if not isinstance(solved, ox.QuerySolutions):
        return plain_table(solved)
    every = [variable.value for variable in solved.variables]
    names = [name for name in every if f"{name}Label" not in every]
    rows = [[plain(solution[name]) for name in names] for solution in solved]
    headings = [name.removesuffix("Label") if name.removesuffix("Label") in every else name for name in names]
    widths = _widths(headings, rows)
    wrapped = [[textwrap.fill(text, width) for text, width in zip(row, widths, strict=True)] for row in rows]
    return f"{tabulate(wrapped, headings, disable_numparse=True)}\n\n({len(rows)})\n"


def _widths(names: list[str], rows: list[list[str]]) -> list[int]:
    """Return the width of each column: what it needs, cut down from the widest until the table fits."""
    room = max(shutil.get_terminal_size((120, 24)).columns - 2 * len(names), _NARROWEST * len(names))
    widths = [max([len(name), *(len(row[place]) for row in rows)]) for place, name in enumerate(names)]
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths
