"""What the repository knows, beside which the data of others is validated: classes, codes, institutions, plans."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from kg.iris import graph
from kg.namespaces import OWL, RDF
from kg.validation.lint import Vocabulary
from kg.whole import Whole

INFERRED: Final = graph("inferred")

_ONTOLOGY: Final = graph("ontology")
_NEITHER: Final = (INFERRED, _ONTOLOGY, graph("shapes"))
_STEPS: Final = 2
"""How far from its focus node a shape looks; what lies further changes no result."""


class Known:
    """The ontology, and what is asserted of each thing."""

    def __init__(self, whole: Whole | Callable[[], Whole]) -> None:
        """Take a dataset; what is inferred is never looked at.

        Args:
            whole: all its graphs, or what returns them where they can be read.
        """
        self._given = whole

    @property
    def _whole(self) -> Whole:
        return self._given if isinstance(self._given, Whole) else self._given()

    @cached_property
    def ontology(self) -> tuple[Triple, ...]:
        """The triples of the ontology."""
        return tuple(self._triples([_ONTOLOGY]))

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> "Known":
        """Take what is asserted."""
        store = Store()
        store.bulk_extend(quads)
        return cls(Whole(store))

    def about(self, thing: Any) -> list[Triple]:
        """Return what is asserted of a thing."""
        if not isinstance(thing, NamedNode | BlankNode):
            return []
        quads = self._whole.stated(thing, None, None)
        return [
            quad.triple for quad in quads if isinstance(quad.graph_name, NamedNode) and quad.graph_name not in _NEITHER
        ]

    def beside(self, own: Iterable[Triple], inverse: Iterable[NamedNode] = ()) -> Iterator[Triple]:
        """Yield what to validate others' triples together with: the ontology, and what they speak of.

        A thing that they give a class is judged by what they say of it, not by what is known here.

        Args:
            own: the triples of others.
            inverse: the properties that shapes follow backwards; what leads to others' things by them belongs here too.
        """
        yield from self.ontology
        own = list(own)
        seen: set[Any] = {triple.subject for triple in own if triple.predicate == RDF.type}
        spoken_of = dict.fromkeys(term for triple in own for term in (triple.subject, triple.object))
        spoken_of |= dict.fromkeys(self._leading_to({triple.subject for triple in own}, inverse))
        for _ in range(_STEPS):
            found = [triple for thing in spoken_of if thing not in seen for triple in self.about(thing)]
            yield from found
            seen.update(spoken_of)
            spoken_of = dict.fromkeys(triple.object for triple in found)

    def _leading_to(self, things: Iterable[Any], properties: Iterable[NamedNode]) -> Iterator[Any]:
        for name in properties:
            for thing in things:
                yield from (quad.subject for quad in self._whole.stated(None, name, thing))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms that ontology and data know."""
        graphs = [name for name in self._whole.graphs if name != INFERRED]
        return Vocabulary.of(self._triples(graphs))

    @property
    def catalogue(self) -> set[Any]:
        """The ontologies that need not be fetched: ours, by its IRI and that of its version."""
        named = {triple.subject for triple in self.ontology if triple.object == OWL.Ontology}
        return named | {triple.object for triple in self.ontology if triple.predicate == OWL.versionIRI}

    def _triples(self, graphs: Iterable[Any]) -> Iterator[Triple]:
        for name in graphs:
            yield from (quad.triple for quad in self._whole.store.quads_for_pattern(None, None, None, name))
