"""`kg serve`: the service."""

from pathlib import Path

import click

from kg.cli.language import say
from kg.cli.release import current_dataset


@click.command("serve", help=say(cs="Spustí webovou službu.", en="Start the web service."))
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help=say(cs="Adresa, na které služba naslouchá.", en="Address the service listens on."),
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help=say(cs="Port; 0 vezme volný.", en="Port; 0 takes a free one."),
)
@click.option("--store", type=click.Path(path_type=Path), help=say(cs="Složka vydání.", en="Folder of the releases."))
def command(host: str, port: int, store: Path | None) -> None:
    """Serve until stopped."""
    from api.server import serve
    from kg.settings import load_settings

    settings = load_settings(store=store) if store else load_settings()
    serve(current_dataset(settings.store), settings, host, port)
