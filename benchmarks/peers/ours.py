"""Our own service, as it is served."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.peers.base import Data
from benchmarks.peers.process import free_port, serving


class Ours:
    """`kg serve` over the release."""

    name = "Strategraf"

    def install(self) -> None:
        """Do nothing: it is here."""

    def lack(self) -> str:
        """Return that nothing is missing."""
        return ""

    @contextmanager
    def serve(self, data: Data, folder: Path) -> Iterator[str]:
        """Serve with the settings as they are by default."""
        port = free_port()
        address = f"http://127.0.0.1:{port}/sparql"
        start = "from kg.cli import run; run()"
        command = [sys.executable, "-c", start, "serve", "--port", str(port), "--store", str(data.store)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
        with serving(command, address, folder, environment=environment):
            yield address
