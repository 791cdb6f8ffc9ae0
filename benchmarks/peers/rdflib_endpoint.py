"""rdflib-endpoint, from PyPI."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.peers.base import FOLDER, Data, python_environment
from benchmarks.peers.process import free_port, serving

_VERSION: Final = "0.6.3"
_PROGRAM: Final = FOLDER / "rdflib-endpoint" / "bin" / "rdflib-endpoint"


class RdflibEndpoint:
    """rdflib's own engine behind FastAPI; it makes the union itself."""

    name = "rdflib-endpoint"

    def install(self) -> None:
        """Install it into an environment of its own."""
        python_environment("rdflib-endpoint", f"rdflib-endpoint[cli]=={_VERSION}")

    def lack(self) -> str:
        """Say what is missing."""
        return "" if _PROGRAM.exists() else "rdflib-endpoint"

    @contextmanager
    def serve(self, data: Data, folder: Path) -> Iterator[str]:
        """Serve; reading the file takes it most of the time."""
        port = free_port()
        address = f"http://127.0.0.1:{port}/"
        command: list[str | Path] = [_PROGRAM, "serve", "--host", "127.0.0.1", "--port", str(port), data.release]
        with serving(command, address, folder, seconds=600):
            yield address
