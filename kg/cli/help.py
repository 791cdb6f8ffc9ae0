"""Help texts whose headings and stock phrases are in the language of the locale too."""

from collections.abc import Iterable, Sequence
from typing import Final

import click

from kg.cli.language import user_lang

_CZECH: Final = {
    "Options": "Volby",
    "Commands": "Příkazy",
    "Arguments": "Údaje",
    "Show this message and exit.": "Zobrazí tuto nápovědu.",
    "Show the version and exit.": "Zobrazí verzi.",
    "Usage: ": "Použití: ",
}


class HelpFormatter(click.HelpFormatter):
    """A formatter that says the parser's own words in Czech where the rest of the help is Czech."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, _said(prefix or "Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        super().write_heading(_said(heading))

    def write_dl(self, rows: Sequence[tuple[str, str]] | Iterable[tuple[str, str]], *rest: int, **more: int) -> None:
        """Write terms and their descriptions."""
        super().write_dl([(term, _said(text)) for term, text in rows], *rest, **more)


def _said(text: str) -> str:
    return _CZECH.get(text, text) if user_lang() == "cs" else text
