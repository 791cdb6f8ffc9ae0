"""Whatever else is asked on a steady connection is answered as on a fresh one, and steady questions go on after it."""

import json

import pytest

from tests.reliability.conversation import Answer, Conversation, asking, fresh, goes_on, request, steady
from tests.reliability.killers import KILLERS
from tests.reliability.other_requests import CLOSING, CSV, DIRECT, OTHERS, REFUSED
from tests.service import Service


@pytest.mark.parametrize("kind", OTHERS)
def test_anything_else_is_answered_as_on_a_fresh_connection(service: Service, twin: Service, kind: str) -> None:
    with steady(service.url) as conversation:
        answer = conversation.ask(OTHERS[kind])
        assert answer.same == fresh(twin.url, OTHERS[kind]).same
        assert answer.status < 500
        goes_on(conversation, 6)


def closed(conversation: Conversation, asked: bytes) -> tuple[Answer, bytes]:
    return conversation.ask(asked), conversation.rest()


@pytest.mark.parametrize("kind", CLOSING)
def test_a_connection_that_is_to_close_closes(service: Service, twin: Service, kind: str) -> None:
    with steady(service.url) as conversation, Conversation(twin.url) as other:
        (answer, rest), (expected, nothing) = closed(conversation, CLOSING[kind]), closed(other, CLOSING[kind])
    assert (answer.same, rest) == (expected.same, nothing)
    assert (answer.status, rest) == (200, b"")


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_http_is_refused_and_ends_the_connection(service: Service, twin: Service, kind: str) -> None:
    with steady(service.url) as conversation, Conversation(twin.url) as other:
        (answer, rest), (expected, nothing) = closed(conversation, REFUSED[kind]), closed(other, REFUSED[kind])
    assert (answer.same, rest) == (expected.same, nothing)
    assert (answer.status, answer.header("connection"), rest) == (400, "close", b"")
    assert json.loads(answer.body)["status"] == 400


def test_who_has_an_answer_is_told_so(service: Service, twin: Service) -> None:
    """The tag comes from elsewhere: nobody has asked this service this query."""
    tag = fresh(twin.url, asking("ASK { } # had")).header("etag")
    conditional = asking("ASK { } # had", f"If-None-Match: {tag}")
    with steady(service.url) as conversation:
        answer = conversation.ask(conditional)
        assert answer.same == fresh(twin.url, conditional).same
        assert (answer.status, answer.header("etag")) == (304, tag)
        goes_on(conversation, 6)
        whole = conversation.ask(asking("ASK { } # had"))
        assert (whole.status, whole.header("etag"), json.loads(whole.body)["boolean"]) == (200, tag, True)


def test_who_waits_to_send_its_body_is_told_to(service: Service) -> None:
    """RFC 9110, section 10.1.1: 100 comes before the body is sent, and the answer after it."""
    head = (DIRECT, CSV, "Content-Length: 28", "Expect: 100-continue")
    with steady(service.url) as conversation:
        assert conversation.ask(request("/sparql", *head, method="POST")).status == 100
        answer = conversation.ask(b'SELECT ("continued" AS ?x){}')
        assert (answer.status, answer.body) == (200, b"x\r\ncontinued\r\n")
        assert conversation.ask(asking("ASK { } # expects", "Expect: 100-continue")).status == 200
        goes_on(conversation, 6)


@pytest.mark.parametrize("kind", ["true", "empty"])
def test_an_explanation_is_given(service: Service, twin: Service, kind: str) -> None:
    """It tells times, so that its shape alone is compared."""
    asked = asking("SELECT * { ?a <urn:none> ?b }", "Accept-Language: en", more=f"&explain={kind}")
    with steady(service.url) as conversation:
        answer, expected = conversation.ask(asked), fresh(twin.url, asked)
        goes_on(conversation, 6)
    assert (answer.status, answer.header("etag")) == (200, None)
    assert json.loads(answer.body).keys() == json.loads(expected.body).keys()
    assert [name for name, _ in answer.headers] == [name for name, _ in expected.headers]


def test_a_query_is_followed_and_stopped_by_its_id(service: Service) -> None:
    def state() -> str:
        told = fresh(service.url, request("/sparql/queries/steady:1"))
        return json.loads(told.body)["state"] if told.status == 200 else "unknown"

    with steady(service.url) as conversation:
        named = conversation.ask(asking("ASK { } # named", "Query-Id: steady:1"))
        assert (named.status, named.header("query-id"), state()) == (200, "steady:1", "answered")
        goes_on(conversation, 6)
        conversation.send(asking(KILLERS["product"], "Query-Id: steady:1", "Accept-Language: en"))
        while state() != "running":
            pass
        assert fresh(service.url, asking("ASK { } # taken", "Query-Id: steady:1")).status == 409
        assert fresh(service.url, request("/sparql/queries/steady:1", method="DELETE")).status == 204
        answer = conversation.read()
        assert (answer.status, answer.header("query-id"), state()) == (503, "steady:1", "stopped")
        assert "stopped on request" in json.loads(answer.body)["detail"]
        goes_on(conversation, 6)


def test_a_query_without_an_id_is_known_by_the_one_it_was_given(service: Service) -> None:
    with steady(service.url) as conversation:
        identifier = conversation.ask(asking("ASK { } # unnamed")).header("query-id")
        told = json.loads(conversation.ask(request(f"/sparql/queries/{identifier}")).body)
        assert (told["id"], told["state"]) == (identifier, "answered")
        goes_on(conversation, 6)
