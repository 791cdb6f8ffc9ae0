"""Bodies (column 10 of the source): who leads a measure and who cooperates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kg.mapping.wordings import NAME, SEPARATOR, SEPARATORS, Piece, Wordings

Role = Literal["gestor", "cooperating-party"]

_OPEN, _CLOSE, _COOPERATION = "open", "close", "cooperation"
_MARKS: Final = {
    **SEPARATORS,
    "(": _OPEN,
    ")": _CLOSE,
    "ve spolupráci s": _COOPERATION,
    "ve spolupráci se": _COOPERATION,
}


@dataclass(frozen=True, slots=True)
class Body:
    """An agent's id, its code of the list roles, and the words it was read from."""

    agent: str
    role: Role
    words: str


def parse_bodies(words: str, names: Mapping[str, str]) -> tuple[Body, ...]:
    """Read the bodies of a measure in the order of the text; `names` maps a wording to an agent id.

    Every body is gestor, except behind „ve spolupráci s“. A unit in brackets stands behind its institution and has
    its role: „MZV (ZÚ Vídeň)“ names two bodies.

    Raises:
        InputError: an unknown body, or brackets and separators that do not fit.
    """
    wordings = Wordings(names, _MARKS, what=("Gestor", "The lead body", "agents"))
    pieces = wordings.pieces(words)
    found: list[Body] = []
    role: Role = "gestor"
    name_expected, bracket = True, None
    for piece in pieces:
        if (piece.kind == NAME) != name_expected or not _fits(piece, role, in_bracket=bracket is not None):
            raise wordings.refused(words, piece.words)
        name_expected = piece.kind not in {NAME, _CLOSE}
        if piece.kind == NAME:
            found.append(Body(piece.id, role, piece.words))
        elif piece.kind == _COOPERATION:
            role = "cooperating-party"
        elif piece.kind != SEPARATOR:
            bracket = piece if piece.kind == _OPEN else None
    if name_expected or bracket:
        raise wordings.refused(words, (bracket or pieces[-1]).words if pieces else "")
    return tuple(found)


def _fits(piece: Piece, role: Role, *, in_bracket: bool) -> bool:
    """Say whether a bracket opens or closes once, and whether cooperation is named once and outside brackets."""
    if piece.kind == _COOPERATION:
        return role == "gestor" and not in_bracket
    return piece.kind not in {_OPEN, _CLOSE} or in_bracket == (piece.kind == _CLOSE)
