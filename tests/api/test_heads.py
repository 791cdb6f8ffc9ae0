"""Which heads are those of a request: the host that they must name, and how a body may come."""

import pytest

from api.heads import check, is_host, origin_form
from api.refusals import MALFORMED, NO_HOST, UNKNOWN_CODING, Refusal, Refused

HOST = (b"host", b"example.org")


@pytest.mark.parametrize(
    "value",
    [
        b"example.org",
        b"EXAMPLE.org:8000",
        b"127.0.0.1:80",
        b"[::1]:8000",
        b"[2001:db8::7.0.0.1]",
        b"[v1.a:b]",
        b"my_service",
        b"xn--luouk-s5a.example",
        b"%C5%99.example",
        b"a:",
        b"",
        b":80",
    ],
)
def test_a_host_may_have_a_port(value: bytes) -> None:
    assert is_host(value)


@pytest.mark.parametrize(
    "value",
    [
        b"a b",
        b"a b<script>",
        b"a<b>",
        b"user@example.org",
        b"example.org/path",
        b"example.org?a",
        b"example.org#a",
        b"example.org:x",
        b"example.org:80:80",
        b"::1",
        b"[::1",
        b"[a]b",
        b"a,\tb",
        b"%C5%9",
        "ř.example".encode(),
        b'"',
        b"a\\b",
        b"a\n",
    ],
)
def test_anything_else_is_none(value: bytes) -> None:
    assert not is_host(value)
    assert refusal((b"host", value)) is NO_HOST


def refusal(*headers: tuple[bytes, bytes], version: str = "1.1") -> Refusal | None:
    try:
        check(list(headers), lambda: version)
    except Refused as refused:
        return refused.refusal
    return None


def test_one_host_is_named() -> None:
    assert refusal(HOST, (b"accept", b"*/*")) is None
    assert refusal((b"accept", b"*/*")) is NO_HOST
    assert refusal(HOST, HOST) is NO_HOST
    assert refusal(HOST, (b"host", b"a b")) is NO_HOST


def test_white_space_behind_it_is_taken_away() -> None:
    """It is no part of a header's value (RFC 9112, section 5.1)."""
    headers = [(b"accept", b"*/*"), (b"host", b"example.org:80 \t ")]
    check(headers, lambda: "1.1")
    assert headers == [(b"accept", b"*/*"), (b"host", b"example.org:80")]


@pytest.mark.parametrize("version", ["0.9", "1.0"])
def test_before_http_1_1_none_need_be(version: str) -> None:
    assert refusal(version=version) is None
    assert refusal(HOST, version=version) is None
    assert refusal(HOST, HOST, version=version) is NO_HOST
    assert refusal((b"host", b"a b"), version=version) is NO_HOST


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([b"chunked"], None),
        ([b"Chunked"], None),
        ([b", chunked ,"], None),
        ([b"gzip, chunked"], UNKNOWN_CODING),
        ([b"gzip", b"chunked"], UNKNOWN_CODING),
        ([b"identity,chunked"], UNKNOWN_CODING),
        ([b"chunked, gzip"], MALFORMED),
        ([b"gzip"], MALFORMED),
        ([b"identity"], MALFORMED),
        ([b"chunked;a=b"], MALFORMED),
    ],
)
def test_a_body_comes_in_pieces_and_not_compressed(lines: list[bytes], expected: Refusal | None) -> None:
    assert refusal(HOST, *((b"transfer-encoding", line) for line in lines)) is expected


@pytest.mark.parametrize(
    ("target", "path", "host"),
    [
        (b"http://target.example/sparql?query=a", b"/sparql?query=a", b"target.example"),
        (b"HTTPS://target.example:81/a//b", b"/a//b", b"target.example:81"),
        (b"http://[::1]:8000//a", b"//a", b"[::1]:8000"),
        (b"http://target.example", b"/", b"target.example"),
        (b"http://target.example?query=http://a/", b"/?query=http://a/", b"target.example"),
    ],
)
def test_the_host_of_the_target_wins(target: bytes, path: bytes, host: bytes) -> None:
    accept = (b"accept", b"*/*")
    assert origin_form(target, [accept, HOST]) == (path, [(b"host", host), accept])
    assert origin_form(target, [accept]) == (path, [(b"host", host), accept])


def test_the_service_as_a_whole_has_no_host() -> None:
    assert origin_form(b"*", [HOST]) == (b"*", [HOST])


@pytest.mark.parametrize(
    "target",
    [b"sparql", b"example.org:80", b"http:///sparql", b"http://", b"http://u@a/", b"http://a b/", b"ftp://a/b", b"**"],
)
def test_any_other_target_is_malformed(target: bytes) -> None:
    with pytest.raises(Refused) as caught:
        origin_form(target, [HOST])
    assert caught.value.refusal is MALFORMED
