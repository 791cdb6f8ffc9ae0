"""What a peer is, where it lies, and how its package comes there."""

import shutil
import subprocess
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from kg import paths

FOLDER: Final = paths.ROOT / "build" / "peers"
"""Where the peers are installed; nothing of theirs is part of the project."""

_PATIENCE: Final = 900
"""Seconds an installation may take."""


@dataclass(frozen=True, slots=True)
class Data:
    """A dataset as files of N-Quads; each peer takes what suits it best."""

    store: Path
    """The store folder with the release."""
    release: Path
    """The named graphs alone."""
    whole: Path
    """The named graphs, and their union in the default graph."""


class Installed(Protocol):
    """What can be installed."""

    @property
    def name(self) -> str:
        """What the table calls it."""

    def install(self) -> None:
        """Install it, by the ordinary client of its registry.

        Raises:
            NotInstalled: the client is missing, or failed.
        """

    def lack(self) -> str:
        """Say what it needs that is not on this machine; nothing if it can be started."""


class Peer(Installed, Protocol):
    """A SPARQL service."""

    def serve(self, data: Data, folder: Path) -> AbstractContextManager[str]:
        """Start it on loopback over a dataset, wait until it answers, and stop it at the end.

        Args:
            data: what it is to serve.
            folder: an empty folder for its database and log.

        Returns:
            The address of its query operation.
        """


class NotInstalled(Exception):  # noqa: N818 - named for what happened
    """A peer cannot be had on this machine."""


def run(*command: str, folder: Path | None = None) -> str:
    """Run a client to its end and return what it said.

    Raises:
        NotInstalled: it is not on this machine, or failed.
    """
    if shutil.which(command[0]) is None:
        raise NotInstalled(f"{command[0]} is not on this machine")
    try:
        # The command is a client's name and constants of this package.
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise NotInstalled(f"{command[0]} took longer than {_PATIENCE} s") from error
    if ended.returncode:
        said = (ended.stderr.strip() or ended.stdout.strip()).splitlines()
        raise NotInstalled(f"{' '.join(command[:3])}…: {said[-1] if said else f'status {ended.returncode}'}")
    return ended.stdout + ended.stderr


def debian(program: str, *packages: str) -> None:
    """Install packages of Debian, unless the program is there."""
    if shutil.which(program) is None:
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)


def python_environment(name: str, *requirements: str) -> Path:
    """Install Python packages into an environment of their own; return the folder of its programs."""
    folder = FOLDER / name
    if not (folder / "bin" / "pip").exists():
        run("python3", "-m", "venv", str(folder))
    run(str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *requirements)
    return folder / "bin"
