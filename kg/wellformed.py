"""What the engine writes, so that every reader reads it back as it was meant, or an error that says why none could.

The engine writes characters that XML 1.0 has not (section 2.2), so that no reader takes the document; bare carriage
returns, which every reader takes for line feeds (section 2.11); and, in RDF/XML, elements without a name, for
properties whose IRI does not end like one (RDF 1.1 XML Syntax, section 7, has no way to write them).
"""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import BinaryIO, Final, cast
from xml.parsers import expat

import pyoxigraph as ox

from kg.errors import QueryError

_FORBIDDEN: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_OPENED: Final = re.compile(rb"<([^\s/>!?][^\s/>]*)(?=[\s/>])")
_NAMESPACE: Final = re.compile(rb'\s+xmlns(?::[^=\s]*)?="([^"]*)"')
_WHOLE: Final = True
_KNOWN: Final = {
    "JSON-LD does not support RDF 1.2 yet": (
        "odpověď obsahuje trojici uvnitř jiné trojice (RDF 1.2), kterou JSON-LD nezná",
        "the answer holds a triple within a triple (RDF 1.2), which JSON-LD has not",
    ),
    "RDF/XML reserved syntax term is not allowed as a predicate": (
        "odpověď obsahuje vlastnost, jejíž název patří zápisu RDF/XML samému (například rdf:li)",
        "the answer holds a property whose name belongs to the syntax of RDF/XML itself, such as rdf:li",
    ),
}
"""What the engine says of what it cannot write."""


class Unwritable(QueryError):  # noqa: N818 - named for what is wrong
    """An answer holds what its format has no way to write; another format has."""

    def __init__(self, cs: str, en: str, other: str = "Turtle") -> None:
        """Take the cause in both languages, and a format that can write anything of the kind."""
        super().__init__(
            cs=f"{cs}; vyžádejte si ji v jiném formátu, například {other}.",
            en=f"{en}; ask for another format, such as {other}.",
        )


def serialize(
    items: Iterable[ox.Triple] | Iterable[ox.Quad],
    out: BinaryIO,
    engine: ox.RdfFormat,
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Write triples or quads in a format.

    Raises:
        Unwritable: the format has no way to write one of them.
    """
    file = rdf_xml(out) if engine == ox.RdfFormat.RDF_XML else out
    try:
        ox.serialize(items, file, engine, prefixes=dict(prefixes) if prefixes else None)
    except OSError as error:
        if error.errno is not None:  # the file's
            raise
        said = str(error)
        raise Unwritable(
            *_KNOWN.get(said, (f"odpověď nelze zapsat ({said})", f"no way to write it ({said})"))
        ) from error


def well_formed(out: BinaryIO) -> BinaryIO:
    """Return where the engine may write XML: what reaches the file is well-formed, or an error is raised.

    An `Unwritable` names the character that XML has not; it comes out of the call that writes.
    """
    return cast("BinaryIO", _XmlOut(out))


def rdf_xml(out: BinaryIO) -> BinaryIO:
    """Return where the engine may write RDF/XML: as `well_formed`, and each element has a name."""
    return cast("BinaryIO", _RdfXmlOut(out))


class _XmlOut:
    other = "JSON"

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._end = b""

    def write(self, data: bytes) -> int:
        """Write a piece; a character may be cut between two."""
        known = self._end + data
        found = _FORBIDDEN.search(known)
        if found:
            code = f"U+{ord(found[0].decode()):04X}"
            raise Unwritable(
                f"odpověď obsahuje znak {code}, který XML nezná",
                f"the answer holds the character {code}, which XML has not",
                self.other,
            )
        self._end = known[-2:]
        self._out.write(data.replace(b"\r", b"&#xD;"))
        return len(data)

    def writelines(self, pieces: Iterable[bytes]) -> None:
        """Write pieces."""
        for piece in pieces:
            self.write(piece)

    def flush(self) -> None:
        """Pass on what is waiting."""
        self._out.flush()


class _RdfXmlOut(_XmlOut):
    other = "Turtle"

    def __init__(self, out: BinaryIO) -> None:
        super().__init__(out)
        self._tag = b""
        self._read: set[bytes] = set()

    def write(self, data: bytes) -> int:
        """Write a piece; a tag may be cut between two."""
        known = self._tag + data
        for found in _OPENED.finditer(known):
            if found[1] not in self._read:
                self._check(found, known)
        last = known.rfind(b"<")
        self._tag = b"" if last < 0 or _OPENED.match(known, last) else known[last:]
        return super().write(data)

    def _check(self, found: re.Match[bytes], known: bytes) -> None:
        """See that an element has a name by which a reader reads it."""
        name = found[1]
        prefix, colon, local = name.rpartition(b":")
        declared = b' xmlns:%s="urn:x"' % prefix if colon else b""
        try:
            expat.ParserCreate(namespace_separator=" ").Parse(b"<%s%s/>" % (name, declared), _WHOLE)
        except expat.ExpatError as error:
            space = _NAMESPACE.match(known, found.end())
            shown = f" <{unescape(space[1].decode())}{local.decode()}>" if space else ""
            raise Unwritable(
                f"odpověď obsahuje vlastnost{shown}, jejíž IRI nekončí názvem, jaký XML dovoluje",
                f"the answer holds the property{shown}, whose IRI does not end with a name that XML allows",
            ) from error
        self._read.add(name)
