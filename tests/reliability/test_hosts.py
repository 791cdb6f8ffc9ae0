"""A request names one host, and an address of its own names it best (RFC 9112, section 3.2)."""

import json

import pytest

from tests.reliability.conversation import Conversation, asking, fresh, goes_on, request, steady
from tests.service import Service

SHOWN = "SELECT (STR(<a>) AS ?shown) {}"
CSV = "Accept: text/csv"
TURTLE = "Accept: text/turtle"
BAD = {
    "none": b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n\r\n",
    "none on a health check": b"GET /health HTTP/1.1\r\nAccept: */*\r\n\r\n",
    "two": request("/sparql?query=ASK%7B%7D", "Host: other.example"),
    "the same twice": request("/sparql?query=ASK%7B%7D", "Host: data.example"),
    "a script": request("/sparql?query=ASK%7B%7D", host="a b<script>"),
    "a user": request("/sparql?query=ASK%7B%7D", host="user@data.example"),
    "a path": request("/sparql?query=ASK%7B%7D", host="data.example/path"),
    "a port that is none": request("/sparql?query=ASK%7B%7D", host="data.example:http"),
    "two before HTTP/1.1": b"GET /health HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
    "none beside a target": b"GET http://data.example/health HTTP/1.1\r\n\r\n",
    "none, and an offer": b"GET /health HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
}


@pytest.mark.parametrize("kind", BAD)
def test_a_request_without_one_good_host_is_refused(service: Service, kind: str) -> None:
    for connect in (Conversation, steady):
        with connect(service.url) as conversation:
            answer = conversation.ask(BAD[kind])
            assert (answer.status, answer.header("connection"), conversation.rest()) == (400, "close", b"")
        problem = json.loads(answer.body)
        assert problem["title"] == "Bad Request"
        assert "hlavička Host" in problem["detail"]
        assert "the header Host" in problem["detail"]


@pytest.mark.parametrize(
    "asked",
    [
        b"GET /health HTTP/1.0\r\n\r\n",
        b"GET /health HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost:\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: data.example\r\n\r\n",
    ],
)
def test_others_are_answered(service: Service, asked: bytes) -> None:
    assert fresh(service.url, asked).status in {200, 204}


def test_white_space_around_a_host_is_no_part_of_it(service: Service) -> None:
    """RFC 9112, section 5.1; nor is it what came before on the connection that counts."""
    query = asking(SHOWN, CSV)
    with steady(service.url) as conversation:
        for spaces in (b" \t", b"", b"  "):
            answer = conversation.ask(query.replace(b"data.example\r\n", b"\t data.example%s\r\n" % spaces))
            assert (answer.status, answer.body) == (200, b"shown\r\nhttp://data.example/a\r\n")


def test_every_request_of_a_connection_is_looked_at(service: Service) -> None:
    with Conversation(service.url) as conversation:
        for _ in range(3):
            assert conversation.ask(request("/health")).status == 200
        assert conversation.ask(b"GET /health HTTP/1.1\r\n\r\n").status == 400


def test_what_comes_behind_a_body_is_no_header(service: Service) -> None:
    """A second Host there does not become one of the next request, which brings it again."""
    lines = ("Content-Type: application/sparql-query", "Transfer-Encoding: chunked")
    body = b"6\r\nASK {}\r\n0\r\nHost: behind.example\r\n\r\n"
    with Conversation(service.url) as conversation:
        assert conversation.ask(request("/sparql", *lines, method="POST") + body).status == 200
        assert conversation.ask(request("/sparql", *lines, "Host: behind.example", method="POST") + body).status == 400


def test_the_host_of_the_target_wins(service: Service) -> None:
    """What it asks is the same, so that the answer to one may not be given to the other."""
    query = asking(SHOWN, CSV)
    with steady(service.url) as conversation:
        for host in ("target.example", "target.example:81", "third.example"):
            answer = conversation.ask(query.replace(b"GET /", f"GET http://{host}/".encode()))
            assert (answer.status, answer.body) == (200, f"shown\r\nhttp://{host}/a\r\n".encode())
        assert conversation.ask(query).body == b"shown\r\nhttp://data.example/a\r\n"
        goes_on(conversation, 6)


def test_the_service_describes_itself_by_the_target(service: Service) -> None:
    for path in ("/sparql", "/.well-known/void"):
        told = fresh(service.url, request(f"http://target.example{path}", TURTLE)).body
        assert b"<http://target.example/sparql>" in told
        assert b"data.example" not in told


def test_a_page_leads_to_the_target(service: Service) -> None:
    told = fresh(service.url, request("http://target.example/questions", "Accept: text/html")).body
    assert b"http://target.example/questions" in told
    assert b"data.example" not in told


@pytest.mark.parametrize(
    "target", ["http://a b/health", "http://user@data.example/health", "ftp://data.example/health", "data.example"]
)
def test_a_target_that_is_no_address_is_refused(service: Service, target: str) -> None:
    with Conversation(service.url) as conversation:
        assert conversation.ask(request("/health")).status == 200
        assert conversation.ask(request(target)).status == 400
    assert fresh(service.url, request(target)).status == 400
