"""An end of a connection after which its client can still read what it was answered (RFC 9112, section 9.6).

The system resets a connection that is closed while bytes of the client's are unread, and a reset takes along what the
client has not read yet: why its upload was refused. So the side that sends is closed first, and what still comes is
read and thrown away, for a time.
"""

import asyncio
from typing import Any, Final, Protocol, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

TIMES: Final = 10
"""So many times what may be uploaded is thrown away: whoever sends even more does not read what it is told."""

_SILENCE: Final = 2.0
"""How long a client may send nothing before it is no longer waited for, in seconds; one that read the end closes."""

_HURRY: Final = 1.0
"""How long it is waited for at all once the service ends, in seconds: a stop waits so much longer than for queries."""


class Receiving(Protocol):
    """What a transport belongs to, and is to be told when that is lost."""

    @property
    def is_receiving(self) -> bool:
        """Whether the client is in the midst of a body."""

    def connection_lost(self, exc: Exception | None) -> None:
        """Take note that the transport is closed."""


class Parting(asyncio.Protocol):
    """A transport for its connection, until that ends; then, if something is still to come, who receives it.

    It does nothing on the way of an answer: what is called for each is the transport's own.
    """

    def __init__(self, transport: asyncio.Transport, seconds: float, most: int) -> None:
        """Stand between a transport and its connection, which the transport knows: to name it here would be a cycle.

        Args:
            transport: the transport.
            seconds: how long the client may go on when the connection ends.
            most: how many bytes it may send meanwhile.
        """
        self.write = transport.write
        self.is_closing = transport.is_closing
        self._transport = transport
        self._connection: Receiving | None = None
        self._seconds = seconds
        self._left = self._seen = most
        self._until = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def __getattr__(self, name: str) -> Any:
        """Return all else of the transport."""
        return getattr(self._transport, name)

    def close(self) -> None:
        """Send what was written, and end; now, unless the client is in the midst of a body."""
        if self.is_closing():
            return
        if self._owner().is_receiving:
            self.part()
        else:
            self._transport.close()

    def part(self) -> None:
        """Send what was written and the end of it, and wait for the client to close."""
        if self.is_closing():
            return
        self._connection = self._owner()
        self.is_closing = lambda: True
        self._transport.write_eof()
        self._transport.set_protocol(self)
        self._transport.resume_reading()
        self._until = _now() + self._seconds
        self._wait()

    def _owner(self) -> Receiving:
        return cast("Receiving", self._transport.get_protocol())

    def hurry(self) -> None:
        """Wait no longer than the end of the service may take."""
        self._seconds = min(self._seconds, _HURRY)
        if self._timer is not None:
            self._until = min(self._until, _now() + _HURRY)
            self._wait()

    def data_received(self, data: bytes) -> None:
        """Throw it away."""
        self._left -= len(data)
        if self._left < 0:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the connection know."""
        if self._timer is not None:
            self._timer.cancel()
        if self._connection is not None:
            self._connection.connection_lost(exc)
            self._connection = None

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._seen = self._left
        wait = max(0.0, min(_SILENCE, self._until - _now()))
        self._timer = asyncio.get_running_loop().call_later(wait, self._look)

    def _look(self) -> None:
        if self._left == self._seen or _now() >= self._until:
            self._transport.close()
        else:
            self._wait()


def ending(app: ASGIApp, cycle: RequestResponseCycle) -> Any:
    """Return an application whose answer ends the connection if it comes in place of leave to send the body.

    A client that then goes on with another request, instead of the body, would have that read for the body.
    """

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            if cycle.waiting_for_100_continue and cycle.more_body:
                cycle.keep_alive = False
            await send(message)

        await app(scope, receive, told)

    return asked


def _now() -> float:
    return asyncio.get_running_loop().time()
