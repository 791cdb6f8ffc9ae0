"""A large change is made part by part: others are answered meanwhile, and nobody sees a part of it."""

import asyncio
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg import iris
from kg.changes import Change, ChangeLog, applied
from kg.namespaces import SKOS
from kg.store import CHANGES
from tests.api.test_writing import G, P, Writing
from tests.reliability.processes import children
from tests.writable import Writable, copied, writable

MANY = 20_000
GRAPH = "https://example.org/many"
TEXT = "".join(
    f'<https://example.org/{number}> <{SKOS.prefLabel.value}> "Název {number}"@cs .\n' for number in range(MANY)
)
COUNT = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
UNION = f'SELECT (COUNT(*) AS ?n) {{ ?s <{SKOS.prefLabel.value}> ?o FILTER(STRSTARTS(?o, "Název ")) }}'


@pytest.fixture(scope="module")
def written(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """Yield a service that may be written to."""
    with writable(copied(store, tmp_path_factory.mktemp("large") / "store")) as started:
        yield started


def _answer(client: httpx.Client, query: str) -> httpx.Response | None:
    """Ask; None if the child that was to answer over this very connection was killed."""
    try:
        return client.get("/sparql", params={"query": query, "format": "csv"})
    except httpx.TransportError:
        return None


def watched(written: Writable, method: str, text: str) -> list[tuple[str, int, int]]:
    """Change the graph; return what was read meanwhile: the changes made, and how many quads there are, and triples.

    Whoever answers is killed now and then, so that children are missing while they cannot be replaced.
    """
    log = ChangeLog(written.store / CHANGES).path
    before = log.stat().st_size if log.exists() else 0
    found, options = [], {"content": text, "headers": {"Content-Type": "text/turtle"}} if text else {}
    with ThreadPoolExecutor(1) as pool, httpx.Client(base_url=written.service.url, timeout=60) as client:
        change = pool.submit(written.send, method, f"/graphs?graph={GRAPH}", **options)  # type: ignore[arg-type]
        while not change.done() or not found:
            for number, query in enumerate((COUNT, UNION)):
                answer = _answer(client, f"{query} # {len(found)} {number}")
                if answer is not None and answer.status_code == 200:
                    told = answer.headers["strategraf-changes"], int(answer.text.split()[1])
                    found.append((told[0], told[1], number))
            if log.exists() and log.stat().st_size > before:  # it is recorded, and no child computes it any more
                with suppress(ProcessLookupError, IndexError):
                    os.kill(children(written.service.pid)[0], signal.SIGKILL)
        assert change.result().status_code in {201, 204}
    return [(changes, count, kind) for changes, count, kind in found]


def test_nobody_reads_a_part_of_a_change(written: Writable) -> None:
    made = watched(written, "PUT", TEXT)
    assert {(changes, count) for changes, count, _ in made} <= {("0", 0), ("1", MANY)}
    undone = watched(written, "DELETE", "")
    assert {(changes, count) for changes, count, _ in undone} <= {("1", MANY), ("2", 0)}
    assert written.values(f"GRAPH <{GRAPH}> {{ ?v ?p ?o }}") == []


def test_others_have_their_turn_while_a_change_is_made(tmp_path: Path) -> None:
    small, turns, states = Writing(tmp_path), [], set()
    small.dataset.labels.read()
    change = Change(
        added=frozenset(ox.Quad(iris.resource("a", str(n)), SKOS.prefLabel, ox.Literal("b"), G) for n in range(5000))
    )

    async def others() -> None:
        while True:
            turns.append(len(small.dataset.store))
            states.add(small.execution.is_settled)
            await asyncio.sleep(0)

    async def both() -> None:
        watching = asyncio.ensure_future(others())
        await small.write(change)
        watching.cancel()

    asyncio.run(both())
    assert len(set(turns)) > 5, "the store is seen between the parts by those who do not read it"
    assert states == {True, False}
    assert small.execution.is_settled
    assert small.dataset.labels.denoted("b") == {iris.resource("a", str(n)).value for n in range(5000)}


def test_a_change_in_parts_is_the_change() -> None:
    quads = frozenset(ox.Quad(iris.resource("a", str(n)), P, ox.Literal(n), G) for n in range(3500))
    store = ox.Store()
    parts = sum(1 for _ in applied(store, Change(added=quads)))
    assert parts == 4
    assert len(store) == 7000, "with the union"
    assert sum(1 for _ in applied(store, Change(removed=quads))) == 8
    assert len(store) == 0
    removed, added = Change(added=quads).n_quads()
    assert asyncio.run(Change.parse_by_and_by(added, removed)) == Change(removed=quads)
