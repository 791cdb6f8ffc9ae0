"""What may have been meant: a change of the query that is still to be tried, and where such changes come from."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from kg.diagnosis.kinds import KINDS
from kg.diagnosis.likeness import Term, likeness
from kg.diagnosis.probe import Prober
from kg.diagnosis.variants import variants
from kg.diagnosis.writing import Writer
from kg.namespaces import OWL, RDF, RDFS
from kg.reading.lexer import TERMS
from kg.reading.outline import Outline, Part, Piece
from kg.results import Graphs

NEAREST: Final = 4
"""How many terms written nearly alike are tried for one."""

_NODES: Final = (
    "{ { ?kgx ?kgp ?kgo } UNION { ?kgs ?kgp ?kgx } UNION { GRAPH ?kgg { ?kgx ?kgp ?kgo } } FILTER(isIRI(?kgx)) }"
)
_DECLARED: Final = (
    """{{ VALUES ?kgt {{ {} }} {{ ?kgx a ?kgt }} UNION {{ GRAPH ?kgg {{ ?kgx a ?kgt }} }} FILTER(isIRI(?kgx)) }}"""
)
_CLASSES: Final = (OWL.Class, RDFS.Class)
_PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property)
_PREDICATES: Final = "{ { ?kgs ?kgx ?kgo } UNION { GRAPH ?kgg { ?kgs ?kgx ?kgo } } }"


def _declared(kinds: Iterable[ox.NamedNode]) -> str:
    return _DECLARED.format(" ".join(map(str, kinds)))


@dataclass(frozen=True)
class Candidate:
    """A change that may give rows."""

    kind: str
    """One of `kg.diagnosis.kinds.KINDS`."""
    wrong: str
    right: str
    part: Part | None = None
    """The part it changes, for showing it."""
    distance: int = 0
    recast: dict[Part, str] = field(default_factory=dict)
    new: dict[int, str] = field(default_factory=dict)
    shown: str = ""
    """The changed part as a person would write it, where that is not how it was tried."""
    dataset: Graphs | None = None
    """What the request is to name instead; an empty one leaves the dataset to the query as it is changed."""

    @property
    def order(self) -> tuple[int, int, str]:
        """Sort key: the likeliest first."""
        return KINDS.index(self.kind), self.distance, self.right


class Source:
    """What candidates are made of: the query, the store, and the terms of both."""

    def __init__(self, outline: Outline, prober: Prober) -> None:
        """Read the terms that the query writes."""
        self.outline = outline
        self.prober = prober
        self.writer = Writer(outline.prefixes)
        written = [each.text for each in outline.tokens[outline.prologue :] if each.kind in TERMS]
        self._terms = prober.terms(written)

    def term(self, place: int, end: int | None = None) -> Term | None:
        """Return the term that a token, or a number with its sign, denotes."""
        text = self.outline.range(place, end or place + 1)
        if text == "a":
            return ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        if text in {"true", "false"} or text[0] in "+-":
            return self.prober.terms([text]).get(text)
        return self._terms.get(text)

    def constant(self, piece: Piece) -> Term | None:
        """Return the term that a subject or object is; None for a variable or blank node."""
        return None if isinstance(piece, str) else self.term(*piece)

    @functools.cache  # noqa: B019 - lives as long as the diagnosis
    def occurs(self, term: Term) -> bool:
        """Tell whether any statement or graph of the store has a term."""
        store = self.prober.store
        found = [store.quads_for_pattern(None, None, term)]
        if isinstance(term, ox.NamedNode):
            found += [
                store.quads_for_pattern(term, None, None),
                store.quads_for_pattern(None, term, None),
                store.quads_for_pattern(None, None, None, term),
            ]
        return any(next(each, None) is not None for each in found)

    def near(self, wanted: Term, terms: Iterable[Term], like: str) -> list[tuple[str, int, str]]:
        """Return what a term may have been meant for: kind, distance and how it is written, the nearest first."""
        spelling = not self.occurs(wanted)
        found = [
            (alike.kind, alike.distance, self.writer.term(each, like))
            for each in terms
            if (alike := likeness(wanted, each, spelling=spelling))
        ]
        return sorted(found, key=lambda each: (KINDS.index(each[0]), each[1], each[2]))[:NEAREST]

    def near_values(self, wanted: Term, like: str, variable: str, pattern: str) -> list[tuple[str, int, str]]:
        """Return the same among the terms that a variable takes."""
        found = self.prober.values(variable, pattern, lambda terms: self.near(wanted, terms, like))
        return [(kind, distance, written) for kind, distance, written in found]

    @functools.cache  # noqa: B019 - as above
    def near_anywhere(self, wanted: ox.NamedNode, like: str) -> list[tuple[str, int, str]]:
        """Return the same among the classes that are declared, else among all the IRIs of the store."""
        return self._vocabulary(wanted, like, _declared(_CLASSES)) or self._vocabulary(wanted, like, _NODES)

    @functools.cache  # noqa: B019 - as above
    def near_predicates(self, wanted: ox.NamedNode, like: str) -> list[tuple[str, int, str]]:
        """Return the same among the properties that are declared, else among all those of the store."""
        found = self.near_variants(wanted, like, self._is_property)
        found = found or self._vocabulary(wanted, like, _declared(_PROPERTIES))
        return found or self._vocabulary(wanted, like, _PREDICATES)

    def near_variants(self, wanted: Term, like: str, holds: Callable[[Term], bool]) -> list[tuple[str, int, str]]:
        """Return the same among the usual ways of writing a term otherwise, which need no search through the store."""
        return self.near(wanted, filter(holds, variants(wanted)), like)

    def stands(self, term: Term, predicate: ox.NamedNode, *, subject: bool) -> bool:
        """Tell whether a term is a subject or object of a property."""
        if not subject:
            return next(self.prober.store.quads_for_pattern(None, predicate, term), None) is not None
        if not isinstance(term, ox.NamedNode):
            return False
        return next(self.prober.store.quads_for_pattern(term, predicate, None), None) is not None

    def _is_property(self, term: Term) -> bool:
        if not isinstance(term, ox.NamedNode):
            return False
        return next(self.prober.store.quads_for_pattern(None, term, None), None) is not None

    def _vocabulary(self, wanted: Term, like: str, pattern: str) -> list[tuple[str, int, str]]:
        def keep(terms: Iterable[Term]) -> list[Any]:
            return self.near(wanted, terms, like)

        found = self.prober.values("kgx", pattern, keep, free=True, everything=True)
        return [(kind, distance, written) for kind, distance, written in found]

    def in_graph(self, part: Part, text: str) -> str:
        """Return a pattern in braces, inside the GRAPH that a part stands in."""
        for graph in part.inside.within("graph") if part.inside else ():
            text = f"GRAPH {self.outline.tokens[graph.start + 1].text} {{ {text} }}"
        return f"{{ {text} }}"

    @functools.cache  # noqa: B019 - as above
    def without(self, part: Part) -> str:
        """Return the group of a part without it; the pattern of the query for a clause behind it."""
        if part.inside is None:
            assert self.outline.pattern is not None  # noqa: S101 - there is one before such a clause
            return self.outline.group_text(self.outline.pattern)
        return self.in_graph(part, self.outline.group_text(part.inside, {part: ""}))

    def replacing(self, part: Part, place: int, end: int, near: Iterable[tuple[str, int, str]]) -> list[Candidate]:
        """Return candidates that put a near term in the place of some tokens."""
        wrong = self.outline.range(place, end)
        rest = dict.fromkeys(range(place + 1, end), "")
        return [
            Candidate(kind, wrong, right, part, distance, new={place: right, **rest}) for kind, distance, right in near
        ]
