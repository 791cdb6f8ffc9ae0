"""A client whose upload is refused early can read why, though the connection is to end (RFC 9112, section 9.6)."""

import json
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest

from api.parting import TIMES
from tests.reliability.clients import SPARQL, Reply, parsed
from tests.reliability.killers import KILLERS
from tests.service import Service, running

MIB = 1 << 20
UPLOAD = 10
"""How many MiB may be uploaded, where nothing is set."""

UPDATE = "application/sparql-update"
TURTLE = "text/turtle"


@pytest.mark.parametrize(
    ("asked", "kind", "size", "status"),
    [
        ("POST /sparql", SPARQL, 2, 413),
        ("POST /sparql", SPARQL, 11, 413),
        ("POST /sparql", "text/plain", 11, 415),
        ("POST /validate", TURTLE, 60, 413),
        *(("PUT /graphs?default", TURTLE, size, 403) for size in (2, 11, 60)),
        *(("POST /update", UPDATE, size, 403) for size in (2, 11, 60)),
        ("POST /nowhere", TURTLE, 11, 404),
        ("DELETE /sparql", TURTLE, 11, 405),
    ],
)
def test_who_reads_once_all_is_sent_is_told_why(
    service: Service, asked: str, kind: str, size: int, status: int
) -> None:
    """The client of Python's library asks for the end of the connection with each request."""
    method, path = asked.split()
    told = Request(service.url + path, bytes(size * MIB), {"Content-Type": kind}, method=method)  # noqa: S310 - http
    with pytest.raises(HTTPError) as caught:
        urlopen(told, timeout=60)  # noqa: S310 - http
    with caught.value as answer:
        assert (answer.code, answer.headers["connection"]) == (status, "close")
        assert json.loads(answer.read())["status"] == status


@contextmanager
def uploading(service: Service, *lines: str, method: str = "POST", length: int = 1 << 40) -> Iterator[socket.socket]:
    """Yield a connection on which a long update has begun to be sent, for which nobody has a token."""
    address = urlsplit(service.url)
    given = "".join(f"{line}\r\n" for line in (f"Content-Type: {UPDATE}", f"Content-Length: {length}", *lines))
    with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
        connection.sendall(f"{method} /update HTTP/1.1\r\nHost: localhost\r\n{given}\r\n".encode())
        yield connection


def rest(connection: socket.socket) -> Reply:
    """Read to the end, which must be none by a reset; the answer must be whole."""
    received = b""
    while piece := connection.recv(65536):
        received += piece
    reply = parsed(received)
    assert len(reply.body) == int(reply.headers["content-length"])
    return reply


def open_files(service: Service) -> int:
    return len(list(Path(f"/proc/{service.pid}/fd").iterdir()))


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /" + b"x" * (8 * MIB), 414),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * (8 * MIB), 431),
        (b"BREW / COFFEE\r\n\r\n" + bytes(8 * MIB), 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 8388608\r\n\r\n" + bytes(8 * MIB), 400),
    ],
    ids=["address", "header", "no HTTP", "two hosts"],
)
def test_who_is_refused_at_the_head_is_told_why(service: Service, head: bytes, status: int) -> None:
    address = urlsplit(service.url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
        connection.sendall(head)
        reply = rest(connection)
    assert (reply.status, reply.headers["connection"]) == (status, "close")


def test_the_answer_ends_before_the_upload_does(service: Service) -> None:
    with uploading(service, "Connection: close") as connection:
        assert rest(connection).status == 403
        for _ in range(5):
            connection.sendall(bytes(MIB))


def test_who_goes_on_without_end_is_cut_off(service: Service) -> None:
    with uploading(service, "Connection: close") as connection:
        sent = 0
        with suppress(ConnectionError):
            while sent < 2 * TIMES * UPLOAD * MIB:
                connection.sendall(bytes(MIB))
                sent += MIB
    assert 60 * MIB < sent < 2 * TIMES * UPLOAD * MIB


def test_who_sends_nothing_more_and_does_not_leave_is_not_waited_for(service: Service) -> None:
    service.get("/health")
    before = open_files(service)
    with ExitStack() as stack:
        for _ in range(10):
            assert rest(stack.enter_context(uploading(service, "Connection: close"))).status == 403
        assert soon(lambda: service.get("/health").is_success and open_files(service) <= before)


def test_who_goes_on_slowly_is_not_waited_for(hasty: Service) -> None:
    """`hasty` gives a request a second to arrive."""

    def is_cut_off(connection: socket.socket) -> bool:
        hasty.get("/health")
        try:
            connection.sendall(b"x")
        except ConnectionError:
            return True
        return False

    with uploading(hasty, "Connection: close") as connection:
        assert soon(lambda: is_cut_off(connection))


def test_who_is_refused_in_the_midst_of_a_body_ends_what_is_done_for_it(store: Path) -> None:
    """Nobody is left to answer: what the query finds later is not written behind the end, and it runs no longer."""
    asked = urlencode({"query": KILLERS["product"], "timeout": "20"})
    with running(store, KG_RECEIVE_TIMEOUT="1") as service:
        address = urlsplit(service.url)
        with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
            connection.sendall(f"GET /sparql?{asked} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n".encode())
            assert rest(connection).status == 408
            assert soon(lambda: service.figure("strategraf_queries_running") == 0)
        assert service.is_at_rest()


def test_connections_that_end_hold_no_place(service: Service) -> None:
    with ExitStack() as stack:
        for _ in range(100):
            assert rest(stack.enter_context(uploading(service, "Connection: close"))).status == 403
        assert service.figure("strategraf_queries_running") == service.figure("strategraf_queries_waiting") == 0
        assert service.post("/sparql", data={"query": "ASK {} # beside uploads"}).json()["boolean"] is True


def test_a_stop_tells_who_is_in_the_midst_of_an_upload(store: Path) -> None:
    """The connection was to be kept, so that the answer did not end it; the stop does."""
    with running(store) as service, uploading(service, length=20 * MIB) as connection:
        assert select.select([connection], [], [], 60)[0]  # answered, and not read yet
        connection.sendall(bytes(MIB))
        os.kill(service.pid, signal.SIGTERM)
        assert soon(lambda: has_stopped_listening(service))
        connection.sendall(bytes(19 * MIB))
        assert rest(connection).status == 403


def test_a_stop_does_not_wait_for_who_goes_on(store: Path) -> None:
    """Neither the deadline of queries nor the time to arrive is, both of which are longer than `running` waits."""
    with running(store, KG_QUERY_TIMEOUT="600", KG_RECEIVE_TIMEOUT="600") as service, ExitStack() as stack:
        uploads = [stack.enter_context(uploading(service, "Connection: close")) for _ in range(5)]
        uploads += [stack.enter_context(uploading(service)) for _ in range(5)]
        assert [rest(each).status for each in uploads[:5]] == [403] * 5
        going_on = threading.Thread(target=trickle, args=(uploads,), daemon=True)
        going_on.start()
        os.kill(service.pid, signal.SIGTERM)
        going_on.join(20)
        assert not going_on.is_alive()


def soon(happens: Callable[[], bool]) -> bool:
    """Return whether something happens before a minute is over, which no machine is too slow for."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if happens():
            return True
    return False


def has_stopped_listening(service: Service) -> bool:
    address = urlsplit(service.url)
    try:
        socket.create_connection((address.hostname, address.port)).close()
    except ConnectionRefusedError:
        return True
    except ConnectionError:
        pass
    return False


def trickle(connections: list[socket.socket]) -> None:
    """Go on sending, a byte at a time, until all are cut off."""
    left = list(connections)
    while left:
        _, writable, _ = select.select([], left, [], 0.01)
        for each in writable:
            try:
                each.send(b"x")
            except ConnectionError:
                left.remove(each)
