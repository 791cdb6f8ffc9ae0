"""The application: routes, headers that every answer carries, and errors as problem documents."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from api.deps import Service
from api.execution import ClientGone, Execution
from api.problems import on_http_error, on_kg_error
from api.routes import front, health, questions, sparql
from kg.errors import KgError
from kg.names import Names
from kg.settings import Settings
from kg.store import Dataset

_WEB: Final = Path(__file__).parent / "web"
_CLIENT_CLOSED: Final = 499
_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "*",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PREFLIGHT: Final = {
    "Allow": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
_OWN_PAGES: Final = ("/docs", "/redoc")


def create_app(dataset: Dataset, settings: Settings) -> FastAPI:
    """Return the service over a dataset."""
    app = FastAPI(title="Strategraf", version=dataset.version, redoc_url=None)
    execution = Execution(2 * (os.cpu_count() or 1))
    app.state.service = Service(dataset, Names(dataset), settings, execution)
    for module in (front, sparql, questions, health):
        app.include_router(module.router)
    app.mount("/web", StaticFiles(directory=_WEB), name="web")
    app.add_exception_handler(KgError, on_kg_error)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(ClientGone, _nobody)
    app.middleware("http")(_with_headers)
    return app


async def _nobody(_request: Request, _error: Exception) -> Response:
    return Response(status_code=_CLIENT_CLOSED)


async def _with_headers(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
    """Answer preflights, and give every answer its headers, errors included."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_HEADERS | _PREFLIGHT)
    response = await proceed(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
