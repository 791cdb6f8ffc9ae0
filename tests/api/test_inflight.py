"""Queries by their id: their states, what is remembered, what is refused."""

import asyncio
from http import HTTPStatus

import pytest
from starlette.requests import Request

from api.inflight import Flight, Flights, Stopped
from api.problems import HttpError
from kg.errors import QueryError


def request(identifier: str | None = None) -> Request:
    headers = [(b"query-id", identifier.encode())] if identifier is not None else []
    return Request({"type": "http", "headers": headers, "state": {}})


def flown(flights: Flights, identifier: str) -> Flight:
    with flights.flight(request(identifier)) as flight:
        pass
    return flight


def test_a_query_has_the_id_of_its_client_or_a_new_one() -> None:
    flights = Flights()
    with flights.flight(request("my:query-1")) as mine, flights.flight(asked := request()) as other:
        assert (mine.id, mine.state, mine.is_over) == ("my:query-1", "waiting", False)
        assert len(other.id) == 16
        assert asked.state.flight is other
        assert flights.find("my:query-1") is mine
    assert (mine.state, mine.is_over, mine.error) == ("answered", True, "")
    assert mine.seconds == mine.seconds >= 0


@pytest.mark.parametrize("identifier", ["", "a b", "a/b", "č", "x" * 129, '"', "a\n"])
def test_a_malformed_id_is_400(identifier: str) -> None:
    with pytest.raises(HttpError) as caught, Flights().flight(request(identifier)):
        raise AssertionError
    assert caught.value.status is HTTPStatus.BAD_REQUEST


def test_an_id_that_runs_is_taken_and_one_that_ended_is_free() -> None:
    flights = Flights()
    with flights.flight(request("a")) as first:
        with pytest.raises(HttpError) as caught, flights.flight(request("a")):
            raise AssertionError
        assert caught.value.status is HTTPStatus.CONFLICT
        assert flights.find("a") is first
    assert flown(flights, "a") is not first


def test_errors_are_told_in_words_of_ours_only() -> None:
    flights = Flights()
    with pytest.raises(QueryError), flights.flight(request("ours")):
        raise QueryError(cs="česky", en="in English")
    with pytest.raises(ZeroDivisionError), flights.flight(request("other")):
        raise ZeroDivisionError("secret")
    assert (flights.find("ours").state, flights.find("ours").error) == ("failed", "in English")
    assert (flights.find("other").state, flights.find("other").error) == ("failed", "ZeroDivisionError")


def test_a_stopped_query_is_stopped_and_stays_so() -> None:
    async def stopped(flights: Flights) -> None:
        with flights.flight(request("a")) as flight:
            flight.task = asyncio.ensure_future(asyncio.sleep(60))
            flights.find("a").stop()
            await asyncio.wait([flight.task])
            raise Stopped

    async def stop() -> Flight:
        flights = Flights()
        with pytest.raises(Stopped):
            await stopped(flights)
        flights.find("a").stop()
        return flights.find("a")

    flight = asyncio.run(stop())
    assert (flight.state, flight.is_over) == ("stopped", True)


def test_what_is_sealed_or_over_is_stopped_no_more() -> None:
    async def stop() -> tuple[list[bool], list[str]]:
        flights = Flights()
        over = flown(flights, "over")
        with flights.flight(request("sealed")) as sealed, flights.flight(request("runs")) as runs:
            tasks = [asyncio.ensure_future(asyncio.sleep(60)) for _ in range(2)]
            sealed.task, runs.task = tasks
            sealed.seal()
            flights.stop_all()
            stopped = [bool(task.cancelling()) for task in tasks]
            states = [each.state for each in (over, sealed, runs)]
            for task in tasks:
                task.cancel()
        return stopped, states

    assert asyncio.run(stop()) == ([False, True], ["answered", "waiting", "stopped"])


def test_the_last_thousand_are_remembered_and_none_that_runs_is_forgotten() -> None:
    flights = Flights()
    with flights.flight(request("runs")):
        for number in range(1100):
            flown(flights, f"q{number}")
        assert flights.find("runs").state == "waiting"
        assert flights.find("q1099").state == "answered"
    with pytest.raises(HttpError) as caught:
        flights.find("q0")
    assert caught.value.status is HTTPStatus.NOT_FOUND
    assert len(flights._known) <= 1001
