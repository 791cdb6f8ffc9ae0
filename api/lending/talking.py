"""What a child does with a client's connection: it answers plain queries, and gives the connection back at all else.

What it sends is, byte for byte, what the parent would send, and only whole answers with status 200. A query that fails
goes back to the parent together with its error, and so does a long answer.
"""

import io
import os
import select
import socket
import time
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast

import pyoxigraph as ox

from api.asking import Answering, Asked
from api.cache import LARGEST
from api.headers import Header
from api.keys import Tags, key_of
from api.lending.heads import LONGEST, Head, Heads
from api.lending.lines import Form, Lines
from api.logs import QueryLog
from api.metrics import BUCKETS
from api.requests import parameters_of, unescaped
from kg.encoding import Encoded, coding_of
from kg.errors import KgError
from kg.guard import is_volatile
from kg.isolation import Allowance
from kg.store import Dataset
from kg.workers import GROWTH, Lent, described, peak

_PIECE: Final = 1 << 12
_REMEMBERED: Final = 4096
_ID: Final = 8
"""How many random bytes an id has."""

_DRAWN: Final = 64
"""How many ids are drawn at once."""

OTHERS: Final = frozenset({"timeout", "explain", "default-graph-uri", "named-graph-uri", "lang"})
"""Parameters that the parent reads."""


@dataclass(frozen=True)
class Talking:
    """The job; what it returns tells why it ended, and its answer is what was read of the client and not answered."""

    told: tuple[Header, ...]
    """Headers of every answer: they tell of the service and its dataset."""
    state: bytes
    """What all answers depend on, for their tags."""
    scheme: str
    base_url: str
    """The address of the service; empty: the host asked."""
    most_rows: int
    seconds: float
    """How long a query may take."""
    patience: float
    """How long the client may be silent before its connection goes back, in seconds."""
    client: str
    log: int | None
    """An open file, where each request is told of."""

    def __call__(self, dataset: Dataset, out: BinaryIO, lent: Lent) -> dict[str, Any]:
        """Talk."""
        talk = _Talk(self, dataset, lent, out)
        outcome = talk.run()
        out.write(bytes(talk.unread))
        return outcome | {"unread": len(talk.unread)}


class _Body(io.BytesIO):
    """An answer in memory; one that is too long for that goes to the parent, piece by piece."""

    def __init__(self, parent: BinaryIO) -> None:
        super().__init__()
        self._parent = parent
        self.is_long = False

    def write(self, piece: Any) -> int:
        if not self.is_long and self.tell() + len(piece) <= LARGEST:
            return super().write(piece)
        if not self.is_long:
            self.is_long = True
            self._parent.write(self.getvalue())
        return self._parent.write(piece)


@dataclass(frozen=True)
class _Manner:
    """How a client wants its answers, which its headers say: the same from one request to the next."""

    accept: str
    coding: str
    base: str
    """The address of queries as the outside knows it."""
    note: str
    """Where the limit of rows is explained."""
    tags: Tags


class _Talk:
    """One talk with one client."""

    def __init__(self, talking: Talking, dataset: Dataset, lent: Lent, out: BinaryIO) -> None:
        self.talking = talking
        self.dataset = dataset
        self.ledger = lent.ledger
        self._out = out
        self.unread = bytearray()
        self._end = 0  # of the request that is answered, in what is unread
        self._client = socket.socket(fileno=lent.descriptor)
        self._heads = Heads()
        self._manners: dict[tuple[Header, ...], _Manner | None] = {}
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._lines = Lines(talking.told)
        self._log = QueryLog(talking.log, talking.client)
        self._size = peak()
        self._allowance = Allowance()
        self._identifiers = _identifiers()
        self._outcome: dict[str, Any] = {}

    def run(self) -> dict[str, Any]:
        """Answer request after request; return what the parent must know of the end."""
        try:
            while (end := self._head()) and not self.ledger.is_recalled and self._is_answered(end):
                del self.unread[:end]
                if peak() - self._size > GROWTH:
                    break
        finally:
            self._client.detach()  # who lent it closes it
        return self._outcome

    def _head(self) -> int:
        """Receive a whole head, if the client sends one soon; return where it ends, and 0 if there is none."""
        until = time.monotonic() + self.talking.patience
        while not (end := self.unread.find(b"\r\n\r\n") + 4) > 3:
            if len(self.unread) > LONGEST or self.ledger.is_recalled or not self._is_readable(until):
                return 0
            self.ledger.hold(something=True)
            try:
                piece = self._client.recv(_PIECE)
            except OSError:
                return 0  # the parent finds out for itself
            if not piece:
                return 0
            self.unread += piece
        return end

    def _is_readable(self, until: float) -> bool:
        # poll(2) looks at no more files than a process may open, and this one may open none.
        return bool(select.select([self._client], [], [], max(0.0, until - time.monotonic()))[0])

    def _is_answered(self, end: int) -> bool:
        """Answer the request that ends there, unless the parent must."""
        self._end = end
        head = self._heads.plain(bytes(self.unread[:end]))
        if head is None or len(self.unread) > LONGEST:
            return False
        manner = self._manner(head.headers)
        asked = self._asked(head, manner) if manner else None
        if manner is None or asked is None or self._is_known(head):
            return False
        return self._answer(head, manner, asked)

    def _asked(self, head: Head, manner: _Manner) -> Asked | None:
        """Return what a request asks, if it is a query that is evaluated here."""
        try:
            parameters = _parameters(head.parameters)
        except (KgError, UnicodeDecodeError):
            return None
        texts, formats = parameters.get("query", []), parameters.get("format", [])
        if len(texts) != 1 or len(formats) > 1 or is_volatile(texts[0]) or not OTHERS.isdisjoint(parameters):
            return None
        name = formats[0] if formats else None
        if name and "/" in name:
            return None
        return Asked(texts[0], manner.accept, name, None, self.talking.most_rows, manner.note, manner.base)

    def _manner(self, headers: tuple[Header, ...]) -> _Manner | None:
        """Return how a client wants its answers; None, where the parent must find out."""
        if headers not in self._manners:
            self._manners = {headers: self._manner_of(dict(headers))}  # a client seldom changes it
        return self._manners[headers]

    def _manner_of(self, headers: dict[bytes, bytes]) -> _Manner | None:
        told = {name: value.decode("ascii") for name, value in headers.items()}
        service = self.talking.base_url or f"{self.talking.scheme}://{told[b'host']}"
        try:
            base = ox.NamedNode(f"{service}/sparql").value
        except ValueError:
            return None
        accept = told.get(b"accept", "")
        if "html" in accept:
            return None
        key = key_of("GET", self.talking.scheme, raw_path=b"/sparql", query_string=b"", headers=headers.items())
        tags, coding = Tags(self.talking.state, key), coding_of(told.get(b"accept-encoding", ""))
        return _Manner(accept, coding, base, f"{base.rpartition('/')[0]}/docs#row-limit", tags)

    def _is_known(self, head: Head) -> bool:
        """Tell whether a request came before: the parent keeps the answers to those that do."""
        known = hash(head)
        if known in self._seen:
            return True
        self._seen[known] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return False

    def _answer(self, head: Head, manner: _Manner, asked: Asked) -> bool:
        identifier = next(self._identifiers)
        self.ledger.begin(bytes(self.unread), identifier, time.monotonic())
        self._allowance.allow(self.talking.seconds)
        body = _Body(self._out)
        try:
            told = Encoded(Answering(asked), manner.coding)(self.dataset, cast("BinaryIO", body))
        except KgError as error:
            self._outcome = described(error)
            return False
        if body.is_long:
            self._outcome = {"told": told}
            return False
        form = (tuple(told["result"].items()), told["coding"])
        return self._send(form, manner.tags.tag(head.parameters), body.getvalue(), identifier)

    def _send(self, form: Form, tag: bytes, body: bytes, identifier: bytes) -> bool:
        """Send an answer; what the system does not take at once, the parent sends."""
        self.ledger.wait_for_token()
        now = time.monotonic()
        self.ledger.count(bisect_left(BUCKETS, now - self.ledger.running_since))
        seconds = self.ledger.end(now)
        self.ledger.hold(something=len(self.unread) > self._end)
        answer = self._lines.head(form, tag, len(body), identifier, seconds) + body
        try:
            sent = self._client.send(answer)
        except BlockingIOError:
            sent = 0
        except OSError:
            sent = len(answer)  # nobody is left to read it; the parent finds out for itself
        self.ledger.give()
        self._log.answered(seconds, identifier, len(body))
        if sent < len(answer):
            self._outcome = {"unsent": len(answer) - sent}
            self.unread[: self._end] = answer[sent:]
            return False
        return True


def _identifiers() -> Iterator[bytes]:
    """Yield ids that no other query has."""
    while True:
        drawn = os.urandom(_ID * _DRAWN).hex().encode()
        yield from (drawn[at : at + 2 * _ID] for at in range(0, len(drawn), 2 * _ID))


def _parameters(encoded: bytes) -> dict[str, list[str]]:
    """Return the parameters of an address; fast, where the query is the only one."""
    if encoded.startswith(b"query=") and b"&" not in encoded:
        return {"query": [unescaped(encoded[6:])]}
    return parameters_of(encoded.decode("ascii"))
