"""Long answers on a steady connection: whole for whoever reads slowly, and nobody waits for whoever does not read."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.reliability.conversation import Conversation, asking, fresh, goes_on, request, steady
from tests.reliability.processes import settle
from tests.service import Service, running

LONG = "SELECT ?a ?d {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {} # {}"
NARROW = 4096
"""A receive buffer that holds no more than a thousandth of an answer, in bytes."""


@pytest.fixture(scope="module")
def brisk(store: Path) -> Iterator[Service]:
    """Yield a server that stops a query after two seconds."""
    with running(store, KG_QUERY_TIMEOUT="2", KG_RECEIVE_TIMEOUT="1") as started:
        yield started


def asked(rows: int, note: str) -> bytes:
    return asking(LONG.format(rows, note), "Accept: text/csv", "Accept-Encoding: identity", more="&timeout=30")


@pytest.mark.parametrize(("rows", "least"), [(60_000, 5_000_000), (110_000, 9_000_000)])
def test_an_answer_that_is_read_slowly_is_whole(service: Service, twin: Service, rows: int, least: int) -> None:
    """Between the pieces that are read, another asks and is answered."""
    with steady(service.url, receive_buffer=NARROW) as conversation, steady(service.url) as other:
        conversation.send(asked(rows, "slow"))
        there, next_question = 0, 0
        while there < least:
            there = conversation.read_a_little(NARROW)
            if there > next_question:
                goes_on(other)
                next_question = there + 100_000
        answer = conversation.read()
        goes_on(conversation, 6)
    assert answer.same == fresh(twin.url, asked(rows, "slow")).same
    assert (answer.status, answer.body.count(b"\r\n")) == (200, rows + 1)
    assert len(answer.body) > least


def test_an_answer_outlives_the_deadline_of_its_query(brisk: Service) -> None:
    """The query has ended in time; how long its answer is read is the reader's matter."""
    with steady(brisk.url, receive_buffer=NARROW) as conversation, steady(brisk.url) as other:
        conversation.send(asked(60_000, "late"))
        conversation.read_a_little(NARROW)
        for _ in range(3):
            assert other.is_silent(1)
            goes_on(other)
        answer = conversation.read()
        assert (answer.status, answer.body.count(b"\r\n")) == (200, 60_001)
        goes_on(conversation, 6)


@pytest.mark.parametrize("leave", [Conversation.reset, Conversation.close])
def test_nobody_waits_for_those_who_do_not_read(service: Service, leave: Callable[[Conversation], None]) -> None:
    """They are more than may run at once; when they leave in the midst, nothing of them is left."""
    with ExitStack() as stack:
        unread = [stack.enter_context(steady(service.url, receive_buffer=NARROW)) for _ in range(10)]
        other = stack.enter_context(steady(service.url))
        for number, each in enumerate(unread):
            each.send(asked(60_000, f"unread {number} {leave.__name__}"))
            each.read_a_little(NARROW)  # its answer has begun
        goes_on(other, 20)
        assert fresh(service.url, request("/health")).status == 200
        assert fresh(service.url, asked(1000, f"read meanwhile {leave.__name__}")).body.count(b"\r\n") == 1001
        for each in unread:
            leave(each)
        goes_on(other, 6)
    settle(service)


def test_long_answers_and_short_ones_take_turns(service: Service) -> None:
    with steady(service.url) as conversation:
        for number in range(5):
            rows = 20_000 + number
            answer = conversation.ask(asked(rows, "turns"))
            assert (answer.status, answer.body.count(b"\r\n")) == (200, rows + 1)
            goes_on(conversation, 6)


def test_long_answers_asked_at_once_come_one_after_another(service: Service) -> None:
    rows = range(20_100, 20_105)
    with steady(service.url, receive_buffer=NARROW) as conversation:
        conversation.send(b"".join(asked(each, "at once") for each in rows))
        assert [conversation.read().body.count(b"\r\n") for _ in rows] == [each + 1 for each in rows]
        goes_on(conversation, 6)


def test_an_answer_that_is_cut_short_says_so(store: Path) -> None:
    with running(store, KG_MAX_ROWS="10") as service, steady(service.url) as conversation:
        for asked_for, sent in ((9, 9), (10, 10), (11, 10)):
            answer = conversation.ask(asking(f"SELECT ?s {{ ?s ?p ?o }} ORDER BY ?s LIMIT {asked_for}"))
            found = json.loads(answer.body)
            assert len(found["results"]["bindings"]) == sent
            assert ("link" in found["head"]) == (sent < asked_for)
            assert answer.header("strategraf-row-limit") == ("10" if sent < asked_for else None)
            goes_on(conversation, 6)
