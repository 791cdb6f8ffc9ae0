"""A client that waits for leave to send a body is refused at once if the body would be (RFC 9110, section 10.1.1)."""

import pytest

from kg.guard import MAX_BYTES
from tests.reliability.clients import SPARQL
from tests.reliability.conversation import Conversation, request, steady
from tests.service import Service

FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
TURTLE = "text/turtle"
MIB = 1 << 20

REFUSED = {
    "a query": ("POST", "/sparql", SPARQL, MAX_BYTES + 1, 413),
    "a very long query": ("POST", "/sparql", SPARQL, 1 << 62, 413),
    "a form": ("POST", "/sparql", FORM, 3 * MAX_BYTES + 65537, 413),
    "a query of another type": ("POST", "/sparql", "text/plain", 2 * MIB, 415),
    "a short query of another type": ("POST", "/sparql", "text/plain", 5, 415),
    "a file": ("POST", "/validate", TURTLE, 10 * MIB + 1, 413),
    "a file in a form": ("POST", "/validate", "multipart/form-data; boundary=x", 10 * MIB + 1, 413),
    "a file of another type": ("POST", "/validate", "image/png", 5, 415),
    "an update without a token": ("POST", "/update", UPDATE, 5, 403),
    "a graph without a token": ("PUT", "/graphs?default", TURTLE, 11 * MIB, 403),
    "nowhere": ("POST", "/nowhere", TURTLE, 11 * MIB, 404),
}


def expecting(method: str, path: str, kind: str, length: int) -> bytes:
    headers = (f"Content-Type: {kind}", f"Content-Length: {length}", "Expect: 100-continue")
    return request(path, *headers, method=method)


@pytest.mark.parametrize("kind", REFUSED)
def test_a_body_that_is_not_to_be_sent_is_refused_at_once(service: Service, kind: str) -> None:
    """What comes next on the connection cannot be told from the body, so that the answer ends it."""
    *asked, status = REFUSED[kind]
    for connect in (Conversation, steady):
        with connect(service.url) as conversation:
            answer = conversation.ask(expecting(*asked))
            assert (answer.status, answer.header("connection"), conversation.rest()) == (status, "close", b"")


def test_a_body_of_the_longest_size_is_let_in(service: Service) -> None:
    with Conversation(service.url) as conversation:
        assert conversation.ask(expecting("POST", "/sparql", SPARQL, MAX_BYTES)).status == 100
        assert conversation.ask(b"ASK {} #".ljust(MAX_BYTES, b"x")).status == 200


def test_a_body_in_pieces_is_let_in_and_refused_where_it_is_too_long(service: Service) -> None:
    headers = (f"Content-Type: {SPARQL}", "Transfer-Encoding: chunked", "Expect: 100-continue")
    with Conversation(service.url) as conversation:
        assert conversation.ask(request("/sparql", *headers, method="POST")).status == 100
        assert conversation.ask(b"100001\r\n" + bytes(0x100001) + b"\r\n0\r\n\r\n").status == 413
        assert conversation.ask(request("/health")).status == 200
