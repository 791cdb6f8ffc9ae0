"""The comparison by which the W3C cases are judged tells same from other."""

import pytest

from tests.conformance.w3c_sparql_sameness import Row, Term, by_value, literal, same

_XSD = "http://www.w3.org/2001/XMLSchema#"
A, B, C, X, Y, Z = (Term("blank", name) for name in "abcxyz")
P, Q = Term("iri", "http://e/p"), Term("iri", "http://e/q")


def cycle(*nodes: Term) -> list[Row]:
    """Return a ring of nodes."""
    return [(node, P, after) for node, after in zip(nodes, (*nodes[1:], nodes[0]), strict=True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([(A, P), (B, Q)], [(X, Q), (Y, P)]),
        ([(A, A), (A, B)], [(X, Y), (X, X)]),
        (cycle(A, B, C), cycle(Z, X, Y)),
        ([(A, P), (A, P)], [(X, P), (X, P)]),
        ([(None, P)], [(None, P)]),
        ([], []),
    ],
)
def test_names_of_blank_nodes_and_the_order_of_rows_do_not_count(one: list[Row], other: list[Row]) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([(A, P), (A, Q)], [(X, P), (Y, Q)]),
        ([(P, Q)], [(P, Q), (P, Q)]),
        ([(P, Q), (P, P), (P, P)], [(P, Q), (P, Q), (P, P)]),
        (cycle(A, B, C), [*cycle(X, Y), *cycle(Z)]),
        ([*cycle(A, B, C), *cycle(X, Y, Z)], cycle(A, B, C, X, Y, Z)),
        ([(None, P)], [(P, None)]),
        ([(literal("a"),)], [(literal("a", language="cs"),)]),
        ([(literal("1"),)], [(literal("1", f"{_XSD}integer"),)]),
        ([(P,)], [(literal(P.value),)]),
    ],
)
def test_all_else_counts(one: list[Row], other: list[Row]) -> None:
    assert not same(one, other)
    assert not same(other, one)


def test_order_counts_where_it_is_asked_for() -> None:
    assert same([(A,), (P,)], [(X,), (P,)], ordered=True)
    assert not same([(A,), (P,)], [(P,), (X,)], ordered=True)
    assert same([(P,), (A,), (B,)], [(P,), (X,), (Y,)], ordered=True)


@pytest.mark.parametrize(
    ("one", "other", "datatype", "equal"),
    [
        ("01", "1", "integer", True),
        ("1.50", "1.5", "decimal", True),
        ("100", "1E2", "double", True),
        ("1", "true", "boolean", True),
        ("1", "2", "integer", False),
        ("x", "X", "integer", False),
        ("1.0", "1", "string", False),
    ],
)
def test_a_number_in_another_form_has_the_same_value(one: str, other: str, datatype: str, *, equal: bool) -> None:
    rows = [(literal(one, _XSD + datatype),)], [(literal(other, _XSD + datatype),)]
    assert not same(*rows)
    assert same(by_value(rows[0]), by_value(rows[1])) is equal
