"""What the command line parser complains of, in one line of the user's language with the remedy."""

import difflib
import re
from typing import Final

import click

from kg.cli.help import place
from kg.errors import InputError, KgError

_NO_COMMAND: Final = re.compile(r"No such command '(.+?)'", re.DOTALL)
_EXTRA: Final = re.compile(r"Got unexpected extra arguments? \((.+)\)", re.DOTALL)


def usage_error(error: click.ClickException) -> KgError:
    """Return an error of the parser as one of ours; its exit status is 2 throughout."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "kg"
    return InputError(
        cs=f"{_czech(error)}; nápovědu zobrazí příkaz {command} --help.",
        en=f"{error.format_message().rstrip('.')}; see {command} --help.",
    )


def _czech(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            near = f", nejbližší je {', '.join(error.possibilities)}" if error.possibilities else ""
            return f"volba {error.option_name} neexistuje{near}"
        case click.BadOptionUsage():
            needed = "nemá zadanou hodnotu" if "requires" in error.message else "žádnou hodnotu nepřijímá"
            return f"volba {error.option_name} {needed}"
        case click.MissingParameter():
            return f"chybí {_named(error, 'povinná volba', 'povinný údaj')}"
        case click.BadParameter():
            return f"hodnota {_named(error, 'volby', 'údaje')} není přípustná; {_demand(error)}"
        case click.FileError():
            return f"soubor {error.ui_filename} nelze otevřít"
        case _:
            return _misuse(error)


def _misuse(error: click.ClickException) -> str:
    if found := _NO_COMMAND.match(error.message):
        context = error.ctx if isinstance(error, click.UsageError) else None
        group = context.command if context else None
        near = difflib.get_close_matches(found[1], group.commands) if isinstance(group, click.Group) else []
        return f"příkaz „{found[1]}“ neexistuje" + (f", nejbližší je {', '.join(near)}" if near else "")
    if found := _EXTRA.match(error.message):
        return f"na příkazovém řádku přebývá „{found[1]}“"
    return "příkazový řádek není správně zapsán"


def _named(error: click.BadParameter, option: str, argument: str) -> str:
    """Return a parameter with the word for what it is."""
    parameter = error.param
    if parameter is None:
        return f"{argument} {error.param_hint or ''}".rstrip()
    if isinstance(parameter, click.Option):
        return f"{option} {'/'.join(parameter.opts)}"
    return f"{argument} {place((parameter.metavar or parameter.name or '').upper().strip('[].…'))}"


def _demand(error: click.BadParameter) -> str:
    """Say what a parameter takes; its type knows, and the parser's own words are English."""
    match error.param.type if error.param else None:
        case click.Choice() as choice:
            return f"zvolte z možností {', '.join(map(str, choice.choices))}"
        case click.IntRange() as numbers:
            return f"zadejte celé číslo{_between(numbers.min, numbers.max)}"
        case click.FloatRange() as numbers:
            return f"zadejte číslo{_between(numbers.min, numbers.max)}"
        case click.Path() | click.File():
            return "zadejte cestu, která existuje a je přístupná"
        case _:
            return "zadejte jinou"


def _between(least: float | None, most: float | None) -> str:
    return (f" od {least:.10g}" if least is not None else "") + (f" do {most:.10g}" if most is not None else "")
