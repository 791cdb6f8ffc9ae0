"""What may be wrong with a DESCRIBE: the IRIs that it names, or the graph that is to tell of them."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.diagnosis.candidates import NEAREST, Candidate, Source
from kg.diagnosis.triples import anywhere
from kg.reading.outline import Part
from kg.results import Graphs

_QUADS: Final = 1000
"""How many statements about a thing are looked through for their graphs."""


def of_described(source: Source) -> Iterator[Candidate]:
    """Yield what may have been meant by the IRIs that DESCRIBE names, and the graphs that tell of them."""
    head = next(source.outline.clause("head"))
    for place in range(head.start + 1, head.end):
        term, like = source.term(place), source.outline.tokens[place].text
        if isinstance(term, ox.NamedNode):
            near = source.near_variants(term, like, source.occurs) or anywhere(source, term, like)
            yield from source.replacing(head, place, place + 1, near)
            yield from _told(source, head, term)


def _told(source: Source, head: Part, term: ox.NamedNode) -> Iterator[Candidate]:
    """Yield the named graphs that tell of a term, where no graph is named and the default graph does not."""
    outline = source.outline
    if source.prober.graphs is not None or any(outline.clause("from")):
        return
    quads = islice(source.prober.store.quads_for_pattern(term, None, None), _QUADS)
    graphs = dict.fromkeys(each.graph_name for each in quads if isinstance(each.graph_name, ox.NamedNode))
    for graph in islice(graphs, NEAREST):
        right = f"{outline.shown(head)} FROM {source.writer.term(graph)}"
        yield Candidate("graph", outline.shown(head), right, head, recast={head: right}, shown=right, dataset=Graphs())
