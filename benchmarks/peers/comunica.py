"""Comunica, a SPARQL client, from the npm registry."""

import shutil
import subprocess
from typing import Final

from benchmarks.peers.base import FOLDER, run

_VERSION: Final = "4.5.0"
_FOLDER: Final = FOLDER / "comunica"
_PROGRAM: Final = _FOLDER / "node_modules" / ".bin" / "comunica-sparql"
_PATIENCE: Final = 120


class Comunica:
    """The client that asks an endpoint as the browser's tools do."""

    name = "Comunica"

    def install(self) -> None:
        """Install it into a folder of its own."""
        _FOLDER.mkdir(parents=True, exist_ok=True)
        if not _PROGRAM.exists():
            package = f"@comunica/query-sparql@{_VERSION}"
            run("npm", "install", "--no-audit", "--no-fund", "--prefix", str(_FOLDER), package, folder=_FOLDER)

    def lack(self) -> str:
        """Say what is missing."""
        if shutil.which("node") is None:
            return "Node"
        return "" if _PROGRAM.exists() else "comunica-sparql"

    def ask(self, endpoint: str, query: str, media_type: str) -> str:
        """Return the answer of an endpoint as Comunica writes it.

        Raises:
            subprocess.CalledProcessError: it failed; its words are in the error.
        """
        command = [str(_PROGRAM), f"sparql@{endpoint}", "-q", query, "-t", media_type]
        # The command is Comunica; the query is an argument, not a part of a shell's line.
        ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_PATIENCE)  # noqa: S603
        return ended.stdout
