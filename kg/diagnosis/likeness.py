"""How one term can be mistaken for another: what in an IRI or a literal is written otherwise."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import pyoxigraph as ox

from kg.diagnosis.moments import apart
from kg.folding import fold
from kg.namespaces import XSD

Term = ox.NamedNode | ox.Literal

_ALIKE: Final = 0.85
"""How alike two literals must be for one to be a misspelling of the other (difflib's ratio of the folded texts)."""

_TEXTS: Final = {XSD.string.value, "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}
_SPLIT: Final = re.compile(r"^(.*[/#:])([^/#:]*)$", re.DOTALL)
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """A fault that would make one term of another, and how far the two are apart."""

    kind: str
    distance: int = 0


def likeness(wanted: Term, found: Term, *, spelling: bool = True) -> Likeness | None:
    """Tell how a term that a query asks for may have been meant for one of the data; None if it was not.

    Args:
        wanted: the term of the query.
        found: a term of the data.
        spelling: whether a misspelling counts; it does not where the data has the first term too.
    """
    if wanted == found:
        return None
    if isinstance(wanted, ox.NamedNode) and isinstance(found, ox.NamedNode):
        return _iris(wanted.value, found.value, spelling=spelling)
    if isinstance(wanted, ox.Literal) and isinstance(found, ox.Literal):
        return _literals(wanted, found, spelling=spelling)
    if wanted.value != found.value:
        return None
    return Likeness("iri-as-text" if isinstance(wanted, ox.Literal) else "text-as-iri")


def _iris(wanted: str, found: str, *, spelling: bool) -> Likeness | None:
    forms: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("iri-scheme", lambda iri: iri.partition("://")[2] or iri),
        ("iri-slash", lambda iri: re.sub("[/#]", "", iri)),
        ("iri-case", str.casefold),
    )
    for kind, form in forms:
        if form(wanted) == form(found):
            return Likeness(kind)
    return _names(split(wanted), split(found), spelling=spelling)


def _names(wanted: tuple[str, str], found: tuple[str, str], *, spelling: bool) -> Likeness | None:
    """Compare IRIs by namespace and local name."""
    local, name = wanted[1], found[1]
    if not local or not name:
        return None
    if wanted[0] != found[0]:
        return Likeness("iri-namespace") if local == name else None
    return _spelling(local, name) if spelling else None


def split(iri: str) -> tuple[str, str]:
    """Return the namespace and the local name of an IRI."""
    found = _SPLIT.match(iri)
    return (found[1], found[2]) if found else ("", iri)


def _spelling(wanted: str, found: str) -> Likeness | None:
    """Return how far two names are apart; different numbers mean different things."""
    if fold(wanted) == fold(found):
        return Likeness("iri-spelling")
    if _DIGITS.findall(wanted) != _DIGITS.findall(found):
        return None
    most = max(1, len(wanted) // 4)
    for further, first, second in ((0, wanted, found), (1, fold(wanted), fold(found))):
        if (distance := edit_distance(first, second, most)) <= most:
            return Likeness("iri-spelling", distance + further)
    return None


def edit_distance(first: str, second: str, most: int) -> int:
    """Return how many letters are missing, surplus, other or swapped with the next; `most` + 1 if more than that."""
    if abs(len(first) - len(second)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for place, letter in enumerate(first, 1):
        beyond, before, row = before, row, [place]
        for other, against in enumerate(second, 1):
            cost = min(before[other] + 1, row[-1] + 1, before[other - 1] + (letter != against))
            if place > 1 < other and letter == second[other - 2] and first[place - 2] == against:
                cost = min(cost, beyond[other - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _literals(wanted: ox.Literal, found: ox.Literal, *, spelling: bool) -> Likeness | None:
    texts = wanted.datatype.value in _TEXTS and found.datatype.value in _TEXTS
    if wanted.value == found.value:
        return Likeness("language-tag" if texts else "datatype")
    if not texts:
        return _otherwise(wanted, found)
    further = int(wanted.language != found.language)  # both the text and the tag differ: less likely
    if kind := writing(wanted.value, found.value):
        return Likeness(kind, further)
    return _misspelt(wanted.value, found.value, further) if spelling else None


def _otherwise(wanted: ox.Literal, found: ox.Literal) -> Likeness | None:
    """Compare values of different datatypes: numbers, and moments of which one tells more than the other."""
    if _number(wanted.value) == _number(found.value) is not None:
        return Likeness("datatype", 1)
    distance = apart(wanted, found)
    return None if distance is None else Likeness("datatype", 2 + distance)


def _misspelt(wanted: str, found: str, further: int) -> Likeness | None:
    """Compare texts that are not the same name; different numbers mean different things."""
    matcher = SequenceMatcher(None, fold(wanted), fold(found), autojunk=False)
    quick = matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE
    if not quick or matcher.ratio() < _ALIKE or _DIGITS.findall(wanted) != _DIGITS.findall(found):
        return None
    return Likeness("literal-spelling", further + round(100 * (1 - matcher.ratio())))


def writing(wanted: str, found: str) -> str | None:
    """Return in what two texts differ that are the same name; None if they are not."""
    spaced, other = (" ".join(unicodedata.normalize("NFC", each).split()) for each in (wanted, found))
    if spaced == other:
        return "white-space"
    if spaced.casefold() == other.casefold():
        return "letter-case"
    if fold(wanted) != fold(found) or not fold(wanted):
        return None
    return "white-space" if "".join(spaced.split()).casefold() == "".join(other.split()).casefold() else "diacritics"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def folded_part(text: str, sought: str) -> str | None:
    """Return the part of a text that is the one sought but for case and diacritics; None if there is none."""
    places: list[int] = []
    plain = ""
    for place, char in enumerate(text):
        folded = fold(char)
        plain += folded
        places += [place] * len(folded)
    key = fold(sought)
    at = plain.find(key) if key else -1
    return text[places[at] : places[at + len(key) - 1] + 1] if at >= 0 else None
