"""Source strategy (column 14 of the source): the strategy a measure is taken from, or to which it is relevant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kg.mapping.wordings import NAME, Wordings

Relation = Literal["takenFrom", "relevantTo"]

_RELEVANCE: Final = "relevance"
_RELATIONS: Final[Mapping[tuple[str, ...], Relation]] = {(NAME,): "takenFrom", (_RELEVANCE, NAME): "relevantTo"}


@dataclass(frozen=True, slots=True)
class Citation:
    """A strategy's id, how the measure cites it (a property of the ontology), and the words that do."""

    strategy: str
    relation: Relation
    words: str


def parse_strategy(words: str, strategies: Mapping[str, str]) -> Citation:
    """Read a citation; `strategies` maps a wording, inflected as it stands behind „relevantní ke“, to an id.

    Raises:
        InputError: an unknown strategy, or more than one.
    """
    marks = dict.fromkeys(("relevantní ke", "relevantní k"), _RELEVANCE)
    wordings = Wordings(strategies, marks, what=("Resortní strategie", "The source strategy", "strategies"))
    (part,) = wordings.parts(words)
    if part.kinds not in _RELATIONS:
        raise wordings.refused(words, part.words)
    return Citation(part.named.id, _RELATIONS[part.kinds], part.words)
