"""A property path from its text back to the triples of SHACL (W3C SHACL, section 2.3.1)."""

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.namespaces import RDF, SH

Node = NamedNode | BlankNode

_TOKEN: Final = re.compile(r"<[^<>]*>|[()^*+?/|]")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_MARKS: Final = {"*": SH.zeroOrMorePath, "+": SH.oneOrMorePath, "?": SH.zeroOrOnePath}


class PropertyPath:
    """A path as a node, with the triples that describe it; the node of a single property is its IRI."""

    def __init__(self, text: str, name: str) -> None:
        """Read a path as a report writes it.

        Args:
            text: an IRI, or a path of several steps in the syntax of SPARQL, each IRI in angle brackets.
            name: how the names of its blank nodes start.

        Raises:
            ValueError: it is no such path.
        """
        self.triples: list[Triple] = []
        self._name = name
        self._count = 0
        if _IRI.fullmatch(text):
            self.node: Node = NamedNode(text)
            return
        tokens = _TOKEN.findall(text)
        if "".join(tokens) != text:
            raise ValueError(text)
        self._left: list[str] = tokens[::-1]
        self.node = self._path()
        if self._left:
            raise ValueError(text)

    def _path(self) -> Node:
        """Read steps joined by one mark, a sequence or an alternative."""
        steps = [self._step()]
        mark = self._next if self._next in {"/", "|"} else ""
        while mark and self._next == mark:
            self._left.pop()
            steps.append(self._step())
        if not mark:
            return steps[0]
        return self._list(steps) if mark == "/" else self._described(SH.alternativePath, self._list(steps))

    def _step(self) -> Node:
        piece = self._take()
        if piece == "^":
            return self._described(SH.inversePath, self._step())
        if piece == "(":
            node = self._path()
            if self._take() != ")":
                raise ValueError(piece)
        elif piece.startswith("<"):
            node = NamedNode(piece[1:-1])
        else:
            raise ValueError(piece)
        return self._described(_MARKS[self._take()], node) if self._next in _MARKS else node

    def _list(self, items: list[Node]) -> Node:
        head: Node = RDF.nil
        for item in reversed(items):
            head, rest = self._fresh(), head
            self.triples += [Triple(head, RDF.first, item), Triple(head, RDF.rest, rest)]
        return head

    def _described(self, predicate: NamedNode, value: Node) -> Node:
        node = self._fresh()
        self.triples.append(Triple(node, predicate, value))
        return node

    def _fresh(self) -> BlankNode:
        self._count += 1
        return BlankNode(f"{self._name}step{self._count}")

    @property
    def _next(self) -> str:
        return self._left[-1] if self._left else ""

    def _take(self) -> str:
        if not self._left:
            raise ValueError("the path ends too soon")
        return self._left.pop()


def triples_of(text: str, name: str) -> tuple[Node | None, Iterator[Triple]]:
    """Return the node of a path with its triples; no node for what is no path."""
    try:
        path = PropertyPath(text, name)
    except (ValueError, RecursionError):  # one nested hundreds of levels deep is left to the shape
        return None, iter(())
    return path.node, iter(path.triples)
