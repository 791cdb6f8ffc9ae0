"""From a name that a person types to the thing it denotes: notation, acronym, label, id or IRI."""

import difflib
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, QuerySolutions

from kg.errors import InputError, Lang
from kg.namespaces import BASE, PREFIXES
from kg.store import Dataset

_NAMES: Final = f"""
PREFIX rdf: <{PREFIXES["rdf"]}> PREFIX skos: <{PREFIXES["skos"]}>
SELECT DISTINCT ?thing ?name WHERE {{
  ?thing skos:prefLabel|skos:altLabel|skos:notation ?name
  FILTER(isIRI(?thing))
}}"""

_LABELS: Final = f"""
PREFIX skos: <{PREFIXES["skos"]}>
SELECT ?thing ?notation ?label WHERE {{
  VALUES ?lang {{ LANG }}
  ?thing skos:prefLabel ?label FILTER(LANG(?label) = ?lang)
  OPTIONAL {{ ?thing skos:notation ?notation }}
}}"""

_TYPES: Final = f"""
PREFIX rdf: <{PREFIXES["rdf"]}> PREFIX skos: <{PREFIXES["skos"]}>
SELECT DISTINCT ?thing ?type WHERE {{ ?thing rdf:type|skos:inScheme ?type FILTER(isIRI(?thing)) }}"""

_KINDS: Final = f"""
PREFIX rdfs: <{PREFIXES["rdfs"]}> PREFIX skos: <{PREFIXES["skos"]}>
SELECT ?thing ?label WHERE {{ ?thing rdfs:label|skos:prefLabel ?label FILTER(LANG(?label) = TAG) }}"""

_EVIDENCE: Final = tuple(
    f"{BASE}resource/{kind}/" for kind in ("facts", "identifiers", "alignments", "fundings", "schedules", "milestones")
)
"""Things that a person does not mean by a name, though they share one with the thing they are about."""

_SHOWN: Final = 8
"""How many matches or suggestions an error lists."""

_NEAR: Final = 0.6
"""How alike a name must be written to be near: difflib's own measure of a good match."""

_WIDEST: Final = 80
"""How many characters of a name a list shows."""

_LONGEST: Final = 100
"""How many characters of what was typed are compared with the names, and repeated."""


def fold(text: str) -> str:
    """Return a name without case, diacritics and spaces: `ZPO 4` and `zpo4` are the same name."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char) and not char.isspace()).casefold()


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

    def __init__(self, dataset: Dataset) -> None:
        """Index every label, notation and id once."""
        self._dataset = dataset
        self._things: dict[str, set[str]] = {}
        self._names: dict[str, set[str]] = {}  # folded, for folding is what takes longest
        self._choices: dict[tuple[str, Lang], list[Choice]] = {}
        for thing, name in self._pairs(_NAMES, "name"):
            folded = fold(name)
            self._things.setdefault(folded, set()).add(thing)
            self._names.setdefault(thing, set()).add(folded)
        self._types: dict[str, set[str]] = {}
        for thing, kind in self._pairs(_TYPES, "type"):
            self._types.setdefault(thing, set()).add(kind)
            self._things.setdefault(fold(thing.rsplit("/", 1)[-1]), set()).add(thing)

    def _pairs(self, query: str, name: str) -> Iterator[tuple[str, str]]:
        solutions = self._dataset.store.query(query)
        assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT has solutions
        for solution in solutions:
            yield solution["thing"].value, solution[name].value

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
        if iri in self._types and (type_name == "Thing" or self._is_of(iri, type_name)):
            return NamedNode(iri)
        matches = self._matches(text, type_name)
        if len(matches) == 1:
            return NamedNode(matches.pop())
        raise self._ambiguous(text, type_name, matches) if matches else self._unknown(text, type_name)

    def _matches(self, text: str, type_name: str) -> set[str]:
        return {thing for thing in self._things.get(fold(text), ()) if self._is_of(thing, type_name)}

    def _is_of(self, thing: str, type_name: str) -> bool:
        if type_name == "Thing":
            return not thing.startswith(_EVIDENCE)
        return self._type_iri(type_name) in self._types.get(thing, ())

    @staticmethod
    def _type_iri(type_name: str) -> str:
        if type_name.startswith("code/"):
            return BASE + type_name
        prefix, _, local = type_name.rpartition(":")
        return PREFIXES[prefix or "sg"] + local

    def choices(self, type_name: str, lang: Lang) -> list[Choice]:
        """Return the things of a type in the order of their notation and label, for a list to choose from."""
        if (type_name, lang) not in self._choices:
            self._choices[type_name, lang] = self._sorted_choices(type_name, lang)
        return self._choices[type_name, lang]

    def _sorted_choices(self, type_name: str, lang: Lang) -> list[Choice]:
        found: dict[str, Choice] = {}
        query = _LABELS.replace("LANG }", f'"{lang}" }}')
        solutions = self._dataset.store.query(query)
        assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT has solutions
        for solution in solutions:
            thing = solution["thing"].value
            if self._is_of(thing, type_name):
                notation = solution["notation"].value if solution["notation"] else ""
                found[thing] = Choice(thing, notation, solution["label"].value)
        return sorted(found.values(), key=lambda each: (not each.notation, natural(each.notation), fold(each.label)))

    def _ambiguous(self, text: str, type_name: str, matches: set[str]) -> InputError:
        return InputError(
            cs=f"„{text}“ označuje více věcí: {self._told(matches, type_name, 'cs')}; zadejte, co stojí před závorkou.",
            en=f"“{text}” denotes several things: {self._told(matches, type_name, 'en')}; give what stands before the"
            " bracket.",
        )

    def _told(self, matches: set[str], type_name: str, lang: Lang) -> str:
        """List things that share a name: what names each of them only, its label and its kind."""
        labels = {each.iri: each.label for each in self.choices(type_name, lang)}
        kinds = dict(self._pairs(_KINDS.replace("TAG", f'"{lang}"'), "label"))
        told = [
            f"{self._own_name(thing, type_name)} ({_brief(labels.get(thing, '?'))} – {self._kind(thing, kinds)})"
            for thing in sorted(matches)[:_SHOWN]
        ]
        return ", ".join(told) + (", …" if len(matches) > _SHOWN else "")

    def _kind(self, thing: str, kinds: Mapping[str, str]) -> str:
        """Return the label of the narrowest class of a thing, which is the one with the fewest members."""
        sizes = Counter(kind for each in self._types.values() for kind in each)
        labelled = [kind for kind in self._types[thing] if kind in kinds]
        return kinds[min(labelled, key=lambda kind: (sizes[kind], kind))] if labelled else "?"

    def _own_name(self, thing: str, type_name: str) -> str:
        """Return the last part of an IRI where no other thing of the type has it as a name, else the whole IRI."""
        last = thing.rsplit("/", 1)[-1]
        return last if self._matches(last, type_name) == {thing} else thing

    def _unknown(self, text: str, type_name: str) -> InputError:
        typed = _brief(text, _LONGEST)
        return InputError(
            cs=f"„{typed}“ není mezi známými názvy; {self._advice(text, type_name, 'cs')}.",
            en=f"“{typed}” is not among the known names; {self._advice(text, type_name, 'en')}.",
        )

    def _advice(self, text: str, type_name: str, lang: Lang) -> str:
        """Say which names are nearest, or, if none is near, what names there are."""
        choices = self.choices(type_name, lang)
        names = [self._names.get(each.iri, set()) for each in choices]
        typed = text[:_LONGEST]
        near = list(dict.fromkeys([*_by_spelling(typed, names)[:3], *_by_words(typed, names)]))[:_SHOWN]
        listed = ", ".join(_brief(str(choices[place])) for place in near or range(min(_SHOWN, len(choices))))
        if near:
            return f"nejbližší jsou: {listed}" if lang == "cs" else f"the nearest are: {listed}"
        if not listed:
            return "takového nic v grafu není" if lang == "cs" else "the graph has nothing of the kind"
        return f"zadejte například: {listed}" if lang == "cs" else f"give, for example: {listed}"


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


def natural(notation: str) -> tuple[str, int, str]:
    """Return a sort key that puts A8 before A44 and ZPO 4.1 before ZPO 4.2."""
    letters = "".join(char for char in notation if char.isalpha())
    return letters, len(notation), notation
