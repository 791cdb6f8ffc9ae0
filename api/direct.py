"""Queries by GET without the framework: its reading of parameters costs as much as a small query.

The answer, its errors included, is what the route of `/sparql` gives.
"""

import logging
from typing import Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.deps import Service
from api.execution import ClientGone
from api.problems import on_fault, on_kg_error
from api.requests import parameters_of
from api.routes import sparql
from kg.errors import KgError, Lang

_LOG: Final = logging.getLogger(__name__)


class DirectQueries:
    """Answers GET requests at /sparql that bring a query; all others go to the framework."""

    def __init__(self, app: FastAPI) -> None:
        """Stand in front of an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] != "/sparql" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        parameters = scope["query_string"]
        if not (parameters.startswith(b"query=") or b"&query=" in parameters):
            await self.app(scope, receive, send)
            return
        scope["app"] = self.app
        request = Request(scope, receive)
        service: Service = self.app.state.service
        try:
            asked = parameters_of(parameters.decode("latin-1"))
            lang: Lang = "en" if asked.get("lang", [""])[0] == "en" else "cs"
            response = await sparql.answer(request, service, lang, asked, None)
        except KgError as error:
            response = await on_kg_error(request, error)
        except ClientGone:
            return
        except Exception as error:  # noqa: BLE001 - what it is, the log tells; the client is told that there was a fault
            _LOG.exception("a fault in a query")
            response = await on_fault(request, error)
        await response(scope, receive, send)
