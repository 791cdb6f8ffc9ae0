"""A mistake on a steady connection is told as on a fresh one, in the reader's language, and ends nothing."""

import json

import pytest

from tests.reliability.conversation import Conversation, asking, fresh, goes_on, request, steady
from tests.reliability.processes import affordable
from tests.service import Service

ENGLISH = "Accept-Language: en-GB, en;q=0.9"
DEEP = "ASK { " + "{ " * 3000 + "} " * 3000 + "}"
PROTOCOL = {
    "malformed": (400, asking("SELECT ?x {\n  ?x ?y ;;; }")),
    "no query at all": (400, asking("FETCH ?x")),
    "empty": (400, asking("")),
    "an update": (400, asking("INSERT DATA { <urn:a> <urn:b> 1 }")),
    "too deep": (400, asking(DEEP)),
    "bytes that are no text": (400, request("/sparql?query=ASK%20%FF%7B%7D")),
    "twice": (400, request("/sparql?query=ASK%7B%7D&query=ASK%7B%7D")),
    "SERVICE": (403, asking("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")),
    "LOAD": (403, asking("LOAD <http://127.0.0.1:1/>")),
    "nothing acceptable": (406, asking("ASK { } # image", "Accept: image/png")),
    "nothing acceptable of a graph": (406, asking("DESCRIBE <urn:x>", "Accept: text/csv")),
    "an unknown format": (400, asking("ASK { } # docx", more="&format=docx")),
    "a timeout that is none": (400, asking("ASK { } # soon", more="&timeout=soon")),
    "an explanation that is none": (400, asking("ASK { } # why", more="&explain=why")),
    "a graph that is none": (400, asking("ASK { } # graph", more="&default-graph-uri=no%20graph")),
    "an id that is none": (400, asking("ASK { } # id", "Query-Id: a b")),
    "an unknown path": (404, request("/sparqlx?query=ASK%7B%7D")),
    "an unknown query": (404, request("/sparql/queries/steady-unknown")),
    "an unsupported method": (405, request("/sparql?query=ASK%7B%7D", method="PATCH")),
    "another type of body": (415, request("/sparql", "Content-Type: text/plain", method="POST", body=b"ASK {}")),
    "no right to write": (403, request("/update", method="POST", body=b"CLEAR ALL")),
}


@pytest.mark.parametrize("language", ["", ENGLISH, "Accept-Language: cs", "Accept-Language: de"])
def test_a_mistake_is_told_as_on_a_fresh_connection(service: Service, language: str) -> None:
    """Each mistake stands between questions that are answered; errors are not kept, so that one service will do."""
    with steady(service.url) as conversation:
        for kind, (status, given) in PROTOCOL.items():
            asked = given.replace(b"\r\n", f"\r\n{language}\r\n".encode(), 1) if language else given
            with affordable(service):
                answer = conversation.ask(asked)
                assert answer.same == fresh(service.url, asked).same, kind
            assert (answer.status, answer.header("content-type")) == (status, "application/problem+json"), kind
            assert answer.header("content-language") == ("en" if language == ENGLISH else "cs"), kind
            assert answer.header("access-control-allow-origin") == "*", kind
            assert json.loads(answer.body)["status"] == status, kind
            goes_on(conversation, 6)


def test_a_mistake_is_told_with_its_place(service: Service) -> None:
    """The bracket is the mistake; the place is that, or the beginning of the part that it spoils."""
    query = "SELECT ?x\n{\n  ?x <urn:p> ) }"
    with steady(service.url) as conversation:
        czech = json.loads(conversation.ask(asking(query)).body)["detail"]
        english = json.loads(conversation.ask(asking(query, ENGLISH)).body)["detail"]
        goes_on(conversation)
    assert czech.startswith("řádek 3, sloupec ")
    assert english.startswith("line 3, column ")
    place = int(english.removeprefix("line 3, column ").split(" ")[0].rstrip(":"))
    assert 1 + query.split("\n")[2].index("<") <= place <= 1 + query.split("\n")[2].index(")")


def test_the_same_mistake_over_and_over_is_the_same_answer(service: Service) -> None:
    with steady(service.url) as conversation:
        answers = [conversation.ask(asking("SELECT * {")) for _ in range(20)]
        goes_on(conversation)
    assert {(answer.status, answer.body) for answer in answers} == {(400, answers[0].body)}
    assert len({answer.header("query-id") for answer in answers}) == 20


def test_nothing_but_mistakes_is_answered_too(service: Service) -> None:
    """A connection that never asked anything right, and then does."""
    with Conversation(service.url) as conversation:
        answers = [conversation.ask(asking(f"SELECT ?v{number} {{")) for number in range(30)]
        goes_on(conversation, 5)
    assert [answer.status for answer in answers] == [400] * 30


def test_a_query_that_is_too_long_for_any_way_is_refused(service: Service) -> None:
    """An address of 64 KiB is the longest, and so is a body of 1 MiB; what is just short enough is answered."""
    direct = ("Content-Type: application/sparql-query",)
    long = asking("ASK {} #" + "x" * 65_000)
    body = request("/sparql", *direct, method="POST", body=b"ASK {} #".ljust((1 << 20) + 1, b"x"))
    with steady(service.url) as conversation:
        assert conversation.ask(long).status == 200
        goes_on(conversation, 6)
        answer = conversation.ask(body)
        assert answer.same == fresh(service.url, body).same
        assert (answer.status, json.loads(answer.body)["status"]) == (413, 413)
    for sent, status in ((asking("ASK {} #" + "x" * 66_000), 414), (asking("ASK {}", f"X: {'x' * 66_000}"), 431)):
        with steady(service.url) as conversation:
            answer = conversation.ask(sent)
            assert answer.same == fresh(service.url, sent).same
            assert (answer.status, json.loads(answer.body)["status"]) == (status, status)
            assert answer.header("connection") == "close"
            assert conversation.rest() == b""
