"""`kg questions`: list the stored questions, or run one."""

import click

from kg.cli.language import say
from kg.cli.options import language, out_format
from kg.cli.output import answer
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
@out_format
@language
def command(question_id: str | None, raw: tuple[str, ...], output: str | None, lang: Lang) -> None:
    """List or answer."""
    from kg import questions
    from kg.names import Names
    from kg.settings import load_settings

    if question_id is None:
        click.echo(_listing(lang))
        return
    question = questions.find(question_id)
    parameters = _parameters(raw)
    settings = load_settings()
    dataset = current_dataset(settings.store)

    terms = question.resolve(parameters, Names(dataset.labels))
    answer(dataset, question.bind(terms, lang), output, settings)


def _parameters(raw: tuple[str, ...]) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for name, value in map(_parameter, raw):
        if name in parameters:
            raise InputError(
                cs=f"parametr „{name}“ je zadán vícekrát („{parameters[name]}“, „{value}“); ponechte jednu hodnotu.",
                en=f"the parameter “{name}” is given more than once (“{parameters[name]}”, “{value}”); keep one value.",
            )
        parameters[name] = value
    return parameters


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
