"""The closure of a graph by owlrl, the second reasoner of `kg build` and the oracle of the tests.

owlrl also states what holds of everything and what the vocabularies say of themselves. `TRIVIAL` lists those
kinds; a triple of such a kind is dropped from the result, so that both reasoners give the same graph `inferred`.
"""

import contextlib
import logging
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

import owlrl
import rdflib
from owlrl.Namespaces import ERRNS
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import InputError
from kg.iris import graph
from kg.namespaces import OWL, RDF, RDFS, XSD

Term = NamedNode | BlankNode | Literal | Triple
Node = rdflib.term.Node

_REFLEXIVE: Final = {OWL.sameAs, OWL.equivalentClass, OWL.equivalentProperty, RDFS.subClassOf, RDFS.subPropertyOf}
_ABOUT_CLASSES: Final = {RDF.type, RDFS.subClassOf, RDFS.domain, RDFS.range}
_INVALID: Final = "urn:x-strategraf:invalid:"
_VOCABULARIES: Final = (OWL.iri, RDF.iri, RDFS.iri, XSD.iri)


class Kind(NamedTuple):
    """A kind of triples that owlrl infers and the project does not keep; `holds` takes subject, predicate, object."""

    name: str
    holds: Callable[[Term, NamedNode, Term], bool]
    reason: str


def _of_vocabulary(term: Term) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(_VOCABULARIES)


TRIVIAL: Final[tuple[Kind, ...]] = (
    Kind(
        "literal as a subject",
        lambda s, _p, _o: isinstance(s, Literal),
        "No RDF triple: RDF 1.1 Concepts, 3.1, allows no literal there (eq-ref, dt-type2, prp-rng, prp-inv1); "
        "whether a value has its datatype is checked by the shapes.",
    ),
    Kind(
        "reflexive",
        lambda s, p, o: s == o and p in _REFLEXIVE,
        "Holds of every thing, class or property alike and so tells nothing of any (eq-ref, scm-cls, scm-op, scm-dp).",
    ),
    Kind(
        "everything is a thing",
        lambda _s, p, o: o == OWL.Thing and p in _ABOUT_CLASSES,
        "Membership in owl:Thing, or owl:Thing as superclass, domain or range, excludes nothing "
        "(scm-cls, then cax-sco, scm-dom1, scm-rng1).",
    ),
    Kind(
        "nothing is below everything",
        lambda s, p, _o: s == OWL.Nothing and p == RDFS.subClassOf,
        "The empty class is a subclass of every class (scm-cls).",
    ),
    Kind(
        "top and bottom class",
        lambda s, p, o: p == RDF.type and o == OWL.Class and s in {OWL.Thing, OWL.Nothing},
        "An axiom of OWL itself, true of every graph (cls-thing, cls-nothing1).",
    ),
    Kind(
        "annotation properties of OWL",
        lambda s, p, o: p == RDF.type and o == OWL.AnnotationProperty and _of_vocabulary(s),
        "An axiom of OWL itself about rdfs:label, owl:versionInfo and their like, true of every graph (prp-ap).",
    ),
    Kind(
        "datatypes of OWL",
        lambda s, p, o: p == RDF.type and o == RDFS.Datatype and _of_vocabulary(s),
        "An axiom of OWL itself about its supported datatypes, true of every graph (dt-type1).",
    ),
    Kind(
        "disjoint datatypes",
        lambda s, p, o: p == OWL.disjointWith and _of_vocabulary(s) and _of_vocabulary(o),
        "How owlrl writes that the value spaces of XML Schema do not meet; no rule of the profile infers it.",
    ),
)
"""What `closure_owlrl` drops, each kind with its reason; in parentheses the rules of OWL 2 Profiles, Section 4.3."""


def is_trivial(subject: Term, predicate: NamedNode, value: Term) -> bool:
    """Return whether a triple is of one of the kinds of `TRIVIAL`."""
    return any(kind.holds(subject, predicate, value) for kind in TRIVIAL)


def closure(quads: Iterable[Quad]) -> set[Quad]:
    """Return what owlrl infers from the union of all graphs, less `TRIVIAL`, as quads of the graph `inferred`.

    Whether the graph contradicts itself is left to `kg.reasoning.contradictions`, so that both reasoners say the same.

    Raises:
        InputError: a triple term, which rdflib cannot hold.
    """
    inferred = graph("inferred")
    return {
        Quad(subject, predicate, value, inferred)
        for subject, predicate, value in expand(quads)
        if not isinstance(subject, Literal) and not is_trivial(subject, predicate, value)
    }


def expand(quads: Iterable[Quad]) -> set[tuple[Term, NamedNode, Term]]:
    """Return everything that owlrl adds to the union of all graphs, trivial kinds and literal subjects included.

    Raises:
        InputError: a triple term, which rdflib cannot hold.
    """
    terms: dict[Node, Term] = {}
    given = _graph(quads, terms)
    whole, _ = _expanded(given)
    return {
        (_term(subject, terms), NamedNode(str(predicate)), _term(value, terms))
        for subject, predicate, value in whole
        if (subject, predicate, value) not in given
    }


def complaints(quads: Iterable[Quad]) -> list[str]:
    """Return what owlrl says of a graph in which a rule inferred `false`; nothing if it found no fault.

    Raises:
        InputError: a triple term, which rdflib cannot hold.
    """
    return _expanded(_graph(quads, {}))[1]


def _graph(quads: Iterable[Quad], terms: dict[Node, Term]) -> rdflib.Graph:
    """Return the union of all graphs; `terms` is told which node stands for which term."""
    given = rdflib.Graph()
    for quad in quads:
        given.add((_node(quad.subject, terms), _node(quad.predicate, terms), _node(quad.object, terms)))
    return given


def _expanded(given: rdflib.Graph) -> tuple[rdflib.Graph, list[str]]:
    """Return a graph with all that owlrl adds, and the messages that it leaves in the graph where it infers `false`."""
    whole = rdflib.Graph() + given
    with _datatypes_kept():
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    messages = list(whole.subject_objects(ERRNS.error))
    for node, _ in messages:
        whole.remove((node, None, None))
    return whole, sorted(str(message) for _, message in messages)


@contextlib.contextmanager
def _datatypes_kept() -> Iterator[None]:
    """Undo what owlrl does to rdflib's table of datatypes, which every other user of rdflib in the process shares."""
    table = rdflib.term._toPythonMapping  # noqa: SLF001 - rdflib offers no other way to restore it
    saved = dict(table)
    try:
        yield
    finally:
        table.clear()
        table.update(saved)


def _node(term: Term, terms: dict[Node, Term]) -> Node:
    """Return the rdflib node of a term and remember which term it stands for."""
    node: rdflib.URIRef | rdflib.BNode | rdflib.Literal
    if isinstance(term, NamedNode):
        node = rdflib.URIRef(term.value)
    elif isinstance(term, BlankNode):
        node = rdflib.BNode(term.value)
    elif isinstance(term, Triple):
        raise InputError(
            cs=f"owlrl neumí tvrzení o tvrzení ({term}); použijte --reasoner rules",
            en=f"owlrl cannot hold a statement about a statement ({term}); use --reasoner rules",
        )
    elif term.language:
        node = rdflib.Literal(term.value, lang=term.language)
    else:
        node = _literal(term.value, term.datatype.value)
    terms[node] = term
    return node


def _literal(value: str, datatype: str) -> rdflib.Literal:
    """Return a typed literal, as one of an unknown datatype if it is no valid form of its own.

    rdflib would log such a literal and owlrl fail on it; that it contradicts itself is told by the rule dt-not-type.
    """
    with warnings.catch_warnings(action="ignore", category=UserWarning), _unlogged():
        node = rdflib.Literal(value, datatype=rdflib.URIRef(datatype), normalize=False)
    return rdflib.Literal(value, datatype=rdflib.URIRef(_INVALID + datatype)) if node.ill_typed else node


@contextlib.contextmanager
def _unlogged() -> Iterator[None]:
    """Keep rdflib from logging the literals that it cannot read."""
    log = logging.getLogger("rdflib.term")
    disabled, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = disabled


def _term(node: Node, terms: dict[Node, Term]) -> Term:
    """Return the term that a node stands for; owlrl adds no nodes of its own but IRIs of the vocabularies."""
    return terms.get(node) or NamedNode(str(node))
