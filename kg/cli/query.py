"""`kg query`: any SPARQL 1.1 query, against the current release or an endpoint."""

import re
import sys
from pathlib import Path

import click

from kg.cli.language import say
from kg.cli.options import Seconds, out_format
from kg.cli.output import answer
from kg.cli.release import current_dataset
from kg.errors import InputError

_LIKE_A_QUERY = re.compile(r"\{|^\s*(select|ask|construct|describe|prefix|base)\s", re.IGNORECASE)


@click.command(
    "query",
    help=say(
        cs="Položí dotaz SPARQL.\n\nDotaz může být v souboru, za volbou -e, nebo na standardním vstupu (-).",
        en="Ask a SPARQL query.\n\nThe query may be in a file, after -e, or on standard input (-).",
    ),
)
@click.argument("file", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option("-e", "text", metavar="SPARQL", help=say(cs="Dotaz sám.", en="The query itself."))
@out_format
@click.option(
    "--endpoint",
    metavar="URL",
    help=say(cs="Adresa jiného endpointu SPARQL.", en="Address of another SPARQL endpoint."),
)
@click.option(
    "--timeout",
    type=Seconds(),
    metavar="S",
    help=say(cs="Nejdelší doba v sekundách.", en="The longest time in seconds."),
)
@click.option(
    "--explain",
    "explained",
    type=click.Choice(["plan", "empty"]),
    help=say(
        cs="Místo odpovědi vypíše rozbor: plan algebru a náklady dotazu, empty proč dotaz nic nenašel.",
        en="Instead of the answer: plan shows the algebra and the cost, empty why nothing was found.",
    ),
)
def command(  # noqa: PLR0913, PLR0917 - one for each option
    file: Path | None,
    text: str | None,
    output: str | None,
    endpoint: str | None,
    timeout: float | None,
    explained: str | None,
) -> None:
    """Answer, or explain the query."""
    from kg.settings import load_settings

    query = _query_text(file, text)
    settings = load_settings()
    limit = timeout or settings.query_timeout
    if explained is not None:
        _check_explainable(output, endpoint)
        from kg.cli.explanation import explain
        from kg.workers import Limits

        limits = Limits(seconds=limit, memory_mb=settings.query_memory_mb)
        explain(current_dataset(settings.store, settings.default_graph), query, explained, output, limits)
        return
    if endpoint is not None:
        from kg.endpoint import ask

        sys.stdout.buffer.write(ask(endpoint, query, _remote_format(query, output), limit))
        return
    answer(current_dataset(settings.store, settings.default_graph), query, output, settings, limit)


def _check_explainable(output: str | None, endpoint: str | None) -> None:
    """Refuse what an explanation cannot be: of another endpoint, or a table of rows."""
    if endpoint is not None:
        raise InputError(
            cs="dotaz na jiný endpoint nelze rozebrat; vynechte --endpoint nebo --explain.",
            en="a query to another endpoint cannot be explained; leave out --endpoint or --explain.",
        )
    if output not in {None, "json"}:
        raise InputError(
            cs="rozbor dotazu je text nebo JSON; vynechte --format, nebo zvolte --format json.",
            en="an explanation is text or JSON; leave out --format, or choose --format json.",
        )


def _query_text(file: Path | None, text: str | None) -> str:
    if (file is None) == (text is None):
        raise InputError(
            cs="zadejte dotaz právě jedním způsobem: souborem, volbou -e, nebo znakem - pro standardní vstup.",
            en="give the query in exactly one way: a file, -e, or - for standard input.",
        )
    if text is not None:
        return _whole(text)
    return _standard_input() if str(file) == "-" else _from_file(Path(str(file)))


def _whole(text: str) -> str:
    """Return a text of the command line; bytes that are no characters come as lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            cs="dotaz za volbou -e není v kódování UTF-8; nastavte v terminálu UTF-8, nebo dotaz uložte do souboru.",
            en="the query after -e is not UTF-8; set the terminal to UTF-8, or put the query into a file.",
        ) from error
    return text


def _standard_input() -> str:
    try:
        # There is no standard input where the caller has closed it.
        return sys.stdin.buffer.read().decode() if sys.stdin else ""
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(
            cs=f"standardní vstup, řádek {line}: text není v kódování UTF-8; převeďte jej do UTF-8.",
            en=f"standard input, line {line}: the text is not UTF-8; convert it to UTF-8.",
        ) from error


def _from_file(path: Path) -> str:
    from kg.tables import read_text

    try:
        return read_text(path)
    except InputError as error:
        if not _LIKE_A_QUERY.search(str(path)):
            raise
        raise InputError(
            cs=f"soubor „{path}“ nelze přečíst, jde však zřejmě o dotaz sám; zadejte jej za volbou -e.",
            en=f"the file “{path}” cannot be read, but it seems to be the query itself; give it after -e.",
        ) from error


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
