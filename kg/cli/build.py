"""`kg build`: source tables to a published release."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.language import say, user_lang
from kg.namespaces import BASE, shortened

if TYPE_CHECKING:
    from kg.build import BuildResult


@click.command(
    "build",
    help=say(
        cs="Sestaví, ověří a vydá graf.\n\n"
        "Z tabulek podkladu jej sestaví, ověří podle tvarů, odvodí důsledky a zapíše vydání.",
        en="Build, validate and publish the graph.\n\n"
        "It is built from the source tables, validated by the shapes, completed by inference and written as a release.",
    ),
)
@click.option("--out", type=click.Path(path_type=Path), help=say(cs="Složka vydání.", en="Folder of the releases."))
@click.option("--data", type=click.Path(path_type=Path), help=say(cs="Složka s podklady.", en="Folder of the sources."))
@click.option(
    "--reasoner",
    type=click.Choice(["rules", "owlrl"]),
    default="rules",
    show_default=True,
    help=say(cs="Odvozovací stroj.", en="The reasoning engine."),
)
def command(out: Path | None, data: Path | None, reasoner: str) -> None:
    """Build and report."""
    from kg import paths
    from kg.build import build
    from kg.settings import load_settings

    result = build(out or load_settings().store, data or paths.DATA, reasoner)
    click.echo(report(result, cs=user_lang() == "cs"))


def report(result: "BuildResult", *, cs: bool) -> str:
    """Return what a build made as text: triples per graph, instances per class, the hash."""
    graphs = result.manifest.graphs
    rows = [
        (f"Vydání {result.manifest.name}" if cs else f"Release {result.manifest.name}", ""),
        ("", ""),
        ("Graf" if cs else "Graph", "trojic" if cs else "triples"),
        *((f"  {name.removeprefix(BASE + 'graph/')}", str(count)) for name, count in graphs.items()),
        ("  celkem" if cs else "  total", str(sum(graphs.values()))),
        ("", ""),
        ("Třída" if cs else "Class", "instancí" if cs else "instances"),
        *((f"  {shortened(name)}", str(count)) for name, count in result.instances.items()),
        ("", ""),
        (f"RDFC-1.0 SHA-256 {result.manifest.hash}", ""),
    ]
    width = max(len(name) for name, count in rows if count)
    return "\n".join(f"{name:<{width}}  {count:>9}".rstrip() for name, count in rows)
