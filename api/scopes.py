"""Which graphs the scope of a token lets it change."""

import re
from http import HTTPStatus
from typing import Final

from pyoxigraph import NamedNode

from api.problems import HttpError
from kg.access import Holder
from kg.changes import Change
from kg.iris import graph

_SUBMISSIONS: Final = graph("submission/").value
_SEGMENT: Final = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._~-]+")
"""A part of what follows in the name of a submission's graph; no such name can be read as that of another graph."""


def check_scope(holder: Holder, change: Change, derived: NamedNode | None) -> None:
    """Let a token without the scope admin change published submissions only, and with them what follows."""
    if "admin" in holder.scopes:
        return
    names = sorted(getattr(name, "value", "") for name in change.graphs - {derived})
    if not all(name.startswith(_SUBMISSIONS) for name in names):
        raise HttpError(
            HTTPStatus.FORBIDDEN,
            cs=f"token {holder.name} smí měnit jen grafy {_SUBMISSIONS}…; použijte token s oprávněním admin.",
            en=f"the token {holder.name} may change the graphs {_SUBMISSIONS}… only; use one with the scope admin.",
        )
    for name in names:
        if not all(map(_SEGMENT.fullmatch, name.removeprefix(_SUBMISSIONS).split("/"))):
            raise HttpError(
                HTTPStatus.FORBIDDEN,
                cs=f"graf {name} nelze s tokenem {holder.name} měnit: každá část jména za submission/ smí mít jen"
                " písmena bez diakritiky, číslice a . _ ~ - a nesmí být prázdná, „.“ ani „..“; zvolte jiné jméno.",
                en=f"the graph {name} cannot be changed with the token {holder.name}: each part of a name behind"
                " submission/ holds ASCII letters, digits and . _ ~ - only, and is not empty, “.” or “..”; choose"
                " another name.",
            )
