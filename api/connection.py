"""A connection that bounds what a client may send before the application sees it, and how long it may take.

The server's own protocol class reads a head of any length, whatever host it names, waits for ever for the rest of a
request, answers what it cannot read without the headers that let a page of another origin see why, resets a connection
whose client still sends, and loses the body of a request that offers another protocol, as Java's client does with each
(RFC 9110, section 7.8: such an offer may be ignored).
"""

import asyncio
import logging
from typing import Any, Final, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from api.headers import Header
from api.heads import check, origin_form
from api.lending import AFTER_VAIN, STEADY, Lender, Outcome, Returned
from api.parting import TIMES, Parting, ending
from api.refusals import LATE, LONG_ADDRESS, LONG_HEADERS, LONGEST_HEAD, MALFORMED, Refusal, Refused

_LOG: Final = logging.getLogger(__name__)

SLOWEST: Final = 1 << 14
"""So many bytes a second buy a body more time: a long one over a thin line is not refused."""

_TURNS: Final = 8
"""How many turns of the event loop the system may take to accept an answer before the connection is lent."""

_SLASH: Final = ord("/")

_OFFER: Final = frozenset({b"upgrade", b"connection", b"http2-settings"})
"""The headers that offer another protocol."""


class Connection(HttpToolsProtocol):
    """One connection of a client."""

    seconds: float = 30
    """How long a request may take to arrive."""
    most: int = 100 << 20
    """How many bytes may still come once an answer has ended the connection; they are thrown away."""
    lender: Lender | None = None
    """Who lends the connection, if it is steady."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Expect a request."""
        super().__init__(*args, **options)
        self._arriving: asyncio.TimerHandle | None = None
        self._began = 0.0
        self._received = 0  # in the pieces after the one that made the last request whole
        self._before = 0  # how long that was, in which the next may have begun
        self._piece = 0  # how long is the one that came last
        self._checked: list[Header] | None = None  # the headers that were looked at last, mostly those of all requests
        self._in_head = True
        self._parting: Parting
        self._is_inside = False  # a request has begun and is not whole
        self._running: RequestResponseCycle | None = None  # what is answered; the last one parsed may wait behind it
        self._refused: Refusal | None = None  # what is to be told once all requests before are answered
        self._steady = 0
        self._loan: asyncio.Task[None] | None = None
        self._is_ending = False
        self._outcome: Outcome | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request, but not for ever."""
        self._parting = Parting(transport, self.seconds, self.most)
        super().connection_made(cast("asyncio.Transport", self._parting))
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more, and let whoever answers know, whatever came behind what is answered."""
        self._stop_waiting()
        self.pipeline.clear()
        if self._running is not None and not self._running.response_complete:
            self._running.disconnected = True
            self._running.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; of a head, no more than is allowed."""
        if self._refused is not None:
            return
        self._piece = len(data)
        self._received += self._piece
        self._unset_keepalive_if_required()
        try:
            while data:
                data = self._feed(data)
        except httptools.HttpParserError as error:
            cause = error.__context__
            self._refuse(cause.refusal if isinstance(cause, Refused) else MALFORMED)
            return
        if self._in_head and self._received > LONGEST_HEAD and not self.transport.is_closing():
            self._refuse(self._too_long())
        elif self._arriving is None and (self.cycle is None or self.cycle.response_complete):
            self._expect()  # some bytes between two requests, which begin none

    def on_message_begin(self) -> None:
        """Start to read a request."""
        super().on_message_begin()
        self._in_head = self._is_inside = True
        self._expect()

    def _feed(self, data: bytes) -> bytes:
        """Parse; return what is left where the parser stopped for another protocol: the same request, with no offer."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offer:
            head = self._head_without_offer()
            self.parser = httptools.HttpRequestParser(self)
            return head + data[offer.args[0] :]
        return b""

    def _head_without_offer(self) -> bytes:
        lines = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, self.parser.get_http_version().encode())]
        lines += [b"%s: %s" % pair for pair in self.headers if pair[0] not in _OFFER]
        return b"\r\n".join([*lines, b"", b""])

    def on_headers_complete(self) -> None:
        """Start the request, unless its head is too long or the parser is about to stop; an error here refuses it."""
        if self._before + self._received > LONGEST_HEAD:  # all that the head can be a part of
            head = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
            if head > LONGEST_HEAD:
                raise Refused(self._too_long())
        if self.headers != self._checked:
            check(self.headers, self.parser.get_http_version)
            # A copy: to the other the parser adds what comes behind a body. Without a host the version counts too.
            self._checked = list(self.headers) if any(name == b"host" for name, _ in self.headers) else None
        if self.parser.get_method() == b"CONNECT":
            raise Refused(MALFORMED)  # no proxy
        if not self.parser.should_upgrade():
            if self.url[0] != _SLASH:
                self.url, self.scope["headers"] = origin_form(self.url, self.headers)
            super().on_headers_complete()
            self._in_head = False
            if self._outcome is not None:
                self.scope["state"]["outcome"], self._outcome = self._outcome, None

    def on_message_complete(self) -> None:
        """Have the whole request."""
        if not self.parser.should_upgrade():
            self._stop_waiting()
            self._received, self._before = 0, self._piece
            self._is_inside = False
            super().on_message_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, ending(app, cycle) if cycle.waiting_for_100_continue else app)

    def on_response_complete(self) -> None:
        """Go on with the next request; or let a child do so, if the client asks one new query after another."""
        super().on_response_complete()
        if self._refused is not None:
            if not self._is_answering and not self.transport.is_closing():
                self._refuse(self._refused)
            return
        self._steady = self._steady + 1 if self.cycle.scope["state"].get("lendable", False) else min(0, self._steady)
        if self.lender is not None and self._steady >= STEADY and not self._is_busy:
            self._steady = 0
            self._unset_keepalive_if_required()
            self._stop_waiting()
            self.flow.pause_reading()
            self._loan = self.loop.create_task(self._lend(self.lender))
            self.tasks.add(self._loan)
            self._loan.add_done_callback(self.tasks.discard)

    @property
    def is_receiving(self) -> bool:
        """Whether the client is in the midst of a body."""
        return self._is_inside and not self._in_head

    @property
    def _is_busy(self) -> bool:
        """Whether a request is in the parser, or waits."""
        return self._is_inside or bool(self.pipeline) or self.transport.is_closing()

    async def _lend(self, lender: Lender) -> None:
        """Lend the connection, and go on where the child stopped."""
        for _ in range(_TURNS):
            if self.transport.get_write_buffer_size():
                await asyncio.sleep(0)  # the answer before is not sent yet
        connection = self.transport.get_extra_info("socket")
        may_lend = not (self.transport.get_write_buffer_size() or self.transport.is_closing() or self._is_ending)
        back = Returned()
        try:
            if may_lend and self.client is not None:
                back = await lender.lend(connection.fileno(), self.client[0], str(self.scheme))
        except Exception:  # noqa: BLE001 - what it is, the log tells; a connection that nobody reads would stay for ever
            _LOG.exception("a fault in a loan")
            back = Returned(is_lost=True)
        self._loan = None
        self._take_back(back)

    def _take_back(self, back: Returned) -> None:
        if back.is_lost:
            self.transport.abort()
            return
        self._steady = 0 if back.answered else -AFTER_VAIN
        self._outcome = back.first
        if back.unsent:
            self.transport.write(back.unsent)
        self.flow.resume_reading()
        self._wait_for_another()
        if back.unread:
            self.data_received(back.unread)
        if self._is_ending:
            super().shutdown()

    def _wait_for_another(self) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    def shutdown(self) -> None:
        """End once nothing is being answered."""
        self._parting.hurry()
        if self._loan is None or self.lender is None:
            super().shutdown()
        else:
            self._is_ending = True
            self.lender.recall(self.transport.get_extra_info("socket").fileno())

    def _too_long(self) -> Refusal:
        return LONG_ADDRESS if len(self.url) > LONGEST_HEAD // 2 or not self.headers else LONG_HEADERS

    def _expect(self) -> None:
        self._stop_waiting()
        self._began = self.loop.time()
        self._arriving = self.loop.call_later(self.seconds, self._check_progress)

    def _stop_waiting(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None

    def _check_progress(self) -> None:
        """End a request that is late, unless it is long and comes at a fair pace."""
        left = self._began + self.seconds + self._received / SLOWEST - self.loop.time()
        if self._is_answering:
            self._expect()  # the rest is not read before the answer is sent
        elif left > 0 and not self._in_head:
            self._arriving = self.loop.call_later(left, self._check_progress)
        elif not self.transport.is_closing():
            if not self._in_head:
                self.scope["state"]["late"] = True
            self._refuse(LATE)

    @property
    def _is_answering(self) -> bool:
        """Whether a former request of this connection is not answered yet."""
        running = self._running
        if running is None or running.response_complete:
            return False
        return running is not self.cycle or self._in_head or not self._is_inside

    def _refuse(self, refusal: Refusal) -> None:
        """Answer and close, after all requests before; but say nothing where nothing was asked, or behind an answer.

        A request that waits for its turn and is refused in the midst of its body never gets it.
        """
        if self._is_answering:
            self._refused = refusal
            if self._is_inside and self.pipeline and not self._in_head:
                self.pipeline.popleft()
            return
        running = self._running
        begun = running is not None and running.response_started and not self._in_head
        self._stop_waiting()
        if running is not None and not running.response_complete:  # whoever reads its body is told that it has ended
            running.disconnected = True
            running.message_event.set()
        if self._received and not begun:
            self.transport.write(refusal.answer())
            self._parting.part()
        else:
            self.transport.close()


def limited(seconds: float, largest: int, lender: Lender | None = None) -> type[Connection]:
    """Return the class of connections over which a request may take so long to arrive, and which may be lent.

    Args:
        seconds: how long.
        largest: how many bytes a body may have.
        lender: who lends them.
    """
    return type("LimitedConnection", (Connection,), {"seconds": seconds, "most": TIMES * largest, "lender": lender})
