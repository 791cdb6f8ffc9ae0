"""The command `kg`: one module a command; whatever is slow to import is imported by the command that needs it."""

import os
import sys
from collections.abc import Sequence

import click

from kg import __version__
from kg.cli import backup, build, explain, generate, query, questions, restore, serve, token, validate
from kg.cli.help import HelpFormatter
from kg.cli.language import say, user_lang
from kg.cli.usage import usage_error
from kg.errors import InputError, KgError
from kg.reasons import reason

_INTERRUPTED = 130
click.Context.formatter_class = HelpFormatter
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(
    context_settings=_CONTEXT,
    help=say(
        cs="Strategraf: znalostní graf opatření veřejných politik České republiky.",
        en="Strategraf: a knowledge graph of Czech public-policy measures.",
    ),
)
@click.version_option(__version__, prog_name="kg", message="%(prog)s %(version)s")
def cli() -> None:
    """Hold the commands."""


for module in (backup, build, explain, generate, query, questions, restore, serve, token, validate):
    cli.add_command(module.command)


def main(arguments: Sequence[str]) -> int:
    """Run a command line; every error a user can cause is one line on stderr.

    Returns:
        The exit status of the contract.
    """
    try:
        cli.main(list(arguments), prog_name="kg", standalone_mode=False)
    except KgError as error:
        return _fail(error, arguments)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        return _fail(usage_error(error), arguments)
    except OSError as error:
        why = reason(error)
        return _fail(
            InputError(
                cs=f"výstup nelze zapsat ({why.cs}); zkontrolujte, kam směřuje.",
                en=f"the output cannot be written ({why.en}); check where it goes.",
            ),
            arguments,
        )
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except SystemExit:
        # So click ends when the reader of the output has gone (`kg questions | head`), which is no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _fail(error: KgError, arguments: Sequence[str]) -> int:
    lang = user_lang(arguments)
    click.echo(f"{'chyba' if lang == 'cs' else 'error'}: {error.text(lang)}", err=True)
    return error.exit_status


def run() -> None:
    """Enter from the installed command."""
    sys.exit(main(sys.argv[1:]))
