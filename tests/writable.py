"""A service that may be written to: its own copy of a store, and tokens."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from kg.access import SCOPES, Scope, new_token
from kg.changes import ChangeLog, Record
from kg.store import CHANGES
from tests.service import CLIENT, Service, running

EX = "https://example.org/"
DIRECT = {"Content-Type": "application/sparql-update"}


class Writable:
    """A running service with a token for each scope."""

    def __init__(self, service: Service, store: Path, tokens: dict[Scope, str]) -> None:
        """Take what runs where, and the tokens."""
        self.service = service
        self.store = store
        self.tokens = tokens

    def bearer(self, scope: Scope = "admin") -> dict[str, str]:
        """Return the header that authorizes."""
        return {"Authorization": f"Bearer {self.tokens[scope]}"}

    def send(self, method: str, path: str, scope: Scope = "admin", **options: Any) -> httpx.Response:
        """Send a request with a token."""
        headers = self.bearer(scope) | options.pop("headers", {})
        return CLIENT.request(method, self.service.url + path, headers=headers, **options)

    def update(self, text: str, path: str = "/update", scope: Scope = "admin") -> httpx.Response:
        """Send an update in which `:` is a prefix."""
        return self.send("POST", path, scope, content=f"PREFIX : <{EX}> {text}", headers=DIRECT)

    def values(self, pattern: str) -> list[str]:
        """Return the values of `?v` in a pattern, sorted."""
        query = f"PREFIX : <{EX}> SELECT ?v {{ {pattern} }}"
        answer = self.service.get("/sparql", params={"query": query})
        assert answer.status_code == 200, answer.text
        return sorted(row["v"]["value"] for row in answer.json()["results"]["bindings"])

    def records(self) -> list[Record]:
        """Return the records of the change log, verified."""
        return list(ChangeLog(self.store / CHANGES).records())


def copied(store: Path, folder: Path) -> Path:
    """Return a copy of a store's current release, without changes."""
    (folder / "releases").mkdir(parents=True)
    release = (store / "current").resolve()
    shutil.copytree(release, folder / "releases" / release.name)
    (folder / "current").symlink_to(Path("releases") / release.name)
    return folder


@contextmanager
def writable(store: Path, **settings: str) -> Iterator[Writable]:
    """Start a service over a store that it may change; the tokens are kept beside the store."""
    path = store / "tokens"
    kept = store / "tokens.json"
    if not kept.exists():
        made = {scope: new_token(f"test-{scope}", [scope]) for scope in SCOPES}
        path.write_text("".join(f"{holder.line}\n" for _, holder in made.values()), encoding="utf-8")
        kept.write_text(json.dumps({scope: token for scope, (token, _) in made.items()}), encoding="utf-8")
    with running(store, KG_TOKENS=str(path), **settings) as service:
        yield Writable(service, store, json.loads(kept.read_text(encoding="utf-8")))
