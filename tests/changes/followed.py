"""A small dataset whose inferred graph follows its changes."""

from collections.abc import Iterable

import pyoxigraph as ox

from kg.changes import apply, exact, follow
from kg.iris import graph
from kg.namespaces import OWL, RDF, RDFS
from kg.reasoning import INFERRED

EX = "https://example.org/"


A, B, C, D, P, Q, R, K, L = (ox.NamedNode(EX + name) for name in "abcdpqrKL")


ONTOLOGY, REFERENCE, ALIGNMENTS = (graph(name) for name in ("ontology", "reference", "alignments"))


SUBMISSION, SHAPES, OTHER = graph("submission/s1"), graph("shapes"), ox.NamedNode(EX + "other")


BROADER = ox.Quad(P, RDFS.subPropertyOf, Q, ONTOLOGY)


TRANSITIVE = ox.Quad(Q, RDF.type, OWL.TransitiveProperty, ONTOLOGY)


DISJOINT = ox.Quad(K, OWL.disjointWith, L, ONTOLOGY)


def inferred(subject: ox.NamedNode, value: ox.NamedNode) -> ox.Quad:
    return ox.Quad(subject, Q, value, INFERRED)


def filled(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


def held(store: ox.Store) -> set[ox.Quad]:
    return set(store.quads_for_pattern(None, None, None, INFERRED))


def changed(
    quads: list[ox.Quad], going: list[ox.Quad], coming: list[ox.Quad]
) -> tuple[set[ox.Quad], set[ox.Quad], set[ox.Quad]]:
    """Return what a change removes and adds once what is inferred follows, and what is inferred then."""
    store = filled(quads)
    change = follow(store, exact(store, going, coming))
    assert set(store) == set(quads)
    apply(store, change, "separate")
    return set(change.removed), set(change.added), held(store)


AB, BC, AC = (ox.Quad(*ends, ALIGNMENTS) for ends in ((A, P, B), (B, P, C), (A, P, C)))
