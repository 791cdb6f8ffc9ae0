"""Fair shares with steady connections: they hold no place while they ask nothing, and their client none but its own."""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from api.execution import PLACES
from tests.reliability.conversation import Conversation, asking, goes_on, request, steady
from tests.reliability.killers import KILLERS
from tests.reliability.processes import settle
from tests.service import Service, running

KILLER = asking(KILLERS["product"])
SHARE = (PLACES - 1) // 2
"""How many queries of one client run at once."""

OTHER = "127.0.0.2"
"""The source address of another client."""


@pytest.fixture(scope="module")
def patient(store: Path) -> Iterator[Service]:
    """Yield a server that would let a query run for ten minutes, and lets three wait."""
    with running(store, KG_QUERY_TIMEOUT="600", KG_WAITING_QUERIES="3") as started:
        yield started


def until(service: Service, running: int, waiting: int = 0) -> None:
    """Wait until so many queries run and wait, but not for ever."""
    wanted = {f"strategraf_queries_running {running:.1f}", f"strategraf_queries_waiting {waiting:.1f}"}
    assert any(wanted <= set(service.get("/metrics").text.splitlines()) for _ in range(2000)), wanted


def test_killers_of_one_client_leave_another_its_answers(patient: Service) -> None:
    with ExitStack() as stack:
        connections = [stack.enter_context(steady(patient.url)) for _ in range(SHARE)]
        other = stack.enter_context(steady(patient.url, OTHER))
        for at, each in enumerate(connections):
            each.send(KILLER)
            until(patient, at + 1)
        goes_on(other, 30)
        with Conversation(patient.url, "127.0.0.3") as third:
            goes_on(third, 30)
        with Conversation(patient.url) as fifth:
            fifth.send(asking('SELECT ("fifth" AS ?x) {}', "Accept: text/csv"))
            until(patient, SHARE, 1)
            assert fifth.is_silent()
            connections.pop().close()  # which makes place for it
            assert fifth.read().body == b"x\r\nfifth\r\n"
        assert all(each.is_silent() for each in connections)
    settle(patient)


def test_a_killer_on_a_steady_connection_waits_for_its_turn(patient: Service) -> None:
    """Its client has as many queries running as it may; another's is answered on a connection as steady."""
    with ExitStack() as stack:
        connections = [stack.enter_context(steady(patient.url)) for _ in range(SHARE + 1)]
        other = stack.enter_context(steady(patient.url, OTHER))
        for at, each in enumerate(connections):
            each.send(KILLER)
            until(patient, min(at + 1, SHARE), max(0, at + 1 - SHARE))
        goes_on(other, 30)
    settle(patient)
    assert patient.figure("strategraf_queries_running") == patient.figure("strategraf_queries_waiting") == 0


def test_a_full_queue_turns_away_and_says_when_to_come_back(patient: Service) -> None:
    with ExitStack() as stack:
        last = stack.enter_context(steady(patient.url, "127.0.0.99"))
        for number in range(PLACES + 3):
            each = stack.enter_context(Conversation(patient.url, f"127.0.0.{10 + number}"))
            each.send(KILLER)
            until(patient, min(number + 1, PLACES), max(0, number + 1 - PLACES))
        for _ in range(8):
            answer = last.ask(asking("ASK { } # late", "Accept-Language: en"))
            assert (answer.status, answer.header("retry-after")) == (503, "10")
            assert answer.header("access-control-allow-origin") == "*"
            assert "overloaded" in json.loads(answer.body)["detail"]
            assert last.ask(request("/health")).status == 200
        stack.pop_all().close()
    settle(patient)


def test_after_a_full_queue_a_steady_connection_goes_on(patient: Service) -> None:
    with steady(patient.url, OTHER) as conversation, ExitStack() as stack:
        for number in range(PLACES):
            stack.enter_context(Conversation(patient.url, f"127.0.0.{10 + number}")).send(KILLER)
            until(patient, number + 1)
        conversation.send(asking('SELECT ("waited" AS ?x) {}', "Accept: text/csv"))
        until(patient, PLACES, 1)
        assert conversation.is_silent()
        stack.close()
        assert conversation.read().body == b"x\r\nwaited\r\n"
        goes_on(conversation, 6)
    settle(patient)


def test_connections_that_ask_nothing_hold_no_place(patient: Service) -> None:
    """They are more than there are places; then all of them ask again."""
    with ExitStack() as stack:
        connections = [stack.enter_context(steady(patient.url)) for _ in range(2 * PLACES)]
        with steady(patient.url, OTHER) as other:
            goes_on(other, 30)
            for _ in range(3):
                assert other.ask(asking("ASK { } # others", "Query-Id: idle")).status == 200
        killer = stack.enter_context(Conversation(patient.url))
        killer.send(KILLER)
        until(patient, 1)
        for each in connections:
            assert each.is_silent()
            goes_on(each, 6)
    settle(patient)


def test_a_client_with_more_connections_than_places_is_answered_on_all(service: Service) -> None:
    """Twenty at once, each with a query that takes a while between those that do not."""
    some = "{ SELECT * { ?a ?b ?c } LIMIT 200 } { SELECT * { ?d ?e ?f } LIMIT 200 }"
    done: list[int] = []

    def ask(name: int) -> None:
        with steady(service.url) as conversation:
            for number in range(3):
                count = f"SELECT (COUNT(*) AS ?n) {{ {some} }} # {name} {number}"
                assert conversation.ask(asking(count, "Accept: text/csv")).body == b"n\r\n40000\r\n"
                goes_on(conversation, 6)
        done.append(name)

    threads = [threading.Thread(target=ask, args=(name,)) for name in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(done) == list(range(20))
    settle(service)


def test_a_steady_connection_uses_up_its_budget(store: Path) -> None:
    """By many queries, each of which takes next to nothing, and by one that takes long; no other client pays."""
    with running(store, KG_QUERY_TIMEOUT="1", KG_CLIENT_BUDGET="0.2") as service:
        count = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } # %d"
        with steady(service.url) as many, steady(service.url, OTHER) as one:
            answers = (many.ask(asking(count % number, "Accept-Language: en")) for number in range(5000))
            first = next(answer for answer in answers if answer.status != 200)
            assert one.ask(asking(KILLERS["product"])).status == 503
            for refused in (first, one.ask(asking("ASK { } # 1", "Accept-Language: en"))):
                assert (refused.status, json.loads(refused.body)["title"]) == (429, "Too Many Requests")
                assert 1 <= int(refused.header("retry-after") or 0) <= 300
                assert "0.2 s a minute" in json.loads(refused.body)["detail"]
                assert refused.header("access-control-allow-origin") == "*"
            for each in (many, one):
                assert each.ask(request("/health")).status == 200
            with steady(service.url, "127.0.0.3") as third:
                goes_on(third, 6)
            # What the service has at hand costs nothing.
            assert many.ask(asking(count % 0, "Accept-Language: en")).status == 200
        assert service.figure('strategraf_http_requests_total{method="GET",status="429"}') == 2
