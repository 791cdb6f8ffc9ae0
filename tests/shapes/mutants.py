"""Mutants: copies of real things, each with one harm done to it.

`harms.csv` lists the harms. It was written from the definitions of the contract, the ontology and the decisions, not
from the shapes. A change is `- property` (without it), `+ property values`, `= property values` (these in place of
its own), or `blank` (without an IRI); `^property` is read from the other end. `reported` is the property that
validation must name, `also` one that it may name besides, for the harm breaks its rule too, or makes it impossible to
check; `.` stands for the thing itself.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Triple

from kg.namespaces import ADMS, BASE, OA, PREFIXES, SG

HARMS: Final = Path(__file__).with_name("harms.csv")
OWNING: Final = (ADMS.identifier, OA.hasSelector, SG.sourceRow)
"""Links that lead to a thing from what it belongs to; a copy belongs there too."""

_HEAD: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())

Thing = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class Harm:
    """One harm to a copy of one thing."""

    number: int
    thing: str
    change: str
    reported: str
    also: str

    @property
    def name(self) -> str:
        """What tests call it."""
        return f"{self.thing} {self.change}"

    @property
    def mutant(self) -> Thing:
        """The node of the copy."""
        if self.change == "blank":
            return BlankNode(f"mutant{self.number}")
        return NamedNode(f"{BASE}{self.thing.rsplit('/', 1)[0]}/mutant-{self.number}")


def harms() -> list[Harm]:
    """Return the harms, in the order of the file."""
    with HARMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Harm(n, row["thing"], row["change"], row["reported"], row["also"]) for n, row in enumerate(rows)]


def unharmed(thing: str) -> NamedNode:
    """Return the node of a copy to which nothing is done."""
    return NamedNode(f"{BASE}{thing}-copy")


def mutants(data: Iterable[Triple]) -> Iterator[Triple]:
    """Yield all copies, harmed and unharmed."""
    described: dict[Any, list[Triple]] = {}
    for triple in data:
        described.setdefault(triple.subject, []).append(triple)
        if triple.predicate in OWNING:
            described.setdefault(triple.object, []).append(triple)
    for thing in dict.fromkeys(harm.thing for harm in harms()):
        yield from _copy(described, thing, unharmed(thing))
    for harm in harms():
        copy = list(_copy(described, harm.thing, harm.mutant))
        yield from copy if harm.change == "blank" else _changed(copy, harm)


def _copy(described: dict[Any, list[Triple]], thing: str, node: Thing) -> Iterator[Triple]:
    original = NamedNode(BASE + thing)
    for triple in described[original]:
        ends = (node if end == original else end for end in (triple.subject, triple.object))
        subject, value = ends
        yield Triple(subject, triple.predicate, value)


def _changed(copy: list[Triple], harm: Harm) -> Iterator[Triple]:
    sign, name, values = (*harm.change.split(" ", 2), "")[:3]
    inverse = name.startswith("^")
    added = _added(harm.mutant, name.removeprefix("^"), values or "<>", inverse=inverse)
    predicate = added[0].predicate
    for triple in copy:
        end = triple.object if inverse else triple.subject
        if sign == "+" or triple.predicate != predicate or end != harm.mutant:
            yield triple
    if sign != "-":
        yield from added


def _added(node: Thing, name: str, values: str, *, inverse: bool) -> list[Triple]:
    text = f"{_HEAD} {node} {name} {values} ."
    triples = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=BASE)]
    return [Triple(each.object, each.predicate, each.subject) for each in triples] if inverse else triples
