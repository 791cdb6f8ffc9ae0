"""Kinds of measure (column 13 of the source): words and codes, some of them without a legend."""

from collections.abc import Mapping

from kg.mapping.wordings import SEPARATORS, Named, Wordings


def parse_types(words: str, codes: Mapping[str, str]) -> tuple[Named, ...]:
    """Read the kinds of a measure in the order of the text; `codes` maps a wording to a code of measure-types.

    Raises:
        InputError: a kind that the code list does not know.
    """
    wordings = Wordings(codes, SEPARATORS, what=("Typ opatření", "The kind of measure", "codes"))
    return tuple(part.named for part in wordings.parts(words))
