"""kill -9 at random moments of writing: nothing acknowledged is lost, and nothing is there by half."""

import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.changes import Change, ChangeLog
from kg.store import CHANGES, load_release
from tests.reliability.figures import Tell, count
from tests.writable import DIRECT, EX, Writable, copied, writable

# Where the suite runs in parallel its processes have a second thread; these children never touch what it holds.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

P = ox.NamedNode(f"{EX}p")
GRAPHS = [ox.NamedNode(f"{EX}{name}") for name in ("one", "two")]
LONG = "x" * 20_000
"""Long enough for a record to be written in parts."""


def numbers(store: ox.Store, graph: ox.NamedNode) -> set[int]:
    return {int(quad.subject.value.rpartition("/")[2]) for quad in store.quads_for_pattern(None, P, None, graph)}  # type: ignore[union-attr]


def test_a_log_whose_writer_is_killed_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    moments = random.Random(5)  # noqa: S311 - chosen to be repeatable
    folder = tmp_path / CHANGES
    acknowledged = 0
    for _ in range(count(10, 100)):
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:
            log = ChangeLog(folder).open()
            for number in range(log.length + 1, log.length + 1000):
                quads = (ox.Quad(ox.NamedNode(f"{EX}{number}"), P, ox.Literal(LONG), graph) for graph in GRAPHS)
                log.append(Change(added=frozenset(quads)), actor="a", action="update", request="", release="1")
                os.write(tell, b"%d\n" % number)
            os._exit(1)
        os.close(tell)
        with open(told, "rb", buffering=0) as reports:  # noqa: PTH123 - a descriptor, not a path
            for _ in range(moments.randrange(1, 8)):
                acknowledged = int(reports.readline())
            for _ in range(moments.randrange(2000)):
                os.stat(folder)  # noqa: PTH116 - it only passes the time
            os.kill(child, signal.SIGKILL)
            for line in reports:
                acknowledged = int(line)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        kept = [record.number for record in ChangeLog(folder).records()]
        assert kept == list(range(1, len(kept) + 1))
        assert acknowledged <= len(kept) <= acknowledged + 1
        acknowledged = len(kept)


@contextmanager
def doomed(store: Path, tokens: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Start a service that is to be killed."""
    command = [sys.executable, "-c", "from kg.cli import run; run()", "serve", "--port", "0", "--store", str(store)]
    settings = os.environ | {"KG_TOKENS": str(tokens)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=settings) as process:
        try:
            assert process.stderr is not None
            told = process.stderr.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+", told)
            assert address, told
            yield address[0], process
        finally:
            process.kill()
            process.communicate()


def write_until_killed(written: Writable, url: str, process: "subprocess.Popen[str]", delay: int, first: int) -> int:
    """Send updates one after another, and kill the service some while after one was sent.

    Returns:
        The last that was acknowledged.
    """
    log = written.store / CHANGES / "log.jsonl"
    last = first - 1
    with ThreadPoolExecutor(1) as pool, httpx.Client(timeout=60) as client:
        for number in range(first, first + 5):
            quads = "".join(f"GRAPH <{EX}{name}> {{ <{EX}{number}> <{EX}p> '{LONG}' }} " for name in ("one", "two"))
            text = f"INSERT DATA {{ {quads} }}"
            sent = pool.submit(client.post, f"{url}/update", content=text, headers=DIRECT | written.bearer())
            if number == first + delay % 4 + 1:
                for _ in range(delay):
                    log.stat()
                process.kill()
            try:
                answer = sent.result()
            except httpx.HTTPError:
                return last
            assert answer.status_code == 200, answer.text
            last = number
    return last


def test_a_service_that_is_killed_keeps_what_it_acknowledged(store: Path, tmp_path: Path, tell: Tell) -> None:
    moments = random.Random(5)  # noqa: S311 - chosen to be repeatable
    folder = copied(store, tmp_path / "store")
    with writable(folder) as written:
        assert written.update("INSERT DATA { :a :q 1 }").status_code == 200
    rounds, acknowledged, kept = count(3, 50), 0, set[int]()
    for _ in range(rounds):
        with doomed(folder, folder / "tokens") as (url, process):
            acknowledged = write_until_killed(written, url, process, moments.randrange(20_000), len(kept) + 1)
        after = load_release(folder)
        one, two = (numbers(after.store, graph) for graph in GRAPHS)
        assert one == two
        assert set(range(1, acknowledged + 1)) <= one <= set(range(1, acknowledged + 2))
        kept = one
    with writable(folder) as again:
        assert again.values(f"GRAPH <{EX}one> {{ ?v <{EX}p> ?o }}") == sorted(f"{EX}{number}" for number in kept)
        assert again.update("INSERT DATA { :a :q 2 }").status_code == 200
    tell(f"kill -9 during updates: {rounds} rounds, {acknowledged} updates acknowledged, none lost, none by half")
