"""Start the service: one process, one thread, so that queries may fork."""

import math
import socket
import sys

import uvicorn

from api.app import create_app
from api.connection import limited
from api.logs import RequestLog
from kg.errors import InputError
from kg.memory import give_back_large_buffers
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
    give_back_large_buffers()
    with listening:
        address = f"http://{host}:{listening.getsockname()[1]}"
        state = create_app(dataset, settings).state
        app = state.cache
        print(f"Strategraf {dataset.version} ({dataset.hash[:12]}): {address}", file=sys.stderr, flush=True)  # noqa: T201
        del dataset  # it changes, and what lies on disk goes once nobody refers to it
        config = uvicorn.Config(
            RequestLog(app) if settings.log == "json" else app,
            loop="uvloop",
            http=limited(settings.receive_timeout, state.lender),
            ws="none",
            log_level="error",  # a client that speaks no HTTP is no news
            access_log=False,
            lifespan="on",
            server_header=False,
            timeout_graceful_shutdown=math.ceil(settings.query_timeout) + 1,
        )
        uvicorn.Server(config).run(sockets=[listening])
