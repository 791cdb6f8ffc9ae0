"""How things are called and of which kinds they are: in memory, read once, and kept up as the dataset changes.

To read it all takes seconds where there are many measures, so a change is followed thing by thing instead.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Final

import pyoxigraph as ox

from kg import iris
from kg.changes import Change, in_parts
from kg.folding import fold, fold_words
from kg.namespaces import BASE, DCT, PREFIXES, RDF, RDFS, SG, SKOS
from kg.whole import Whole

NAMED_BY: Final = (SKOS.prefLabel, RDFS.label, DCT.title, SG.translatedTitle, SKOS.altLabel, SKOS.notation)
"""The properties that say how a thing is called, the best label first."""

EVIDENCE: Final = tuple(
    f"{BASE}resource/{kind}/" for kind in ("facts", "identifiers", "alignments", "fundings", "schedules", "milestones")
)
"""Things that stand for what the source says of others, whose names they bear."""

_PREFERRED, _LABEL, _TITLE, _TRANSLATION, _ALTERNATIVE, _NOTATION = range(len(NAMED_BY))
_DENOTING: Final = frozenset({_PREFERRED, _ALTERNATIVE, _NOTATION})
_KIND_OF: Final = (RDF.type, SKOS.inScheme)
_READ: Final = frozenset({*NAMED_BY, *_KIND_OF})
_INFERRED: Final = iris.graph("inferred")


_BEST_FIRST: Final = attrgetter("rank", "text", "lang")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a thing."""

    text: str
    lang: str
    """Its language; empty, if it has none."""
    folded: str
    words: tuple[str, ...]
    rank: int
    """The place in `NAMED_BY` of the property that states it."""

    @property
    def is_preferred(self) -> bool:
        """Whether it is the one preferred label of its language."""
        return self.rank == _PREFERRED

    @property
    def is_label(self) -> bool:
        """Whether it is a label, as classes have one."""
        return self.rank <= _LABEL

    @property
    def is_notation(self) -> bool:
        """Whether it is a code or an acronym, and no words."""
        return self.rank == _NOTATION

    @property
    def denotes(self) -> bool:
        """Whether a person means the thing by it: a title may be that of several."""
        return self.rank in _DENOTING


class Labels:
    """The names and kinds of the things of a dataset that have an IRI."""

    def __init__(self, whole: Whole) -> None:
        """Read nothing before it is asked for."""
        self._whole = whole

    def read(self) -> None:
        """Read all there is: seconds, where there are many measures."""
        _ = self._known

    @property
    def names(self) -> Mapping[str, tuple[Name, ...]]:
        """The names of each thing by its IRI, the best label first."""
        return self._known.names

    @property
    def kinds(self) -> Mapping[str, AbstractSet[str]]:
        """The classes and code lists of each thing, the inferred ones among them."""
        return self._known.kinds

    @property
    def stated(self) -> Mapping[str, AbstractSet[str]]:
        """The classes of each thing that are stated and not inferred."""
        return self._known.stated

    def denoted(self, folded: str) -> AbstractSet[str]:
        """Return the things that a folded name denotes: a label, a notation, or the last part of the IRI."""
        return self._known.things.get(folded, frozenset())

    def move(self, store: ox.Store) -> None:
        """Read from another store from now on, which holds the same."""
        self._whole = replace(self._whole, store=store)
        if "_known" in self.__dict__:
            self._known.whole = self._whole

    def follow(self, change: Change) -> None:
        """Learn of a change that the store has taken already."""
        for _ in self.following(change):
            pass

    def following(self, change: Change) -> Iterator[None]:
        """Learn of a change as `follow` does, a part at a time; only behind the last all of it is known."""
        if "_known" not in self.__dict__:
            return
        things: set[ox.NamedNode] = set()
        for quads in in_parts(chain(change.removed, change.added)):
            told = (quad.subject for quad in quads if quad.predicate in _READ)
            things.update(thing for thing in told if isinstance(thing, ox.NamedNode))
            yield
        for part in in_parts(things):
            self._known.renew(part)
            yield

    @cached_property
    def _known(self) -> "_Known":
        return _Known(self._whole)


class _Known:
    """What was read."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.names: dict[str, tuple[Name, ...]] = {}
        self.kinds: dict[str, AbstractSet[str]] = {}
        self.stated: dict[str, AbstractSet[str]] = {}
        self.things: dict[str, set[str]] = {}
        self._read(None)
        for thing in self.names.keys() | self.kinds.keys():
            self._enter(thing)

    def renew(self, things: Iterable[ox.NamedNode]) -> None:
        """Read again what the store tells of some things."""
        for thing in things:
            for folded in self._denotations(thing.value):
                self._leave(folded, thing.value)
            for told in (self.names, self.kinds, self.stated):
                told.pop(thing.value, None)
            self._read(thing)
            self._enter(thing.value)

    def _read(self, thing: ox.NamedNode | None) -> None:
        """Read what is told of a thing, or of all."""
        names: dict[str, list[Name]] = {}
        for rank, property_ in enumerate(NAMED_BY):
            for told in self.whole.quads(thing, property_, None):
                if isinstance(told.subject, ox.NamedNode) and isinstance(told.object, ox.Literal):
                    names.setdefault(told.subject.value, []).append(_name(told.object, rank))
        self.names |= {each: tuple(sorted(found, key=_BEST_FIRST)) for each, found in names.items()}
        kinds: dict[str, set[str]] = {}
        stated: dict[str, set[str]] = {}
        for property_ in _KIND_OF:
            for quad in self.whole.stated(thing, property_, None):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                    kinds.setdefault(quad.subject.value, set()).add(quad.object.value)
                    if property_ == RDF.type and quad.graph_name != _INFERRED:
                        stated.setdefault(quad.subject.value, set()).add(quad.object.value)
        self.kinds |= kinds
        self.stated |= stated

    def _denotations(self, thing: str) -> set[str]:
        """Return the folded names that denote a thing, as far as is known."""
        own = {name.folded for name in self.names.get(thing, ()) if name.denotes}
        return own | {fold(thing.rsplit("/", 1)[-1])} if thing in self.kinds else own

    def _enter(self, thing: str) -> None:
        for folded in self._denotations(thing):
            self.things.setdefault(folded, set()).add(thing)

    def _leave(self, folded: str, thing: str) -> None:
        others = self.things[folded] - {thing}
        if others:
            self.things[folded] = others
        else:
            del self.things[folded]


def kind_iri(name: str) -> str:
    """Return the IRI of a kind that is named as people name it; that of no kind, where the prefix is unknown.

    Args:
        name: a class of the ontology (`Goal`) or of another vocabulary (`skos:Concept`), or a code list
            (`code/statuses`).
    """
    if "://" in name:
        return name
    if name.startswith("code/"):
        return BASE + name
    prefix, _, local = name.rpartition(":")
    return PREFIXES.get(prefix or "sg", "") + local


def _name(literal: ox.Literal, rank: int) -> Name:
    text = literal.value
    return Name(text, literal.language or "", fold(text), fold_words(text), rank)
