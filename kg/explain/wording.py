"""Terms, statements and rules in words of Czech and English."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.errors import Lang
from kg.explain.proof import Proof
from kg.explain.reader import Reader
from kg.explain.statement import BLANK, Statement, Term
from kg.namespaces import BASE, OWL, PREFIXES, RDFS, SKOS
from kg.whole import Whole

_VARIABLE: Final = re.compile(r"\?(\w+)")
_CODES: Final = f"{BASE}code/"
_RESOURCES: Final = f"{BASE}resource/"

_SCHEMA: Final[Mapping[NamedNode, Mapping[Lang, str]]] = {
    RDFS.domain: {"cs": "má definiční obor", "en": "has the domain"},
    RDFS.range: {"cs": "má obor hodnot", "en": "has the range"},
    RDFS.subClassOf: {"cs": "je podtřídou třídy", "en": "is a subclass of"},
    RDFS.subPropertyOf: {"cs": "je podvlastností vlastnosti", "en": "is a subproperty of"},
    OWL.equivalentClass: {"cs": "je ekvivalentní třídě", "en": "is equivalent to"},
    OWL.equivalentProperty: {"cs": "je ekvivalentní vlastnosti", "en": "is equivalent to"},
    OWL.inverseOf: {"cs": "je inverzní k vlastnosti", "en": "is the inverse of"},
    OWL.TransitiveProperty: {"cs": "tranzitivní vlastnost", "en": "transitive property"},
    OWL.SymmetricProperty: {"cs": "symetrická vlastnost", "en": "symmetric property"},
    OWL.Class: {"cs": "třída", "en": "class"},
    OWL.ObjectProperty: {"cs": "objektová vlastnost", "en": "object property"},
    OWL.DatatypeProperty: {"cs": "datová vlastnost", "en": "datatype property"},
    OWL.AnnotationProperty: {"cs": "anotační vlastnost", "en": "annotation property"},
}
"""Words for terms of OWL and RDFS, which carry no label in the graph."""

_GRAPHS: Final[Mapping[str, Mapping[Lang, str]]] = {
    "alignments": {"cs": "přiřazení", "en": "alignment"},
    "codes": {"cs": "číselník", "en": "code list"},
    "ontology": {"cs": "ontologie", "en": "ontology"},
    "provenance": {"cs": "záznam o původu", "en": "record of provenance"},
    "reference": {"cs": "referenční údaj", "en": "reference data"},
    "shapes": {"cs": "pravidla pro data", "en": "rules for data"},
    "source": {"cs": "podklad", "en": "source"},
    "submission": {"cs": "podání", "en": "submission"},
}
"""What a graph holds, by the first part of its name."""


class Words:
    """The words of one language for what a graph holds."""

    def __init__(self, whole: Whole, lang: Lang) -> None:
        """Take the dataset that holds it."""
        self._graph = Reader(whole)
        self.lang = lang

    def pick(self, *, cs: str, en: str) -> str:
        """Return a text in the language of these words."""
        return cs if self.lang == "cs" else en

    def text(self, texts: Mapping[Lang, str]) -> str:
        """Return a text in the language of these words, else in the one there is."""
        return texts.get(self.lang) or next(iter(texts.values()), "")

    def quoted(self, text: str) -> str:
        """Put a text in quotation marks."""
        return self.pick(cs=f"„{text}“", en=f"“{text}”")

    def bare(self, term: NamedNode) -> str:
        """Return the notation of a term, else its label without quotation marks."""
        return self.notation(term) or self.label(term) or short_iri(term)

    def name(self, term: Term) -> str:
        """Return what a sentence calls a term: its notation, else its label in quotation marks, else its IRI."""
        if isinstance(term, Literal):
            return self.quoted(shortened(term.value))
        if notation := self.notation(term):
            return notation
        label = self.label(term)
        return self.quoted(shortened(label)) if label else short_iri(term)

    def notation(self, term: NamedNode) -> str:
        """Return the notation of a thing, empty if it has none; that of a code says nothing to a reader."""
        return "" if term.value.startswith(_CODES) else min(self._literals(term, SKOS.notation), default="")

    def label(self, term: NamedNode) -> str:
        """Return the label of a term in the language of these words, else in the one there is; empty if none."""
        if term in _SCHEMA:
            return _SCHEMA[term][self.lang]
        for lang in (self.lang, None):
            for predicate in (SKOS.prefLabel, RDFS.label):
                if labels := self._literals(term, predicate, lang):
                    return min(labels)
        return ""

    def legend(self, proof: Proof) -> dict[str, NamedNode]:
        """Return the notations that the statements of a proof use, with the things that bear them, in their order."""
        ends = (end for each in proof.tree for end in (each.statement.subject, each.statement.object))
        things = dict.fromkeys(end for end in ends if isinstance(end, NamedNode))
        return {notation: thing for thing in things if (notation := self.notation(thing))}

    def column(self, code: NamedNode) -> str:
        """Return the number and the heading of a column of the source."""
        number = "".join(self._literals(code, SKOS.notation)[:1])
        return f"{number} {self.quoted(shortened(self.label(code), 45))}"

    def verb(self, predicate: NamedNode) -> str:
        """Return what a sentence says between subject and object."""
        return self.label(predicate) or short_iri(predicate)

    def statement(self, statement: Statement, path: Iterable[Term] = ()) -> str:
        """Return a statement as a sentence without its full stop.

        Args:
            statement: the triple.
            path: the properties of the chain, where the statement is the axiom of one.
        """
        if statement.predicate == OWL.propertyChainAxiom:
            chain = self.pick(cs=" a potom ", en=" and then ").join(map(self.name, path))
            return self.pick(cs=f"{chain} znamená ", en=f"{chain} means ") + self.name(statement.subject)
        return f"{self.name(statement.subject)} {self.verb(statement.predicate)} {self.name(statement.object)}"

    def rule(self, proof: Proof) -> str:
        """Return the rule of a proof's last step in words, with the names of its classes and properties."""
        assert proof.rule is not None  # noqa: S101 - only an inferred statement has a rule to tell
        if proof.path:
            return self._chain(proof.path, proof.statement.predicate)
        title = self.pick(cs=proof.rule.title_cs, en=proof.rule.title_en)
        return _VARIABLE.sub(
            lambda found: self.name(proof.terms[found[1]]) if found[1] in proof.terms else found[1], title
        )

    def rule_name(self, proof: Proof) -> str:
        """Return the name of the rule of a proof's last step, with the place where the Recommendation states it."""
        assert proof.rule is not None  # noqa: S101 - as above
        source = proof.rule.source
        czech = source.replace("Section", "oddíl").replace("Table", "tabulka")
        return self.pick(cs=f"Pravidlo {proof.rule.id} ({czech})", en=f"Rule {proof.rule.id} ({source})")

    def origin(self, proof: Proof) -> str:
        """Return where a statement comes from: the graphs that assert it, or inference."""
        if proof.evidence is None:
            return self.pick(cs="odvozeno", en="inferred")
        kinds = (graph.value.removeprefix(f"{BASE}graph/") for graph in proof.evidence.graphs)
        words = (_GRAPHS.get(kind.partition("/")[0], {}).get(self.lang, kind) for kind in kinds)
        return ", ".join(dict.fromkeys(words))

    def summary(self, proof: Proof, confidence: NamedNode) -> str:
        """Return in a sentence or two what kind of statement it is and how certain.

        Args:
            proof: the proof of the statement.
            confidence: the code of the weakest confidence on the way.
        """
        degree = self.label(confidence)
        graphs = {graph.value for graph in proof.evidence.graphs} if proof.evidence else set()
        if proof.inferred:
            follows = self.pick(
                cs="Odvozené tvrzení: podklad je výslovně neuvádí, vyplývá z tvrzení níže.",
                en="Inferred: the source does not state it, it follows from the statements below.",
            )
            weakest = self.pick(
                cs=f"Míra jistoty je {degree}; určuje ji nejslabší článek.",
                en=f"Its confidence is {degree}, that of the weakest link.",
            )
            direct = self.pick(cs="O žádné přiřazení se neopírá.", en="It rests on no alignment.")
            return f"{follows} {weakest if proof.rank else direct}"
        if any(graph.startswith(f"{BASE}graph/source/") for graph in graphs):
            return self.pick(cs="Tvrzení uvádí sám podklad.", en="The source itself states it.")
        if proof.rank:
            return self.pick(
                cs=f"Podklad tvrzení neuvádí; jde o přiřazení, jehož míra jistoty je {degree}.",
                en=f"The source does not state it; it is an alignment whose confidence is {degree}.",
            )
        origin = self.origin(proof)
        return self.pick(cs=f"Tvrzení není odvozené ({origin}).", en=f"The statement is not inferred ({origin}).")

    def _chain(self, path: tuple[Term, ...], effect: NamedNode) -> str:
        between = [f"v{number}" for number in range(1, len(path))] if len(path) > 2 else ["v"]
        ends = ["x", *between, "y"]
        links = [f"{ends[place]} {self.name(each)} {ends[place + 1]}" for place, each in enumerate(path)]
        last = f"x {self.name(effect)} y"
        body = self.pick(cs=" a ", en=" and ").join([", ".join(links[:-1]), links[-1]])
        return self.pick(cs=f"Platí-li {body}, platí i {last}.", en=f"If {body} hold, then {last} holds too.")

    def _literals(self, term: NamedNode, predicate: NamedNode, lang: str | None = None) -> list[str]:
        values = self._graph.literals(term, predicate)
        return [value.value for value in values if lang is None or value.language == lang]


def shortened(text: str, longest: int = 70) -> str:
    """Cut a text at a word."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0].rstrip(' ,;:–-')}…"


def short_iri(term: NamedNode) -> str:
    """Return an IRI with a prefix, a thing of the project by kind and id, all else in full."""
    if term.value.startswith(BLANK):
        return f"_:{term.value.removeprefix(BLANK)}"
    if term.value.startswith(_RESOURCES):
        return term.value.removeprefix(_RESOURCES)
    for prefix, namespace in PREFIXES.items():
        if term.value.startswith(namespace) and not set(local := term.value.removeprefix(namespace)) & set("/#"):
            return f"{prefix}:{local}"
    return f"<{term.value}>"
