"""`kg questions`: list the stored questions, or run one."""

import click

from kg.cli.language import say
from kg.cli.output import FORMATS, answer
from kg.cli.release import current_dataset
from kg.errors import InputError, Lang


@click.command(
    "questions",
    help=say(
        cs="Vypíše uložené otázky, nebo na jednu odpoví.",
        en="List the stored questions, or answer one.",
    ),
)
@click.argument("question_id", metavar="[ID]", required=False)
@click.option(
    "--param",
    "raw",
    multiple=True,
    metavar="NAME=VALUE",
    help=say(cs="Parametr otázky; lze opakovat.", en="A parameter of the question; repeatable."),
)
@click.option("--format", "output", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--lang", type=click.Choice(["cs", "en"]), default="cs", show_default=True)
def command(question_id: str | None, raw: tuple[str, ...], output: str, lang: Lang) -> None:
    """List or answer."""
    from kg import questions
    from kg.names import Names
    from kg.settings import load_settings

    if question_id is None:
        click.echo(_listing(lang))
        return
    question = questions.find(question_id)
    parameters = dict(map(_parameter, raw))
    settings = load_settings()
    dataset = current_dataset(settings.store)

    terms = question.resolve(parameters, Names(dataset))
    answer(dataset, question.bind(terms, lang), output, settings)


def _parameter(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise InputError(
            cs=f"parametr „{text}“ nemá hodnotu; zadejte jej jako název=hodnota.",
            en=f"the parameter “{text}” has no value; write name=value.",
        )
    return name, value


def _listing(lang: Lang) -> str:
    from kg import questions

    lines = []
    for question in questions.load().values():
        parameters = " ".join(f"--param {each.name}=…" for each in question.parameters)
        lines.append(f"{question.id} {parameters}".rstrip())
        lines.append(f"    {question.title[lang]}")
    return "\n".join(lines)
