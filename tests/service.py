"""A real server in a process of its own, on a free port, over the real graph."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

CLIENT = httpx.Client(timeout=60, verify=False)  # noqa: S501 - the service of the tests speaks plain HTTP
"""One client for all requests: making one for each would cost more than the request."""


@dataclass(frozen=True)
class Service:
    """A running service."""

    url: str
    pid: int

    def get(self, path: str, **options: object) -> httpx.Response:
        """GET an address of the service."""
        return CLIENT.get(self.url + path, **options)  # type: ignore[arg-type]

    def post(self, path: str, **options: object) -> httpx.Response:
        """POST to an address of the service."""
        return CLIENT.post(self.url + path, **options)  # type: ignore[arg-type]


@contextmanager
def running(store: Path, **settings: str) -> Iterator[Service]:
    """Start `kg serve` on a free port and stop it at the end.

    Args:
        store: the store folder with a release.
        settings: environment variables of the service.
    """
    command = [sys.executable, "-c", "from kg.cli import run; run()", "serve", "--port", "0", "--store", str(store)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | settings) as process:
        try:
            assert process.stderr is not None
            told = process.stderr.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+", told)
            assert address, told
            yield Service(address[0], process.pid)
        finally:
            process.terminate()
            _, rest = process.communicate(timeout=30)
    assert rest == "", rest
    assert process.returncode == -signal.SIGTERM  # it ended in order, then died as it was asked
