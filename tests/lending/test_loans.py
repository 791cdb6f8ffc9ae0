"""A lent connection: what a child answers without the parent, when it comes back, and what the parent then knows."""

import asyncio
import socket

import pytest
from fastapi import FastAPI

from api.execution import PLACES
from kg.errors import QueryError, RefusedError
from kg.store import Dataset
from tests.lending.lent import CLIENT, Client, numbered, request, served

# Where the suite runs in parallel its processes have a second thread; these children never touch what it holds.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def test_queries_are_answered_one_after_another_without_the_application(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        replies = [await client.ask(numbered(number)) for number in range(20)]
        assert [reply.body for reply in replies] == [b"n\r\n%d\r\n" % number for number in range(20)]
        assert {reply.status for reply in replies} == {200}
        assert len({reply.headers["query-id"] for reply in replies}) == 20
        back = await client.hung_up()
        assert (back.unread, back.unsent, back.first, back.is_lost, back.answered) == (b"", b"", None, False, 20)
        figures = app.state.service.figures
        assert figures.requests["GET", "200"] == figures.cache["miss"] == 20
        assert b'strategraf_queries_total{outcome="answered"} 20.0' in figures.exposition()
        assert b"strategraf_query_seconds_count 20.0" in figures.exposition()
        flight = app.state.service.execution.flights.find(replies[7].headers["query-id"])
        assert (flight.state, flight.is_over) == ("answered", True)

    served(dataset, test)


def test_figures_and_ids_are_known_while_it_is_lent(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        figures, flights = app.state.service.figures, app.state.service.execution.flights
        for number in range(5):
            reply = await client.ask(numbered(number))
            assert b"strategraf_connections_lent 1.0" in figures.exposition()
            assert figures.requests["GET", "200"] == number + 1
            assert flights.find(reply.headers["query-id"]).state == "answered"
        await client.hung_up()
        assert figures.requests["GET", "200"] == 5
        assert b"strategraf_connections_lent 0.0" in figures.exposition()

    served(dataset, test)


def test_requests_in_one_piece_are_answered_in_order_and_the_rest_comes_back(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        rest = b"POST /update HTTP/1.1\r\nHost: a\r\n\r\n" + request(numbered(9))
        client.send(*(request(numbered(number)) for number in range(3)), rest)
        assert [(await client.reply()).body for _ in range(3)] == [b"n\r\n%d\r\n" % number for number in range(3)]
        assert (await client.lent).unread == rest

    served(dataset, test)


@pytest.mark.parametrize(
    "unread",
    [
        request("ASK { }", Accept="text/html"),
        request("SELECT (RAND() AS ?r) { }"),
        request("ASK { }").replace(b"?query", b"?timeout=5&query"),
        request("ASK { }").replace(b"?query", b"?explain=true&query"),
        request("ASK { }").replace(b"?query", b"?default-graph-uri=a:b&query"),
        request("ASK { }").replace(b"?query", b"?query=ASK%7B%7D&query"),
        request("ASK { }").replace(b"?query", b"?format=csv&format=json&query"),
        request("ASK { }").replace(b"?query", b"?nothing"),
        request("ASK { }").replace(b"ASK", b"%FF"),
        request("ASK { }", Query_Id="mine"),
        request("ASK { }", Host="a b"),
        request("ASK { }", Host="user@example.org"),
        b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\n",
        b"\r\n",
        b"x" * 20_000,
    ],
)
def test_what_is_not_plain_comes_back_untouched(dataset: Dataset, unread: bytes) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.answered(app)
        client.send(unread)
        client.theirs.shutdown(socket.SHUT_WR)
        assert await client.unanswered() == unread
        back = await client.lent
        assert (back.first, back.is_lost) == (None, False)

    served(dataset, test)


def test_a_query_that_came_before_comes_back(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        await client.ask(numbered(1))
        await client.ask(numbered(2))
        client.send(request(numbered(1)))
        assert (await client.lent).unread == request(numbered(1))

    served(dataset, test)


@pytest.mark.parametrize(
    ("query", "kind", "words"),
    [
        ("SELECT * { nothing", QueryError, "line 1"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", RefusedError, "SERVICE"),
    ],
)
def test_a_query_that_fails_comes_back_with_its_error(
    dataset: Dataset, query: str, kind: type[QueryError], words: str
) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        client.send(request(query), request(numbered(1)))
        first = await client.error_of(kind, request(query), request(numbered(1)))
        assert words in str(first.error)
        assert first.flight.state == "failed"
        assert b'strategraf_queries_total{outcome="refused"} 1.0' in app.state.service.figures.exposition()

    served(dataset, test)


def test_an_answer_that_the_system_does_not_take_whole_comes_back_with_its_rest(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        query = "SELECT * { ?s ?p ?o } LIMIT 5000"
        client.send(request(query), request(numbered(1)))
        back = await client.lent
        assert back.unread == request(numbered(1))
        assert len(back.unsent) > 0
        sending = asyncio.ensure_future(asyncio.get_running_loop().sock_sendall(client.ours, back.unsent))
        reply = await client.reply()
        await sending
        assert len(reply.body) == int(reply.headers["content-length"])
        assert reply.body.count(b"\r\n") == 5001

    served(dataset, test)


def test_a_changed_dataset_recalls_a_connection_before_its_next_answer(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.answered(app)
        app.state.service.execution.renew(dataset)
        client.send(request(numbered(2)))
        assert await client.unanswered() == request(numbered(2))

    served(dataset, test)


def test_who_waits_for_a_place_recalls_those_that_are_lent(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.answered(app)
        admission = app.state.service.execution.admission
        others = [f"198.51.100.{number}" for number in range(PLACES - 1)]
        assert all(admission.enter_at_once(other) for other in others)
        waiting = asyncio.ensure_future(admission.enter("203.0.113.1", 20))
        await asyncio.sleep(0)
        client.send(request(numbered(2)))
        assert await client.unanswered() == request(numbered(2))
        await waiting
        assert not admission.enter_at_once(CLIENT)

    served(dataset, test)


def test_nothing_is_lent_without_a_free_place(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        admission = app.state.service.execution.admission
        while admission.enter_at_once(CLIENT):
            pass
        held = admission.running
        client = await Client.of(app)
        client.send(request(numbered(1)))
        assert await client.unanswered() == request(numbered(1))
        assert admission.running == held

    served(dataset, test)


def test_a_client_that_has_spent_its_budget_gets_its_connection_back(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        budget = app.state.service.execution.budget
        for number in range(1000):
            if client.lent.done():
                break
            client.send(request(f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c FILTER(?b != {number}) }}"))
            answered = asyncio.ensure_future(client.reply())
            await asyncio.wait({answered, client.lent}, return_when=asyncio.FIRST_COMPLETED)
            answered.cancel()
        assert client.lent.done()
        assert budget.is_spent(CLIENT)
        again = await Client.of(app)
        assert (await again.lent).unread == b""

    served(dataset, test, client_budget=0.2)
