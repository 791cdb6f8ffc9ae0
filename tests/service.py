"""A real server in a process of its own, on a free port, over the real graph."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.execution import PLACES

CLIENT = httpx.Client(timeout=60, verify=False, headers={"Accept-Encoding": "identity"})  # noqa: S501 - the service of the tests speaks plain HTTP
"""One client for all requests: making one for each would cost more than the request."""

EARLY = 0.01
"""So many seconds a deadline may come early: the event loop counts whole milliseconds, from the start of its turn."""


@dataclass(frozen=True)
class Service:
    """A running service."""

    url: str
    pid: int
    told: str = ""
    """The line that it told when it had started."""

    def get(self, path: str, **options: object) -> httpx.Response:
        """GET an address of the service."""
        return CLIENT.get(self.url + path, **options)  # type: ignore[arg-type]

    def post(self, path: str, **options: object) -> httpx.Response:
        """POST to an address of the service."""
        return CLIENT.post(self.url + path, **options)  # type: ignore[arg-type]

    def stream(self, path: str, **options: object) -> AbstractContextManager[httpx.Response]:
        """GET an address of the service, and read the answer as it comes over the wire."""
        return CLIENT.stream("GET", self.url + path, **options)  # type: ignore[arg-type]

    def put(self, path: str, **options: object) -> httpx.Response:
        """PUT to an address of the service."""
        return CLIENT.put(self.url + path, **options)  # type: ignore[arg-type]

    def figure(self, name: str) -> float:
        """Return one of the figures that the service tells of itself."""
        lines = self.get("/metrics").text.splitlines()
        return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} "))

    def is_at_rest(self) -> bool:
        """Return whether all children come to be those kept ready, and wait; one that was killed ends later."""
        return any(self._rests() for _ in range(500))

    def _rests(self) -> bool:
        ready = self.figure("strategraf_children_ready")
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return ready == PLACES == len(children)


@contextmanager
def running(store: Path, **settings: str) -> Iterator[Service]:
    """Start `kg serve` on a free port and stop it at the end, which must be an orderly one without a word.

    Args:
        store: the store folder with a release.
        settings: environment variables of the service.
    """
    with stopped(store, **settings) as (service, told):
        yield service
    assert told() == "", told()


@contextmanager
def stopped(store: Path, **settings: str) -> Iterator[tuple[Service, Callable[[], str]]]:
    """Do as `running` does, and yield what returns, after the end, all that the service wrote to standard error."""
    # It ends in order, then dies as it was asked.
    with _ended(store, settings, signal.SIGTERM, -signal.SIGTERM) as (service, told):
        yield service, told


@contextmanager
def interrupted(store: Path, **settings: str) -> Iterator[tuple[Service, Callable[[], str]]]:
    """Do as `stopped` does, by SIGINT; a shell has 130 for what that ended."""
    with _ended(store, settings, signal.SIGINT, 130) as (service, told):
        yield service, told


@contextmanager
def _ended(
    store: Path, settings: dict[str, str], sign: signal.Signals, status: int
) -> Iterator[tuple[Service, Callable[[], str]]]:
    rest = ""
    with _started(store, settings) as (process, service):
        try:
            yield service, lambda: rest
        finally:
            process.send_signal(sign)
            _, rest = process.communicate(timeout=30)
    assert process.returncode == status


@contextmanager
def killed(store: Path, **settings: str) -> Iterator[Service]:
    """Start `kg serve` as `running` does and kill it at the end, if it is not killed before."""
    with _started(store, settings) as (process, service):
        try:
            yield service
        finally:
            process.kill()
            _, rest = process.communicate(timeout=30)
    assert rest == "", rest
    assert process.returncode == -signal.SIGKILL


@contextmanager
def _started(store: Path, settings: dict[str, str]) -> Iterator[tuple["subprocess.Popen[str]", Service]]:
    command = [sys.executable, "-c", "from kg.cli import run; run()", "serve", "--port", "0", "--store", str(store)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | settings) as process:
        assert process.stderr is not None
        told = process.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", told)
        if not address:
            process.kill()
        assert address, told
        yield process, Service(address[0], process.pid, told)
