"""Start a server on a free port of loopback, wait until it answers, stop it by its process id."""

import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

_QUESTION: Final = quote("ASK { }", safe="")
_PAUSE: Final = 0.1
_GRACE: Final = 20
"""Seconds that a server has to end when it is asked to, before it is killed."""


class DidNotStart(Exception):  # noqa: N818 - named for what happened
    """A server ended, or did not answer in time."""


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def serving(
    command: Sequence[str | Path],
    address: str,
    folder: Path,
    *,
    seconds: float = 60,
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server as long as the context lasts.

    Args:
        command: the program, which stays in the foreground.
        address: the address of its query operation; it has started when that answers.
        folder: where it runs; its words go into `server.log` there.
        seconds: how long it may take to start.
        environment: its environment variables; the caller's if none are given.

    Raises:
        DidNotStart: it ended, or did not answer in time; the text quotes the end of its log.
    """
    log = folder / "server.log"
    # The command is a peer's program and constants of this package.
    with (
        log.open("wb") as out,
        subprocess.Popen(list(command), cwd=folder, stdout=out, stderr=out, env=environment) as process,  # noqa: S603
    ):
        try:
            _wait(process, address, seconds, log)
            yield process
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], address: str, seconds: float, log: Path) -> None:
    for _ in range(round(seconds / _PAUSE)):
        if _answers(address):
            return
        try:
            process.wait(_PAUSE)
        except subprocess.TimeoutExpired:
            continue
        raise DidNotStart(f"it ended with status {process.returncode}: {_end(log)}")
    raise DidNotStart(f"no answer within {seconds:g} s: {_end(log)}")


def _answers(address: str) -> bool:
    mark = "&" if "?" in address else "?"
    try:
        # Loopback, by a scheme that this package wrote.
        with urllib.request.urlopen(f"{address}{mark}query={_QUESTION}", timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()


def _end(log: Path) -> str:
    return " ".join(log.read_text(errors="replace").split())[-500:]
