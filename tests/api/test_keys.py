"""What tells requests apart, and the tags that are made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.keys import Tags, etag_of, key_of

BASE = {
    "method": "GET",
    "scheme": "http",
    "raw_path": b"/sparql",
    "query_string": b"query=ASK%7B%7D",
    "headers": ((b"host", b"a"), (b"accept", b"text/csv")),
    "body": b"",
}


def key(**changed: object) -> tuple[bytes, ...]:
    return key_of(**(BASE | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "POST"},
        {"scheme": "https"},
        {"raw_path": b"/questions"},
        {"query_string": b"query=ASK%7B%20%7D"},
        {"body": b"a"},
        {"headers": ((b"host", b"b"), (b"accept", b"text/csv"))},
        {"headers": ((b"host", b"a"), (b"accept", b"*/*"))},
        {"headers": ((b"host", b"a"), (b"accept", b"text/csv"), (b"accept", b"*/*"))},
        {"headers": ((b"host", b"a"), (b"accept", b"text/csv"), (b"accept-language", b"en"))},
        {"headers": ((b"host", b"a"), (b"accept", b"text/csv"), (b"accept-encoding", b"gzip"))},
    ],
)
def test_what_may_change_an_answer_makes_another_key_and_tag(changed: dict[str, object]) -> None:
    assert key(**changed) != key()
    assert etag_of(b"state", key(**changed)) != etag_of(b"state", key())


def test_head_and_headers_that_change_nothing_do_not() -> None:
    assert key(method="HEAD") == key()
    assert key(headers=(*BASE["headers"], (b"user-agent", b"x"))) == key()  # type: ignore[misc]


def test_another_state_makes_another_tag() -> None:
    assert etag_of(b"state", key()) != etag_of(b"statf", key())


def test_parts_are_told_apart_wherever_they_end() -> None:
    assert etag_of(b"", (b"ab", b"c")) != etag_of(b"", (b"a", b"bc"))


@given(st.binary(max_size=20), st.binary(max_size=40), st.binary(max_size=40))
def test_tags_of_many_requests_are_those_of_each(state: bytes, one: bytes, other: bytes) -> None:
    tags = Tags(state, key(query_string=one))
    for query_string in (one, other, b""):
        assert tags.tag(query_string) == etag_of(state, key(query_string=query_string))
