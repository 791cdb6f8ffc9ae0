"""What the command line parser complains of, in one line of the user's language with the remedy."""

import click

from kg.errors import InputError, KgError


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
        case click.MissingParameter():
            return f"chybí povinný údaj {_name(error)}"
        case click.BadParameter():
            return f"hodnota údaje {_name(error)} není přípustná ({error.message.rstrip('.')})"
        case click.FileError():
            return f"soubor {error.ui_filename} nelze otevřít"
        case _:
            return f"příkaz nelze provést ({error.format_message().rstrip('.')})"


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return error.param_hint if isinstance(error.param_hint, str) else ""
    return "/".join(parameter.opts) if isinstance(parameter, click.Option) else (parameter.name or "").upper()
