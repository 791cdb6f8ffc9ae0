"""`kg token`: a token for those who may write."""

import click

from kg.cli.language import say

_SCOPES = ("admin", "publish", "submit")


@click.command(
    "token",
    help=say(
        cs="Vytvoří token pro zápis.\n\nNa standardní výstup vypíše řádek do souboru KG_TOKENS, na chybový výstup token"
        " sám; nikde jinde se neuchová.",
        en="Make a token for writing.\n\nStandard output is the line for the file KG_TOKENS; the token itself goes to"
        " standard error and is kept nowhere.",
    ),
)
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(_SCOPES),
    multiple=True,
    required=True,
    help=say(
        cs="Oprávnění: admin mění vše, publish vydává podání, submit podává; lze uvést vícekrát.",
        en="Scope: admin changes all, publish publishes submissions, submit submits; may be given several times.",
    ),
)
def command(name: str, scopes: tuple[str, ...]) -> None:
    """Make and tell."""
    from kg.access import SCOPES, new_token

    token, holder = new_token(name, [scope for scope in SCOPES if scope in scopes])
    # The line goes where `>> file` takes it; the token where a person sees it and no pipe keeps it.
    click.echo(f"Token: {token}", err=True)
    click.echo(holder.line)
