"""Start the service: one process, one thread, so that queries may fork."""

import socket
import sys

import uvicorn

from api.app import create_app
from kg.errors import InputError
from kg.reasons import reason
from kg.settings import Settings
from kg.store import Dataset


def serve(dataset: Dataset, settings: Settings, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM; port 0 takes a free one. The address is told on stderr.

    Raises:
        InputError: the address cannot be used.
    """
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        why = reason(error)
        raise InputError(
            cs=f"na adrese {host}:{port} nelze naslouchat ({why.cs}); zvolte jiný --port nebo --host.",
            en=f"cannot listen on {host}:{port} ({why.en}); choose another --port or --host.",
        ) from error
    with listening:
        address = f"http://{host}:{listening.getsockname()[1]}"
        print(f"Strategraf {dataset.version} ({dataset.hash[:12]}): {address}", file=sys.stderr, flush=True)  # noqa: T201
        config = uvicorn.Config(
            create_app(dataset, settings), log_level="warning", access_log=False, lifespan="off", server_header=False
        )
        uvicorn.Server(config).run(sockets=[listening])
