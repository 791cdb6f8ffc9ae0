"""From files to statements; run it where a crash harms nobody."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, Quad, RdfFormat, Triple

from kg.errors import InputError, RefusedError
from kg.guard import check_unread
from kg.mistakes.engine import in_czech
from kg.namespaces import SH
from kg.validation.files import File
from kg.validation.lines import Line, lines_of
from kg.validation.precautions import checked_text

_WITHOUT_BASE: Final = {RdfFormat.N_TRIPLES, RdfFormat.N_QUADS}
_TEXTS: Final = {SH.select, SH.ask, SH.construct, SH.update}
"""What has a text of SPARQL in a shape (SHACL, sections 5 and 6; SHACL Advanced Features, sections 2, 5 and 8)."""
_WITHOUT_LINES: Final = {RdfFormat.JSON_LD, RdfFormat.RDF_XML}

_POSITION: Final = re.compile(r"Parser error (?:at|between) .*?: (?=\S)", re.DOTALL)


@dataclass(frozen=True)
class Content:
    """What a file says."""

    file: File
    text: str
    quads: tuple[Quad, ...]
    """The statements; blank nodes are numbered in the order in which they come, which makes reports comparable."""
    labels: Mapping[BlankNode, BlankNode]
    """The blank nodes as the file, or its parser, named them."""

    @cached_property
    def subjects(self) -> frozenset[Any]:
        """The things that the file describes."""
        return frozenset(quad.subject for quad in self.quads)

    @cached_property
    def _lines(self) -> Mapping[Line, int]:
        return {} if self.file.form in _WITHOUT_LINES else lines_of(self.text, self.file.base)

    @cached_property
    def _owners(self) -> Mapping[Any, Quad]:
        """The first statement that leads to each blank node."""
        leading = (quad for quad in reversed(self.quads) if isinstance(quad.object, BlankNode))
        return {quad.object: quad for quad in leading}

    def line(self, subject: Any, predicate: str | None = None) -> int | None:
        """Return the line, from 1, on which a thing is described, by a property if the file states that.

        Of a blank node without a name, the line of the thing and the property that lead to it.
        """
        seen: set[Any] = set()
        while subject not in seen:
            seen.add(subject)
            name = str(self.labels[subject]) if isinstance(subject, BlankNode) else subject.value
            line = self._lines.get((name, predicate or "")) or self._lines.get((name, ""))
            if line or subject not in self._owners:
                return line
            subject, predicate = self._owners[subject].subject, self._owners[subject].predicate.value
        return None


def read(files: Iterable[File]) -> list[Content]:
    """Return what files say; the blank nodes of one are none of another's.

    Raises:
        InputError: a file is unsafe, not in its format, or holds no statement that can be validated.
        RefusedError: a shape in it asks for SERVICE or LOAD.
    """
    numbers = count()
    return [_read(file, numbers) for file in files]


def statements(file: File, text: str, base: str) -> Iterator[Quad]:
    """Yield the statements of a text that was found safe; relative IRIs are resolved against a base.

    Raises:
        InputError: it is not in its format.
    """
    try:
        yield from ox.parse(text, format=file.form, base_iri=None if file.form in _WITHOUT_BASE else base)
    except SyntaxError as error:
        raise _malformed(file, error) from error


def _read(file: File, numbers: Iterator[int]) -> Content:
    text = checked_text(file)
    names: dict[object, BlankNode] = {}
    quads = tuple(_numbered(quad, names, numbers) for quad in statements(file, text, file.base))
    for quad in quads:
        _refuse_new_terms(file, quad)
    if not quads:
        raise file.error(
            cs="soubor neobsahuje žádný výrok RDF; zkontrolujte, zda je to ten pravý.",
            en="the file holds no RDF statement; check that it is the right one.",
        )
    content = Content(file, text, quads, {new: old for old, new in names.items() if isinstance(old, BlankNode)})
    for quad in quads:
        if quad.predicate in _TEXTS and isinstance(quad.object, ox.Literal):
            _refuse_fetching(content, quad, quad.object.value)
    return content


def _refuse_fetching(content: Content, quad: Quad, text: str) -> None:
    """Refuse a shape that would fetch from the network, though no shape of a file is ever run."""
    word = quad.predicate.value.removeprefix(SH.iri)
    try:
        check_unread(text)
    except RefusedError as error:
        where = content.file.error(
            content.line(quad.subject, quad.predicate.value), cs=f"sh:{word}, {error.cs}", en=f"sh:{word}, {error.en}"
        )
        raise RefusedError(cs=where.cs, en=where.en) from error


def _numbered(quad: Quad, names: dict[object, BlankNode], numbers: Iterator[int]) -> Quad:
    def named(term: Any) -> Any:
        if isinstance(term, BlankNode) and term not in names:
            names[term] = BlankNode(f"b{next(numbers)}")
        return names.get(term, term)

    return Quad(named(quad.subject), quad.predicate, named(quad.object), named(quad.graph_name))


def _refuse_new_terms(file: File, quad: Quad) -> None:
    """Refuse what RDF 1.2 adds to RDF 1.1: SHACL does not speak of it."""
    term = quad.object
    if isinstance(term, Triple) or (isinstance(term, ox.Literal) and term.direction):
        raise file.error(
            cs=f"výrok o {quad.subject} užívá zápis RDF 1.2, který se neověřuje; vyjádřete jej v RDF 1.1.",
            en=f"a statement on {quad.subject} uses RDF 1.2, which is not validated; express it in RDF 1.1.",
        )


def _malformed(file: File, error: SyntaxError) -> InputError:
    cause = _POSITION.sub("", error.msg or str(error), count=1)
    name = file.form.name
    return file.error(
        error.lineno,
        error.offset,
        cs=f"není platné {name} ({in_czech(cause)}); opravte zápis.",
        en=f"not valid {name} ({cause}); mend it.",
    )
