"""From what a person types to the terms of a statement."""

import difflib
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.errors import InputError
from kg.explain.reader import Reader
from kg.explain.statement import Statement, Term
from kg.explain.wording import short_iri
from kg.folding import fold
from kg.names import Names
from kg.namespaces import OWL, PREFIXES, RDF, RDFS, SG, SKOS
from kg.store import Dataset

_TYPE: Final = {"a", "type", "typ"}
_IRI: Final = re.compile(r"<?([A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"{}|^`\\]+)>?")
_PREFIXED: Final = re.compile(r"([A-Za-z][\w-]*):(\S*)")
_LITERAL: Final = re.compile(r"[\"„“](?P<value>.*)[\"”“](?:@(?P<lang>[A-Za-z-]+)|\^\^(?P<type>\S+))?", re.DOTALL)


def resolve(dataset: Dataset, names: Names, subject: str, predicate: str, value: str) -> Statement:
    """Return the statement that three names make.

    Args:
        dataset: the graph.
        names: the names of its things.
        subject: a notation, label, id, prefixed name or IRI.
        predicate: a local name, a label in Czech or English, a prefixed name or IRI; `a` or `type` for the class.
        value: as the subject; a class where the predicate is the type; a literal, best in quotation marks.

    Raises:
        InputError: a name is unknown or names several things, which are listed.
    """
    if not (subject.strip() and predicate.strip() and value.strip()):
        raise InputError(
            cs="podmět, vlastnost i předmět musí být vyplněny; zadejte například A44 addresses ZPO4.",
            en="subject, predicate and object must not be empty; give A44 addresses ZPO4, for example.",
        )
    terms = _Terms(Reader(dataset.whole), names)
    verb = terms.predicate(predicate)
    thing = terms.thing(subject, verb, RDFS.domain)
    return Statement(thing, verb, terms.value(value, thing, verb))


class _Terms:
    """The terms of a graph by what a person may call them."""

    def __init__(self, graph: Reader, names: Names) -> None:
        self._graph = graph
        self._names = names

    def predicate(self, text: str) -> NamedNode:
        """Return the property that a text names."""
        if text.strip() in _TYPE:
            return RDF.type
        return self._iri(text) or self._term(text, self._properties())

    def thing(self, text: str, verb: NamedNode, side: NamedNode) -> NamedNode:
        """Return the thing that a text names, rather one of the class that the property asks for on that side."""
        if iri := self._iri(text):
            return iri
        if verb.value.startswith((RDFS.iri, OWL.iri)):
            return self._term(text, self._properties() | self._classes())
        for kind in self._graph.nodes(verb, side):
            with suppress(InputError):
                return self._names.resolve(text, short_iri(kind))
        return self._names.resolve(text, "Thing")

    def value(self, text: str, subject: NamedNode, verb: NamedNode) -> Term:
        """Return the thing, class or literal that a text names."""
        quoted = _LITERAL.fullmatch(text.strip())
        if quoted or isinstance(self._graph.example(verb), Literal):
            return self._literal(text, quoted, subject, verb)
        if iri := self._iri(text):
            return iri
        own = [
            each
            for each in self._graph.objects(subject, verb)
            if isinstance(each, NamedNode) and self._called(each, text)
        ]
        if len(own) == 1:
            return own[0]
        return self._term(text, self._classes()) if verb == RDF.type else self.thing(text, verb, RDFS.range)

    def _properties(self) -> set[NamedNode]:
        kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
        return {term for kind in kinds for term in self._graph.subjects(RDF.type, kind)} | self._graph.predicates()

    def _classes(self) -> set[NamedNode]:
        return set(self._graph.subjects(RDF.type, OWL.Class))

    def _called(self, thing: NamedNode, text: str) -> bool:
        """Tell whether a thing has a name."""
        labels = (SKOS.prefLabel, SKOS.altLabel, SKOS.notation, RDFS.label)
        names = [each.value for predicate in labels for each in self._graph.literals(thing, predicate)]
        return fold(text) in {fold(name) for name in (*names, _local(thing))}

    def _literal(self, text: str, quoted: re.Match[str] | None, subject: NamedNode, verb: NamedNode) -> Literal:
        """Return the literal that is written out, or the one of these characters that the subject has."""
        if quoted and quoted["lang"]:
            return Literal(quoted["value"], language=quoted["lang"].lower())
        if quoted and quoted["type"]:
            return Literal(quoted["value"], datatype=self._iri(quoted["type"]) or NamedNode(quoted["type"]))
        characters = quoted["value"] if quoted else text
        own = [each for each in self._graph.literals(subject, verb) if each.value == characters]
        return own[0] if own else Literal(characters)

    def _iri(self, text: str) -> NamedNode | None:
        """Return the term that an IRI or a prefixed name denotes; None for any other text.

        Raises:
            InputError: the graph does not speak of it.
        """
        text = text.strip()
        iri = _IRI.fullmatch(text)
        prefixed = _PREFIXED.fullmatch(text)
        if iri:
            term = NamedNode(iri[1])
        elif prefixed and prefixed[1] in PREFIXES:
            term = NamedNode(PREFIXES[prefixed[1]] + prefixed[2])
        else:
            return None
        if not self._graph.speaks_of(term):
            raise InputError(
                cs=f"o {text} graf nic neříká; zkontrolujte IRI, nebo zadejte název.",
                en=f"the graph says nothing of {text}; check the IRI, or give a name.",
            )
        return term

    def _term(self, text: str, terms: Iterable[NamedNode]) -> NamedNode:
        """Return the term that has a local name or a label; the project's own goes before that of others."""
        called: dict[str, set[NamedNode]] = {}
        for term in terms:
            labels = [each.value for each in self._graph.literals(term, RDFS.label)]
            for name in (_local(term), *labels):
                called.setdefault(fold(name), set()).add(term)
        found = called.get(fold(text), set())
        best = {term for term in found if term.value.startswith(SG.iri)} or found
        if len(best) == 1:
            return best.pop()
        listed = ", ".join(sorted(map(short_iri, best)))
        if best:
            raise InputError(
                cs=f"„{text}“ označuje více termínů: {listed}; zadejte jeden z nich.",
                en=f"“{text}” denotes several terms: {listed}; give one of them.",
            )
        near = difflib.get_close_matches(fold(text), called, n=3, cutoff=0.5)
        listed = ", ".join(sorted({short_iri(term) for name in near for term in called[name]}))
        if not near:
            raise InputError(
                cs=f"„{text}“ není mezi známými termíny ani se žádnému nepodobá; zadejte popisek nebo IRI termínu,"
                " například sg:addresses.",
                en=f"“{text}” is not among the known terms, nor like any; give the label or IRI of a term, for example"
                " sg:addresses.",
            )
        raise InputError(
            cs=f"„{text}“ není mezi známými termíny; nejbližší jsou: {listed}.",
            en=f"“{text}” is not among the known terms; the nearest are: {listed}.",
        )


def _local(term: NamedNode) -> str:
    """Return the last part of an IRI."""
    return re.split(r"[/#]", term.value)[-1]
