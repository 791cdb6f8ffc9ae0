"""When it is worth writing values out: not if the engine would begin with as few, and never very many."""

import pytest

from kg.planning import Postings, beginning
from kg.planning.beginning import VALUES, gains
from kg.planning.postings import LONGEST
from tests.planning.cases import loaded, rows, text_of

STORE = loaded()


@pytest.mark.parametrize(
    ("size", "plain", "expected"),
    [
        (1, 1, False),
        (1, 9, False),
        (1, 10, True),
        (100, 100, False),
        (100, 157, False),
        (100, 158, True),
        (VALUES, LONGEST, True),
        (VALUES + 1, LONGEST, False),
    ],
)
def test_values_are_written_where_that_is_faster(size: int, plain: int, *, expected: bool) -> None:
    assert gains(size, plain) is expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("?e a :C . ?e :in :s . ?e :at :t", True),
        ("?e :at :t ; :in :s", False),
        ("?e :at :t ; a :C", False),
        ("VALUES ?k { :s } ?e a :C ; :in ?k", False),
        ("VALUES ?l { :C :D } VALUES ?k { :t } ?e a ?l ; ^:has ?k . ?k :in :u", False),
    ],
)
def test_what_the_engine_begins_with_by_itself_is_left_to_it(
    pattern: str, *, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 20 that are in :s one is at :t; what has few values is written first, a class never."""
    monkeypatch.setattr(beginning, "gains", gains)
    things = " ".join(f":e{at} a :C ; :in :s ." for at in range(20))
    store = loaded(f"PREFIX : <http://e/> :g {{ {things} :e1 :at :t . :t :has :e1 ; :in :u }}")
    query = f"PREFIX : <http://e/> SELECT ?e {{ {pattern} }}"
    assert (text_of(store, query) is not None) is expected
    assert rows(store, query, Postings()) == rows(store, query)


def test_a_query_looks_at_so_many_patterns() -> None:
    """What is not looked at is still joined."""
    patterns = [":by :b1", *[":on :e1"] * 20, ":title ?t"]
    query = f"PREFIX : <http://e/> SELECT ?m ?t {{ ?m {' ; '.join(patterns)} }}"
    begun = text_of(STORE, query)
    assert begun is not None
    assert begun.count(":on :e1") == 9
    assert rows(STORE, query, Postings()) == {(":m1", '"one"'): 1, (":m2", '"two"'): 1, (":m2", '"dva"@cs'): 1}


def test_many_values_are_not_followed() -> None:
    """Of 17 bodies with one name the measures are not looked for; of 16 they are."""
    for bodies, followed in ((16, True), (17, False)):
        names = " ".join(f":b{at} :name 'B' . :m{at} :by :b{at} ." for at in range(bodies))
        store = loaded(f"PREFIX : <http://e/> :g {{ {names} :m1 :on :e . }}")
        query = "PREFIX : <http://e/> SELECT ?m ?b { ?b :name 'B' . ?m :by ?b ; :on :e ; :part :e }"
        kept = Postings()
        assert rows(store, query, kept).total() == 0
        assert (("<http://e/by>", "<http://e/b0>") in kept._lists) is followed
