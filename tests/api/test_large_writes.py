"""A large change is made part by part: others are answered meanwhile, and nobody sees a part of it."""

import asyncio
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from kg import iris
from kg.changes import Change, ChangeLog, applied
from kg.namespaces import SKOS
from kg.store import CHANGES
from tests.api.writers import G, P, Writing
from tests.reliability.processes import children
from tests.writable import Writable, copied, writable

MANY = 30_000
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


def _answer(client: httpx.Client, path: str, **options: Any) -> httpx.Response | None:
    """Ask; None if the child that was to answer over this very connection was killed, or there is none to answer."""
    try:
        answer = client.get(path, **options)
    except httpx.TransportError:
        return None
    return None if answer.status_code == 503 else answer


def _read(client: httpx.Client, number: int) -> Iterator[tuple[str, int]]:
    """Yield what is read: how many changes were made by then, and how many quads of the graph there are."""
    for query in (COUNT, UNION):
        answer = _answer(client, "/sparql", params={"query": f"{query} # {number}", "format": "csv"})
        if answer is not None:
            yield answer.headers["strategraf-changes"], int(answer.text.split()[1])
    answer = _answer(client, f"/graphs?graph={GRAPH}", headers={"Accept": "application/n-triples"})
    if answer is not None:
        yield answer.headers["strategraf-changes"], answer.text.count("\n") if answer.status_code == 200 else 0
    answer = _answer(client, "/resource/institutions/nukib.nt")
    assert answer is None or (answer.status_code == 200 and answer.text)


def watched(written: Writable, method: str, text: str) -> set[tuple[str, int]]:
    """Change the graph; return what was read once the change was recorded and before it was acknowledged.

    A child is killed in each round, so that some are missing while they cannot be replaced; DELETE cannot stop it then.
    """
    log = ChangeLog(written.store / CHANGES).path
    before = log.stat().st_size if log.exists() else 0
    options: dict[str, Any] = {"content": text} if text else {}
    headers = {"Content-Type": "text/turtle", "Query-Id": method}
    found, stops = set[tuple[str, int]](), set[int]()
    with ThreadPoolExecutor(1) as pool, httpx.Client(base_url=written.service.url, timeout=60) as client:
        change = pool.submit(written.send, method, f"/graphs?graph={GRAPH}", headers=headers, **options)
        while not (log.exists() and log.stat().st_size > before):
            assert not change.done()
        while not change.done():
            stops.add(client.delete(f"/sparql/queries/{method}", headers=written.bearer()).status_code)
            found |= set(_read(client, len(found)))
            with suppress(ProcessLookupError, IndexError):
                os.kill(children(written.service.pid)[0], signal.SIGKILL)
        assert change.result().status_code in {201, 204}
    assert 409 in stops, "what is recorded is made"
    return found


def test_nobody_reads_a_part_of_a_change(written: Writable) -> None:
    made = watched(written, "PUT", TEXT)
    assert ("0", 0) in made, "the state before is read while the change is made"
    assert made <= {("0", 0), ("1", MANY)}
    undone = watched(written, "DELETE", "")
    assert ("1", MANY) in undone
    assert undone <= {("1", MANY), ("2", 0)}
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
