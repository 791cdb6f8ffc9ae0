"""The release that a reading command answers from; it is built first where there is none."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.language import user_lang

if TYPE_CHECKING:
    from kg.store import Dataset


def current_dataset(store: Path) -> "Dataset":
    """Return the current release in memory, built now if there is none, which stderr is told."""
    from kg.store import has_release, load_release

    if not has_release(store):
        if user_lang() == "cs":
            click.echo(f"Ve složce {store} není žádné vydání grafu, sestavuji je.", err=True)
        else:
            click.echo(f"There is no release of the graph in {store}, building one.", err=True)
        from kg.build import build

        build(store)
    return load_release(store)
