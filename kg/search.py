"""Find things by their names: case, diacritics and spaces count neither in what is sought nor in what is found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.errors import InputError, Lang
from kg.folding import fold, fold_words, natural
from kg.labels import EVIDENCE, Labels, Name, kind_iri
from kg.namespaces import BASE, SG

LIMIT: Final = 50
"""How many things an answer lists; it says how many were found."""

LONGEST: Final = 200
"""How many characters may be sought."""

_BEHIND: Final = ("resource/rows", "resource/cells", "resource/documents", "resource/periods", "shapes")
_SUPPORT: Final = (*EVIDENCE, *(f"{BASE}{part}/" for part in _BEHIND))
"""Things that are listed behind those that they tell of."""

_EXACT_NOTATION, _EXACT, _START, _WORD_START, _INSIDE = range(5)


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found."""

    iri: str
    label: str
    lang: str
    notation: str
    type: str
    """IRI of its class; empty if it has none."""
    name: str
    """The name that matched."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the best hits, and how many there are."""

    hits: tuple[Hit, ...]
    total: int


class Search:
    """Finds things by the labels of a dataset."""

    def __init__(self, labels: Labels) -> None:
        """Look into labels."""
        self._labels = labels

    def find(self, sought: str, type_name: str = "", lang: Lang = "cs") -> Found:
        """Return the things whose name matches, the best first.

        Args:
            sought: words, or the beginnings of words, or a notation; all of the words must be in one name.
            type_name: a class of the ontology (`Goal`), of another vocabulary (`skos:Concept`), or a code list
                (`code/statuses`); empty for things of any kind.
            lang: the language of the labels; names are sought in every language.

        Raises:
            InputError: nothing is sought, too much is, or no thing is of that type.
        """
        folded = fold(sought)
        if not folded or len(sought) > LONGEST:
            raise _unusable(sought)
        words = fold_words(sought)
        found = [
            (*best, thing)
            for thing in (self._of_type(type_name) if type_name else self._labels.names)
            if (best := _best(self._labels.names.get(thing, ()), folded, words))
        ]
        found.sort(key=self._order)
        return Found(tuple(self._hit(name, thing, lang) for _, name, thing in found[:LIMIT]), len(found))

    def _order(self, match: tuple[int, Name, str]) -> tuple[bool, int, bool, tuple[str, int, str], int, str]:
        rank, name, thing = match
        notation = self._notation(thing)
        return thing.startswith(_SUPPORT), rank, not notation, natural(notation), len(name.text), thing

    def _hit(self, name: Name, thing: str, lang: Lang) -> Hit:
        names = [each for each in self._labels.names[thing] if not each.is_notation] or [name]
        label = next((each for each in names if each.lang == lang), names[0])
        kind = min(self._labels.stated.get(thing, ()), default="")
        return Hit(thing, label.text, label.lang, self._notation(thing), kind, name.text)

    def _notation(self, thing: str) -> str:
        return next((each.text for each in self._labels.names.get(thing, ()) if each.is_notation), "")

    def _of_type(self, type_name: str) -> frozenset[str]:
        iri = kind_iri(type_name)
        found = frozenset(thing for thing, kinds in self._labels.kinds.items() if iri in kinds)
        if not found:
            raise InputError(
                cs=f"typ „{type_name[:LONGEST]}“ v datech nikdo nemá; zadejte třídu (Goal, Measure, Institution) nebo"
                " číselník (code/statuses).",
                en=f"nothing in the data is of the type “{type_name[:LONGEST]}”; give a class (Goal, Measure,"
                " Institution) or a code list (code/statuses).",
            )
        return found

    def types(self, lang: Lang) -> list[tuple[str, str]]:
        """Return the project's own classes that things are of, with their labels, for a list to choose from."""
        named = (thing for thing in self._labels.names if not thing.startswith(_SUPPORT))
        found = {kind for thing in named for kind in self._labels.kinds.get(thing, ())}
        own = [(kind.removeprefix(SG.iri), self.label(kind, lang)) for kind in found if kind.startswith(SG.iri)]
        return sorted(own, key=lambda pair: fold(pair[1]))

    def label(self, iri: str, lang: Lang) -> str:
        """Return what a thing is called in a language; its IRI if it has no name."""
        names = self._labels.names.get(iri, ())
        return next((each.text for each in names if each.lang == lang), names[0].text if names else iri)


def _best(names: Iterable[Name], sought: str, words: tuple[str, ...]) -> tuple[int, Name] | None:
    """Return the name of a thing that matches best, and how well."""
    ranked = [(rank, name) for name in names if (rank := _rank(name, sought, words)) is not None]
    return min(ranked, key=lambda pair: pair[0], default=None)


def _rank(name: Name, sought: str, words: tuple[str, ...]) -> int | None:
    """Return how well a name matches, smaller is better; None if it does not."""
    if sought not in name.folded and not (words and all(word in name.folded for word in words)):
        return None
    if name.folded == sought:
        return _EXACT_NOTATION if name.is_notation else _EXACT
    if name.folded.startswith(sought):
        return _START
    begins = words and all(any(own.startswith(word) for own in name.words) for word in words)
    return _WORD_START if begins else _INSIDE


def _unusable(sought: str) -> InputError:
    if len(sought) > LONGEST:
        return InputError(
            cs=f"hledaný výraz je delší než {LONGEST} znaků; zkraťte jej.",
            en=f"what is sought is longer than {LONGEST} characters; shorten it.",
        )
    return InputError(
        cs="není co hledat; zadejte slovo, jeho začátek nebo označení, například q=rizeni.",
        en="there is nothing to search for; give a word, its beginning or a notation, for example q=cities.",
    )
