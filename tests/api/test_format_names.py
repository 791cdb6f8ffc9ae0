"""The parameter `format`, by which some clients say what they want in several ways at once."""

import pytest

from tests.api.test_sparql import SELECT, kind
from tests.service import Service


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        (["text/csv"], "text/csv"),
        (["application/sparql-results+xml"], "application/sparql-results+xml"),  # httpx writes %2B
        (["application/sparql-results xml"], "application/sparql-results+xml"),  # others a bare `+`, which is a space
        (["tsv", "text/tab-separated-values"], "text/tab-separated-values"),
        (["json-ld", "application/sparql-results+json,application/json"], "application/sparql-results+json"),
        (["", "csv"], "text/csv"),
        (["application/sparql-results xml; q=0.1, text/csv"], "text/csv"),
        (["csv", "application/sparql-results+json"], None),
        (["text/csv", "application/sparql-results+json"], None),
    ],
)
def test_a_format_may_be_named_by_its_media_type_too(
    service: Service, formats: list[str], expected: str | None
) -> None:
    for send in (service.get, service.post):
        given = {"query": SELECT, "format": formats}
        answer = send("/sparql", **({"params": given} if send == service.get else {"data": given}))
        assert answer.status_code == (200 if expected else 400)
        assert kind(answer.headers["Content-Type"]) == (expected or "application/problem+json")
    unknown = service.get("/sparql", params={"query": SELECT, "format": "image/png"})
    assert (unknown.status_code, "text/csv" in unknown.json()["detail"]) == (406, True)


def test_each_name_of_a_format_that_clients_send_may_stand_once(service: Service) -> None:
    names = dict.fromkeys(("format", "output", "results"), "xml")  # as SPARQLWrapper sends them
    answer = service.get("/sparql", params={"query": "ASK {}", **names})
    assert (answer.status_code, kind(answer.headers["content-type"])) == (200, "application/sparql-results+xml")
