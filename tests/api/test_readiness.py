"""Whether the engine behind the service answers: asked in a child, by one question at a time, and not too often."""

import asyncio
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
from starlette.requests import Request

from api import readiness
from api.readiness import PAUSE, Engine
from api.routes.health import health
from kg.errors import KgError
from kg.remote.dataset import connect
from kg.remote.store import RemoteStore
from kg.remote.transport import EndpointFailed
from kg.store import Dataset
from tests.remote.test_store import Asked, served


class Clock:
    """A clock that goes on when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@contextmanager
def engine(clock: Clock, status: int = 200) -> Iterator[tuple[Engine, str, list[Asked]]]:
    """Yield the engine of an endpoint, its address, and what it was asked since the service was started."""
    with served() as (address, _):
        dataset = connect(address, 10)
    with served(status=status, content=b"no" if status != 200 else b"", port=_port(address)) as (_, asked):
        yield Engine(dataset, clock), address, asked


def _port(address: str) -> int:
    return int(address.rpartition(":")[2].partition("/")[0])


def words(engine: Engine) -> str:
    failure = asyncio.run(engine.failure())
    return "" if failure is None else failure.en


def test_many_who_ask_at_once_ask_it_once() -> None:
    async def several(engine: Engine) -> list[object]:
        return [*await asyncio.gather(*(engine.failure() for _ in range(5)))]

    with engine(Clock()) as (asked_engine, _, asked):
        assert asyncio.run(several(asked_engine)) == [None] * 5
        assert [each["query"] for each in asked] == [["ASK { ?s ?p ?o }"]]


def test_it_is_not_asked_again_before_the_pause_is_over() -> None:
    clock = Clock()
    with engine(clock) as (asked_engine, _, asked):
        assert (words(asked_engine), len(asked)) == ("", 1)
        clock.now += PAUSE / 2
        assert (words(asked_engine), len(asked)) == ("", 1)
        clock.now += PAUSE / 2
        assert (words(asked_engine), len(asked)) == ("", 2)


def test_it_is_missed_when_it_goes_and_found_when_it_comes_back() -> None:
    clock = Clock()
    with engine(clock) as (asked_engine, address, _):
        assert words(asked_engine) == ""
    clock.now += PAUSE
    assert words(asked_engine).startswith(
        "the engine behind the service cannot be reached (the connection was refused); "
    )
    with served(port=_port(address)):
        assert words(asked_engine) != ""  # the pause is not over
        clock.now += PAUSE
        assert words(asked_engine) == ""


def test_an_engine_that_answers_with_an_error_is_told_so() -> None:
    for status, said in ((500, "did not answer the query"), (400, "refused the query")):
        with engine(Clock(), status) as (asked_engine, _, _):
            assert words(asked_engine).startswith(f"the engine behind the service {said} (HTTP status {status}")
            assert words(asked_engine).endswith("; check that it runs, and the setting KG_ENDPOINT.")


def test_an_engine_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "SECONDS", 0.2)
    with engine(Clock()) as (asked_engine, address, _):
        pass
    with socket.create_server(("127.0.0.1", _port(address))):
        failure = asyncio.run(asked_engine.failure())
    assert failure is not None
    assert failure.en == (
        "the engine behind the service did not answer within 0.2 s; check that it runs, and the setting KG_ENDPOINT."
    )
    assert failure.cs == (
        "databázový stroj za službou neodpověděl do 0.2 s; zkontrolujte, zda běží, a nastavení KG_ENDPOINT."
    )


def test_it_is_asked_in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def query(*_: object) -> None:
        raise EndpointFailed(cs=str(os.getpid()), en=str(os.getpid()))

    with engine(Clock()) as (asked_engine, _, _):
        monkeypatch.setattr(RemoteStore, "query", query)
        pid = words(asked_engine).partition(";")[0]
    assert pid.isdecimal()
    assert int(pid) != os.getpid()


def test_a_dataset_of_our_own_needs_no_engine() -> None:
    assert words(Engine(Dataset(ox.Store(), "1", ""))) == ""


def test_a_change_that_was_not_made_in_full_is_told_in_words() -> None:
    """What is read then is not what was acknowledged."""
    dataset = Dataset(ox.Store(), "1", "")
    app = SimpleNamespace(state=SimpleNamespace(engine=Engine(dataset)))
    request = Request({"type": "http", "method": "GET", "query_string": b"lang=en", "headers": [], "app": app})
    words = KgError(cs="zkontrolujte disk.", en="check the disk.")
    service, writer = SimpleNamespace(dataset=dataset), SimpleNamespace(failure=words)
    answer = asyncio.run(health(request, service, writer))  # type: ignore[arg-type]
    told = json.loads(bytes(answer.body))
    assert (answer.status_code, told["live"], told["ready"]) == (503, True, False)
    assert told["detail"] == "check the disk."
