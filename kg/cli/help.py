"""Help texts whose headings and stock phrases are in the language of the locale too."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import click

from kg.cli.language import user_lang

_CZECH: Final = {
    "Options": "Volby",
    "Commands": "Příkazy",
    "Arguments": "Údaje",
    "Positional arguments": "Údaje",
    "Show this message and exit.": "Zobrazí tuto nápovědu.",
    "Show the version and exit.": "Zobrazí verzi.",
    "Usage: ": "Použití: ",
}

_PLACES: Final = {
    "OPTIONS": "VOLBY",
    "COMMAND": "PŘÍKAZ",
    "ARGS": "ÚDAJE",
    "FILE": "SOUBOR",
    "PATH": "CESTA",
    "FOLDER": "SLOŽKA",
    "INTEGER RANGE": "ČÍSLO",
    "INTEGER": "ČÍSLO",
    "FLOAT RANGE": "ČÍSLO",
    "FLOAT": "ČÍSLO",
    "NUMBER": "ČÍSLO",
    "NAME": "NÁZEV",
    "VALUE": "HODNOTA",
    "SUBJECT": "PODMĚT",
    "PREDICATE": "VLASTNOST",
    "OBJECT": "PŘEDMĚT",
}
"""What stands in the help for a value that the user gives."""

_PLACE: Final = re.compile(rf"\b({'|'.join(_PLACES)})\b")
_EXTRA: Final = re.compile(r"(?<=\[)(default): |(?<=[\[ ])(required)(?=\]$)")


class HelpFormatter(click.HelpFormatter):
    """A formatter that says the parser's own words in Czech where the rest of the help is Czech."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, place(args), _said(prefix or "Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        super().write_heading(_said(heading))

    def write_dl(self, rows: Sequence[tuple[str, str]] | Iterable[tuple[str, str]], *rest: int, **more: int) -> None:
        """Write terms and their descriptions."""
        super().write_dl([(place(term), _said(text)) for term, text in rows], *rest, **more)


def place(text: str) -> str:
    """Return a text in which what stands for a value is named in the language of the user."""
    return _PLACE.sub(lambda found: _PLACES[found[1]], text) if user_lang() == "cs" else text


def _said(text: str) -> str:
    if user_lang() != "cs":
        return text
    return _CZECH.get(text) or _EXTRA.sub(lambda found: "výchozí: " if found[1] else "povinné", text)
