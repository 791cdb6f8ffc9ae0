"""What a child kept ready cannot reach, what it draws by itself, and that it ends with its parent."""

import asyncio
import os
import resource
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox
import pytest

from kg.workers import Limits, Pool
from tests.workers.pooling import SIZE, answer_of, pooled

# Where the suite runs in parallel its processes have a second thread; these children never touch what it holds.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def isolated(_state: str, _out: BinaryIO) -> list[str]:
    attempts: list[Callable[[], object]] = [
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: open("/etc/hostname"),  # noqa: PTH123, SIM115 - it must fail
        lambda: list(ox.Store().query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")),  # type: ignore[arg-type]
    ]
    told = []
    for attempt in attempts:
        try:
            attempt()
            told.append("allowed")
        except OSError:
            told.append("refused")
    return told


def test_a_child_reaches_no_file_and_no_network() -> None:
    async def test(pool: "Pool[Any]", _kills: list[str]) -> None:
        assert (await answer_of(pool, isolated))[1] == ["refused"] * 4

    pooled(test)


def processor_time(_state: str, _out: BinaryIO) -> int:
    return resource.getrlimit(resource.RLIMIT_CPU)[0]


def test_each_job_has_its_own_limit_of_processor_time() -> None:
    """It is what ends a child that nobody looks after; a second or two are for what the process used before."""

    async def test(pool: Pool[Any], _kills: list[str]) -> None:
        for seconds in (5, 1000, 20):
            _, limit = await answer_of(pool, processor_time, Limits(seconds=seconds))
            assert seconds < limit <= seconds + 5

    pooled(test)


@dataclass(frozen=True)
class Drawn:
    """A job that draws what must never come twice."""

    query: str

    def __call__(self, store: ox.Store, _out: BinaryIO) -> list[str]:
        """Draw."""
        rows = store.query(self.query)
        assert isinstance(rows, ox.QuerySolutions)
        return [str(row[0]) for row in rows]


@pytest.mark.parametrize("function", ["UUID()", "STRUUID()", "BNODE()", "RAND()"])
def test_no_two_children_draw_the_same(function: str) -> None:
    values = " ".join(map(str, range(50)))

    async def test(pool: "Pool[Any]", _kills: list[str]) -> None:
        job = Drawn(f"SELECT ?drawn {{ VALUES ?i {{ {values} }} BIND({function} AS ?drawn) }}")
        drawn: list[str] = []
        for _ in range(4):
            for told in await asyncio.gather(*(answer_of(pool, job) for _ in range(SIZE))):
                drawn += told[1]
            pool.renew(ox.Store())
        assert len(set(drawn)) == len(drawn) == 4 * SIZE * 50
        if "UUID" in function:
            assert all(uuid.UUID(text.strip('<>"').removeprefix("urn:uuid:")).version == 4 for text in drawn)

    pooled(test, state=ox.Store())


@contextmanager
def parent(pool_size: int) -> Iterator[tuple[int, list[int]]]:
    """Fork a process that keeps a pool whose children all work, and yield their process ids."""
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:

        async def work() -> None:
            pool: Pool[str] = Pool("", pool_size, 256)
            pool.fill()
            pids = pool.pids
            jobs = [asyncio.ensure_future(pool.run(flood_slowly, Limits(seconds=600))) for _ in pids]
            while pool.ready:
                await asyncio.sleep(0)
            os.write(tell, " ".join(map(str, pids)).encode() + b"\n")
            await asyncio.gather(*jobs)

        asyncio.run(work())
        os._exit(1)
    os.close(tell)
    with open(told, "rb") as lines:  # noqa: PTH123 - a descriptor, not a path
        yield pid, [int(each) for each in lines.readline().split()]
    os.waitpid(pid, 0)


def flood_slowly(_state: str, _out: BinaryIO) -> None:
    while True:
        pass


def test_no_child_outlives_its_parent_however_that_ends() -> None:
    with parent(2) as (pid, children):
        assert len(children) == 2
        os.kill(pid, signal.SIGKILL)
        while any(state(child) not in {"", "Z"} for child in children):
            os.sched_yield()


def state(pid: int) -> str:
    """Return the state letter of a process; nothing, if there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


ORPHAN = """
import os, time
from kg import isolation

def late() -> int:
    pid = forked()
    while pid == 0 and os.getppid() == parent:
        time.sleep(0.001)
    return pid

parent, forked = os.getpid(), os.fork
os.fork = late
if isolation.fork(lambda: (os.write(1, b"alive"), os._exit(0))):
    os._exit(0)
"""


def test_a_child_whose_parent_died_before_it_could_ask_to_die_with_it_ends() -> None:
    """The output is whole only once the child has ended too."""
    ended = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, check=True, timeout=60)
    assert ended.stdout == b""
