"""Children that can be killed: whole answers, typed failures, no network, nothing left behind."""

import asyncio
import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox
import pytest

from kg.errors import KgError, RefusedError, TimeoutReached
from kg.workers import Answer, Limits, WorkerFailed, run, run_async

# Where the suite runs in parallel its processes have a second thread; these children never touch what it holds.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

KILLER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } ORDER BY RAND()"
SORTED_KILLER = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY RAND()"


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


@pytest.fixture(autouse=True)
def forked() -> Iterator[Callable[[], list[str]]]:
    """Yield what tells the children of a test; it must leave none, alive or dead, and no open file."""
    files, others = open_files(), children()  # a server that other tests share may be a child too

    def own() -> list[str]:
        return [child for child in children() if child not in others]

    yield own
    assert own() == []
    assert open_files() == files


def store() -> ox.Store:
    made = ox.Store()
    for number in range(200):
        node = ox.NamedNode(f"urn:{number}")
        made.add(ox.Quad(node, ox.NamedNode("urn:next"), ox.NamedNode(f"urn:{number + 1}")))
    return made


def evaluate(query: str, out: BinaryIO) -> None:
    result = store().query(query)
    assert isinstance(result, ox.QuerySolutions)
    result.serialize(out, ox.QueryResultsFormat.JSON)


def flood(out: BinaryIO) -> None:
    while True:
        out.write(bytes(65536))


def test_an_answer_is_whole_and_brings_a_result() -> None:
    def task(out: BinaryIO) -> dict[str, Any]:
        out.write(b"first ")
        out.write(b"last")
        return {"format": "csv", "rows": [1, None]}

    with run(task) as answer:
        assert (answer.read(), answer.size) == (b"first last", 10)
        assert answer.read() == b"first last"
        assert answer.result == {"format": "csv", "rows": [1, None]}


def test_a_long_answer_goes_through_a_temporary_file() -> None:
    with run(lambda out: out.write(bytes(range(256)) * 20000), Limits(buffer_mb=1)) as answer:
        assert answer.size == answer.result == 5_120_000
        assert answer.read() == bytes(range(256)) * 20000


def test_a_child_shares_what_the_parent_holds_and_cannot_change_it() -> None:
    shared = store()

    def task(_out: BinaryIO) -> int:
        shared.clear()
        return len(shared)

    with run(task) as answer:
        assert answer.result == 0
    assert len(shared) == 200


@pytest.mark.parametrize(
    ("task", "limits", "kind", "words"),
    [
        (lambda _out: time.sleep(60), Limits(seconds=0.1), TimeoutReached, "stopped after 0.1 s"),
        (flood, Limits(seconds=0.3, answer_mb=1 << 20, buffer_mb=1 << 20), TimeoutReached, "stopped after 0.3 s"),
        (lambda out: evaluate(KILLER, out), Limits(seconds=0.5), TimeoutReached, "stopped after 0.5 s"),
        (lambda out: evaluate(SORTED_KILLER, out), Limits(memory_mb=64), WorkerFailed, "more than 64 MiB of memory"),
        (lambda _out: bytearray(500 << 20), Limits(memory_mb=64), WorkerFailed, "more than 64 MiB of memory"),
        (flood, Limits(answer_mb=2), WorkerFailed, "longer than 2 MiB"),
        (lambda out: evaluate("SELECT * {" + "{" * 9000 + "}" * 9001, out), Limits(), WorkerFailed, "crashed"),
        (lambda _out: os._exit(0), Limits(), WorkerFailed, "crashed"),
        (lambda _out: 1 / 0, Limits(), WorkerFailed, "ZeroDivisionError"),
        (lambda _out: object(), Limits(), WorkerFailed, "crashed"),
        (lambda _out: "x" * 100_000, Limits(), WorkerFailed, "the report is too long"),
    ],
)
def test_failures_are_told_apart(task: Any, limits: Limits, kind: type[KgError], words: str) -> None:
    with pytest.raises(kind, match=words):
        run(task, limits)
    with pytest.raises(kind, match=words):
        asyncio.run(run_async(task, limits))


def test_an_error_for_people_comes_back_as_its_own_class_in_both_languages() -> None:
    def task(out: BinaryIO) -> None:
        out.write(b"half an answer")
        raise RefusedError(cs="česky", en="in English")

    with pytest.raises(RefusedError) as caught:
        run(task)
    assert (caught.value.cs, caught.value.en) == ("česky", "in English")


def test_a_child_opens_no_socket_and_no_file_and_inherits_none() -> None:
    def refused(attempt: Any) -> str:
        try:
            attempt()
        except OSError as error:
            return type(error).__name__ if not error.errno else os.strerror(error.errno)
        return "allowed"

    with socket.create_server(("127.0.0.1", 0)) as server:
        inherited, address = server.fileno(), server.getsockname()

        def task(_out: BinaryIO) -> list[str]:
            return [
                refused(lambda: socket.create_connection(address)),
                refused(lambda: socket.getaddrinfo("localhost", 80)),
                refused(lambda: open("/etc/hostname")),  # noqa: PTH123 - it must fail
                refused(lambda: os.fstat(inherited)),
                refused(lambda: store().query(f"ASK {{ SERVICE <http://127.0.0.1:{address[1]}/> {{ ?s ?p ?o }} }}")),
            ]

        with run(task) as answer:
            assert "allowed" not in answer.result
            assert answer.result[0] == os.strerror(24)


def test_many_at_once_and_a_cancelled_one(forked: Callable[[], list[str]]) -> None:
    async def several() -> None:
        endless = asyncio.ensure_future(run_async(flood, Limits(answer_mb=1 << 20, buffer_mb=1 << 20)))
        answers = await asyncio.gather(*(run_async(lambda out: out.write(bytes(300_000))) for _ in range(8)))
        assert [len(answer.read()) for answer in answers] == [300_000] * 8
        for answer in answers:
            answer.close()
        assert len(forked()) == 1
        endless.cancel()
        with pytest.raises(asyncio.CancelledError):
            await endless
        while forked():
            await asyncio.sleep(0)

    asyncio.run(several())


def test_the_event_loop_goes_on_meanwhile() -> None:
    async def counted() -> int:
        turns = 0
        task = asyncio.ensure_future(run_async(lambda _out: time.sleep(60), Limits(seconds=0.2)))
        while not task.done():
            turns += 1
            await asyncio.sleep(0)
        with pytest.raises(TimeoutReached):
            task.result()
        return turns

    assert asyncio.run(counted()) > 10


def test_a_hundred_children_leave_nothing() -> None:
    for _ in range(100):
        run(lambda out: out.write(b"x")).close()


def test_an_empty_answer_is_an_answer() -> None:
    with run(lambda _out: None) as answer:
        assert (answer.read(), answer.size, answer.result) == (b"", 0, None)
    assert isinstance(answer, Answer)
