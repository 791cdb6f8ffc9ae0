"""What is answered on a steady connection is counted and logged as anything else: each request once."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.reliability.conversation import STEADY, Answer, Conversation, asking, goes_on, numbered, request, steady
from tests.reliability.killers import KILLERS
from tests.service import EARLY, Service, running, stopped

Figures = dict[str, float]

ANSWERED = 'strategraf_queries_total{outcome="answered"}'
SECONDS = "strategraf_query_seconds_count"
MISSES = 'strategraf_cache_total{result="miss"}'


def by_get(status: int) -> str:
    return f'strategraf_http_requests_total{{method="GET",status="{status}"}}'


def figures(service: Service) -> Figures:
    """Return the figures; one that is not told yet is nothing."""
    lines = service.get("/metrics").text.splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


def grown(service: Service, before: Figures, expected: Figures) -> Figures:
    """Ask for the figures until these have grown as expected, or for long enough; return how they have grown.

    To be told, a figure may take a moment; asking for them is a GET too, and left out where that is counted.
    """
    for asked in range(1, 400):
        now = figures(service)
        growth = {name: now.get(name, 0) - before.get(name, 0) for name in expected}
        growth[by_get(200)] = growth.get(by_get(200), 0) - asked
        if all(growth[name] >= value for name, value in expected.items()):
            break
    return {name: growth[name] for name in expected}


def test_each_query_is_counted_once(store: Path) -> None:
    with running(store) as service, Conversation(service.url) as conversation:
        before = figures(service)
        goes_on(conversation, 100)
        expected: Figures = {ANSWERED: 100, by_get(200): 100, SECONDS: 100, MISSES: 100}
        assert grown(service, before, expected) == expected
        before = figures(service)
        goes_on(conversation, 7)  # a few more, fewer than make a connection steady
        expected = dict.fromkeys(expected, 7)
        assert grown(service, before, expected) == expected
        assert figures(service)["strategraf_queries_running"] == figures(service)["strategraf_queries_waiting"] == 0


def test_what_fails_is_counted_as_what_it_is(store: Path) -> None:
    with running(store, KG_QUERY_TIMEOUT="1") as service, steady(service.url) as conversation:
        goes_on(conversation, 0)
        before = figures(service)
        for _ in range(10):
            assert conversation.ask(asking("SELECT * {")).status == 400
            assert conversation.ask(asking("ASK { SERVICE <urn:a> {} }")).status == 403
            goes_on(conversation, 2)
        assert conversation.ask(asking(KILLERS["product"])).status == 503
        goes_on(conversation, 10)
        expected: Figures = {
            ANSWERED: 30,
            'strategraf_queries_total{outcome="refused"}': 20,
            'strategraf_queries_total{outcome="timeout"}': 1,
            'strategraf_kills_total{reason="timeout"}': 1,
            by_get(200): 30,
            by_get(400): 10,
            by_get(403): 10,
            by_get(503): 1,
            SECONDS: 51,
        }
        assert grown(service, before, expected) == expected


def test_a_query_that_was_seen_is_counted_as_kept(store: Path) -> None:
    """It is a hit where its answer was kept, and a query where it was not; a request it is in any case."""
    with running(store) as service, steady(service.url) as conversation:
        query = asking("ASK { } # seen")
        assert conversation.ask(query).status == 200
        before = figures(service)
        answers = [conversation.ask(query) for _ in range(10)]
        hits = sum((answer.header("server-timing") or "").startswith("cache;desc=hit") for answer in answers)
        expected: Figures = {
            by_get(200): 10,
            ANSWERED: 10 - hits,
            MISSES: 10 - hits,
            'strategraf_cache_total{result="hit"}': hits,
        }
        assert grown(service, before, expected) == expected
        assert hits >= 9  # what was answered over a connection that is steady may be kept at its second answer only


def requests() -> Iterator[tuple[bytes, str]]:
    """Yield requests, each with the outcome that the log has of it."""
    for number in range(8):
        yield asking(numbered()[0], "Accept: text/csv"), "answered"
        yield asking(f"SELECT * {{ ?s ?p ?o }} LIMIT {100 + number}", "Accept-Encoding: gzip"), "answered"
        if number % 2:
            yield asking("SELECT * { secret"), "refused"
            yield request("/health"), "answered"
            yield request("/sparql?query=ASK%7B%7D", method="HEAD"), "answered" if number == 1 else "cached"
            yield asking(numbered()[0], "Accept: image/png"), "refused"
    yield asking(KILLERS["product"]), "unavailable"
    yield asking("ASK { } # secret", "Query-Id: mine"), "answered"


def line_of(asked: bytes, answer: Answer, outcome: str) -> tuple[object, ...]:
    method, target, _ = asked.split(b" ", 2)
    path = target.partition(b"?")[0].decode()
    return method.decode(), path, answer.status, answer.header("query-id"), len(answer.body), "127.0.0.1", outcome


def test_each_request_has_one_line_in_the_log(store: Path) -> None:
    expected = []
    with stopped(store, KG_LOG="json", KG_QUERY_TIMEOUT="1") as (service, log), steady(service.url) as conversation:
        for asked, outcome in requests():
            expected.append(line_of(asked, conversation.ask(asked), outcome))
            query = asking(numbered()[0])
            expected.append(line_of(query, conversation.ask(query), "answered"))
    lines = [json.loads(line) for line in log().splitlines()]
    names = ("method", "path", "status", "query", "bytes", "client", "outcome")
    told = [tuple(line[name] for name in names) for line in lines]
    assert "secret" not in log()
    assert told[STEADY:] == expected
    assert {line[-1] for line in told[:STEADY]} == {"answered"}
    assert len({line[3] for line in told if line[3] is not None}) == sum(line[3] is not None for line in told)
    times = [line["time"] for line in lines]
    assert (times, min(line["ms"] for line in lines) >= 0) == (sorted(times), True)
    assert max(line["ms"] for line in lines if line["status"] == 503) >= 1000 * (1 - EARLY)
