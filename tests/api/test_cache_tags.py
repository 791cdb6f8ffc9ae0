"""ETags of kept answers: who has the answer is told so."""

import pytest

from tests.api.caching import Application, asked, cached


@pytest.mark.parametrize("kept", [True, False])
def test_who_has_the_answer_is_told_so_whether_it_is_kept_or_not(kept: bool) -> None:  # noqa: FBT001
    app, application, _ = cached()
    etag = asked(app).headers[b"etag"]
    assert etag.startswith(b'W/"')
    if not kept:
        app, application, _ = cached()
    for sent in (etag, etag[2:], b'"x", ' + etag):
        given = asked(app, "/sparql?query=a", "GET", (b"",), (b"if-none-match", sent))
        assert (given.status, given.body, given.headers[b"etag"]) == (304, b"", etag)
        assert given.headers[b"access-control-allow-origin"] == b"*"
        assert b"Accept-Encoding" in given.headers[b"vary"]  # as the answer itself (RFC 9110, section 15.4.5)
    assert len(application.bodies) == kept
    assert asked(app, "/sparql?query=a", "GET", (b"",), (b"if-none-match", b'W/"other"')).status == 200


def test_several_lines_of_tags_are_one_list() -> None:
    app, _, _ = cached()
    etag = asked(app).headers[b"etag"]
    for lines in ((b'"x"', etag), (etag, b'"x"'), (b'"x", "y"', b'"z", ' + etag)):
        sent = ((b"if-none-match", each) for each in lines)
        assert asked(app, "/sparql?query=a", "GET", (b"",), *sent).status == 304


def test_who_holds_anything_is_told_that_there_is_something() -> None:
    app, application, _ = cached()
    sent = (b"if-none-match", b"*")
    for _ in range(2):
        given = asked(app, "/sparql?query=a", "GET", (b"",), sent)
        assert (given.status, given.body, len(application.bodies)) == (304, b"", 1)
    assert asked(app, "/sparql?query=a").status == 200
    missing, _, _ = cached(Application(status=404))
    assert [asked(missing, "/graphs?graph=urn:a", "GET", (b"",), sent).status for _ in range(2)] == [404, 404]


def test_a_tag_that_the_route_gave_is_kept_with_its_answer() -> None:
    app, application, _ = cached(Application(tag=b'"own"'))
    assert [asked(app).headers[b"etag"] for _ in range(2)] == [b'"own"', b'"own"']
    given = asked(app, "/sparql?query=a", "GET", (b"",), (b"if-none-match", b'"own"'))
    assert (given.status, given.headers[b"etag"]) == (304, b'"own"')
    assert len(application.bodies) == 1


def test_no_post_is_answered_by_304() -> None:
    app, _, _ = cached()
    etag = asked(app, "/sparql", "POST").headers[b"etag"]
    for app_now in (app, cached()[0]):
        given = asked(app_now, "/sparql", "POST", (b"",), (b"if-none-match", etag))
        assert (given.status, given.body) == (200, b"1")  # RFC 9110, section 13.1.2: only GET and HEAD may have it
