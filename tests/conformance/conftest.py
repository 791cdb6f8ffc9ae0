"""A server over an empty dataset that takes writes, for the suites that bring their own data."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest

from kg.store import write_release
from tests.conformance.w3c_sparql_cases import Files
from tests.service import CLIENT, Service, running

_TOKEN: Final = "conformance"  # noqa: S105 - of a server that lives as long as the tests
_AUTHORITY: Final = "www.example"


@dataclass(slots=True)
class Wire:
    """What the suites send to the server; it believes that it is reached at `www.example`, as they do."""

    service: Service
    holds: Files | None = None

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes) -> httpx.Response:
        """Send a request with a token."""
        self.holds = self.holds if path == "/sparql" else None
        given = {"host": _AUTHORITY, "authorization": f"Bearer {_TOKEN}", **headers}
        return CLIENT.request(method, self.service.url + path, headers=given, content=body)

    def query(self, text: str, accept: str) -> httpx.Response:
        """Send a query as the body of a POST."""
        return self.send(
            "POST", "/sparql", {"content-type": "application/sparql-query", "accept": accept}, text.encode()
        )

    def update(self, text: str) -> httpx.Response:
        """Send an update as the body of a POST."""
        return self.send("POST", "/update", {"content-type": "application/sparql-update"}, text.encode())


@contextmanager
def wired(folder: Path, **settings: str) -> Iterator[Wire]:
    """Start a server over a store folder, with a token that may do everything.

    Args:
        folder: the store folder; the file of tokens is written into it.
        settings: environment variables of the service.
    """
    tokens = folder / "tokens"
    tokens.write_text(f"conformance admin {hashlib.sha256(_TOKEN.encode()).hexdigest()}\n", encoding="utf-8")
    with running(folder, KG_TOKENS=str(tokens), KG_BASE_URL=f"http://{_AUTHORITY}", **settings) as service:
        yield Wire(service)


@pytest.fixture(scope="session")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """Yield a server whose default graph is its own, not the union of the named ones."""
    folder: Path = tmp_path_factory.mktemp("separate")
    write_release([], "1.0.0", folder)
    with wired(folder, KG_DEFAULT_GRAPH="separate") as started:
        yield started
