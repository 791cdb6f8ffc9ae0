"""The text of a rule taken apart: its variables, its statements, what they touch, and the names that it mentions."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.namespaces import RDF

_VARIABLE: Final = re.compile(r"\?\w+")
_PREFIX: Final = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>")
_SLOT: Final = r"(\?\w+|a|<[^<>\s]*>|[\w-]*:[\w-]+)"
_STATEMENT: Final = re.compile(rf"\s*{_SLOT}\s+{_SLOT}\s+{_SLOT}\s*\.?\s*")
_FACT: Final = re.compile(r"\s*\?\w+\s+(?:\?\w+|a)\s+\?\w+\s*\.?\s*")
_CONDITION: Final = re.compile(r"\s*(?:FILTER|BIND)\b(?!.*\bEXISTS\b)")
_NAME: Final = re.compile(r"<([^<>\s]+)>|(?<![\w?])(?:([\w-]*):([\w-]+)|(a)\b)")
_VARIABLE_PROPERTY: Final = re.compile(r"\?\w+\s+\?\w+|;\s*\?\w")

Term = NamedNode | BlankNode | Literal | Triple
Slot = Term | str
"""A term, or a variable as it is written, with its question mark."""

Bindings = Mapping[str, Term]
"""Variables, as they are written, and the terms that they stand for."""

Pattern = tuple[Term | None, Term | None]
"""What a triple pattern may touch: its property, and its class if that is rdf:type; None stands for any."""

ANY: Final[Pattern] = (None, None)


def variables(text: str) -> set[str]:
    """Return the variables of a text, with their question marks."""
    return set(_VARIABLE.findall(text))


def bind(text: str, bindings: Bindings) -> str:
    """Put the terms, in their N-Triples form, in the place of the variables that they are bound to."""
    return _VARIABLE.sub(lambda match: str(bindings.get(match[0], match[0])), text)


def statements(text: str) -> Iterator[str]:
    """Yield the statements of a text, each on a line, parted by ` . `, or on lines that brackets hold together."""
    begun = ""
    for part in re.split(r" \. |\n", text):
        begun = f"{begun} {part}".strip()
        if begun and all(begun.count(opening) == begun.count(closing) for opening, closing in ("()", "{}")):
            yield begun
            begun = ""


def is_fact(line: str) -> bool:
    """Tell whether a line is a fact: a triple of variables alone, `?x ?p ?y .` or `?x a ?c .`."""
    return _FACT.fullmatch(line) is not None


def slots(statement: str, prologue: str, bindings: Bindings) -> tuple[Slot, Slot, Slot] | None:
    """Return subject, property and object of a statement under some bindings; None if it is no plain triple."""
    match = _STATEMENT.fullmatch(statement)
    if match is None:
        return None
    subject, predicate, value = (_slot(token, prologue, bindings) for token in match.groups())
    return subject, predicate, value


def _slot(token: str, prologue: str, bindings: Bindings) -> Slot:
    if token.startswith("?"):
        return bindings.get(token, token)
    if token.startswith("<"):
        return NamedNode(token[1:-1])
    prefix, colon, local = token.partition(":")
    if not colon:
        return RDF.type  # the word `a`
    return NamedNode(_prefixes(prologue)[prefix] + local)


def pattern(statement: str, prologue: str, bindings: Bindings) -> Pattern | None:
    """Return what a statement may touch: anything, if it is no plain triple; None if it is a condition alone."""
    if _CONDITION.match(statement):
        return None
    found = slots(statement, prologue, bindings)
    if found is None:
        return ANY
    _, predicate, value = found
    if isinstance(predicate, str):
        return ANY
    return predicate, value if predicate == RDF.type and not isinstance(value, str) else None


def mentions(text: str, prologue: str) -> Iterator[NamedNode | None]:
    """Yield every name in a text, and None if a variable may stand for any property."""
    for iri, prefix, local, typing in _NAME.findall(text):
        if iri or typing:
            yield NamedNode(iri) if iri else RDF.type
        elif prefix in _prefixes(prologue):
            yield NamedNode(_prefixes(prologue)[prefix] + local)
    if _VARIABLE_PROPERTY.search(text):
        yield None


@cache
def _prefixes(prologue: str) -> dict[str, str]:
    return dict(_PREFIX.findall(prologue))
