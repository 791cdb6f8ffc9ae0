"""If-Match and If-None-Match as RFC 9110, sections 8.8.3, 13.1.1 and 13.1.2 have them, and what a graph's tag is of."""

import pyoxigraph as ox
import pytest
from starlette.requests import Request

from api.graph_store import state_of
from api.preconditions import Preconditions, Told, held_tags, tag_of
from api.problems import HttpError, PreconditionFailed, status_of

G = ox.NamedNode("urn:g")


def asked(**headers: str) -> Preconditions:
    lines = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return Preconditions.of(Request({"type": "http", "method": "PUT", "headers": lines}))


@pytest.mark.parametrize(
    ("headers", "state", "holds"),
    [
        ({}, "a", True),
        ({}, None, True),
        ({"if_match": '"a"'}, "a", True),
        ({"if_match": '"b"'}, "a", False),
        ({"if_match": '"b", "a"'}, "a", True),
        ({"if_match": '"b","a"'}, "a", True),
        ({"if_match": '"a"'}, None, False),
        ({"if_match": 'W/"a"'}, "a", False),  # weak tags are never equal to anything in strong comparison
        ({"if_match": '"a-text/turtle-gzip"'}, "a", True),  # a representation of this state
        ({"if_match": '"a,b", "c"'}, "a", False),  # a comma within a tag separates nothing
        ({"if_match": '""'}, "a", False),
        ({"if_match": "*"}, "a", True),
        ({"if_match": "*"}, None, False),
        ({"if_none_match": "*"}, "a", False),
        ({"if_none_match": "*"}, None, True),
        ({"if_none_match": '"a"'}, "a", False),
        ({"if_none_match": 'W/"a"'}, "a", False),  # compared weakly
        ({"if_none_match": '"b", W/"c"'}, "a", True),
        ({"if_none_match": '"a"'}, None, True),
        ({"if_match": '"a"', "if_none_match": '"b"'}, "a", True),
        ({"if_match": '"a"', "if_none_match": '"a"'}, "a", False),
        ({"if_match": '"b"', "if_none_match": '"b"'}, "a", False),
    ],
)
def test_a_precondition_holds_or_fails_with_412(headers: dict[str, str], state: str | None, holds: bool) -> None:  # noqa: FBT001
    preconditions = asked(**headers)
    assert bool(preconditions) is bool(headers)
    if holds:
        preconditions.check(state)
        return
    with pytest.raises(PreconditionFailed) as caught:
        preconditions.check(state)
    assert status_of(caught.value) == 412
    assert "\n" not in caught.value.cs + caught.value.en


@pytest.mark.parametrize("value", ["a", '"a" "b"', "*, *", '"a', 'w/"a"', '"a b"', "", ", ,"])
def test_what_is_no_list_of_tags_is_refused_rather_than_passed_over(value: str) -> None:
    for name in ("if_match", "if_none_match"):
        with pytest.raises(HttpError) as caught:
            asked(**{name: value})
        assert caught.value.status == 400


def test_a_tag_is_told_by_its_format_and_its_coding() -> None:
    assert tag_of("a", "text/turtle") == '"a-text/turtle"'
    assert tag_of("a", "text/turtle", "gzip") == '"a-text/turtle-gzip"'


def test_tags_that_a_reader_holds_are_read_without_complaint() -> None:
    def held(value: str) -> frozenset[str]:
        return held_tags(Request({"type": "http", "method": "GET", "headers": [(b"if-none-match", value.encode())]}))

    assert held('"a", W/"b", c, "d,e"') == {'"a"', '"b"', '"d,e"'}
    assert held("") == frozenset()
    assert held(" * ") == {"*"}


@pytest.mark.parametrize("told", ["ETag", "Strategraf-Hash"])
def test_who_knew_another_state_is_told_where_the_present_one_stands(told: Told) -> None:
    for headers in ({"if_match": '"b"'}, {"if_none_match": "*"}):
        with pytest.raises(PreconditionFailed) as caught:
            asked(**headers).check("a", told)
        for text in (caught.value.cs, caught.value.en):
            assert [each for each in ("ETag", "Strategraf-Hash") if each in text] == [told]
        assert ("in quotation marks" in caught.value.en) is (told == "Strategraf-Hash")


def stored(*triples: tuple[str, str, ox.NamedNode | ox.Literal | ox.BlankNode]) -> ox.Store:
    store = ox.Store()
    for subject, predicate, value in triples:
        store.add(ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, G))
    return store


def test_the_state_of_a_graph_is_that_of_its_set_of_triples_and_of_nothing_else() -> None:
    one, two = ("urn:a", "urn:p", ox.Literal("1\n2")), ("urn:b", "urn:p", ox.NamedNode("urn:c"))
    store = stored(one, two)
    state = state_of(store, G)
    assert state == state_of(stored(two, one), G)
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.NamedNode("urn:x"), ox.NamedNode("urn:h")))
    assert state == state_of(store, G)
    changed = [
        stored(one),
        stored(one, two, ("urn:a", "urn:p", ox.Literal("3"))),
        stored(one, ("urn:b", "urn:p", ox.Literal("urn:c"))),
        stored(("urn:a", "urn:p", ox.Literal("1\n2", language="en")), two),
        stored(),
    ]
    states = [state, *(state_of(each, G) for each in changed)]
    assert None not in states[:-1]
    assert states[-1] is None  # a graph exists while it holds a triple
    assert len(set(states)) == len(states)


def test_the_default_graph_always_exists() -> None:
    assert state_of(ox.Store(), ox.DefaultGraph())
    store = stored(("urn:a", "urn:p", ox.Literal("1")))
    assert state_of(store, ox.DefaultGraph()) == state_of(ox.Store(), ox.DefaultGraph())
