"""A proof as an indented tree that a person can read, down to the words of the source."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode

from kg.explain.proof import Alignment, Definition, Evidence, Fact, Proof, Quote
from kg.explain.statement import Term
from kg.explain.wording import Words, shortened

_INDENT: Final = "  "
_NARROWEST: Final = 40
_LEGEND: Final = 70
"""How many characters of a label stand beside its notation."""


def as_text(proof: Proof, words: Words, confidence: NamedNode, width: int = 100) -> str:
    """Return a proof as text: the statement, what its notations stand for, then the tree.

    Args:
        proof: the proof.
        words: the words of the reader's language.
        confidence: the code of the weakest confidence on the way.
        width: the longest line, in characters.
    """
    parts = [
        [*_wrapped(f"{words.statement(proof.statement)}.", width), *_wrapped(words.summary(proof, confidence), width)],
        _legend(proof, words, width),
        _Tree(words).below(proof, width),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


class _Tree:
    """The lines of a tree in one language."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def node(self, proof: Proof, path: tuple[Term, ...], width: int) -> list[str]:
        """Return the lines of a statement with all that is below it."""
        head = f"{self._words.statement(proof.statement, path)}. [{self._words.origin(proof)}]"
        return [*_wrapped(head, width), *self.below(proof, width)]

    def below(self, proof: Proof, width: int) -> list[str]:
        """Return the lines of what a statement rests on."""
        if proof.evidence:
            return [_INDENT + line for line in self._evidence(proof.evidence, width - len(_INDENT))]
        lines = _hanging(f"{self._words.rule_name(proof)}: ", self._words.rule(proof), width)
        premises = (*proof.shown_axioms, *proof.facts)
        for premise in premises:
            first, rest = ("└─ ", "   ") if premise is premises[-1] else ("├─ ", "│  ")
            block = self.node(premise, proof.path, width - len(first))
            lines += [f"{first}{block[0]}", *(f"{rest}{line}" for line in block[1:])]
        return lines

    def _evidence(self, evidence: Evidence, width: int) -> Iterator[str]:
        for definition in evidence.definitions:
            yield from self._definition(definition, width)
        for fact in evidence.facts:
            yield from self._fact(fact, width)
        for alignment in evidence.alignments:
            yield from self._alignment(alignment, width)
        yield from self._quotes(evidence.quotes, width)

    def _definition(self, definition: Definition, width: int) -> list[str]:
        return _hanging(f"{self._words.name(definition.term)}: ", self._words.text(definition.text), width)

    def _fact(self, fact: Fact, width: int) -> list[str]:
        lead = self._words.pick(cs="Ověřeno: ", en="Verified: ")
        return _hanging(lead, f"{self._words.text(fact.statement)} ({fact.verified})", width)

    def _alignment(self, alignment: Alignment, width: int) -> Iterator[str]:
        words = self._words
        ends = f"{words.bare(alignment.subject)} → {words.bare(alignment.object)}"
        confidence, basis = words.bare(alignment.confidence), words.bare(alignment.basis)
        yield from _wrapped(
            words.pick(
                cs=f"Přiřazení {ends}, které podklad neuvádí (důvod: {basis}; míra jistoty: {confidence}).",
                en=f"Alignment {ends}, which the source does not state (basis: {basis}; confidence: {confidence}).",
            ),
            width,
        )
        lead = words.pick(cs="Odůvodnění: ", en="Rationale: ")
        yield from _hanging(lead, words.text(alignment.rationale), width)
        yield from self._quotes(alignment.quotes, width)

    def _quotes(self, quotes: Iterable[Quote], width: int) -> Iterator[str]:
        """Yield each wording once, with every place where it stands."""
        places: dict[str, list[Quote]] = {}
        for quote in quotes:
            places.setdefault(quote.verbatim, []).append(quote)
        for verbatim, found in places.items():
            yield from _wrapped(self._words.quoted(verbatim), width)
            for quote in found:
                yield from _hanging("– ", quote_place(quote, self._words), width)
            for defect in dict.fromkeys(self._words.text(each) for quote in found for each in quote.defects):
                yield from _hanging(self._words.pick(cs="Vada podkladu: ", en="Defect of the source: "), defect, width)


def quote_place(quote: Quote, words: Words) -> str:
    """Return where words stand: row and column of the table, cell with its line of the source file, characters."""
    spans = ", ".join(f"{start}–{end}" for start, end in quote.spans)
    column = words.column(quote.column)
    row = words.pick(cs=f"řádek tabulky {quote.row}, ", en=f"table row {quote.row}, ") if quote.row else ""
    cell = quote.cell.value.rsplit("/", 1)[-1]
    line = words.pick(cs=f" (řádek podkladu {quote.line})", en=f" (source line {quote.line})") if quote.line else ""
    return words.pick(
        cs=f"{row}sloupec {column}; buňka {cell}{line}, znaky {spans}",
        en=f"{row}column {column}; cell {cell}{line}, characters {spans}",
    )


def _legend(proof: Proof, words: Words, width: int) -> list[str]:
    """Return what the notations in a proof stand for, a line each, in the order of the proof."""
    legend = words.legend(proof)
    room = max(map(len, legend), default=0)
    left = min(_LEGEND, width - room - 2 * len(_INDENT))
    return [f"{_INDENT}{name:<{room}}{_INDENT}{shortened(words.label(each), left)}" for name, each in legend.items()]


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    room = max(width, _NARROWEST)
    return textwrap.wrap(text, room, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _hanging(lead: str, text: str, width: int) -> list[str]:
    """Wrap a text with a lead, its further lines indented."""
    return _wrapped(lead + text, width, _INDENT)
