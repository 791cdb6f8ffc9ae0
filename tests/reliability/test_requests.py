"""Requests that attack: too large, too slow, compressed, malformed, out of the folder; and none stops another."""

import asyncio
import gzip
import json
import random
import socket
from urllib.parse import urlsplit

import pytest

from api.refusals import LONGEST_HEAD
from tests.reliability.clients import SPARQL, Client, Reply, exchange, parsed
from tests.reliability.conversation import Conversation, request, steady
from tests.service import Service

HOST = b"Host: localhost\r\n"
CLOSE = b"Connection: close\r\n"


def post(path: str, kind: str, *lines: str, body: bytes = b"", length: int | None = None) -> bytes:
    given = "".join(f"{line}\r\n" for line in lines)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {kind}\r\n{given}"
    return f"{head}Content-Length: {len(body) if length is None else length}\r\n\r\n".encode() + body


def problem(reply: Reply | None) -> int:
    """Return the status of an answer that is a whole problem document which a page of another origin may read."""
    assert reply is not None
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert len(reply.body) == int(reply.headers["content-length"])
    assert json.loads(reply.body)["status"] == reply.status
    return reply.status


MALFORMED = {
    "no HTTP": b"HELLO\r\n\r\n",
    "no such method": b"BREW /health HTTP/1.1\r\n" + HOST + b"\r\n",
    "a proxy": b"CONNECT example.org:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "HTTP/2 at once": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "bytes in the address": b"GET /h\xc3\xa9alth HTTP/1.1\r\n" + HOST + b"\r\n",
    "bytes in a header's name": b"GET /health HTTP/1.1\r\n" + HOST + b"X\x00Y: 1\r\n\r\n",
    "two lengths": post("/sparql", SPARQL, "Content-Length: 7", body=b"ASK {}"),
    "a length and pieces": post("/sparql", SPARQL, "Transfer-Encoding: chunked", body=b"6\r\nASK {}\r\n0\r\n\r\n"),
    "a negative length": post("/sparql", SPARQL, length=-1),
    "a broken piece": b"POST /sparql HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_what_is_no_http_is_400(attacked: Service, kind: str) -> None:
    assert problem(exchange(attacked.url, MALFORMED[kind])) == 400


@pytest.mark.parametrize("coding", ["gzip, chunked", "gzip\r\nTransfer-Encoding: chunked", "identity, Chunked"])
def test_a_body_in_another_transfer_coding_is_501(attacked: Service, coding: str) -> None:
    """RFC 9112, section 6.1; nobody knows where the next request begins."""
    lines = (f"Content-Type: {SPARQL}", f"Transfer-Encoding: {coding}")
    for connect in (Conversation, steady):
        with connect(attacked.url) as conversation:
            sent = request("/sparql", *lines, method="POST") + b"6\r\nASK {}\r\n0\r\n\r\n"
            assert problem(parsed(closed(conversation, sent + request("/health")))) == 501


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /health HTTP/1.1\r\n" + HOST + b"X: " + b"x" * LONGEST_HEAD + b"\r\n\r\n", 431),
        (b"GET /health HTTP/1.1\r\n" + HOST + b"X: y\r\n" * LONGEST_HEAD + b"\r\n", 431),
        (b"GET /health HTTP/1.1\r\n" + HOST + b"X: " + b"x" * (8 << 20), 431),
        (b"GET /sparql?query=" + b"x" * LONGEST_HEAD + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
        (b"GET /" + b"x" * (8 << 20), 414),
    ],
    ids=["one header", "many headers", "an endless header", "address", "an endless address"],
)
def test_a_head_has_a_longest_size(attacked: Service, sent: bytes, status: int) -> None:
    reply = exchange(attacked.url, sent)
    assert problem(reply) == status
    assert reply is not None
    title = {414: "URI Too Long", 431: "Request Header Fields Too Large"}[status]  # RFC 9110, RFC 6585
    assert json.loads(reply.body)["title"] == title


def test_a_head_has_a_longest_size_wherever_it_begins(attacked: Service) -> None:
    half = b"x" * (LONGEST_HEAD // 2)
    with Conversation(attacked.url) as conversation:
        conversation.send(request("/health") + b"GET /health HTTP/1.1\r\n" + HOST + b"X: " + half)
        assert conversation.read().status == 200
        assert problem(parsed(closed(conversation, half + b"\r\n\r\n"))) == 431


def closed(conversation: Conversation, sent: bytes) -> bytes:
    """Send, and return what comes until the end."""
    conversation.send(sent)
    return conversation.rest()


def test_a_long_head_that_is_allowed_is_read(attacked: Service) -> None:
    query = "ASK {} #".ljust(LONGEST_HEAD - 200, "x").replace(" ", "+")
    reply = exchange(
        attacked.url, f"GET /sparql?query={query} HTTP/1.1\r\n".encode().replace(b"#", b"%23") + HOST + CLOSE + b"\r\n"
    )
    assert reply is not None
    assert reply.status == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /health HTTP/1.1\r\nHost: loc",
        post("/sparql", SPARQL, body=b"ASK", length=6),
        post("/validate", "text/turtle", body=b"<urn:a>", length=100),
        post("/validate", "multipart/form-data; boundary=x", body=b"--x\r\n", length=100),
        b"POST /sparql HTTP/1.1\r\n"
        + HOST
        + b"Transfer-Encoding: chunked\r\nContent-Type: application/sparql-query\r\n\r\n3\r\nASK\r\n",
        b"\r\n",
    ],
    ids=["head", "query", "upload", "form", "pieces", "nothing yet"],
)
def test_what_does_not_arrive_in_time_is_408(attacked: Service, sent: bytes) -> None:
    assert problem(exchange(attacked.url, sent)) == 408


def test_a_connection_that_says_nothing_is_closed(hasty: Service) -> None:
    assert exchange(hasty.url) is None


def test_a_slow_client_holds_up_nobody(attacked: Service) -> None:
    address = urlsplit(attacked.url)
    slow = [socket.create_connection((address.hostname, address.port)) for _ in range(50)]
    for each in slow:
        each.sendall(post("/sparql", SPARQL, body=b"ASK", length=6))
    assert attacked.get("/sparql", params={"query": "ASK { }"}).json()["boolean"] is True
    for each in slow:
        each.close()


def test_a_second_request_waits_for_the_first_however_long(hasty: Service) -> None:
    """The first takes as long as a request may take to arrive; of the second a part is there meanwhile."""
    killer = post("/sparql", SPARQL, body=b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }").replace(
        CLOSE, b""
    )
    reply = exchange(hasty.url, killer, b"GET /health HTTP/1.1\r\nHost: localhost\r\nConn", b"ection: close\r\n\r\n")
    assert reply is not None
    length = int(reply.headers["content-length"])
    assert reply.status == 503
    assert reply.body[length:].startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize("offered", ["h2c", "websocket", "TLS/1.0"])
def test_an_offer_of_another_protocol_loses_nothing(hasty: Service, offered: str) -> None:
    """Java's own client offers HTTP/2 with each request, bodies included."""
    lines = ("Connection: Upgrade, HTTP2-Settings", f"Upgrade: {offered}", "HTTP2-Settings: AAEAAEAAAAIAAAAB")
    for sent in (
        post("/sparql", SPARQL, *lines, body=b"ASK {}").replace(CLOSE, b""),
        b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + HOST + "".join(f"{x}\r\n" for x in lines).encode() + b"\r\n",
    ):
        reply = exchange(hasty.url, sent, b"GET /health HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n")
        assert reply is not None
        assert (reply.status, json.loads(reply.body[: int(reply.headers["content-length"])])["boolean"]) == (200, True)
        assert b'"ready":true' in reply.body


def test_a_compressed_body_is_415_and_never_unpacked(attacked: Service) -> None:
    bomb = gzip.compress(bytes(64 << 20))
    for path, kind in (("/sparql", SPARQL), ("/validate", "text/turtle")):
        for coding in ("gzip", "zstd", "br", "gzip, gzip"):
            assert problem(exchange(attacked.url, post(path, kind, f"Content-Encoding: {coding}", body=bomb))) == 415


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "", "application/sparql-update"])
def test_another_type_of_body_is_415(attacked: Service, kind: str) -> None:
    assert problem(exchange(attacked.url, post("/sparql", kind, body=b"ASK {}"))) == 415


def test_a_body_over_the_limit_is_413(attacked: Service) -> None:
    for path, kind, size in (("/sparql", SPARQL, 2 << 20), ("/validate", "text/turtle", 12 << 20)):
        assert problem(exchange(attacked.url, post(path, kind, body=b"#" * size))) == 413
    endless = b"POST /sparql HTTP/1.1\r\n" + HOST + CLOSE + f"Content-Type: {SPARQL}\r\n".encode()
    pieces = b"100000\r\n" + b"#" * 0x100000 + b"\r\n"
    sent = exchange(attacked.url, endless + b"Transfer-Encoding: chunked\r\n\r\n", *[pieces] * 4)
    assert problem(sent) == 413


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/dump/../../../etc/passwd",
        "/dump/..%2f..%2f..%2fetc%2fpasswd",
        "/dump/%2e%2e/%2e%2e/etc/passwd",
        "/dump/....//....//etc/passwd",
        "/dump/%252e%252e%252fetc%252fpasswd",
        "/dump//etc/passwd",
        "/dump/dataset.nq%00.txt",
        "/web/..%5c..%5capp.py",
        "/web/../server.py",
        "/web/%2e%2e/server.py",
        "/resource/measures/..%2f..%2fcurrent",
        "/shapes/../../pyproject.toml",
        "/graph/..%2f..%2fchanges%2flog.jsonl",
    ],
)
def test_no_address_leads_out_of_a_folder(attacked: Service, path: str) -> None:
    reply = exchange(attacked.url, f"GET {path} HTTP/1.1\r\n".encode() + HOST + CLOSE + b"\r\n")
    assert problem(reply) in {400, 404}


def test_whoever_leaves_in_the_midst_is_no_fault(attacked: Service) -> None:
    """The service tells nothing on stderr, which the fixture asserts at its end."""
    address = urlsplit(attacked.url)
    for sent in (post("/sparql", SPARQL, body=b"ASK", length=9), post("/validate", "text/turtle", length=9), b"GET /"):
        with socket.create_connection((address.hostname, address.port)) as leaving:
            leaving.sendall(sent)
    assert attacked.get("/health").json()["live"] is True


def test_ten_thousand_bytes_of_noise_a_hundred_times(attacked: Service) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    noise = [chance.randbytes(10_000) for _ in range(100)]
    replies = [exchange(attacked.url, each + b"\r\n\r\n") for each in noise]
    assert {reply.status for reply in replies if reply is not None} <= {400, 414, 431}
    assert attacked.get("/health").json()["live"] is True


def test_hundreds_of_clients_at_once_are_answered(hasty: Service) -> None:
    async def all_at_once() -> list[int]:
        async def one(number: int) -> int:
            async with Client(hasty.url) as client:
                return (await client.get(f"/sparql?query=ASK%20%7B%7D%20%23{number % 7}")).status

        return await asyncio.gather(*(one(number) for number in range(300)))

    statuses = asyncio.run(all_at_once())
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) > 0
