"""XML that the engine writes is well-formed, or an error says why it cannot be."""

import io
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.wellformed import well_formed


def graph(text: str) -> bytes:
    """Return a graph of one literal in RDF/XML."""
    out = io.BytesIO()
    triple = ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal(text))
    ox.serialize([triple], well_formed(out), ox.RdfFormat.RDF_XML)
    return out.getvalue()


def test_a_carriage_return_stays_one() -> None:
    assert [each.text for each in ET.fromstring(graph("a\r\nb\rc\n"))[0]] == ["a\r\nb\rc\n"]  # noqa: S314 - our own


@pytest.mark.parametrize("char", ["\0", "\x01", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\ufffe", "\uffff"])
def test_a_character_that_xml_has_not_is_named(char: str) -> None:
    with pytest.raises(QueryError) as caught:
        graph(f"a{char}b")
    assert f"U+{ord(char):04X}" in caught.value.cs
    assert f"U+{ord(char):04X}" in caught.value.en


def test_a_character_is_found_where_pieces_meet() -> None:
    for cut in range(1, 3):
        out = well_formed(io.BytesIO())
        whole = "\uffff".encode()
        out.write(b"<a>" + whole[:cut])
        with pytest.raises(QueryError, match=r"U\+FFFF"):
            out.write(whole[cut:] + b"</a>")


def test_every_other_character_passes() -> None:
    text = "\t\n\x7f\x85\u2028\ufeff\ufffd\U0001f600"
    out = io.BytesIO()
    piecewise = well_formed(out)
    for byte in text.encode():
        piecewise.write(bytes([byte]))
    assert out.getvalue().decode() == text
