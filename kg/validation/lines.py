"""Where subjects stand in a Turtle, TriG, N-Triples or N-Quads text: the engine that parses it does not tell."""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urljoin

from kg.namespaces import RDF

Line = tuple[str, str]
"""A subject and a predicate, both as IRIs or `_:` names; for the subject alone, the predicate is empty."""

# Turtle, section 6.5; what begins no token is passed over, for the text has been parsed before.
_TOKEN: Final = re.compile(
    r"""
      (?P<feed>   \n )
    | (?P<string> \"\"\"(?>(?:[^"\\]|\\.|"(?!""))*)(?>(?:\"\"\")?) | '''(?>(?:[^'\\]|\\.|'(?!''))*)(?>(?:''')?)
                | "(?>(?:[^"\\\r\n]|\\.)*)"?+ | '(?>(?:[^'\\\r\n]|\\.)*)'?+ )
    | (?P<iri>    <[^\x00-\x20<>"{}|^`]*+> )
    | (?P<open>   [\[(] | <<\(? )
    | (?P<close>  [\])] | >> )
    | (?P<brace>  [{}] )
    | (?P<mark>   [.;,] )
    | (?P<name>   @?(?>(?:[^\s<>"'(){}\[\];,.\#^@\\]|\\.|\.(?=[^\s<>"'(){}\[\];,.\#^\\]))+) )
    | (?P<other>  [^\S\n]++ | \#[^\n]*+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_DIRECTIVES: Final = {"@prefix", "prefix", "@base", "base"}


def lines_of(text: str, base: str) -> Mapping[Line, int]:
    """Return the first line, from 1, on which each subject stands, and each predicate of it.

    A blank node is found by its name; what stands inside brackets is not.
    """
    return _Scanner(base).scan(text)


class _Scanner:
    """A reader that knows just enough of the grammar to tell subjects and predicates from objects."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._prefixes: dict[str, str] = {}
        self._found: dict[Line, int] = {}
        self._line = 0
        self._statement: list[str] = []
        """The subject and predicate read so far; an object follows where there are two."""

    def scan(self, text: str) -> Mapping[Line, int]:
        depth = 0
        for kind, piece, line in _tokens(text):
            if kind == "open":
                depth += 1
                self._term("", line)
            elif kind == "close":
                depth -= 1
            elif depth == 0:
                self._read(kind, piece, line)
        return self._found

    def _read(self, kind: str, piece: str, line: int) -> None:
        if kind == "brace" or piece == ".":
            self._statement = []
        elif piece == ";":
            del self._statement[1:]
        elif kind in {"iri", "name"} and not self._directive(kind, piece):
            self._term(piece, line)

    def _directive(self, kind: str, piece: str) -> bool:
        """Take in the parts of a prefix or a base, and tell whether it was one."""
        if kind == "name" and not self._statement and piece.lower() in _DIRECTIVES:
            self._statement = [piece.lower()]
            return True
        if not self._statement or self._statement[0] not in _DIRECTIVES:
            return False
        if kind == "name":
            self._statement.append(piece)
            return True
        iri = urljoin(self._base, piece[1:-1])
        if self._statement[0].endswith("prefix"):
            self._prefixes[self._statement[-1].removesuffix(":")] = iri
        else:
            self._base = iri
        self._statement = []
        return True

    def _term(self, piece: str, line: int) -> None:
        """Take in a subject or a predicate; a subject counts once its predicate follows, for a graph has none."""
        if len(self._statement) > 1:
            return
        self._statement.append(self._iri(piece))
        if len(self._statement) == 1:
            self._line = line
        elif self._statement[0]:
            subject, predicate = self._statement
            self._found.setdefault((subject, ""), self._line)
            self._found.setdefault((subject, predicate), line)

    def _iri(self, piece: str) -> str:
        """Return the IRI that a piece stands for; of what is none, nothing."""
        if piece.startswith("<"):
            return piece[1:-1] if _ABSOLUTE.match(piece) else urljoin(self._base, piece[1:-1])
        if piece == "a":
            return RDF.type.value
        if piece.startswith("_:"):
            return piece
        prefix, colon, local = piece.partition(":")
        if not colon or prefix not in self._prefixes:
            return ""
        return self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    line = 1
    for match in _TOKEN.finditer(text):
        kind, piece = str(match.lastgroup), match[0]
        if kind == "feed":
            line += 1
            continue
        if kind != "other":
            yield kind, piece, line
        if kind == "string":
            line += piece.count("\n")
