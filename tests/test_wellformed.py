"""XML that the engine writes is well-formed, or an error says why it cannot be."""

import io
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import QueryError
from kg.namespaces import RDF
from kg.wellformed import Unwritable, rdf_xml, serialize, well_formed


def graph(text: str) -> bytes:
    """Return a graph of one literal in RDF/XML."""
    out = io.BytesIO()
    triple = ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal(text))
    serialize([triple], out, ox.RdfFormat.RDF_XML)
    return out.getvalue()


def statement(predicate: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode(predicate), ox.Literal("v"))


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


@pytest.mark.parametrize(
    "predicate", ["http://e/123", "urn:1", "http://e/a#", "http://e/", "http://e/x(y)", "http://e/\U0001f600"]
)
def test_a_property_that_rdf_xml_cannot_name_is_told(predicate: str) -> None:
    with pytest.raises(Unwritable) as caught:
        serialize([statement("http://e/p"), statement(predicate)], io.BytesIO(), ox.RdfFormat.RDF_XML)
    assert f"<{predicate}>" in caught.value.cs
    assert f"<{predicate}>" in caught.value.en


@pytest.mark.parametrize(
    "predicate", ["http://e/ěš", "http://e/a-b.c", "http://e/a%20b", "http://e/a?b=c&d", "urn:x:y"]
)
def test_a_property_that_it_can_is_read_back(predicate: str) -> None:
    out = io.BytesIO()
    serialize([statement(predicate)], out, ox.RdfFormat.RDF_XML)
    graph = rdflib.Graph().parse(data=out.getvalue(), format="xml")
    assert [str(each) for each in graph.predicates()] == [predicate]


def test_a_name_is_found_where_pieces_meet() -> None:
    triples = [statement(each) for each in ("http://e/p", "http://e/q", "urn:1")]
    whole = ox.serialize(triples, format=ox.RdfFormat.RDF_XML) or b""
    out = io.BytesIO()
    piecewise = rdf_xml(out)
    with pytest.raises(Unwritable, match="property"):
        piecewise.writelines(bytes([byte]) for byte in whole)
    assert b"<q " in out.getvalue()


@pytest.mark.parametrize(
    ("triple", "engine", "words"),
    [
        (
            ox.Triple(ox.NamedNode("urn:s"), RDF.reifies, statement("http://e/p")),
            ox.RdfFormat.JSON_LD,
            "a triple within a triple",
        ),
        (statement(RDF.li.value), ox.RdfFormat.RDF_XML, "the syntax of RDF/XML itself"),
    ],
)
def test_what_else_a_format_has_not_is_told(triple: ox.Triple, engine: ox.RdfFormat, words: str) -> None:
    with pytest.raises(Unwritable, match=words):
        serialize([triple], io.BytesIO(), engine)


def test_an_error_of_the_file_is_none_of_the_format() -> None:
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OSError, match="No space") as caught:  # noqa: PTH123
        serialize([statement("http://e/p")] * 100_000, full, ox.RdfFormat.JSON_LD)
    assert caught.value.errno is not None
