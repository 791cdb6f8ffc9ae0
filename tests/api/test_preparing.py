"""Nothing that a validation needs is loaded or read in the serving process while it serves.

It answers all requests in one thread, so that whatever it loads there holds all of them up. Each case runs in a fresh
process, for whatever another test loaded before is loaded already.
"""

import asyncio
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import httpx
import pyoxigraph as ox
import pytest
from fastapi import FastAPI

from api.app import create_app, publish
from kg.remote.dataset import RemoteDataset
from kg.settings import Settings
from kg.store import Dataset, load_release
from kg.validation.engines import Engine
from kg.validation.known import Known
from kg.validation.profiles import Profile
from kg.validation.render import MEDIA_TYPES

_LOADING = {"import", "open"}
_OF_CLIENT = "sniffio"  # which is not there, and is looked for with each request


class Watch:
    """Takes note of what this process, and no child of it, imports, opens and reads of a dataset, while it is on."""

    def __init__(self) -> None:
        """Begin, but note nothing yet."""
        self.on = False
        self.noted: list[str] = []
        self._own = os.getpid()
        read = Known._triples

        def noting(known: Known, graphs: Iterable[Any]) -> Iterator[ox.Triple]:
            self._note("what is known")
            return read(known, graphs)

        Known._triples = noting  # type: ignore[method-assign]
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _LOADING and isinstance(arguments[0], str) and arguments[0] != _OF_CLIENT:
            self._note(f"{event} {arguments[0]}")

    def _note(self, what: str) -> None:
        if self.on and os.getpid() == self._own:
            self.noted.append(what)


async def validate_in_every_way(client: httpx.AsyncClient) -> None:
    ways = [(f"/validate?engine={each}", "*/*") for each in get_args(Engine)]
    ways += [(f"/validate?profile={each}", "*/*") for each in get_args(Profile)]
    ways += [("/validate", f"{each}, */*;q=0.1") for each in MEDIA_TYPES.values()]
    for path, accept in ways:
        headers = {"Content-Type": "text/turtle", "Accept": accept}
        answer = await client.post(path, content=b"<urn:a> a <urn:b> .", headers=headers)
        assert answer.status_code == 200, answer.text


async def serve(app: FastAPI, changed: Dataset, watch: Watch, *, prepared: bool) -> None:
    async with AsyncExitStack() as stack:
        if prepared:
            await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app=app.state.cache)
        client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://test"))
        await client.post("/validate", content=b"", headers={"Content-Type": "text/html"})  # what the client loads
        watch.on = True
        await validate_in_every_way(client)
        publish(app, changed)
        await validate_in_every_way(client)
        watch.on = False


def seen(store: Path, kind: str) -> list[str]:
    """Validate in every way, before and after a change; return what the serving process loaded and read meanwhile."""
    dataset = load_release(store)
    if kind == "remote":
        dataset = RemoteDataset(dataset.store, dataset.version, "", names=ox.Store())
    app, watch = create_app(dataset, Settings(store=store)), Watch()
    asyncio.run(serve(app, replace(dataset, changes=1, head="0"), watch, prepared=kind != "unprepared"))
    return watch.noted


def fresh(store: Path, kind: str) -> list[str]:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(seen, store, kind).result()


@pytest.mark.parametrize("kind", ["local", "remote"])
def test_the_serving_process_loads_nothing_for_a_validation(store: Path, kind: str) -> None:
    assert fresh(store, kind) == []


def test_what_is_not_prepared_would_be_seen(store: Path) -> None:
    noted = fresh(store, "unprepared")
    assert any("pyshacl" in each for each in noted)
    assert any("shape.ttl" in each for each in noted)
