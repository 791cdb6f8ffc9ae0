"""From a name that a person types to the thing it denotes: notation, acronym, label, id or IRI."""

import difflib
import unicodedata
from collections.abc import Iterator
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

_EVIDENCE: Final = tuple(
    f"{BASE}resource/{kind}/" for kind in ("facts", "identifiers", "alignments", "fundings", "schedules", "milestones")
)
"""Things that a person does not mean by a name, though they share one with the thing they are about."""

_SHOWN: Final = 8
"""How many matches or suggestions an error lists."""


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
        for thing, name in self._pairs(_NAMES, "name"):
            self._things.setdefault(fold(name), set()).add(thing)
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
        matches = {thing for thing in self._things.get(fold(text), ()) if self._is_of(thing, type_name)}
        if len(matches) == 1:
            return NamedNode(matches.pop())
        raise self._ambiguous(text, matches) if matches else self._unknown(text, type_name)

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

    def _ambiguous(self, text: str, matches: set[str]) -> InputError:
        listed = ", ".join(sorted(matches)[:_SHOWN])
        return InputError(
            cs=f"„{text}“ označuje více věcí: {listed}; zadejte jejich IRI.",
            en=f"“{text}” denotes several things: {listed}; give the IRI.",
        )

    def _unknown(self, text: str, type_name: str) -> InputError:
        return InputError(
            cs=f"„{text}“ není mezi známými názvy; nejbližší jsou: {self._nearest(text, type_name, 'cs')}.",
            en=f"“{text}” is not among the known names; the nearest are: {self._nearest(text, type_name, 'en')}.",
        )

    def _nearest(self, text: str, type_name: str, lang: Lang) -> str:
        names = {fold(each.notation or each.label): str(each) for each in self.choices(type_name, lang)}
        near = difflib.get_close_matches(fold(text), names, n=3, cutoff=0.5)
        return ", ".join([names[each] for each in near] or list(names.values())[:_SHOWN])


def natural(notation: str) -> tuple[str, int, str]:
    """Return a sort key that puts A8 before A44 and ZPO 4.1 before ZPO 4.2."""
    letters = "".join(char for char in notation if char.isalpha())
    return letters, len(notation), notation
