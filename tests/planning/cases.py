"""A small dataset, and asking it as the author of a query wrote it or beginning with the constants."""

from collections import Counter
from typing import Any, Final

import pyoxigraph as ox

from kg.namespaces import PREFIXES
from kg.planning import Postings, planned
from kg.results import solve
from kg.store import with_union

DATA: Final = """
PREFIX : <http://e/>
:g1 {
  :m1 a :M ; :by :b1 ; :on :e1 ; :title "one" ; :n 1 .
  :m2 a :M ; :by :b1 ; :on :e1, :e2 ; :title "two", "dva"@cs .
  :m3 a :M ; :by :b2, :b3 ; :on :e1 ; :title "three" .
  :m4 a :M ; :by :b1 ; :on :e2 .
  :m5 a :M ; :by :b1 ; :on :e3 .
  _:m6 a :M ; :by :b1 ; :on :e3 .
  :self a :T ; :likes :self ; :on :e1 .
  :b1 :name "B" . :b2 :name "D" . :b3 :name "D" .
  :e1 :name "E" ; :part :e0 . :e2 :part :e0 .
}
:g2 { :m1 :by :b1 ; :on :e1 . }
"""

Rows = Counter[tuple[str | None, ...]]


def loaded(trig: str = DATA) -> ox.Store:
    """Return a store with the graphs of a TriG text and their union."""
    store = ox.Store()
    store.load(trig.encode(), format=ox.RdfFormat.TRIG)
    return with_union(store)


def short(term: Any) -> str | None:
    """Return a term as the cases write it: without the namespace of all names."""
    return None if term is None else str(term).replace("<http://e/", ":").removesuffix(">")


def rows(store: ox.Store, query: str, postings: Postings | None = None, base: str | None = None) -> Rows:
    """Return the rows of a query as a multiset; those of a truth value or a graph as one row or its triples."""
    found = solve(store, query, None, base, postings)
    if isinstance(found, ox.QueryBoolean):
        return Counter([(str(bool(found)).lower(),)])
    if isinstance(found, ox.QueryTriples):
        return Counter((short(each.subject), short(each.predicate), short(each.object)) for each in found)
    return Counter(tuple(short(term) for term in row) for row in found)


def text_of(store: ox.Store, query: str, base: str | None = None) -> str | None:
    """Return the text that is asked in place of a query; None if it is asked as it is."""
    return planned(store, Postings(), query, PREFIXES, base)
