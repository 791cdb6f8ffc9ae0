"""How a term of the data is written in a query: with the query's own prefixes, and visibly."""

import re
from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from kg.namespaces import PREFIXES, XSD

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_REFUSED: Final = ("service", "load")
"""Words that the static checks look for inside longer ones."""


class Writer:
    """Writes terms for one query."""

    def __init__(self, prefixes: Mapping[str, tuple[str, int]]) -> None:
        """Take the prefixes that the query declares; those of the project are known besides."""
        own = {prefix: namespace for prefix, (namespace, _) in prefixes.items()}
        self._prefixes = {prefix: iri for prefix, iri in {**PREFIXES, **own}.items() if iri}

    def term(self, term: ox.NamedNode | ox.Literal, like: str = "") -> str:
        """Return a term as SPARQL; an IRI in full where the one it stands for (`like`) was."""
        if isinstance(term, ox.NamedNode):
            return str(term) if like.startswith("<") else self.iri(term.value)
        if term.datatype == XSD.integer and _INTEGER.fullmatch(term.value):
            return term.value
        if term.datatype == XSD.boolean and term.value in {"true", "false"}:
            return term.value
        text = quoted(term.value)
        if term.language:
            return f"{text}@{term.language}"
        return text if term.datatype == XSD.string else f"{text}^^{self.iri(term.datatype.value)}"

    def iri(self, iri: str) -> str:
        """Return an IRI as a prefixed name where a prefix fits."""
        fitting = [
            (len(namespace), f"{prefix}:{iri[len(namespace) :]}")
            for prefix, namespace in self._prefixes.items()
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :])
        ]
        name = max(fitting)[1] if fitting else ""
        return f"<{iri}>" if not name or any(word in name.lower() for word in _REFUSED) else name


def quoted(text: str) -> str:
    """Return a string in quotation marks; what cannot be seen, such as a no-break space, as an escape."""
    return '"' + "".join(_ESCAPES.get(char) or _visible(char) for char in text) + '"'


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"
