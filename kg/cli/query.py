"""`kg query`: any SPARQL 1.1 query, against the current release or an endpoint."""

import sys
from pathlib import Path

import click

from kg.cli.language import say
from kg.cli.output import FORMATS, answer
from kg.cli.release import current_dataset
from kg.errors import InputError


@click.command(
    "query",
    help=say(
        cs="Položí dotaz SPARQL ze souboru, z volby -e, nebo ze standardního vstupu (-).",
        en="Ask a SPARQL query from a file, from -e, or from standard input (-).",
    ),
)
@click.argument("file", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option("-e", "text", metavar="SPARQL", help=say(cs="Dotaz.", en="The query."))
@click.option("--format", "output", type=click.Choice(FORMATS), help=say(cs="Formát.", en="Format."))
@click.option("--endpoint", metavar="URL", help=say(cs="Jiný endpoint SPARQL.", en="Another SPARQL endpoint."))
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.01),
    metavar="S",
    help=say(cs="Nejdelší doba v sekundách.", en="Longest time in seconds."),
)
def command(
    file: Path | None, text: str | None, output: str | None, endpoint: str | None, timeout: float | None
) -> None:
    """Answer."""
    from kg.settings import load_settings

    query = _query_text(file, text)
    settings = load_settings()
    limit = timeout or settings.query_timeout
    if endpoint:
        from kg.endpoint import ask

        sys.stdout.buffer.write(ask(endpoint, query, _remote_format(query, output), limit))
        return
    answer(current_dataset(settings.store), query, output, settings, limit)


def _query_text(file: Path | None, text: str | None) -> str:
    if (file is None) == (text is None):
        raise InputError(
            cs="zadejte dotaz právě jedním způsobem: souborem, volbou -e, nebo znakem - pro standardní vstup.",
            en="give the query in exactly one way: a file, -e, or - for standard input.",
        )
    if text is not None:
        return text
    from kg.tables import read_text

    return sys.stdin.read() if str(file) == "-" else read_text(Path(str(file)))


def _remote_format(query: str, output: str | None) -> str:
    """Return the format to ask an endpoint for; a table is made of our own answers only."""
    from kg.guard import check_query

    if output is None:
        return "ttl" if check_query(query).gives_graph else "csv"
    if output == "table":
        raise InputError(
            cs="odpověď jiného endpointu nelze vypsat jako tabulku; zvolte například --format csv.",
            en="the answer of another endpoint cannot be shown as a table; choose --format csv, for example.",
        )
    return output
