"""`oxigraph serve`, from PyPI, in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from benchmarks.peers.base import FOLDER, Data, python_environment
from benchmarks.peers.process import free_port, serving

_VERSION: Final = "0.5.13"
_PROGRAM: Final = FOLDER / "oxigraph" / "bin" / "oxigraph"


class Oxigraph:
    """Our own engine, served by its authors' server; the union stands in its default graph, as in ours."""

    name = "oxigraph serve"

    def install(self) -> None:
        """Install the program into an environment of its own."""
        python_environment("oxigraph", f"oxigraph=={_VERSION}")

    def lack(self) -> str:
        """Say what is missing."""
        return "" if _PROGRAM.exists() else "oxigraph"

    @contextmanager
    def serve(self, data: Data, folder: Path) -> Iterator[str]:
        """Serve, and load the data by the Graph Store Protocol: in memory it starts empty."""
        host = f"127.0.0.1:{free_port()}"
        address = f"http://{host}/query"
        with serving([_PROGRAM, "serve", "--bind", host], address, folder):
            content = data.whole.read_bytes()
            headers = {"Content-Type": "application/n-quads"}
            httpx.post(f"http://{host}/store", content=content, headers=headers, timeout=600).raise_for_status()
            yield address
