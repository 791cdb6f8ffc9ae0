"""The triples that shapes can look at: what they have no word for changes no result."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.namespaces import RDF, RDFS, SH
from kg.tokens import tokens_with_iris
from kg.validation.indexed import written

_ALWAYS: Final = frozenset({written(RDF.type), written(RDFS.subClassOf)})
_QUERIES: Final = (SH.select, SH.ask)
_TERMS: Final = ("variable", "iri", "name", "string", "label")
_PATH: Final = re.compile(r"[?$]PATH")


def relevant(lines: Iterable[bytes], shapes: Collection[Triple]) -> Iterable[bytes]:
    """Return the lines of N-Triples whose properties the shapes name; all of them if one may look at any property."""
    named = _named(shapes)
    return lines if named is None else [line for line in lines if line.split(b" ", 2)[1] in named]


def _named(shapes: Collection[Triple]) -> frozenset[bytes] | None:
    """Return every IRI that shapes name; None where a closed shape or a query reaches for more."""
    found = set(_ALWAYS)
    for triple in shapes:
        if triple.predicate == SH.closed:
            return None
        if isinstance(triple.object, NamedNode):
            found.add(written(triple.object))
        elif triple.predicate in _QUERIES and isinstance(triple.object, Literal):
            tokens = [(kind, piece) for kind, piece, _ in tokens_with_iris(triple.object.value)]
            if not _names_its_properties(tokens):
                return None
            found.update(text.encode() for kind, text in tokens if kind == "iri")
    return frozenset(found)


def _names_its_properties(tokens: list[tuple[str, str]]) -> bool:
    """Tell whether a query writes each property as an IRI, or as `$PATH`, which stands for that of its shape.

    A variable between a subject, or a semicolon, and another term may stand for any property; so may `!` and what it
    is followed by.
    """
    if any(kind == "name" or text == "!" for kind, text in tokens):
        return False
    around = zip([("", ""), *tokens], tokens, [*tokens[1:], ("", "")], strict=False)
    return not any(
        kind == "variable"
        and not _PATH.fullmatch(text)
        and (before[0] in _TERMS or before[1] in {";", "]", ")"})
        and (after[0] in {*_TERMS, "number"} or after[1] in {"[", "(", "true", "false"})
        for before, (kind, text), after in around
    )
