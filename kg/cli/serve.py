"""`kg serve`: the service."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.language import say
from kg.cli.release import current_dataset, ensure_release

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.store import Dataset


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
    try:
        serve(_dataset(settings), settings, host, port)
    except KeyboardInterrupt:
        # Told otherwise, click would write an empty line to standard error, where a log may be.
        raise click.Abort from None


def _dataset(settings: "Settings") -> "Dataset":
    """Return what is served: the current release, in memory if it fits there, or what another engine holds."""
    if settings.endpoint:
        from kg.remote.dataset import connect

        return connect(settings.endpoint, settings.query_timeout)
    from kg.disk import is_larger, open_on_disk

    ensure_release(settings.store)
    if is_larger(settings.store, settings.memory_mb):
        return open_on_disk(settings.store, settings.default_graph)
    return current_dataset(settings.store, settings.default_graph)
