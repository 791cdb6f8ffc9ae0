"""The usual ways of writing a term otherwise: each can be looked up, where a search takes long in a large store."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import pyoxigraph as ox

from kg.diagnosis.likeness import Term, split
from kg.diagnosis.moments import literals
from kg.namespaces import PREFIXES, XSD

_LANGUAGES: Final = ("cs", "en", "sk", "de", "fr", "pl")
_DATATYPES: Final = tuple(
    XSD[name] for name in ("string", "integer", "decimal", "double", "boolean", "gYear", "gYearMonth", "date", "anyURI")
)


def variants(term: Term) -> Iterator[Term]:
    """Yield other terms that a term may have been meant for."""
    if isinstance(term, ox.Literal):
        yield from _literals(term)
        return
    for iri in dict.fromkeys(_iris(term.value)):
        with suppress(ValueError):  # not every one is an IRI
            yield ox.NamedNode(iri)


def _iris(iri: str) -> Iterator[str]:
    yield re.sub("^https?:", lambda scheme: "http:" if scheme[0] == "https:" else "https:", iri)
    bare = iri.rstrip("/#")
    yield from (bare, f"{bare}/", f"{bare}#")
    namespace, local = split(iri)
    if namespace and local:
        yield namespace[:-1] + {"/": "#", "#": "/"}.get(namespace[-1], ":") + local
        for name in (local.lower(), local.upper(), local[:1].lower() + local[1:], local[:1].upper() + local[1:]):
            yield namespace + name
        yield from (each + local for each in PREFIXES.values())
    yield iri.lower()


def _literals(literal: ox.Literal) -> Iterator[ox.Literal]:
    value = literal.value
    yield from literals(value)
    for text in dict.fromkeys((value, " ".join(value.split()), value.capitalize(), value.lower(), value.upper())):
        yield from (ox.Literal(text, language=each) for each in _LANGUAGES)
        yield from (ox.Literal(text, datatype=each) for each in _DATATYPES)
