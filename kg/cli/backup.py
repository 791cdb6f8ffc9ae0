"""`kg backup`: the store in one file."""

from pathlib import Path

import click

from kg.cli.language import say

store_folder = click.option(
    "--store", type=click.Path(path_type=Path), help=say(cs="Složka úložiště.", en="Folder of the store.")
)


@click.command(
    "backup",
    help=say(
        cs="Uloží vydání grafu a všechny změny do jednoho souboru.\n\nSlužba může zatím běžet. Vypíše otisk dat.",
        en="Write the release of the graph and all changes into one file.\n\nThe service may run meanwhile. The hash of"
        " the data is printed.",
    ),
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help=say(cs="Soubor zálohy (tar).", en="The backup (tar).")
)
@store_folder
def command(out: Path, store: Path | None) -> None:
    """Back up."""
    from kg.backup import backup
    from kg.settings import load_settings

    click.echo(f"RDFC-1.0 SHA-256 {backup(store or load_settings().store, out)}")
