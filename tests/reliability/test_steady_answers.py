"""A steady connection is given the answers that a fresh one is given, byte for byte, in every form and format."""

import gzip
import itertools
from collections.abc import Iterator

import pytest
import zstandard

from tests.reliability.conversation import OWN, Answer, Conversation, asking, fresh, steady
from tests.service import Service

ROWS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
GRAPHS = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml", "application/trig")
BROWSING = "text/html;q=0.1, application/n-quads;q=0.9, application/sparql-results+json;q=0.8, */*;q=0.2"
CODINGS = ("identity", "gzip", "zstd")
TITLE = "<http://purl.org/dc/terms/title>"
EXAMPLES = {
    "SELECT": f"SELECT ?s ?title {{ ?s {TITLE} ?title }} ORDER BY ?title ?s LIMIT %d",
    "ASK": f"ASK {{ ?s {TITLE} ?title FILTER(STRLEN(?title) = %d) }}",
    "CONSTRUCT": f"CONSTRUCT {{ ?s <urn:title> ?title }} {{ ?s {TITLE} ?title }} ORDER BY ?title ?s LIMIT %d",
    "DESCRIBE": "DESCRIBE <https://w3id.org/strategraf/resource/measures/nskb-a%d>",
}


def requests() -> Iterator[bytes]:
    """Yield sixty requests, of which no two ask the same query: every form in its formats and codings."""
    accepted = {
        form: itertools.cycle((*(GRAPHS if form in {"CONSTRUCT", "DESCRIBE"} else ROWS), BROWSING)) for form in EXAMPLES
    }
    for number in range(15):
        for at, (form, text) in enumerate(EXAMPLES.items()):
            lines = (f"Accept: {next(accepted[form])}", f"Accept-Encoding: {CODINGS[(number + at) % 3]}")
            yield asking(text % (number + 30), *lines)


def plain(answer: Answer) -> bytes:
    """Return the body without its coding."""
    coding = answer.header("content-encoding")
    if coding == "gzip":
        return gzip.decompress(answer.body)
    return zstandard.ZstdDecompressor().decompressobj().decompress(answer.body) if coding else answer.body


@pytest.fixture(scope="module")
def answers(service: Service) -> dict[bytes, Answer]:
    """Return what one steady connection was given for each request."""
    with steady(service.url) as conversation:
        return {asked: conversation.ask(asked) for asked in requests()}


def test_each_answer_is_that_of_a_fresh_connection(answers: dict[bytes, Answer], twin: Service) -> None:
    """The twin has seen none of the queries either; its tags are the same, for so are its data."""
    assert len(answers) == 60
    for asked, answer in answers.items():
        assert answer.same == fresh(twin.url, asked).same
        assert answer.status == 200


def test_the_sixty_are_of_many_kinds(answers: dict[bytes, Answer]) -> None:
    """Else the comparison would compare little."""
    assert {answer.header("content-encoding") for answer in answers.values()} == {None, "gzip", "zstd"}
    assert len({answer.header("content-type") for answer in answers.values()}) == 10
    assert len({answer.header("etag") for answer in answers.values()}) == 60
    assert len({plain(answer) for answer in answers.values()}) > 30  # those of SELECT and CONSTRUCT, at least
    assert max(len(plain(answer)) for answer in answers.values()) > 5000


def test_each_answer_has_what_is_its_own(answers: dict[bytes, Answer]) -> None:
    assert len({answer.header("query-id") for answer in answers.values()}) == 60
    for answer in answers.values():
        assert {name.lower() for name, _ in answer.headers} >= OWN
        timing = answer.header("server-timing")
        assert timing is not None
        assert timing.startswith("query;dur=")


def test_the_same_query_again_is_the_same_answer(service: Service) -> None:
    """Whether it is kept or evaluated again is no matter; from where, neither."""
    text = "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 17 # again"
    with steady(service.url) as first, steady(service.url) as second:
        answers = [each.ask(asking(text)) for each in (first, first, second, first, second)]
        answers.append(fresh(service.url, asking(text)))
    assert len({(answer.status, answer.header("etag"), answer.body) for answer in answers}) == 1


def test_what_is_drawn_by_chance_is_drawn_each_time(service: Service) -> None:
    with steady(service.url) as conversation:
        answers = [conversation.ask(asking("SELECT (UUID() AS ?x) (RAND() AS ?y) {}")) for _ in range(20)]
    assert len({answer.body for answer in answers}) == 20
    assert {answer.header("etag") for answer in answers} == {None}


def test_an_answer_is_whole_before_the_next_question(service: Service) -> None:
    """Nothing comes behind an answer, and nothing unasked."""

    def silent(conversation: Conversation, limit: int) -> bool:
        return conversation.ask(asking(f"SELECT * {{ ?s ?p ?o }} LIMIT {limit}")).status == 200 and (
            conversation.is_silent(0.01)
        )

    with steady(service.url) as conversation:
        assert all(silent(conversation, limit) for limit in range(20))
