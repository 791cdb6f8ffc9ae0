"""Queries by GET without the framework: its reading of parameters costs as much as a small query.

The answer, its errors included, is what the route of `/sparql` gives.
"""

import logging
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.deps import Service, lang_in
from api.execution import ClientGone, respond
from api.lending import OTHERS, Outcome
from api.problems import on_fault, on_kg_error
from api.requests import parameters_of
from api.routes import sparql
from kg.errors import KgError

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
        outcome: Outcome | None = scope.get("state", {}).get("outcome")
        if outcome is not None:
            await (await _told(request, outcome))(scope, receive, send)
            return
        try:
            asked = parameters_of(parameters.decode("latin-1"))
            response = await sparql.answer(request, service, lang_in(asked), asked, None)
            request.state.lendable = _is_plain(request, asked, response)
        except KgError as error:
            response = await on_kg_error(request, error)
        except ClientGone:
            return
        except Exception as error:  # noqa: BLE001 - what it is, the log tells; the client is told that there was a fault
            _LOG.exception("a fault in a query")
            response = await on_fault(request, error)
        await response(scope, receive, send)


def _is_plain(request: Request, asked: dict[str, list[str]], response: Response) -> bool:
    """Tell whether a child could have answered as well, if the connection had been lent to it."""
    return (
        response.status_code == HTTPStatus.OK
        and not getattr(request.state, "volatile", False)
        and not response.headers["content-type"].startswith("text/html")
        and OTHERS.isdisjoint(asked)
    )


async def _told(request: Request, outcome: Outcome) -> Response:
    """Tell what a child made of a query while the connection was lent to it."""
    request.state.flight = outcome.flight
    if outcome.answer is not None:
        request.state.lendable = True
        return respond(outcome.answer, {})
    assert outcome.error is not None  # noqa: S101 - it is one or the other
    return await on_kg_error(request, outcome.error)
