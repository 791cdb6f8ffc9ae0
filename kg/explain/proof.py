"""What an explanation is made of: a proof as a tree of statements, and the evidence that its leaves rest on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.errors import KgError, Lang
from kg.explain.statement import Statement, Term
from kg.namespaces import OWL, RDF
from kg.reasoning import Rule

Texts = Mapping[Lang, str]
"""A text in the languages that there are."""


class DoesNotHold(KgError):  # noqa: N818 - named for what was found
    """The statement to explain is not in the graph."""

    exit_status = 4


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a cell of the source."""

    cell: NamedNode
    line: int | None
    """The line of the source file that it begins on, counted from one; None where nothing says it."""
    verbatim: str
    column: NamedNode
    row: int | None
    """The number of its row, counted from one; None for a merged cell."""
    spans: tuple[tuple[int, int], ...]
    """0-based, half-open, in code points of the source file."""
    defects: tuple[Texts, ...]
    """What is known to be wrong with these words."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A link that the source does not state, with the reason for it."""

    node: NamedNode
    basis: NamedNode
    confidence: NamedNode
    rationale: Texts
    subject: NamedNode
    object: NamedNode
    quotes: tuple[Quote, ...]
    """The words of the source for the subject, then for the object."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that was verified outside the source."""

    node: NamedNode
    statement: Texts
    verified: str
    """Where it was verified."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What the ontology or a code list says of the term whose axiom this is."""

    term: NamedNode
    text: Texts


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an asserted statement rests on, by the graphs that it stands in."""

    graphs: tuple[NamedNode, ...] = ()
    quotes: tuple[Quote, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    facts: tuple[Fact, ...] = ()
    definitions: tuple[Definition, ...] = ()


@dataclass(frozen=True)
class Proof:
    """A statement with what it follows from: by a rule from axioms and facts, or, at a leaf, the evidence for it."""

    statement: Statement
    rank: int
    """The weakest confidence on the way: `sg:rank` of its code, 0 where no alignment takes part."""
    evidence: Evidence | None = None
    rule: Rule | None = None
    axioms: tuple["Proof", ...] = ()
    facts: tuple["Proof", ...] = ()
    terms: Mapping[str, Term] = field(default_factory=dict)
    """What the variables of the rule's axiom stand for."""

    @property
    def inferred(self) -> bool:
        """Whether the statement follows from others rather than being asserted."""
        return self.rule is not None

    @property
    def premises(self) -> tuple["Proof", ...]:
        """What the last step rests on."""
        return self.axioms + self.facts

    @property
    def path(self) -> tuple[Term, ...]:
        """The properties of the chain that the last step follows (prp-spo2); empty for other rules."""
        chained = any(axiom.statement.predicate == OWL.propertyChainAxiom for axiom in self.axioms)
        return tuple(fact.statement.predicate for fact in self.facts) if chained else ()

    @property
    def shown_axioms(self) -> tuple["Proof", ...]:
        """The axioms of the last step without the links of RDF lists."""
        return tuple(axiom for axiom in self.axioms if axiom.statement.predicate not in {RDF.first, RDF.rest})

    @property
    def tree(self) -> Iterator["Proof"]:
        """This statement and all below it, each before what it rests on."""
        yield self
        for premise in (*self.shown_axioms, *self.facts):
            yield from premise.tree
