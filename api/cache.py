"""Whole answers, kept until the dataset changes, and sent before any other code runs: plain ASGI.

A request is told from others by all that may change its answer. While the dataset stays the same, so does the answer,
so the ETag is made of the state of the dataset and of the request, and a client that sends it back is told 304 without
asking the engine. It is a weak one: rows without ORDER BY may come in another order.
"""

import itertools
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import EVERY, Header
from api.keys import CACHE_CONTROL, VARY, Key, etag_of, key_of
from api.metrics import Figures

_PATHS: Final = (
    "/sparql",
    "/questions",
    "/explain",
    "/search",
    "/resource/",
    "/ontology",
    "/code/",
    "/shapes/",
    "/graph",
    "/.well-known/void",
)
_NEVER: Final = "/sparql/queries/"
_READING: Final = frozenset({"GET", "HEAD"})
_ANY: Final = b"*"
"""In If-None-Match it fits whatever there is."""

_ONLY_ASKED: Final = frozenset({b"query-id", b"if-match", b"expect"})
"""Headers of a request that must come to its route: a query that is followed by its id runs, a demand is compared, and
only there is it known whether a body is to be sent."""

_ID: Final = b"query-id"
"""A header of one request's answer alone."""

_TIMING: Final = b"server-timing"

_UNCHANGED: Final[tuple[Header, ...]] = (
    CACHE_CONTROL,
    (b"vary", VARY.encode()),
    (_TIMING, b"cache;desc=hit"),
    *EVERY,
)
"""What 304 says beside the tag: that which an answer with 200 would (RFC 9110, section 15.4.5)."""

LARGEST: Final = 1 << 20
"""The longest answer that is kept, in bytes."""

_LONGEST_BODY: Final = 1 << 16
_BUDGET: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class _Kept:
    start: dict[str, Any]
    body: dict[str, Any]
    etag: bytes


class AnswerCache:
    """Keeps answers with status 200 whose route did not say that they change by themselves."""

    def __init__(self, app: ASGIApp, figures: Figures, state: str, told: Iterable[Header] = ()) -> None:
        """Wrap the application.

        Args:
            app: the application.
            figures: where hits and misses are counted.
            state: what identifies the dataset's content; where it is unknown nothing is kept.
            told: the headers that tell of it.
        """
        self.app = app
        self._figures = figures
        self._state = state.encode()
        self._told = tuple(told)
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._size = 0

    @property
    def state(self) -> str:
        """What all answers depend on now; nothing, where that is unknown."""
        return self._state.decode()

    def clear(self, state: str, told: Iterable[Header] = ()) -> None:
        """Forget everything: the dataset has another content now."""
        self._state = state.encode()
        self._told = tuple(told)
        self._kept.clear()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not self._state or not _may_be_kept(scope):
            await self.app(scope, receive, send)
            return
        body = b""
        if scope["method"] == "POST":
            messages = await _short_body(receive)
            receive = _replayed(messages, receive)
            if messages[-1].get("more_body", False) or messages[-1]["type"] != "http.request":
                await self.app(scope, receive, send)  # too long to compare, or cut off
                return
            body = b"".join(message.get("body", b"") for message in messages)
        key = key_of(
            scope["method"],
            scope["scheme"],
            raw_path=scope["raw_path"],
            query_string=scope["query_string"],
            headers=scope["headers"],
            body=body,
        )
        matches = _matches_of(scope)
        kept = self._kept.get(key)
        if kept is None:
            self._figures.cache["miss"] += 1
            await self._ask(key, matches, scope, receive, send)
            return
        self._figures.cache["hit"] += 1
        self._kept.move_to_end(key)
        if matches and (matches == _ANY or _is_among(kept.etag, matches)):
            await self._not_modified(kept.etag, scope, send)
            return
        self._figures.requests[scope["method"], "200"] += 1
        await send(kept.start)
        await send(kept.body)

    async def _ask(self, key: Key, matches: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        state = self._state
        etag = etag_of(state, key)
        if matches and _is_among(etag, matches):
            await self._not_modified(etag, scope, send)
            return
        keeping = _Keeping(scope, _Quiet(send).send if matches == _ANY else send, etag, self._told)
        await self.app(scope, receive, keeping.send)
        if (kept := keeping.kept()) and state == self._state:
            self._keep(key, kept)

    async def _not_modified(self, etag: bytes, scope: Scope, send: Send) -> None:
        self._figures.requests[scope["method"], "304"] += 1
        await send(
            {"type": "http.response.start", "status": 304, "headers": [(b"etag", etag), *_UNCHANGED, *self._told]}
        )
        await send({"type": "http.response.body", "body": b""})

    def _keep(self, key: Key, kept: _Kept) -> None:
        if (former := self._kept.pop(key, None)) is not None:
            self._size -= _room(key, former)
        self._kept[key] = kept
        self._size += _room(key, kept)
        while self._size > _BUDGET:
            self._size -= _room(*self._kept.popitem(last=False))


class _Quiet:
    """Sends 304 in the place of an answer that can be kept, for who asks only whether there is one."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._is_quiet = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and CACHE_CONTROL in message["headers"]:
            self._is_quiet = True
            left = [pair for pair in message["headers"] if not pair[0].lower().startswith(b"content-")]
            message = {**message, "status": 304, "headers": left}
        elif self._is_quiet:
            message = {**message, "body": b""}
        await self._send(message)


class _Keeping:
    """Sends an answer on, with its ETag, and gathers it while it is worth keeping."""

    def __init__(self, scope: Scope, send: Send, etag: bytes, told: tuple[Header, ...]) -> None:
        self._told = told
        self._scope = scope
        self._send = send
        self._etag = etag
        self._start: Message | None = None
        self._body = bytearray()
        self._whole = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if message["status"] == 200 and self._is_lasting(message["headers"]):
                others = [pair for pair in message["headers"] if pair[0] != b"etag"]
                self._etag = next((value for name, value in message["headers"] if name == b"etag"), self._etag)
                tag = ((b"etag", self._etag), CACHE_CONTROL)
                message = {**message, "headers": [*others, *tag]}
                self._start = message
        elif self._start is not None:
            self._body += message.get("body", b"")
            self._whole = not message.get("more_body", False)
            if len(self._body) > LARGEST:
                self._start = None
        await self._send(message)

    def _is_lasting(self, headers: Iterable[Header]) -> bool:
        """Tell whether an answer stays so while the dataset does, and was made from the state that its tag names."""
        return not self._scope.get("state", {}).get("volatile", False) and set(self._told) <= set(headers)

    def kept(self) -> _Kept | None:
        """Return the answer, if it is whole and to be kept."""
        if self._start is None or not self._whole:
            return None
        headers = [pair for pair in self._start["headers"] if pair[0].lower() not in {_ID, _TIMING}]
        times = [value for name, value in self._start["headers"] if name.lower() == _TIMING]
        start = {**self._start, "headers": [*headers, (_TIMING, b", ".join((b"cache;desc=hit", *times)))]}
        return _Kept(start, {"type": "http.response.body", "body": bytes(self._body)}, self._etag)


def _room(key: Key, kept: _Kept) -> int:
    """Return how many bytes a request and its answer take; a short answer may be that to a long query."""
    headers = itertools.chain.from_iterable(kept.start["headers"])
    return len(kept.body["body"]) + sum(map(len, headers)) + sum(map(len, key))


def _may_be_kept(scope: Scope) -> bool:
    path: str = scope["path"]
    headers = dict(scope["headers"])
    if not _ONLY_ASKED.isdisjoint(headers):
        return False
    if scope["method"] == "POST":
        return path == "/sparql" and int(headers.get(b"content-length", 0)) <= _LONGEST_BODY
    return scope["method"] in _READING and path.startswith(_PATHS) and not path.startswith(_NEVER)


def _matches_of(scope: Scope) -> bytes:
    """Return the tags that a request sends back, if 304 may answer it."""
    lines = [value for name, value in scope["headers"] if name == b"if-none-match"]
    return b",".join(lines).strip() if scope["method"] in _READING else b""


def _is_among(etag: bytes, matches: bytes) -> bool:
    """Return whether a tag is among those of If-None-Match, compared weakly (RFC 9110, section 13.1.2)."""
    tags = [tag.strip().removeprefix(b"W/") for tag in matches.split(b",")]
    return etag.removeprefix(b"W/") in tags


async def _short_body(receive: Receive) -> list[Message]:
    """Receive a body, but no more of it than is worth comparing."""
    messages, length = [await receive()], 0
    while messages[-1]["type"] == "http.request" and messages[-1].get("more_body", False) and length < _LONGEST_BODY:
        length += len(messages[-1].get("body", b""))
        messages.append(await receive())
    return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def replay() -> Message:
        return next(waiting, None) or await receive()

    return replay
