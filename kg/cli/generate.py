"""`kg generate`: realistic policy data, for measuring speed and for trying validators."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click

from kg.cli.language import say


@click.command(
    "generate",
    help=say(
        cs="Vygeneruje data o opatřeních v modelu projektu.\n\nVýstupem jsou N-Quads; stejné semínko dává stejná data.",
        en="Generate data on measures in the project's model.\n\nThe output is N-Quads; one seed, one output.",
    ),
)
@click.option("--measures", type=click.IntRange(min=0), required=True, help=say(cs="Počet opatření.", en="How many."))
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help=say(cs="Semínko.", en="Seed."))
@click.option("--out", type=click.Path(path_type=Path), help=say(cs="Výstupní soubor.", en="Output file."))
@click.option(
    "--truth",
    type=click.Path(path_type=Path),
    help=say(cs="Soubor CSV, který vyjmenuje vložené chyby.", en="CSV file that lists the errors put in."),
)
@click.option(
    "--error-rate",
    type=click.FloatRange(0, 1),
    default=0.01,
    show_default=True,
    help=say(cs="Podíl opatření s chybou.", en="Share of measures with an error."),
)
@click.option(
    "--rows",
    is_flag=True,
    help=say(
        cs="Řádky podkladu u všech opatření, nejen u opakovaných.",
        en="Source rows of all measures, not only repeated ones.",
    ),
)
@click.option("--cells", is_flag=True, help=say(cs="Řádky se všemi buňkami.", en="Rows with all their cells."))
def command(  # noqa: PLR0913 - one parameter for each option
    measures: int, seed: int, out: Path | None, truth: Path | None, error_rate: float, *, rows: bool, cells: bool
) -> None:
    """Generate to a file or to stdout."""
    from kg import paths
    from kg.generate import Order, write
    from kg.tables import load_tables

    order = Order(measures, seed, error_rate, rows, cells)
    tables = load_tables(paths.DATA / "tables")
    with _truth(truth) as truth_file, _output(out) as file:
        write(order, tables, file, truth_file)


@contextlib.contextmanager
def _output(path: Path | None) -> Iterator[IO[bytes]]:
    if path is None:
        yield sys.stdout.buffer
        return
    with _replaced(path) as part, part.open("wb") as file:
        yield file


@contextlib.contextmanager
def _truth(path: Path | None) -> Iterator[IO[str] | None]:
    if path is None:
        yield None
        return
    with _replaced(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        yield file


@contextlib.contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """Give a file beside the one asked for, and move it there once it is whole; on an error nothing is left.

    What is there and is no file (a device, a pipe) is given itself: to move a file there would destroy it.
    """
    from kg.errors import InputError
    from kg.reasons import reason

    try:
        if path.exists() and not path.is_file():
            yield path
            return
        part = path.with_name(f"{path.name}.part")
        try:
            yield part
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except BrokenPipeError:
        # The reader of stdout has gone; that is no fault of this file.
        raise
    except OSError as error:
        why = reason(error)
        raise InputError(
            cs=f"{path}: nelze zapsat ({why.cs}); zkontrolujte složku, místo a oprávnění.",
            en=f"{path}: cannot be written ({why.en}); check the folder, the space and permissions.",
        ) from error
