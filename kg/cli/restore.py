"""`kg restore`: a store from its backup."""

from pathlib import Path

import click

from kg.cli.backup import store_folder
from kg.cli.language import say


@click.command(
    "restore",
    help=say(
        cs="Obnoví úložiště ze zálohy.\n\nSlužba nad ním nesmí běžet. Vypíše otisk dat, stejný jako při zálohování.",
        en="Restore the store from a backup.\n\nNo service may run over it. The hash of the data is printed, which is"
        " the one of the backup.",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@store_folder
@click.option(
    "--force",
    is_flag=True,
    help=say(
        cs="Odloží změny, které v záloze nejsou; zůstanou vedle v souboru replaced-….jsonl.",
        en="Put changes aside that the backup does not hold; they stay beside it as replaced-….jsonl.",
    ),
)
def command(file: Path, store: Path | None, *, force: bool) -> None:
    """Restore."""
    from kg.backup import restore
    from kg.settings import load_settings

    click.echo(f"RDFC-1.0 SHA-256 {restore(file, store or load_settings().store, force=force)}")
