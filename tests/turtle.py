"""Hold every Turtle file in one form: `python -m tests.turtle check|write [FILES]`.

The form is rdflib's longturtle with headers first and the rest in alphabetical order, so that a change of meaning
is all that a diff can show. Notes are triples: a comment would be lost here, therefore it is refused.
"""

import argparse
import logging
import re
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.plugins.serializers.longturtle import LongTurtleSerializer
from rdflib.term import Node

from kg.namespaces import PREFIXES

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDERS: Final = ("ontology", "shapes", "data")

# An ill-typed literal is the very content of an example of bad data; rdflib would log each one.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)

_TOKEN: Final = re.compile(
    r"""
    \"{3}(?:[^\\]|\\.)*?\"{3} | '{3}(?:[^\\]|\\.)*?'{3}   # long strings
    | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'            # short strings
    | <[^\x00-\x20<>"{}|^`]*>                              # IRIs
    | \\.                                                  # an escaped character of a local name
    | (?P<comment>\#[^\n]*)
    """,
    re.DOTALL | re.VERBOSE,
)
_SHORTHAND: Final = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}


class TurtleError(Exception):
    """A Turtle text that cannot be normalised; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        """Remember where and why."""
        super().__init__(message)
        self.line = line


class _Serializer(LongTurtleSerializer):
    """longturtle in alphabetical order, with every literal as it was written."""

    predicateOrder = [RDF.type, RDFS.label, SKOS.prefLabel, SKOS.definition]  # noqa: N815, RUF012 - rdflib's name
    headers = (OWL.Ontology, SKOS.ConceptScheme)
    _space = ""

    def write(self, text: str) -> None:
        """Write a piece of text without the superfluous spaces that rdflib leaves before a list or a blank node."""
        if not self._space.endswith(" "):
            text = self._space + text
        elif not text.startswith("\n"):
            text = self._space + text.removeprefix(" ")
        body = text.rstrip(" \n")
        self._space = text[len(body) :]
        super().write(body)

    def startDocument(self) -> None:  # noqa: N802 - rdflib's name
        """Write no prefixes yet: only those that the body then uses are wanted."""
        self.namespaces.clear()

    def orderSubjects(self) -> list[Any]:  # noqa: N802 - rdflib's name
        """Return headers, then IRIs in alphabetical order, then blank nodes by content."""
        return sorted(self._subjects, key=self._subject_key)

    def sortProperties(self, properties: Any) -> list[Any]:  # noqa: N802 - rdflib's name
        """Sort the values of each property, blank nodes by content; return the properties in order."""
        order = super().sortProperties(properties)
        for values in properties.values():
            values.sort(key=self._key)
        return order

    def label(self, node: Node, position: int) -> str:
        """Return a term as text; a literal keeps its lexical form, which rdflib's own shorthand may change."""
        if not isinstance(node, Literal):
            return str(super().label(node, position))
        shorthand = _SHORTHAND.get(node.datatype) if node.datatype else None
        if shorthand and shorthand.fullmatch(node):
            return str(node)
        if node.datatype:
            return f"{node._quote_encode()}^^{super().label(node.datatype, position)}"
        return node._quote_encode() + (f"@{node.language}" if node.language else "")

    def _subject_key(self, subject: Node) -> tuple[bool, bool, bool, Any]:
        header = any((subject, RDF.type, kind) in self.store for kind in self.headers)
        blank = isinstance(subject, BNode)
        return blank, not header, blank and self._references[subject] > 0, self._key(subject)

    def _key(self, node: Node, above: tuple[Node, ...] = ()) -> tuple[Any, ...]:
        """Return a sorting key; the label of a blank node decides only between equal contents."""
        if not isinstance(node, BNode):
            return 0, getattr(node, "language", None) or "", str(node), repr(node)
        if node in above:
            return (1,)
        content = sorted((str(p), self._key(o, (*above, node))) for p, o in self.store.predicate_objects(node))
        return 1, str(self.store.value(node, SH.path) or ""), tuple(content), str(node)


def normalise(text: str) -> str:
    """Return the one form of a Turtle text; raise TurtleError if it has a comment or does not parse."""
    for comment in comment_lines(text):
        raise TurtleError(comment, "a comment; say it in a triple (skos:editorialNote) or leave it out")
    dataset, declared = _read(text)
    serializer, body = _Serializer(_graph(dataset, declared)), BytesIO()
    serializer.serialize(body, encoding="utf-8")
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(serializer.namespaces.items()))
    result = (prefixes + "\n" + body.getvalue().decode().strip("\n")).strip("\n") + "\n"
    if _read(result)[0] != dataset:
        raise TurtleError(1, "normalising would change what it says; write its blank nodes in a simpler way")
    return result


def comment_lines(text: str) -> list[int]:
    """Return the line numbers of the comments in a Turtle text."""
    return [text.count("\n", 0, m.start()) + 1 for m in _TOKEN.finditer(text) if m["comment"]]


def _read(text: str) -> tuple[ox.Dataset, dict[str, str]]:
    """Parse Turtle; return its triples with canonical blank nodes (RDFC-1.0) and the prefixes it declares."""
    parser = ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)
    try:
        dataset = ox.Dataset(parser)
    except SyntaxError as error:
        raise TurtleError(error.lineno or 1, error.msg) from error
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset, parser.prefixes


def _graph(dataset: ox.Dataset, declared: dict[str, str]) -> Graph:
    """Return the triples as an rdflib graph with the project's prefixes and, beside them, the file's own."""
    graph = Graph(bind_namespaces="none")
    own = {name: iri for name, iri in declared.items() if name not in PREFIXES and iri not in PREFIXES.values()}
    for name, iri in (PREFIXES | own).items():
        graph.bind(name, iri)
    for quad in dataset:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: Any) -> Node:
    """Return a pyoxigraph term as rdflib's, the lexical form untouched."""
    if isinstance(term, ox.Literal):
        plain = term.language or term.datatype.value == str(XSD.string)
        datatype = None if plain else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return URIRef(term.value) if isinstance(term, ox.NamedNode) else BNode(term.value)


def turtle_files() -> list[Path]:
    """Return every Turtle file of the project, in order."""
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.ttl"))


def run(mode: str, files: Sequence[Path]) -> list[str]:
    """Check or rewrite the files; return one line for each that is not in order."""
    faults = []
    for path in files:
        text = path.read_bytes().decode()
        try:
            wanted = normalise(text)
        except TurtleError as error:
            faults.append(f"{path}:{error.line}: {error}")
            continue
        if wanted != text and mode == "check":
            faults.append(f"{path}: not normalised; run make format")
        elif wanted != text:
            path.write_bytes(wanted.encode())
    return faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.turtle", description="One form for all Turtle files.")
    parser.add_argument("mode", choices=["check", "write"])
    parser.add_argument("files", nargs="*", type=Path, help="default: every .ttl of ontology, shapes and data")
    options = parser.parse_args(arguments)
    faults = run(options.mode, options.files or turtle_files())
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
