"""Start the service: one process, one thread, so that queries may fork."""

import asyncio
import math
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn

from api.app import create_app
from api.connection import limited
from api.logs import RequestLog
from kg.errors import InputError
from kg.memory import give_back_large_buffers
from kg.reasons import reason
from kg.settings import Settings
from kg.store import Dataset


class _Server(uvicorn.Server):
    """A server that tells when it is ready, and ends in order however often it is asked to.

    Upon a second SIGINT the framework's own would break off what is being answered, with a trace of each, and leave
    children behind; this one ends what it waits for.
    """

    def __init__(self, config: uvicorn.Config, words: str, hurry: Callable[[], None]) -> None:
        """Take what to say once all is read and the children are forked, and what ends the queries that run."""
        super().__init__(config)
        self._words = words
        self._hurry = hurry
        self._ending: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and tell it."""
        await super().startup(sockets)
        if not self.should_exit:
            print(self._words, file=sys.stderr, flush=True)  # noqa: T201

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; from then on, hurry."""
        if not self.should_exit:
            super().handle_exit(sig, frame)
        elif sig == signal.SIGINT and self._ending is not None:
            self._ending.call_soon_threadsafe(self._hurry)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End in order."""
        self._ending = asyncio.get_running_loop()
        await super().shutdown(sockets)


def _named(dataset: Dataset) -> str:
    """Return the service by its version and, where it is known, the hash of its release."""
    return f"Strategraf {dataset.version}{f' ({dataset.hash[:12]})' if dataset.hash else ''}"


def serve(dataset: Dataset, settings: Settings, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM; port 0 takes a free one. The address is told on stderr, once it answers.

    Raises:
        InputError: the address cannot be used.
        KeyboardInterrupt: it has ended upon SIGINT.
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
        words = f"{_named(dataset)}: http://{host}:{listening.getsockname()[1]}"
        state = create_app(dataset, settings).state
        app, flights = state.cache, state.service.execution.flights
        del dataset  # it changes, and what lies on disk goes once nobody refers to it
        config = uvicorn.Config(
            RequestLog(app) if settings.log == "json" else app,
            loop="uvloop",
            http=limited(settings.receive_timeout, settings.max_upload_mb << 20, state.lender),
            ws="none",
            log_level="error",  # a client that speaks no HTTP is no news
            access_log=False,
            lifespan="on",
            server_header=False,
            timeout_graceful_shutdown=math.ceil(settings.query_timeout) + 1,
        )
        _Server(config, words, flights.stop_all).run(sockets=[listening])
