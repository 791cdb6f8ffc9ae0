"""Bytes in unlucky pieces on a steady connection: cut anywhere, many at once, blank lines, too much, too slow."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.reliability.conversation import Conversation, answered, asking, goes_on, numbered, request, steady, whole
from tests.service import Service

CSV = "Accept: text/csv"
PAUSE = 0.002
"""So long the service is given to read one piece before the next is sent, in seconds; nothing may come meanwhile."""


def by_get() -> tuple[bytes, bytes]:
    query, expected = numbered()
    return asking(query, "User-Agent: steady", CSV, "Accept-Encoding: identity"), expected


def by_post() -> tuple[bytes, bytes]:
    query, expected = numbered()
    lines = ("Content-Type: application/sparql-query", CSV)
    return request("/sparql", *lines, method="POST", body=query.encode()), expected


def is_answered(conversation: Conversation, expected: bytes) -> bool:
    answer = conversation.read()
    return (answer.status, answer.body) == (200, expected)


@pytest.mark.parametrize("make", [by_get, by_post])
def test_a_request_may_be_cut_anywhere(service: Service, make: Callable[[], tuple[bytes, bytes]]) -> None:
    with steady(service.url) as conversation:
        for at in range(1, len(make()[0])):
            asked, expected = make()
            conversation.send(asked[:at])
            assert conversation.is_silent(PAUSE), at
            conversation.send(asked[at:])
            assert is_answered(conversation, expected), at


def test_a_request_may_come_byte_by_byte(service: Service) -> None:
    with steady(service.url) as conversation:
        asked, expected = by_get()
        for at in range(len(asked)):
            assert conversation.is_silent(PAUSE), at
            conversation.send(asked[at : at + 1])
        assert is_answered(conversation, expected)
        goes_on(conversation, 6)


def test_the_next_request_may_have_begun_anywhere(service: Service) -> None:
    """One request and the beginning of another come at once; the rest when the first is answered."""
    with steady(service.url) as conversation:
        for at in range(1, len(by_get()[0])):
            (first, one), (second, other) = by_get(), by_get()
            conversation.send(first + second[:at])
            assert is_answered(conversation, one), at
            conversation.send(second[at:])
            assert is_answered(conversation, other), at


def mixed() -> Iterator[tuple[bytes, int, bytes | None]]:
    """Yield twenty requests of several kinds, each with its status and, where that is known beforehand, its body."""
    for _ in range(4):
        asked, expected = by_get()
        yield asked, 200, expected
        yield asked, 200, expected
        yield asking("SELECT * {"), 400, None
        asked, expected = by_post()
        yield asked, 200, expected
        yield request("/health", method="HEAD"), 200, b""


def test_requests_sent_at_once_are_answered_in_their_order(service: Service) -> None:
    requests = list(mixed())
    assert len(requests) == 20
    with steady(service.url) as conversation:
        for _ in range(2):  # the second time after what came all at once
            conversation.send(b"".join(asked for asked, _, _ in requests))
            answers = answered(conversation, (asked.startswith(b"HEAD") for asked, _, _ in requests))
            for answer, (asked, status, body) in zip(answers, requests, strict=True):
                assert answer.status == status, asked
                assert body is None or answer.body == body, asked
        goes_on(conversation, 6)


def test_steady_questions_sent_at_once_are_answered_in_their_order(service: Service) -> None:
    """Two hundred of them, which are more bytes than a head may have, in pieces that end anywhere."""
    requests = [by_get() for _ in range(200)]
    sent = b"".join(asked for asked, _ in requests)
    with steady(service.url) as conversation:
        conversation.send(*(sent[at : at + 1000] for at in range(0, len(sent), 1000)))
        for asked, expected in requests:
            assert is_answered(conversation, expected), asked
        assert conversation.is_silent(0.01)


def test_what_is_no_http_after_an_answer_is_400_and_the_end(service: Service) -> None:
    (first, expected), (after, _) = by_get(), by_get()
    with steady(service.url) as conversation:
        conversation.send(first)
        assert is_answered(conversation, expected)
        conversation.send(b"BREW / COFFEE\r\n\r\n" + after)
        (answer,) = whole(conversation.rest())
    assert (answer.status, json.loads(answer.body)["status"]) == (400, 400)


def test_nothing_is_answered_after_a_close_was_asked_for(service: Service) -> None:
    query, expected = numbered()
    last, (after, _) = asking(query, CSV, "Connection: close"), by_get()
    with steady(service.url) as conversation:
        conversation.send(last + after)
        (answer,) = whole(conversation.rest())
    assert (answer.status, answer.body, answer.header("connection")) == (200, expected, "close")


def test_blank_lines_between_requests_are_nothing(service: Service) -> None:
    """RFC 9112, section 2.2: a server ignores an empty line before a request."""
    with steady(service.url) as conversation:
        for blank in (b"\r\n", b"\r\n\r\n", b"\n", b"\r\n" * 20):
            for together in (True, False):
                asked, expected = by_get()
                conversation.send(asked + blank) if together else conversation.send(asked, blank)
                assert is_answered(conversation, expected), (blank, together)
                assert conversation.is_silent(PAUSE)
                asked, expected = by_get()
                conversation.send(blank + asked) if together else conversation.send(blank, asked)
                assert is_answered(conversation, expected), (blank, together)
        goes_on(conversation, 6)


@pytest.mark.parametrize(
    ("begins", "piece", "status"),
    [
        (b"GET /sparql?query=ASK%7B%7D%23", b"x" * 1000, 414),
        (asking("ASK {}")[:-2], b"X: " + b"x" * 995 + b"\r\n", 431),
    ],
    ids=["address", "headers"],
)
def test_a_head_without_an_end_is_refused(service: Service, begins: bytes, piece: bytes, status: int) -> None:
    with steady(service.url) as conversation:
        conversation.send(begins, *[piece] * 65)
        if conversation.is_silent(PAUSE):
            conversation.send(piece)
        (answer,) = whole(conversation.rest())
    assert (answer.status, json.loads(answer.body)["status"]) == (status, status)
    assert answer.header("connection") == "close"


LATE = {
    "one byte": b"G",
    "half an address": b"GET /sparql?query=ASK",
    "half a head": asking("ASK { } # late")[:-2],
    "half a body": by_post()[0][:-1],
}


def test_what_does_not_arrive_in_time_is_408_and_the_end(hasty: Service) -> None:
    """All wait at the same time, each on a connection of its own."""
    with ExitStack() as stack:
        waiting = {kind: stack.enter_context(steady(hasty.url)) for kind in LATE}
        for kind, conversation in waiting.items():
            conversation.send(LATE[kind])
        for kind, conversation in waiting.items():
            (answer,) = whole(conversation.rest())
            assert (answer.status, json.loads(answer.body)["status"]) == (408, 408), kind
            assert answer.header("connection") == "close", kind


def test_a_pause_is_no_request_that_is_late(hasty: Service) -> None:
    """It may be longer than a request may take to arrive; a much longer one ends the connection without a word."""
    with steady(hasty.url) as pausing, steady(hasty.url) as idle, steady(hasty.url) as blank:
        blank.send(b"\r\n")  # which begins no request
        assert pausing.is_silent(1.5)
        goes_on(pausing, 6)
        assert (idle.rest(), blank.rest()) == (b"", b"")
