"""Another endpoint: what it answers comes through, and what goes wrong is laid to the one at fault."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.endpoint import ask
from kg.errors import InputError, KgError, QueryError, TimeoutReached
from kg.remote.transport import EndpointFailed

QUERY = "SELECT * { ?s ?p ?o }"


@contextmanager
def endpoint(status: int, body: bytes = b"", *, http: bool = True) -> Iterator[str]:
    """Yield the address of a server that answers every request alike."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            if not http:
                self.wfile.write(body)
                return
            self.send_response(status)
            self.send_header("Content-Type", self.headers["Accept"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the overridden method
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/sparql"
        server.shutdown()
        thread.join()


def test_an_answer_comes_through_as_it_is() -> None:
    with endpoint(200, b"s,p,o\r\n") as address:
        assert ask(address, QUERY, "csv", 10) == b"s,p,o\r\n"


@pytest.mark.parametrize(
    ("status", "body", "kind", "czech", "english"),
    [
        (
            400,
            b"line 1:\n  no {",
            QueryError,
            "stav HTTP 400, odpověď: line 1: no {",
            "HTTP status 400, answer: line 1: no {",
        ),
        (400, "špatně".encode(), QueryError, "odpověď: špatně)", "answer: špatně)"),
        (
            400,
            b"",
            QueryError,
            "dotaz odmítl (stav HTTP 400); opravte jej",
            "refused the query (HTTP status 400); mend",
        ),
        (422, b"", QueryError, "dotaz odmítl (stav HTTP 422)", "refused the query (HTTP status 422)"),
        (401, b"", EndpointFailed, "stav HTTP 401); zkontrolujte adresu", "HTTP status 401); check the address"),
        (404, b"", EndpointFailed, "stav HTTP 404); zkontrolujte adresu", "HTTP status 404); check the address"),
        (405, b"", EndpointFailed, "stav HTTP 405); zkontrolujte adresu", "HTTP status 405); check the address"),
        (500, b"", EndpointFailed, "stav HTTP 500); zkontrolujte adresu", "HTTP status 500); check the address"),
        (503, b"", TimeoutReached, "neodpověděl do 10 s", "did not answer within 10 s"),
    ],
)
def test_a_status_is_told(status: int, body: bytes, kind: type[KgError], czech: str, english: str) -> None:
    with endpoint(status, body) as address, pytest.raises(kind) as caught:
        ask(address, QUERY, "csv", 10)
    assert type(caught.value) is kind
    assert czech in caught.value.cs
    assert english in caught.value.en


@pytest.mark.parametrize(("body", "czech"), [(b"", "spojení bylo přerušeno"), (b"hello\r\n", "odpověď není HTTP")])
def test_a_server_of_another_protocol_is_not_available(body: bytes, czech: str) -> None:
    with endpoint(0, body, http=False) as address, pytest.raises(InputError) as caught:
        ask(address, QUERY, "csv", 10)
    assert caught.value.cs == f"{address} není dostupný ({czech}); zkontrolujte adresu a zda služba běží."


def test_where_nothing_listens_the_system_is_quoted_in_our_words() -> None:
    with pytest.raises(InputError) as caught:
        ask("http://127.0.0.1:1/sparql", QUERY, "csv", 10)
    assert "(spojení bylo odmítnuto)" in caught.value.cs
    assert "(the connection was refused)" in caught.value.en


@pytest.mark.parametrize(
    "address",
    [
        "",
        "not-a-url",
        "127.0.0.1/sparql",
        "ftp://127.0.0.1/sparql",
        "file:///sparql",
        "http://",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:1/a b",
        "http://127.0.0.1:1/ě",
        "http://a..b/",
    ],
)
def test_what_is_no_address_is_not_laid_to_the_query(address: str) -> None:
    with pytest.raises(InputError) as caught:
        ask(address, QUERY, "csv", 10)
    assert caught.value.cs.startswith(f"„{address}“ není adresa endpointu; ")
    assert caught.value.en.startswith(f"“{address}” is not the address of an endpoint; ")
