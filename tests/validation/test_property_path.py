"""A path that a report names as text is written as SHACL writes it, and reads the same again."""

from typing import Any, Final

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, Triple

from kg.namespaces import OA, RDF, SH
from kg.validation.render import Rendering, renderer
from kg.validation.render.property_path import triples_of
from kg.validation.report import Report, Result, path_text

A: Final = "https://example.org/a"
B: Final = "https://example.org/b#b"


def text_of(node: Any, triples: list[Triple]) -> str:
    """Read a path back."""
    index: dict[Any, dict[NamedNode, list[Any]]] = {}
    for triple in triples:
        index.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
    return path_text(index, node)


# As a report writes them: a step is an IRI, or a path in brackets.
STEPS: Final = st.recursive(
    st.sampled_from([f"<{A}>", f"<{B}>"]),
    lambda inner: st.one_of(
        inner.map("(^{})".format),
        st.tuples(inner, st.sampled_from("*+?")).map(lambda pair: f"({pair[0]}{pair[1]})"),
        st.tuples(st.sampled_from("/|"), st.lists(inner, min_size=2, max_size=4)).map(
            lambda pair: f"({pair[0].join(pair[1])})"
        ),
    ),
    max_leaves=8,
)


@given(STEPS)
def test_a_path_is_read_and_written_alike(step: str) -> None:
    text = step[1:-1]
    node, triples = triples_of(text, "result1")
    assert text_of(node, list(triples)) == text


def test_a_single_property_is_its_iri() -> None:
    node, triples = triples_of(A, "result1")
    assert (node, list(triples)) == (NamedNode(A), [])


@pytest.mark.parametrize(
    "text", ["", "a b", "<a", f"<{A}>/", f"(<{A}>", f"<{A}>)", f"<{A}>/<{B}>|<{A}>", "^" * 3000 + f"<{A}>", "*"]
)
def test_what_is_no_path_is_left_out(text: str) -> None:
    node, triples = triples_of(text, "result1")
    assert (node, list(triples)) == (None, [])


def test_the_report_describes_the_path() -> None:
    result = Result(
        "Violation", {"cs": "Opravte.", "en": "Mend."}, NamedNode(A), f"^<{OA.hasSelector.value}>", None, B, B
    )
    text = renderer("ttl")(Report((result,)), Rendering("ttl"))
    triples = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    (path,) = (triple.object for triple in triples if triple.predicate == SH.resultPath)
    assert isinstance(path, BlankNode)
    assert [triple.object for triple in triples if triple.subject == path] == [OA.hasSelector]
    assert RDF.first not in {triple.predicate for triple in triples}
