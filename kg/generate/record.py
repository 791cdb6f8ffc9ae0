"""Statements on their way into the named graphs that the model keeps apart."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg import iris
from kg.generate.words import Phrase
from kg.mapping.statements import Statement, to_quads, typed
from kg.namespaces import SG, SKOS

_REFERENCE: Final = iris.graph("reference")
_ALIGNMENTS: Final = iris.graph("alignments")
_PROVENANCE: Final = iris.graph("provenance")
_RATIONALES: Final = {
    "high": Phrase(
        "Název opatření odpovídá znění protějšku.",
        "The title of the measure matches the wording of its counterpart.",
    ),
    "medium": Phrase(
        "Opatření stojí na téže stránce vedle protějšku a jeho název mu neodporuje.",
        "The measure stands beside its counterpart on the same page and its title does not contradict it.",
    ),
    "low": Phrase(
        "Protějšek je jedním z více možných; název opatření mezi nimi nerozhoduje.",
        "The counterpart is one of several possible ones; the title of the measure does not decide between them.",
    ),
}


@dataclass(slots=True)
class Record:
    """What one thing and the nodes around it state: in the source, as reference data, by alignment, of provenance."""

    source: list[Statement] = field(default_factory=list)
    reference: list[Statement] = field(default_factory=list)
    alignments: list[Statement] = field(default_factory=list)
    provenance: list[Statement] = field(default_factory=list)
    _aligned: int = 0

    def quads(self, source: NamedNode) -> Iterator[Quad]:
        """Yield the statements as quads; `source` is the graph of the source document."""
        yield from to_quads(self.source, source)
        yield from to_quads(self.reference, _REFERENCE)
        yield from to_quads(self.alignments, _ALIGNMENTS)
        yield from to_quads(self.provenance, _PROVENANCE)

    def align(self, subject: NamedNode, target: NamedNode, basis: str, confidence: str) -> None:
        """State an alignment of a row or a typical measure (`subject`) to a typical measure or goal."""
        self._aligned += 1
        key = f"{local(subject)}-{self._aligned}"
        node = iris.resource("alignments", key)
        self.alignments += (
            typed(node, SG.Alignment),
            Statement(node, SG.subject, subject),
            Statement(node, SG.object, target),
            Statement(node, SG.basis, iris.code("bases", basis)),
            Statement(node, SG.confidence, iris.code("confidences", confidence)),
            *bilingual(node, SG.rationale, _RATIONALES[confidence]),
            *bilingual(node, SKOS.prefLabel, Phrase(f"přiřazení {key}", f"alignment {key}")),
        )


def bilingual(subject: NamedNode, predicate: NamedNode, words: Phrase) -> Iterator[Statement]:
    """State the same words in both languages."""
    yield Statement(subject, predicate, Literal(words.cs, language="cs"))
    yield Statement(subject, predicate, Literal(words.en, language="en"))


def local(node: NamedNode) -> str:
    """Return the id of a thing, the last part of its IRI."""
    return node.value.rsplit("/", 1)[1]
