"""`kg explain`: why a statement holds, down to the words of the source."""

import json
import shutil

import click

from kg.cli.language import say
from kg.cli.options import language
from kg.cli.release import current_dataset
from kg.errors import Lang

_WIDEST = 110


@click.command(
    "explain",
    help=say(
        cs="Vysvětlí, proč tvrzení platí, až ke slovům podkladu.\n\n"
        "Podmět, vlastnost a předmět lze zadat značkou, názvem i IRI, například: kg explain A44 addresses ZPO4",
        en="Explain why a statement holds, down to the source."
        "\n\n"
        "Subject, predicate and object may be notations, names or IRIs, for example: kg explain A44 addresses ZPO4",
    ),
)
@click.argument("subject")
@click.argument("predicate")
@click.argument("value", metavar="OBJECT")
@language
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=say(cs="Formát vysvětlení.", en="Format of the explanation."),
)
def command(subject: str, predicate: str, value: str, lang: Lang, output: str) -> None:
    """Explain."""
    from kg.explain import Explainer
    from kg.explain.document import as_document
    from kg.explain.terms import resolve
    from kg.explain.text import as_text
    from kg.explain.wording import Words
    from kg.names import Names
    from kg.settings import load_settings

    dataset = current_dataset(load_settings().store)
    explainer = Explainer(dataset)
    proof = explainer.explain(resolve(dataset, Names(dataset.labels), subject, predicate, value))
    words = Words(dataset.whole, lang)
    if output == "json":
        click.echo(json.dumps(as_document(proof, words, explainer), ensure_ascii=False, indent=2))
        return
    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    click.echo(as_text(proof, words, explainer.confidence(proof), width), nl=False)
