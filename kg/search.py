"""Find things by their names: case, diacritics and spaces count neither in what is sought nor in what is found."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg import iris
from kg.errors import InputError, Lang
from kg.names import fold, natural
from kg.namespaces import BASE, DCT, PREFIXES, RDF, RDFS, SG, SKOS
from kg.store import Dataset

LIMIT: Final = 50
"""How many things an answer lists; it says how many were found."""

LONGEST: Final = 200
"""How many characters may be sought."""

_NAMED_BY: Final = (SKOS.prefLabel, RDFS.label, DCT.title, SG.translatedTitle, SKOS.altLabel, SKOS.notation)
"""What counts as a name, the best label first."""

_WORD: Final = re.compile(r"[^\W_]+")
_SUPPORT: Final = tuple(
    f"{BASE}{part}/"
    for part in (
        *(f"resource/{kind}" for kind in ("facts", "identifiers", "alignments", "fundings", "schedules", "milestones")),
        *(f"resource/{kind}" for kind in ("rows", "cells", "documents", "periods")),
        "shapes",
    )
)
"""Things that stand for what the source says of others; they are listed behind those."""

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


@dataclass(frozen=True, slots=True)
class _Name:
    thing: str
    text: str
    lang: str
    folded: str
    """Without case, diacritics and spaces."""
    words: tuple[str, ...]
    is_notation: bool

    def rank(self, sought: str, words: tuple[str, ...]) -> int | None:
        """Return how well the name matches, smaller is better; None if it does not."""
        if self.folded == sought:
            return _EXACT_NOTATION if self.is_notation else _EXACT
        if self.folded.startswith(sought):
            return _START
        if words and all(any(own.startswith(word) for own in self.words) for word in words):
            return _WORD_START
        if sought in self.folded or (words and all(word in self.folded for word in words)):
            return _INSIDE
        return None


class SearchIndex:
    """The names of everything in a dataset, folded once."""

    def __init__(self, dataset: Dataset) -> None:
        """Read labels, notations, titles and classes."""
        store = dataset.store
        self._names = list(_names(store))
        self._labels: dict[str, list[_Name]] = {}
        for name in self._names:
            self._labels.setdefault(name.thing, []).append(name)
        self._all_types, self._stated_types = _types(store)

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
        words = _words(sought)
        of_type = self._of_type(type_name) if type_name else None
        best: dict[str, tuple[int, _Name]] = {}
        for name in self._names:
            rank = name.rank(folded, words)
            if rank is None or (of_type is not None and name.thing not in of_type):
                continue
            if name.thing not in best or rank < best[name.thing][0]:
                best[name.thing] = (rank, name)
        ordered = sorted(best.values(), key=self._order)
        return Found(tuple(self._hit(name, lang) for _, name in ordered[:LIMIT]), len(ordered))

    def _order(self, match: tuple[int, _Name]) -> tuple[bool, int, bool, tuple[str, int, str], int, str]:
        rank, name = match
        notation = self._notation(name.thing)
        return name.thing.startswith(_SUPPORT), rank, not notation, natural(notation), len(name.text), name.thing

    def _hit(self, name: _Name, lang: Lang) -> Hit:
        names = [each for each in self._labels[name.thing] if not each.is_notation] or [name]
        label = next((each for each in names if each.lang == lang), names[0])
        kind = min(self._stated_types.get(name.thing, ()), default="")
        return Hit(name.thing, label.text, label.lang, self._notation(name.thing), kind, name.text)

    def _notation(self, thing: str) -> str:
        return min((each.text for each in self._labels[thing] if each.is_notation), default="")

    def _of_type(self, type_name: str) -> frozenset[str]:
        iri = _type_iri(type_name)
        found = frozenset(thing for thing, types in self._all_types.items() if iri in types)
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
        named = [thing for thing in self._labels if not thing.startswith(_SUPPORT)]
        found = {kind for thing in named for kind in self._all_types.get(thing, ())}
        own = [(kind.removeprefix(SG.iri), self.label(kind, lang)) for kind in found if kind.startswith(SG.iri)]
        return sorted(own, key=lambda pair: fold(pair[1]))

    def label(self, iri: str, lang: Lang) -> str:
        """Return what a thing is called in a language; its IRI if it has no name."""
        names = self._labels.get(iri, [])
        return next((each.text for each in names if each.lang == lang), names[0].text if names else iri)


def _names(store: ox.Store) -> Iterable[_Name]:
    for predicate in _NAMED_BY:
        quads = store.quads_for_pattern(None, predicate, None, ox.DefaultGraph())
        for quad in sorted(quads, key=str):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                text, lang = quad.object.value, quad.object.language or ""
                is_notation = predicate == SKOS.notation
                yield _Name(quad.subject.value, text, lang, fold(text), _words(text), is_notation)


def _types(store: ox.Store) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the classes and code lists of every thing: all of them, and those that are stated and not inferred."""
    every: dict[str, set[str]] = {}
    stated: dict[str, set[str]] = {}
    for predicate in (RDF.type, SKOS.inScheme):
        for quad in store.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                every.setdefault(quad.subject.value, set()).add(quad.object.value)
                if predicate == RDF.type and quad.graph_name not in {ox.DefaultGraph(), iris.graph("inferred")}:
                    stated.setdefault(quad.subject.value, set()).add(quad.object.value)
    return every, stated


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _WORD.findall(text))


def _type_iri(type_name: str) -> str:
    if "://" in type_name:
        return type_name
    if type_name.startswith("code/"):
        return BASE + type_name
    prefix, _, local = type_name.rpartition(":")
    return PREFIXES.get(prefix or "sg", "") + local


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
