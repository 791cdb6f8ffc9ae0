"""A slash too many at the end of an address: a redirect to the address without it, on the host that was asked.

The framework's own redirect repeats the header Host, which anyone may have written; this one names no host.
"""

from http import HTTPStatus
from typing import Final
from urllib.parse import unquote

from fastapi import FastAPI
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.keys import VARY
from api.methods import methods_of

_HOSTS: Final = (b"//", b"/\\")
"""How an address begins that browsers take for another host's."""


class Slashes:
    """What stands behind all routes of an application: a redirect, or word that nothing is there."""

    def __init__(self, app: FastAPI) -> None:
        """Redirect to the routes of an application."""
        self._routes = app.routes
        self._missing = app.router.not_found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = self._without(scope) if scope["type"] == "http" else b""
        if not path:
            await self._missing(scope, receive, send)
            return
        address = b"?".join(part for part in (path, scope["query_string"]) if part)
        headers = {"Location": address.decode("latin-1"), "Vary": VARY}
        await Response(status_code=HTTPStatus.TEMPORARY_REDIRECT, headers=headers)(scope, receive, send)

    def _without(self, scope: Scope) -> bytes:
        """Return the path without slashes at its end, as it was sent, if something is there."""
        sent: bytes = scope["raw_path"]
        path = sent.rstrip(b"/")
        if path == sent or path.startswith(_HOSTS):
            return b""
        return path if methods_of(self._routes, {**scope, "path": unquote(path)}) else b""
