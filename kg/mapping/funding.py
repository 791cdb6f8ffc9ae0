"""Funding (column 12 of the source): free text, of which only the names of funders and instruments are certain."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.errors import InputError
from kg.mapping.wordings import NAME, SEPARATORS, Named, Part, Wordings
from kg.spans import collapse

_SHARE, _NOTE, _OPAQUE = "share", "note", "opaque"
_MARKS: Final = {
    **SEPARATORS,
    **dict.fromkeys(("rozpočet", "z rozpočtu", "v rámci rozpočtu", "finanční spoluúčast"), _SHARE),
    **dict.fromkeys(("- usnesení vlády", "– usnesení vlády"), _NOTE),
    **dict.fromkeys(("0,-", "0,–", "0,—"), _OPAQUE),
}
_FUNDER: Final = {(NAME,), (_SHARE, NAME)}
_INSTRUMENT: Final = {(NAME,), (NAME, _NOTE)}


@dataclass(frozen=True, slots=True)
class FundingWords:
    """Funders (agent ids), instruments (`kind/id`), and whether the words say nothing that can be asserted."""

    funders: tuple[Named, ...]
    instruments: tuple[Named, ...]
    opaque: bool


def parse_funding(words: str, agents: Mapping[str, str], instruments: Mapping[str, str]) -> FundingWords:
    """Read who and what pays for a measure; both mappings go from a wording to an id.

    „0,-“ alone is opaque: the source does not say what it means, so it is never an amount.

    Raises:
        InputError: a part that names neither, or a wording that both mappings hold.
    """
    payers = {collapse(wording) for wording in agents}
    _must_differ(payers, {collapse(wording) for wording in instruments})
    what = ("Finanční zdroje", "The funding", "agents / instruments / strategies")
    wordings = Wordings({**instruments, **agents}, _MARKS, what=what)
    parts = wordings.parts(words)
    if [part.kinds for part in parts] == [(_OPAQUE,)]:
        return FundingWords((), (), opaque=True)
    for part in parts:
        if part.kinds not in (_FUNDER if _pays(part, payers) else _INSTRUMENT):
            raise wordings.refused(words, part.words)
    return FundingWords(
        tuple(part.named for part in parts if _pays(part, payers)),
        tuple(part.named for part in parts if not _pays(part, payers)),
        opaque=False,
    )


def _pays(part: Part, payers: set[str]) -> bool:
    return any(piece.words in payers for piece in part.pieces if piece.kind == NAME)


def _must_differ(payers: set[str], instruments: set[str]) -> None:
    for wording in sorted(payers & instruments):
        raise InputError(
            cs=f"Znění „{wording}“ označuje v tabulkách orgán i nástroj financování; ponechte jen jedno.",
            en=f"The wording “{wording}” names both a body and an instrument in the tables; keep only one.",
        )
