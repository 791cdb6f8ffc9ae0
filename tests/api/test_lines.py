"""A header that comes in several lines is one list (RFC 9110, sections 5.2 and 5.3), wherever it is read."""

import pytest

from tests.service import Service

ROWS = "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%2050"
TURTLE = "text/turtle; charset=utf-8"


def lines(name: str, *values: str) -> list[tuple[str, str]]:
    return [(name, value) for value in values]


@pytest.mark.parametrize(
    ("path", "accepted", "media_type"),
    [
        (ROWS, ("text/html;q=0.1", "text/csv"), "text/csv; charset=utf-8"),
        (ROWS, ("text/csv;q=0.1", "application/sparql-results+xml;q=0.5", ""), "application/sparql-results+xml"),
        ("/sparql", ("text/html;q=0.1", "text/turtle"), TURTLE),
        ("/questions/source-defects", ("text/html;q=0.1", "text/csv"), "text/csv; charset=utf-8"),
        ("/questions", ("text/html;q=0.1", "application/json"), "application/json"),
        ("/graphs?default", ("application/n-triples;q=0.1", "text/turtle"), TURTLE),
        ("/search?q=a", ("text/html;q=0.1", "application/json"), "application/json"),
        (
            "/explain?s=A44&p=addresses&o=ZPO4",
            ("text/html;q=0.1", "application/json"),
            "application/json",
        ),
    ],
)
def test_what_is_accepted_is_read_of_all_lines(
    service: Service, path: str, accepted: tuple[str, ...], media_type: str
) -> None:
    for order in (accepted, accepted[::-1]):
        answer = service.get(path, headers=lines("Accept", *order))
        assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)


def test_a_thing_leads_to_the_document_that_the_second_line_prefers(service: Service) -> None:
    answer = service.get("/resource/measures/nskb-a44", headers=lines("Accept", "text/html;q=0.1", "text/turtle"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/resource/measures/nskb-a44.ttl")


def test_a_report_has_the_format_that_the_second_line_prefers(service: Service) -> None:
    headers = [("Content-Type", "text/turtle"), *lines("Accept", "application/json;q=0.1", "text/turtle")]
    answer = service.post("/validate", content=b"<urn:a> <urn:b> 1 .", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, TURTLE)


def test_what_no_line_accepts_is_406(service: Service) -> None:
    assert service.get(ROWS, headers=lines("Accept", "image/png", "text/csv;q=0")).status_code == 406


def test_the_language_and_the_coding_are_read_of_all_lines(service: Service) -> None:
    problem = service.get("/sparql?query=x", headers=lines("Accept-Language", "cs;q=0.1", "en"))
    assert (problem.status_code, problem.headers["content-language"]) == (400, "en")
    rows = service.get(ROWS, headers=lines("Accept-Encoding", "identity;q=0.5", "gzip"))
    assert rows.headers["content-encoding"] == "gzip"


def test_requests_whose_lines_differ_are_not_taken_for_each_other(service: Service) -> None:
    one = service.get(ROWS, headers=lines("Accept", "text/csv", "application/json;q=0.1"))
    other = service.get(ROWS, headers=lines("Accept", "text/csv;q=0.1", "application/json"))
    again = service.get(ROWS, headers=lines("Accept", "text/csv", "application/json;q=0.1"))
    assert one.headers["etag"] == again.headers["etag"] != other.headers["etag"]
    assert one.headers["content-type"] == again.headers["content-type"] == "text/csv; charset=utf-8"
    assert other.headers["content-type"] == "application/json"
