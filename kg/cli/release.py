"""The release that a reading command answers from; it is built first where there is none."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.language import user_lang

if TYPE_CHECKING:
    from kg.changes import DefaultGraph
    from kg.store import Dataset


def current_dataset(store: Path, default_graph: "DefaultGraph" = "union") -> "Dataset":
    """Return the current release in memory with what changed since; it is built if there is none: stderr is told."""
    from kg.store import load_release

    ensure_release(store)
    return load_release(store, default_graph)


def ensure_release(store: Path) -> None:
    """Build a release if there is none: stderr is told."""
    from kg.store import has_release

    if not has_release(store):
        if user_lang() == "cs":
            click.echo(f"Ve složce {store} není žádné vydání grafu, sestavuji je.", err=True)
        else:
            click.echo(f"There is no release of the graph in {store}, building one.", err=True)
        from kg.build import build

        build(store)
