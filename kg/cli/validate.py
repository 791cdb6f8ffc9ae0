"""`kg validate`: RDF files against the shapes of a profile."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.language import say
from kg.cli.options import language
from kg.errors import DataError, Lang

if TYPE_CHECKING:
    from kg.validation.checking import Check
    from kg.validation.engines import Engine
    from kg.validation.profiles import Profile
    from kg.validation.render import Form, Rendering

FORMATS = ("text", "json", "ttl", "html", "sarif", "junit")
_SECONDS = 3600
"""The time after which a validation is given up; whoever waits at a terminal stops it sooner."""


@click.command(
    "validate",
    help=say(
        cs="Ověří soubory RDF podle tvarů profilu.\n\nČte soubory .ttl .nt .nq .trig .jsonld .rdf.",
        en="Validate RDF files by the shapes of a profile.\n\nReads .ttl .nt .nq .trig .jsonld .rdf files.",
    ),
)
@click.argument("files", nargs=-1, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help=say(cs="Formát zprávy.", en="Format of the report."),
)
@language
@click.option(
    "--profile",
    type=click.Choice(["core", "publish"]),
    default="core",
    show_default=True,
    help=say(cs="Co se žádá: vždy, nebo ke zveřejnění.", en="What is asked: always, or for publication."),
)
@click.option(
    "--engine",
    type=click.Choice(["shifty", "pyshacl", "both"]),
    default="shifty",
    show_default=True,
    help=say(cs="Ověřovací stroj; both ohlásí i rozdíly.", en="The SHACL engine; both reports differences too."),
)
@click.option(
    "--lint-shapes",
    "lint",
    is_flag=True,
    help=say(
        cs="Zkontroluje i tvary: ty v souborech, jinak vlastní.",
        en="Look at the shapes too: those in the files, else the project's own.",
    ),
)
def command(  # noqa: PLR0913 - one parameter for each option
    files: tuple[Path, ...], form: "Form", lang: Lang, profile: "Profile", engine: "Engine", *, lint: bool
) -> None:
    """Validate and report."""
    from kg import paths
    from kg.build import asserted_quads
    from kg.settings import load_settings
    from kg.validation.checking import Check
    from kg.validation.files import load
    from kg.validation.known import Known
    from kg.validation.render import Rendering

    if not files and not lint:
        raise click.MissingParameter(param=click.get_current_context().command.params[0])
    settings = load_settings()
    loaded = tuple(load(path, settings.max_upload_mb) for path in files)
    check = Check(loaded, Known.of(asserted_quads(paths.DATA)), profile, engine, lint)
    rendering = Rendering(form, lang, profile, tuple(file.name for file in loaded))
    violations = _report(check, rendering, settings.query_memory_mb)
    if violations:
        raise DataError(
            cs=f"data nevyhovují profilu {profile} (chyby: {violations}); opravte je podle zprávy a ověřte znovu.",
            en=f"the data does not conform to the profile {profile} (violations: {violations}); mend it as the report"
            " says, and validate again.",
        )


def _report(check: "Check", rendering: "Rendering", memory_mb: int) -> int:
    """Validate in a child, write the report, and return how many results are Violations."""
    from kg.errors import KgError
    from kg.validation.checking import stopped, task
    from kg.workers import Limits, run

    try:
        with run(task(check, rendering), Limits(seconds=_SECONDS, memory_mb=memory_mb)) as answer:
            for chunk in answer.chunks():
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            return int(answer.result["violations"])
    except KgError as error:
        raise stopped(error, check.files) from error
