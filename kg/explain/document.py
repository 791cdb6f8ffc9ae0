"""A proof as a document of plain values, for JSON and for pages."""

from typing import Any

from pyoxigraph import Literal

from kg.explain.explainer import Explainer
from kg.explain.proof import Alignment, Evidence, Proof, Quote
from kg.explain.statement import Term
from kg.explain.text import quote_place
from kg.explain.wording import Words
from kg.namespaces import OWL


def as_document(proof: Proof, words: Words, explainer: Explainer) -> dict[str, Any]:
    """Return a proof as a tree of dictionaries.

    Args:
        proof: the proof.
        words: the words of the reader's language.
        explainer: what the proof comes from; it knows the codes of confidence.
    """
    legend = words.legend(proof).items()
    return {
        "lang": words.lang,
        "summary": words.summary(proof, explainer.confidence(proof)),
        "notations": [{"notation": name, "iri": each.value, "label": words.label(each)} for name, each in legend],
        "proof": _Writer(words, explainer).node(proof, ()),
    }


class _Writer:
    """The parts of the document in one language."""

    def __init__(self, words: Words, explainer: Explainer) -> None:
        self._words = words
        self._explainer = explainer

    def node(self, proof: Proof, path: tuple[Term, ...]) -> dict[str, Any]:
        """Return a statement with all that is below it; the axiom of a chain has the chain's path as its object."""
        statement = proof.statement
        chain = statement.predicate == OWL.propertyChainAxiom and bool(path)
        found = {
            "text": f"{self._words.statement(statement, path)}.",
            "subject": self._term(statement.subject),
            "predicate": self._term(statement.predicate),
            "object": {"list": [self._term(each) for each in path]} if chain else self._term(statement.object),
            "inferred": proof.inferred,
            "origin": self._words.origin(proof),
            "confidence": self._term(self._explainer.confidence(proof)),
        }
        if proof.evidence:
            return found | {"evidence": self._evidence(proof.evidence)}
        premises = [self.node(each, proof.path) for each in (*proof.shown_axioms, *proof.facts)]
        return found | {"rule": self._rule(proof), "premises": premises}

    def _rule(self, proof: Proof) -> dict[str, Any]:
        assert proof.rule is not None  # noqa: S101 - an inferred statement has a rule
        return {
            "id": proof.rule.id,
            "name": self._words.rule_name(proof),
            "text": self._words.rule(proof),
            "source": proof.rule.source,
            "path": [self._term(each) for each in proof.path],
        }

    def _evidence(self, evidence: Evidence) -> dict[str, Any]:
        text = self._words.text
        return {
            "graphs": [graph.value for graph in evidence.graphs],
            "definitions": [{"term": self._term(each.term), "text": text(each.text)} for each in evidence.definitions],
            "facts": [
                {"iri": each.node.value, "text": text(each.statement), "verified": each.verified}
                for each in evidence.facts
            ],
            "alignments": [self._alignment(each) for each in evidence.alignments],
            "quotes": [self._quote(each) for each in evidence.quotes],
        }

    def _alignment(self, alignment: Alignment) -> dict[str, Any]:
        return {
            "iri": alignment.node.value,
            "subject": self._term(alignment.subject),
            "object": self._term(alignment.object),
            "basis": self._term(alignment.basis),
            "confidence": self._term(alignment.confidence),
            "rationale": self._words.text(alignment.rationale),
            "quotes": [self._quote(each) for each in alignment.quotes],
        }

    def _quote(self, quote: Quote) -> dict[str, Any]:
        return {
            "verbatim": quote.verbatim,
            "place": quote_place(quote, self._words),
            "cell": quote.cell.value,
            "row": quote.row,
            "line": quote.line,
            "column": self._term(quote.column),
            "spans": [list(span) for span in quote.spans],
            "defects": [self._words.text(each) for each in quote.defects],
        }

    def _term(self, term: Term) -> dict[str, str]:
        if isinstance(term, Literal):
            return {"value": term.value, "datatype": term.datatype.value, "lang": term.language or ""}
        return {"iri": term.value, "label": self._words.bare(term)}
