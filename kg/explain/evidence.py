"""What an asserted statement rests on: the words of the source, the reason of an alignment, a fact, a definition."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import iris
from kg.explain.proof import Alignment, Definition, Evidence, Fact, Quote, Texts
from kg.explain.reader import Reader
from kg.explain.statement import Statement, Term
from kg.namespaces import DCT, DQV, OA, PROV, RDF, RDFS, SG, SKOS
from kg.spans import collapse
from kg.whole import Whole

_ALIGNMENTS: Final = iris.graph("alignments")
_REFERENCE: Final = iris.graph("reference")
_PROVENANCE: Final = iris.graph("provenance")
_VOCABULARY: Final = {iris.graph("ontology"), iris.graph("codes")}
_SOURCE: Final = iris.graph("source/").value


class EvidenceFinder:
    """The evidence that a dataset holds for its own statements."""

    def __init__(self, whole: Whole) -> None:
        """Take the dataset."""
        self._graph = Reader(whole)

    def of(self, statement: Statement, graphs: tuple[NamedNode, ...]) -> Evidence:
        """Return what a statement rests on.

        Args:
            statement: an asserted one.
            graphs: the graphs that assert it.
        """
        subject, predicate, value = statement
        facts: list[Fact] = []
        quotes: list[NamedNode] = []
        if any(graph.value.startswith(_SOURCE) for graph in graphs):
            quotes += self._saying(subject, predicate, value)
        if _PROVENANCE in graphs:
            cells = [term for term in (subject, value) if isinstance(term, NamedNode) and self._is_cell(term)]
            quotes += cells[:1] or self._naming(value)
        if _REFERENCE in graphs:
            facts = list(self._facts(subject, value))
            quotes += [] if facts or quotes else self._naming(subject)
        return Evidence(
            graphs=graphs,
            quotes=tuple(map(self._quote, quotes)),
            alignments=tuple(self._alignments(subject, value)) if _ALIGNMENTS in graphs else (),
            facts=tuple(facts),
            definitions=tuple(self._definitions(subject)) if _VOCABULARY.intersection(graphs) else (),
        )

    def rank(self, statement: Statement, graphs: tuple[NamedNode, ...]) -> int:
        """Return the confidence of an asserted statement: 0, or the strongest of the alignments that yield it."""
        if graphs != (_ALIGNMENTS,):
            return 0
        subject, _, value = statement
        return min((self._rank_of(each.confidence) for each in self._alignments(subject, value)), default=0)

    @cached_property
    def confidences(self) -> dict[int, NamedNode]:
        """The codes of confidence by their ranks."""
        return {
            self._rank_of(code): code for code in self._graph.subjects(SKOS.inScheme, iris.code_list("confidences"))
        }

    def _quote(self, cell: NamedNode) -> Quote:
        """Return the words of a cell with the place where they stand."""
        rows = self._graph.subjects(SG.cell, cell)
        numbers = [int(value.value) for row in rows for value in self._graph.objects(row, SG.rowNumber)]
        return Quote(
            cell=cell,
            line=next((int(each.value) for each in self._graph.objects(cell, SG.lineNumber)), None),
            verbatim=self._only(cell, SG.verbatim).value,
            column=self._column(cell),
            row=numbers[0] if numbers else None,
            spans=self._spans(cell),
            defects=tuple(
                self._texts(node, RDFS.comment) for node in self._graph.nodes(cell, DQV.hasQualityAnnotation)
            ),
        )

    def _spans(self, cell: NamedNode) -> tuple[tuple[int, int], ...]:
        ends = (
            tuple(int(self._only(selector, end).value) for end in (OA.start, OA.end))
            for selector in self._graph.nodes(cell, OA.hasSelector)
        )
        return tuple(sorted((start, end) for start, end in ends))

    def _texts(self, thing: NamedNode, predicate: NamedNode) -> Texts:
        """Return a text of a thing by its languages."""
        values = {each.language: each.value for each in self._graph.literals(thing, predicate)}
        return {lang: values[lang] for lang in ("cs", "en") if lang in values}

    def _saying(self, subject: NamedNode, predicate: NamedNode, value: Term) -> list[NamedNode]:
        """Return the cells whose words say a statement, and those that name a subject which they do not mention.

        First the cells of both whose column expresses the property, then those of the object, then what they share.
        """
        of_subject, of_object = self._cells(subject), self._cells(value)
        here = self._expressing(predicate, of_subject)
        choices = (
            [cell for cell in here if cell in of_object],
            [] if of_object else self._with_words(here, value),
            self._expressing(predicate, of_object),
            self._merged([*self._naming(subject), *self._naming(value)]),
            [cell for cell in of_subject if cell in of_object],
            self._naming(subject),
            of_object,
        )
        chosen = next((cells for cells in choices if cells), [])
        apart = not set(chosen) & set(of_subject)
        return self._ordered([*(self._naming(subject) if apart else ()), *chosen])

    def _merged(self, cells: list[NamedNode]) -> list[NamedNode]:
        """Return the cells if all of them are merged ones, which stand beside rows: they say by their place."""
        return [] if any(self._graph.subjects(SG.cell, cell) for cell in cells) else cells

    def _naming(self, thing: Term) -> list[NamedNode]:
        """Return the cells of a thing that hold its name; of a row, those of its measure's title."""
        if not isinstance(thing, NamedNode):
            return []
        cells = self._cells(thing)
        titled = self._expressing(DCT.title, cells)
        if titled:
            return titled
        names = [*self._graph.objects(thing, SKOS.prefLabel), *self._graph.objects(thing, SKOS.notation)]
        return next((found for name in names if (found := self._with_words(cells, name)) != cells), cells)

    def _with_words(self, cells: list[NamedNode], value: Term) -> list[NamedNode]:
        """Return those of the cells that hold the characters of a literal; all of them if none does."""
        words = collapse(value.value) if isinstance(value, Literal) else None
        return [cell for cell in cells if words and words in self._only(cell, SG.verbatim).value] or cells

    def _cells(self, thing: Term) -> list[NamedNode]:
        """Return the cells that describe or name a thing; those of a measure are the cells of its rows."""
        if not isinstance(thing, NamedNode):
            return []
        rows = self._graph.nodes(thing, SG.sourceRow) or [thing]
        cells = [cell for row in rows for cell in self._graph.nodes(row, SG.cell)]
        traced = (node for link in (PROV.wasDerivedFrom, SG.namedIn) for node in self._graph.nodes(thing, link))
        return self._ordered(cells or filter(self._is_cell, traced))

    def _expressing(self, predicate: NamedNode, cells: list[NamedNode]) -> list[NamedNode]:
        columns = set(self._graph.subjects(SG.expresses, predicate))
        return [cell for cell in cells if self._column(cell) in columns]

    def _ordered(self, cells: Iterable[NamedNode]) -> list[NamedNode]:
        """Return cells without repetition, in the order of the source."""
        return sorted(dict.fromkeys(cells), key=lambda cell: min(start for start, _ in self._spans(cell)))

    def _alignments(self, subject: NamedNode, value: Term) -> Iterator[Alignment]:
        """Yield the strongest alignments that yield a link, or the one that the statement describes."""
        if SG.Alignment in self._graph.objects(subject, RDF.type):
            yield self._alignment(subject)
            return
        sides = {subject, *self._graph.nodes(subject, SG.sourceRow)}
        nodes = self._graph.subjects(SG.object, value) if isinstance(value, NamedNode) else []
        found = [each for each in map(self._alignment, nodes) if each.subject in sides]
        best = min((self._rank_of(each.confidence) for each in found), default=0)
        yield from (each for each in found if self._rank_of(each.confidence) == best)

    def _alignment(self, node: NamedNode) -> Alignment:
        basis, confidence, subject, value = (
            self._graph.nodes(node, predicate)[0] for predicate in (SG.basis, SG.confidence, SG.subject, SG.object)
        )
        quotes = tuple(self._quote(cell) for end in (subject, value) for cell in self._naming(end))
        return Alignment(node, basis, confidence, self._texts(node, SG.rationale), subject, value, quotes)

    def _facts(self, subject: NamedNode, value: Term) -> Iterator[Fact]:
        """Yield the verified facts that a statement rests on: those of both ends, of one, or of what refers to it."""
        here = self._verified([subject])
        there = self._verified([value]) if isinstance(value, NamedNode) else here
        common = [node for node in here if node in there]
        for node in common or here or there or self._verified(self._graph.referring(subject)):
            verified = self._only(node, DCT.bibliographicCitation).value
            yield Fact(node, self._texts(node, SKOS.prefLabel), verified)

    def _verified(self, things: Iterable[NamedNode]) -> list[NamedNode]:
        """Return the facts that things are or rest on."""
        near = (node for thing in things for node in (thing, *self._graph.nodes(thing, PROV.wasDerivedFrom)))
        return [node for node in dict.fromkeys(near) if self._graph.objects(node, DCT.bibliographicCitation)]

    def _definitions(self, term: NamedNode) -> Iterator[Definition]:
        """Yield what the vocabulary says of the subject of an axiom: its definition, else the note on its origin."""
        for predicate in (SKOS.definition, SKOS.editorialNote):
            if text := self._texts(term, predicate):
                yield Definition(term, text)
                return

    def _is_cell(self, node: NamedNode) -> bool:
        return SG.SourceCell in self._graph.objects(node, RDF.type)

    def _column(self, cell: NamedNode) -> NamedNode:
        return self._graph.nodes(cell, SG.column)[0]

    def _rank_of(self, confidence: NamedNode) -> int:
        return int(self._only(confidence, SG.rank).value)

    def _only(self, subject: NamedNode, predicate: NamedNode) -> Term:
        return self._graph.objects(subject, predicate)[0]
