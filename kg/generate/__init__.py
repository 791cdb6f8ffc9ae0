"""Realistic policy data in the project's own model: as much as asked, the same bytes for the same seed.

For measuring speed and for trying validators: names, wordings and numbers of rows follow the real source, a share of
measures carries an error of a known kind. What is generated says nothing of the world.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import IO

import pyoxigraph as ox

from kg.generate.dice import Dice
from kg.generate.faults import Fault, Saboteur
from kg.generate.frame import Frame
from kg.generate.measures import Draft
from kg.generate.rows import Pen
from kg.tables import Tables


@dataclass(frozen=True, slots=True)
class Order:
    """What to generate."""

    measures: int
    seed: int
    error_rate: float = 0.01
    """Share of measures with an error, from 0 (none) to 1 (all): one in every round(1 / share)."""
    rows: bool = False
    """Whether to state the rows of every measure, not only of those that stand in several."""
    cells: bool = False
    """Whether to state all cells of every row, not only the one that names the measure."""


def generate(order: Order, tables: Tables) -> Iterator[tuple[Iterator[ox.Quad], Fault | None]]:
    """Yield the plan that measures refer to, then measure after measure, each with the error it carries, if any.

    For one seed fewer measures are the beginning of more, errors change nothing but what the truth tells, and rows and
    cells only add.

    Args:
        order: what to generate.
        tables: the project's tables, whose bodies, strategies, places and codes the measures refer to.
    """
    frame = Frame(tables, order.seed)
    yield frame.plan.record.quads(frame.source), None
    dice, saboteur = Dice(f"{order.seed}/measures"), Saboteur(order.seed, order.error_rate)
    pen = Pen(frame.plan.document, rows=order.rows, cells=order.cells)
    notation: str | None = None
    row = 1
    for number in range(1, order.measures + 1):
        draft = Draft(frame, dice, f"{frame.prefix}-{number:06}", row)
        draft.fill(f"G{number}")
        draft.trace(pen)
        row += len(draft.rows)
        fault = saboteur.spoil(number, draft, frame, notation)
        yield draft.record.quads(frame.source), fault
        notation = f"G{number}"


def write(order: Order, tables: Tables, out: IO[bytes], truth: IO[str] | None = None) -> None:
    """Write generated data as N-Quads and, if asked for, the truth about its errors as CSV; memory stays constant.

    The columns of the truth are those of `Fault`.
    """
    rows = csv.writer(truth) if truth else None
    if rows:
        rows.writerow(field.name for field in fields(Fault))

    def quads() -> Iterator[ox.Quad]:
        for found, fault in generate(order, tables):
            yield from found
            if rows and fault:
                rows.writerow((fault.node, fault.property, fault.kind, fault.wrong, fault.right))

    ox.serialize(quads(), out, format=ox.RdfFormat.N_QUADS)
