"""What the service writes, strict readers of the W3C formats read back, whatever characters it holds."""

import io
import re

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.results import ROWS, evaluate
from tests.conformance.w3c_sparql_readers import READERS, Malformed, read
from tests.conformance.w3c_sparql_sameness import TEXT, Row, Term, literal

JSON, XML, TSV, CSV = READERS
_XML_HAS_NOT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
LITERALS = st.one_of(
    st.builds(ox.Literal, TEXTS),
    st.builds(lambda text: ox.Literal(text, language="cs"), TEXTS),
    st.builds(lambda text: ox.Literal(text, datatype=ox.NamedNode("http://e/type")), TEXTS),
)


def written(thing: ox.Literal, kind: str) -> bytes:
    """Return the answer that holds a literal."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), thing))
    out = io.BytesIO()
    evaluate(store, "SELECT ?o { ?s ?p ?o }", next(each for each in ROWS if each.media_type == kind), out)
    return out.getvalue()


def rows(thing: ox.Literal, kind: str) -> tuple[Row, ...]:
    """Return what a reader makes of the answer."""
    return read(written(thing, kind), kind, "").rows


def as_read(thing: ox.Literal) -> tuple[Row, ...]:
    """Return what a reader must make of it."""
    return ((literal(thing.value, thing.datatype.value if not thing.language else "", thing.language or ""),),)


@given(LITERALS)
@pytest.mark.parametrize("kind", [JSON, TSV])
def test_json_and_tsv_hold_every_literal(kind: str, thing: ox.Literal) -> None:
    assert rows(thing, kind) == as_read(thing)


@given(TEXTS.filter(lambda text: text and not text.startswith("_:")))
def test_csv_holds_every_text(text: str) -> None:
    assert rows(ox.Literal(text), CSV) == ((Term(TEXT, text),),)


@given(LITERALS.filter(lambda thing: not _XML_HAS_NOT.search(thing.value)))
@example(ox.Literal("a\rb"))
def test_xml_holds_every_literal_that_xml_can_hold(thing: ox.Literal) -> None:
    assert rows(thing, XML) == as_read(thing)


@pytest.mark.parametrize("char", ["\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_a_character_that_xml_has_not_is_told_and_not_written(char: str) -> None:
    with pytest.raises(QueryError, match="XML"):
        written(ox.Literal(f"a{char}b"), XML)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"y": {"type": "uri", "value": "http://e"}}]}}', JSON),
        (b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "value": "e", "a": 1}}]}}', JSON),
        (b'{"head": {}, "boolean": "true"}', JSON),
        (b"<sparql><head/><boolean>true</boolean></sparql>", XML),
        (b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>yes</boolean></sparql>', XML),
        (b"x\n1\n", TSV),
        (b"?x\nunquoted\n", TSV),
        (b"?x\n1\t2\n", TSV),
        (b"x\r\n1,2\r\n", CSV),
    ],
)
def test_the_readers_take_nothing_that_the_format_has_not(content: bytes, kind: str) -> None:
    with pytest.raises(Malformed):
        read(content, kind, "")
