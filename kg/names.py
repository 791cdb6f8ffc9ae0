"""From a name that a person types to the thing it denotes: notation, acronym, label, id or IRI."""

import difflib
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kg.errors import InputError, Lang
from kg.folding import fold, natural
from kg.labels import EVIDENCE, Labels, Name, kind_iri

_LANGS: Final[tuple[Lang, ...]] = ("cs", "en")
_SHOWN: Final = 8
"""How many matches or suggestions an error lists."""

_NEAR: Final = 0.6
"""How alike a name must be written to be near: difflib's own measure of a good match."""

_WIDEST: Final = 80
"""How many characters of a name a list shows."""

_LONGEST: Final = 100
"""How many characters of what was typed are compared with the names, and repeated."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing a parameter may name, as a list shows it."""

    iri: str
    notation: str
    label: str

    def __str__(self) -> str:
        """Return notation and label, or the one there is."""
        return f"{self.notation} – {self.label}" if self.notation and self.notation != self.label else self.label


class Names:
    """The names of a dataset's things."""

    def __init__(self, labels: Labels) -> None:
        """Look names up in the labels of a dataset."""
        self._labels = labels

    def resolve(self, text: str, type_name: str) -> NamedNode:
        """Return the thing that a name denotes among those of a type.

        Args:
            text: an IRI, or a notation, label or id in any case, with or without diacritics and spaces.
            type_name: a class of the ontology (`Agent`), a code list (`code/statuses`), or `Thing` for anything.

        Raises:
            InputError: nothing has the name (the nearest names are listed), or several things have it.
        """
        text = text.strip()
        iri = text.removeprefix("<").removesuffix(">")
        if iri in self._labels.kinds and (type_name == "Thing" or self._is_of(iri, type_name)):
            return NamedNode(iri)
        matches = self._matches(text, type_name)
        if len(matches) == 1:
            return NamedNode(matches.pop())
        raise self._ambiguous(text, type_name, matches) if matches else self._unknown(text, type_name)

    def _matches(self, text: str, type_name: str) -> set[str]:
        return {thing for thing in self._labels.denoted(fold(text)) if self._is_of(thing, type_name)}

    def _is_of(self, thing: str, type_name: str) -> bool:
        if type_name == "Thing":
            return not thing.startswith(EVIDENCE)
        return kind_iri(type_name) in self._labels.kinds.get(thing, ())

    def choices(self, type_name: str, lang: Lang) -> list[Choice]:
        """Return the things of a type in the order of their notation and label, for a list to choose from."""
        labels = self._labels.names
        found = (_choice(thing, labels.get(thing, ()), lang) for thing in self._of(type_name))
        return sorted(
            (each for each in found if each),
            key=lambda each: (not each.notation, natural(each.notation), fold(each.label)),
        )

    def choice(self, thing: str, lang: Lang) -> Choice | None:
        """Return a thing as a list shows it, by its IRI; None, if it has no label in the language."""
        return _choice(thing, self._labels.names.get(thing, ()), lang)

    def _of(self, type_name: str) -> Iterable[str]:
        """Return the things of a type."""
        if type_name == "Thing":
            return [thing for thing in self._labels.names if not thing.startswith(EVIDENCE)]
        kind = kind_iri(type_name)
        return [thing for thing, kinds in self._labels.kinds.items() if kind in kinds]

    def _ambiguous(self, text: str, type_name: str, matches: set[str]) -> InputError:
        return InputError(
            cs=f"„{text}“ označuje více věcí: {self._told(matches, type_name, 'cs')}; zadejte, co stojí před závorkou.",
            en=f"“{text}” denotes several things: {self._told(matches, type_name, 'en')}; give what stands before the"
            " bracket.",
        )

    def _told(self, matches: set[str], type_name: str, lang: Lang) -> str:
        """List things that share a name: what names each of them only, its label and its kind."""
        labels = {each.iri: each.label for each in self.choices(type_name, lang)}
        told = [
            f"{self._own_name(thing, type_name)} ({_brief(labels.get(thing, '?'))} – {self._kind(thing, lang)})"
            for thing in sorted(matches)[:_SHOWN]
        ]
        return ", ".join(told) + (", …" if len(matches) > _SHOWN else "")

    def _kind(self, thing: str, lang: Lang) -> str:
        """Return the label of the narrowest class of a thing, which is the one with the fewest members."""
        sizes = Counter(kind for each in self._labels.kinds.values() for kind in each)
        labels = {kind: self._label(kind, lang) for kind in self._labels.kinds.get(thing, ())}
        labelled = [kind for kind, label in labels.items() if label]
        return labels[min(labelled, key=lambda kind: (sizes[kind], kind))] if labelled else "?"

    def _label(self, kind: str, lang: Lang) -> str:
        """Return what a class is called in a language; nothing, if it has no name there."""
        names = self._labels.names.get(kind, ())
        return next((each.text for each in names if each.is_label and each.lang == lang), "")

    def _own_name(self, thing: str, type_name: str) -> str:
        """Return the last part of an IRI where no other thing of the type has it as a name, else the whole IRI."""
        last = thing.rsplit("/", 1)[-1]
        return last if self._matches(last, type_name) == {thing} else thing

    def _unknown(self, text: str, type_name: str) -> InputError:
        typed = _brief(text, _LONGEST)
        cs, en = self._advice(text[:_LONGEST], type_name)
        return InputError(
            cs=f"„{typed}“ není mezi známými názvy; {cs}.", en=f"“{typed}” is not among the known names; {en}."
        )

    def _advice(self, text: str, type_name: str) -> tuple[str, str]:
        """Say in Czech and English which names are nearest, or, if none is near, what names there are."""
        known = {choice.iri: choice for lang in _LANGS for choice in self.choices(type_name, lang)}
        if not known:
            return "takového nic v grafu není", "the graph has nothing of the kind"
        things = list(known)
        names = [{name.folded for name in self._labels.names[thing] if name.denotes} for thing in things]
        near = list(dict.fromkeys([*_by_spelling(text, names)[:3], *_by_words(text, names)]))[:_SHOWN]
        shown = [things[place] for place in near or range(min(_SHOWN, len(things)))]
        cs, en = (
            ", ".join(_brief(str(_choice(thing, self._labels.names[thing], lang) or known[thing])) for thing in shown)
            for lang in _LANGS
        )
        if near:
            return f"nejbližší jsou: {cs}", f"the nearest are: {en}"
        return f"zadejte například: {cs}", f"give, for example: {en}"


def _choice(thing: str, names: Sequence[Name], lang: Lang) -> Choice | None:
    """Return a thing as a list shows it; None, if it has no label in the language."""
    label = next((each.text for each in names if each.is_preferred and each.lang == lang), None)
    notation = next((each.text for each in names if each.is_notation), "")
    return None if label is None else Choice(thing, notation, label)


def _brief(text: str, width: int = _WIDEST) -> str:
    """Return a text short enough to stand in an error of one line; some labels are whole sentences."""
    shortened = textwrap.shorten(text, width, placeholder=" …")
    return text[:width] if shortened == "…" else shortened


def _by_words(text: str, names: Sequence[Iterable[str]]) -> list[int]:
    """Return the places of the folded names that contain most of a text's words or their beginnings, in their order.

    Words of one letter, and beside longer ones words of three, say nothing: „pro“ is in most names.
    """
    typed = [word for word in map(fold, text.split()) if len(word) > 1]
    telling = [word for word in typed if len(word) > 3] or typed
    shared = [max((sum(word in folded for word in telling) for folded in each), default=0) for each in names]
    most = max(shared, default=0)
    return [place for place, count in enumerate(shared) if count == most] if most else []


def _by_spelling(text: str, names: Sequence[Iterable[str]]) -> list[int]:
    """Return the places of the folded names that are written nearly as a text is, the nearest first."""
    matcher = difflib.SequenceMatcher(b=fold(text))
    near: list[tuple[float, int]] = []
    for place, each in enumerate(names):
        best = 0.0
        for name in each:
            matcher.set_seq1(name)
            least = max(best, _NEAR)  # what cannot come so near is not compared letter by letter
            if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
                best = max(best, matcher.ratio())
        if best >= _NEAR:
            near.append((-best, place))
    return [place for _, place in sorted(near)]
