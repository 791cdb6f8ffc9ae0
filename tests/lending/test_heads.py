"""Which heads are plain queries: every other is for the server's own parser, however small the difference."""

import pytest

from api.lending.heads import LONGEST, Heads

LINE = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n"
HOST = b"Host: example.org\r\n"
END = b"\r\n"


def test_a_plain_query_is_read() -> None:
    head = Heads().plain(LINE + HOST + b"Accept: text/csv;q=0.5, */*;q=0.1\r\nUser-Agent: a (b; c)\r\n" + END)
    assert head is not None
    assert head.parameters == b"query=ASK%7B%7D"
    assert head.headers == (
        (b"host", b"example.org"),
        (b"accept", b"text/csv;q=0.5, */*;q=0.1"),
        (b"user-agent", b"a (b; c)"),
    )


@pytest.mark.parametrize("value", [b"keep-alive", b"Keep-Alive"])
def test_a_connection_may_be_kept(value: bytes) -> None:
    assert Heads().plain(LINE + HOST + b"Connection: " + value + b"\r\n" + END) is not None


@pytest.mark.parametrize(
    "request_line",
    [
        b"POST /sparql?query=ASK%7B%7D HTTP/1.1\r\n",
        b"HEAD /sparql?query=ASK%7B%7D HTTP/1.1\r\n",
        b"get /sparql?query=ASK%7B%7D HTTP/1.1\r\n",
        b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n",
        b"GET /sparql?query=ASK%7B%7D HTTP/2.0\r\n",
        b"GET /sparql?query=ASK%7B%7D\r\n",
        b"GET /sparql HTTP/1.1\r\n",
        b"GET /sparql? HTTP/1.1\r\n",
        b"GET /sparql/queries/a?query=ASK%7B%7D HTTP/1.1\r\n",
        b"GET /%73parql?query=ASK%7B%7D HTTP/1.1\r\n",
        b"GET //sparql?query=ASK%7B%7D HTTP/1.1\r\n",
        b"GET http://example.org/sparql?query=ASK%7B%7D HTTP/1.1\r\n",
        b"GET /sparql?query=ASK%7B%7D#part HTTP/1.1\r\n",
        b"GET /sparql?query=ASK {} HTTP/1.1\r\n",
        b"GET /sparql?query=\xc4\x8d HTTP/1.1\r\n",
        b"GET  /sparql?query=ASK%7B%7D HTTP/1.1\r\n",
        b"\r\nGET /sparql?query=ASK%7B%7D HTTP/1.1\r\n",
        b"GET /sparql?query=ASK%7B%7D HTTP/1.1\n",
    ],
)
def test_any_other_request_line_is_not(request_line: bytes) -> None:
    assert Heads().plain(request_line + HOST + END) is None


@pytest.mark.parametrize(
    "headers",
    [
        b"",  # no host
        HOST + HOST,
        b"Host: user@example.org\r\n",
        b"Host: example.org/path\r\n",
        b"Host: example.org:http\r\n",
        b"Host: a b\r\n",
        HOST + b"Accept: text/csv\r\nAccept: text/html\r\n",
        HOST + b"accept: text/csv\r\nACCEPT: text/html\r\n",
        HOST + b"Connection: close\r\n",
        HOST + b"Connection: keep-alive, Upgrade\r\n",
        HOST + b"Upgrade: h2c\r\n",
        HOST + b"Content-Length: 0\r\n",
        HOST + b"Content-Length: 5\r\n",
        HOST + b"Transfer-Encoding: chunked\r\n",
        HOST + b"Expect: 100-continue\r\n",
        HOST + b"Query-Id: mine\r\n",
        HOST + b'If-None-Match: "a"\r\n',
        HOST + b"Authorization: Bearer a\r\n",
        HOST + b"X-Forwarded-For: 192.0.2.1\r\n",
        HOST + b"X-Forwarded-Proto: https\r\n",
        HOST + b"Range: bytes=0-1\r\n",
        HOST + b"Accept : text/csv\r\n",
        HOST + b"Accept:text/csv\r\n",
        HOST + b"Accept:  text/csv\r\n",
        HOST + b"Accept: text/csv \r\n",
        HOST + b"Accept:\ttext/csv\r\n",
        HOST + b"Accept: \r\n",
        HOST + b"Accept: text/csv\r\n text/html\r\n",
        HOST + b"Accept: text/\x00csv\r\n",
        HOST + b"Accept: text/\xe8\r\n",
        HOST + b"Accept: text/csv\n",
        HOST + b"Accept text/csv\r\n",
        HOST + b": text/csv\r\n",
    ],
)
def test_any_other_header_is_not(headers: bytes) -> None:
    assert Heads().plain(LINE + headers + END) is None


def test_a_long_head_is_not() -> None:
    def of_length(length: int) -> bytes:
        filling = length - len(LINE + HOST + END) - len(b"Accept: \r\n")
        return LINE + HOST + b"Accept: " + b"a" * filling + b"\r\n" + END

    assert Heads().plain(of_length(LONGEST)) is not None
    assert Heads().plain(of_length(LONGEST + 1)) is None


def test_what_is_kept_of_headers_is_of_the_same_headers() -> None:
    heads = Heads()
    for number in range(200):  # more than are kept
        for name in (b"text/csv", b"text/a%d" % number):
            head = heads.plain(LINE + HOST + b"Accept: " + name + b"\r\n" + END)
            assert head is not None
            assert dict(head.headers)[b"accept"] == name
        assert heads.plain(LINE + HOST + b"X-Number: %d\r\n" % number + END) is None
        assert heads.plain(LINE + HOST + b"X-Number: %d\r\n" % number + END) is None
