"""What a page about a thing shows: its statements by where they come from, what points at it, and the source's words.

Everything is plain data that JSON can hold, for it is written in a child and laid out by the page.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pyoxigraph as ox

from kg import iris
from kg.errors import Lang
from kg.folding import fold, natural
from kg.namespaces import BASE, RDF, RDFS, SG, SKOS, shortened
from kg.publishing.description import Term, cells_of, label, objects
from kg.results import plain
from kg.whole import Whole

SHOWN: Final = 50
"""How many values of one property, and how many cells, a page shows; it says how many there are."""

GROUPS: Final = ("source", "reference", "alignments", "definition", "provenance", "inferred")
"""Where statements come from, in the order in which a page shows them."""

_HEADING: Final = (SKOS.prefLabel, RDFS.label, SKOS.notation)
"""Stand at the head of the page, and are not repeated among its statements."""

_DEEP: Final = 5
"""How many blank nodes within each other are written out."""

Shown = dict[str, Any]


def group_of(graph: str) -> str:
    """Return the group that the statements of a graph belong to."""
    name = graph.removeprefix(f"{BASE}graph/").partition("/")[0]
    return "source" if name == "submission" else name if name in GROUPS else "definition"


class Card:
    """The page about one thing, in one language."""

    def __init__(self, whole: Whole, thing: ox.NamedNode, lang: Lang) -> None:
        """Look nothing up yet."""
        self._whole = whole
        self._thing = thing
        self._lang: Lang = lang

    def content(self) -> Shown:
        """Return everything the page shows."""
        cells = cells_of(self._whole, self._thing)
        return {
            **self._head(),
            "groups": self._groups(),
            "incoming": self._incoming(),
            "words": [self._words(cell) for cell in cells[:SHOWN]],
            "cells": len(cells),
        }

    def _head(self) -> Shown:
        found = self._values(SKOS.prefLabel) or self._values(RDFS.label)
        names = sorted(found, key=lambda each: (each.language != self._lang, each.language or "", each.value))
        name = label(self._whole, self._thing, self._lang)
        return {
            "iri": self._thing.value,
            "label": self._value(name) if name else value(shortened(self._thing.value)),
            "names": [self._value(each) for each in names if name and each.value != name.value],
            "notations": sorted(each.value for each in self._values(SKOS.notation)),
            "types": [self._value(each) for each in self._types()],
        }

    def _values(self, predicate: ox.NamedNode) -> list[ox.Literal]:
        return [each for each in objects(self._whole, self._thing, predicate) if isinstance(each, ox.Literal)]

    def _types(self) -> list[Term]:
        """Return the classes that are stated; those that follow from them stand among what is inferred."""
        quads = self._whole.stated(self._thing, RDF.type, None)
        stated = {quad.object for quad in quads if quad.graph_name != iris.graph("inferred")}
        return sorted(stated, key=str)

    def _groups(self) -> list[Shown]:
        found: dict[str, dict[ox.NamedNode, dict[Term, None]]] = {name: {} for name in GROUPS}
        for quad in self._whole.stated(self._thing, None, None):
            if isinstance(quad.graph_name, ox.NamedNode) and quad.predicate not in _HEADING:
                values = found[group_of(quad.graph_name.value)].setdefault(quad.predicate, {})
                values[quad.object] = None
        return [{"name": name, "rows": self._rows(rows)} for name, rows in found.items() if rows]

    def _incoming(self) -> list[Shown]:
        """Return what points at the thing; a blank node has no page, so that it is left out."""
        found: dict[ox.NamedNode, dict[Term, None]] = {}
        for quad in self._whole.quads(None, None, self._thing):
            if isinstance(quad.subject, ox.NamedNode):
                found.setdefault(quad.predicate, {})[quad.subject] = None
        return self._rows(found)

    def _rows(self, found: dict[ox.NamedNode, dict[Term, None]]) -> list[Shown]:
        rows = [
            {"property": self._value(name), "values": self._shown(values), "count": len(values)}
            for name, values in found.items()
        ]
        return sorted(rows, key=lambda row: (row["property"]["iri"] != RDF.type.value, fold(row["property"]["text"])))

    def _shown(self, values: Iterable[Term]) -> list[Shown]:
        shown = [self._value(each) for each in sorted(values, key=str)[: 10 * SHOWN]]
        return sorted(shown, key=self._order)[:SHOWN]

    def _order(self, shown: Shown) -> tuple[bool, tuple[str, int, str], bool, str]:
        """Put things with a notation first, in its order, and words in the reader's language before others."""
        notation, is_foreign = shown["notation"], not shown["iri"] and shown["lang"] not in {"", self._lang}
        return not notation, natural(notation), is_foreign, fold(shown["text"])

    def _value(self, term: Term) -> Shown:
        if isinstance(term, ox.Literal):
            return value(term.value, lang=term.language or "")
        if not isinstance(term, ox.NamedNode):
            return value(self._nested(term), code=True)
        name = label(self._whole, term, self._lang) or ox.Literal(shortened(term.value))
        notations = (each.value for each in objects(self._whole, term, SKOS.notation) if isinstance(each, ox.Literal))
        notation = min(notations, default="")
        return value(name.value, lang=name.language or "", iri=term.value, notation=notation)

    def _nested(self, term: Term, depth: int = _DEEP) -> str:
        """Return a blank node as Turtle writes it, with what it leads to."""
        if not isinstance(term, ox.BlankNode):
            return plain(term)
        if not depth:
            return "[ … ]"
        if objects(self._whole, term, RDF.first):
            return f"( {' '.join(self._nested(each, depth - 1) for each in self._items(term))} )"
        quads = sorted(self._whole.quads(term, None, None), key=str)
        parts = [f"{shortened(quad.predicate.value)} {self._nested(quad.object, depth - 1)}" for quad in quads]
        return f"[ {' ; '.join(parts)} ]"

    def _items(self, node: Term) -> Iterator[Term]:
        for _ in range(SHOWN):
            items: Sequence[Term] = objects(self._whole, node, RDF.first)
            if not items:
                return
            yield items[0]
            node = objects(self._whole, node, RDF.rest)[0]

    def _words(self, cell: ox.NamedNode) -> Shown:
        rows = [quad.subject for quad in self._whole.quads(None, SG.cell, cell)]
        columns = objects(self._whole, cell, SG.column)
        verbatim = [each.value for each in objects(self._whole, cell, SG.verbatim) if isinstance(each, ox.Literal)]
        return {
            "verbatim": verbatim[0],
            "cell": self._value(cell),
            "column": self._value(columns[0]) if columns else None,
            "row": self._value(rows[0]) if rows and isinstance(rows[0], ox.NamedNode) else None,
        }


def graph_content(whole: Whole, name: ox.NamedNode, lang: Lang) -> Shown:
    """Return what the page about a graph shows: how many triples it has, and how many things it states a class of."""
    things: dict[ox.NamedNode, set[Term]] = {}
    for quad in whole.store.quads_for_pattern(None, RDF.type, None, name):
        if isinstance(quad.object, ox.NamedNode):
            things.setdefault(quad.object, set()).add(quad.subject)
    classes = [(label(whole, each, lang), each, len(found)) for each, found in things.items()]
    shown = [
        {"class": value(name.value if name else shortened(each.value), iri=each.value), "count": count}
        for name, each, count in classes
    ]
    return {
        "iri": name.value,
        "name": name.value.removeprefix(f"{BASE}graph/"),
        "triples": sum(1 for _ in whole.store.quads_for_pattern(None, None, None, name)),
        "classes": sorted(shown, key=lambda row: fold(row["class"]["text"])),
    }


def value(text: str, *, lang: str = "", iri: str = "", notation: str = "", code: bool = False) -> Shown:
    """Return a value as a page shows it: a notation where it says more than the words, the words, and an address."""
    return {"text": text, "lang": lang, "iri": iri, "notation": "" if notation == text else notation, "code": code}
