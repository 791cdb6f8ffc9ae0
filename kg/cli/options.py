"""Options that several commands have, described in the same words, and the types of their values."""

import math
from typing import Any

import click

from kg.cli.language import say
from kg.limits import LONGEST_QUERY

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld")

language = click.option(
    "--lang",
    type=click.Choice(["cs", "en"]),
    default="cs",
    show_default=True,
    help=say(cs="Jazyk odpovědi.", en="Language of the answer."),
)

out_format = click.option(
    "--format",
    "output",
    type=click.Choice(FORMATS),
    help=say(
        cs="Formát odpovědi; bez volby tabulka, pro grafy Turtle.",
        en="Format of the answer; by default a table, for graphs Turtle.",
    ),
)


class Seconds(click.FloatRange):
    """A time limit: not nan, which is in every range, and not more than a day."""

    def __init__(self) -> None:
        """Set the range."""
        super().__init__(min=0.01, max=LONGEST_QUERY)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number, which is in the range."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{number} is not in the range {self.min:g}<=x<={self.max:g}.", param, ctx)
        return number
