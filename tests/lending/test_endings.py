"""How a loan ends that does not end by itself: at a deadline, on request, with its client, its child, a long answer."""

import asyncio
import os
import signal
from http import HTTPStatus

import pytest
from fastapi import FastAPI

from api.cache import LARGEST
from api.inflight import Stopped
from api.problems import HttpError
from kg.errors import TimeoutReached
from kg.store import Dataset
from kg.workers import WorkerFailed
from kg.workers.ledger import ENDED
from tests.lending.lent import ENDLESS, Client, at_work, child_of, numbered, request, served

# Where the suite runs in parallel its processes have a second thread; these children never touch what it holds.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def test_a_query_beyond_its_deadline_is_killed_and_comes_back(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        client.send(request(ENDLESS), request(numbered(1)))
        await client.error_of(TimeoutReached, request(ENDLESS), request(numbered(1)))
        assert b'strategraf_kills_total{reason="timeout"} 1.0' in app.state.service.figures.exposition()
        while app.state.service.execution.admission.running:
            await asyncio.sleep(0)  # the place is free once the memory is back

    served(dataset, test, query_timeout=0.5)


def test_a_query_that_takes_long_is_found_and_stopped_by_its_id(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        client.send(request(ENDLESS))
        known = app.state.service.execution.flights._known
        while not known:
            await asyncio.sleep(0)
        flight = next(iter(known.values()))
        assert (flight.state, flight.is_over) == ("running", False)
        flight.stop()
        first = await client.error_of(Stopped, request(ENDLESS))
        assert (first.flight, flight.state) == (flight, "stopped")

    served(dataset, test)


def test_a_client_that_leaves_ends_its_query(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        client.send(request(ENDLESS))
        client.theirs.close()
        assert (await client.lent).is_lost
        assert b'strategraf_kills_total{reason="abandoned"} 1.0' in app.state.service.figures.exposition()
        assert b'strategraf_queries_total{outcome="abandoned"} 1.0' in app.state.service.figures.exposition()
        assert [flight.state for flight in app.state.service.execution.flights._known.values()] == ["failed"]

    served(dataset, test)


def test_a_child_that_dies_leaves_its_request_to_be_answered(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        client.send(request(ENDLESS))
        busy = await at_work(app)
        os.kill(busy.pid, signal.SIGSEGV)
        await client.error_of(WorkerFailed, request(ENDLESS))

    served(dataset, test)


def test_where_nobody_knows_what_was_sent_the_connection_is_cut(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        client.send(request(ENDLESS))
        busy = await at_work(app)
        assert busy.ledger.take()  # as a child does that begins to answer
        os.kill(busy.pid, signal.SIGSEGV)
        assert (await client.lent).is_lost

    served(dataset, test)


def test_who_answers_at_this_moment_is_not_stopped(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        client.send(request("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"))
        busy = await at_work(app)
        assert busy.ledger.take()
        assert not busy.stop("timeout", HttpError(HTTPStatus.GONE, cs="pryč", en="gone"))
        busy.ledger.give()
        assert (await client.reply()).status == HTTPStatus.OK
        assert (await client.hung_up()).first is None

    served(dataset, test)


def test_a_long_answer_is_sent_by_the_parent(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        text = "x" * (LARGEST // 1000)
        query = f'SELECT ?s ("{text}" AS ?x) {{ ?s ?p ?o }} LIMIT 1100'
        client.send(request(query), request(numbered(1)))
        first = await client.first_of(request(query), request(numbered(1)))
        assert first.error is None
        assert first.answer is not None
        with first.answer as answer:
            body = answer.read()
        assert len(body) == answer.size > LARGEST
        assert (body.count(b"\r\n"), body.count(text.encode())) == (1101, 1100)
        assert answer.result == {"result": {"Content-Type": "text/csv; charset=utf-8"}, "coding": ""}
        assert first.flight.state == "answered"
        assert all(flight.is_over for flight in app.state.service.execution.flights._known.values())

    served(dataset, test)


def test_a_query_that_was_followed_ends_with_its_answer_however_many_come_behind(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.of(app)
        some = "{ SELECT * { ?a ?b ?c } LIMIT 300 } { SELECT * { ?d ?e ?f } LIMIT 300 }"
        flights = app.state.service.execution.flights
        client.send(request(f"SELECT (COUNT(*) AS ?n) {{ {some} FILTER(STR(?a) < STR(?f)) }}"))
        reply = asyncio.ensure_future(client.reply())
        while not flights._known and not reply.done():
            await asyncio.sleep(0)
        identifier = (await reply).headers["query-id"]
        for number in range(ENDED + 50):
            await client.ask(numbered(number))
        await client.hung_up()
        assert all(flight.is_over for flight in flights._known.values())
        assert identifier not in flights._known or flights.find(identifier).state == "answered"

    served(dataset, test)


def test_who_sends_a_head_bit_by_bit_is_recalled(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.answered(app)
        app.state.lender.recall(client.ours.fileno())
        sent = request(numbered(2))
        for at in range(len(sent)):
            client.send(sent[at : at + 1])
            await asyncio.sleep(0)
        assert await client.unanswered() == sent

    served(dataset, test)


def test_a_loan_that_is_over_stops_nobody(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        first = await Client.of(app)
        (loan,) = app.state.lender._loans.values()
        await first.ask(numbered(1))
        await first.hung_up()
        second = await Client.of(app)
        second.send(request(ENDLESS))
        busy = await at_work(app)
        assert busy is loan._child  # the pool takes the child that was put back last
        loan.cancel()
        assert not busy.is_stopped
        second.theirs.close()
        assert (await second.lent).is_lost

    served(dataset, test)


def test_without_a_child_nothing_is_lent(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(app: FastAPI) -> None:
        execution = app.state.service.execution
        execution.pool._idle.clear()
        monkeypatch.setattr("kg.workers.pool.fork", refuse)
        client = await Client.of(app)
        client.send(request(numbered(1)))
        assert await client.unanswered() == request(numbered(1))
        assert execution.admission.running == 0
        monkeypatch.undo()
        for member in execution.pool._members:
            member.dismiss()

    served(dataset, test)


def refuse(_child: object) -> int:
    raise BlockingIOError


def test_a_child_that_dies_between_two_requests_takes_nothing_along(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.answered(app)
        child = child_of(app)
        while not child.ledger.take():  # it has it still, while it answers
            await asyncio.sleep(0)
        child.ledger.give()
        os.kill(child.pid, signal.SIGKILL)
        back = await client.lent
        assert (back.is_lost, back.unread, back.first) == (False, b"", None)

    served(dataset, test)


def test_a_child_that_dies_with_half_a_request_cuts_the_connection(dataset: Dataset) -> None:
    async def test(app: FastAPI) -> None:
        client = await Client.answered(app)
        child = child_of(app)
        client.send(request(numbered(2))[:20])
        while not child.ledger.is_holding:
            await asyncio.sleep(0)
        os.kill(child.pid, signal.SIGKILL)
        assert (await client.lent).is_lost

    served(dataset, test)
