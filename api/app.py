"""The application: its routes, and errors as problem documents."""

import os
from typing import Final

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from api.deps import Service
from api.execution import ClientGone, Execution
from api.headers import PublicHeaders
from api.problems import on_fault, on_http_error, on_kg_error
from api.routes import dumps, explain, front, health, questions, resources, search, sparql, validate
from kg.errors import KgError
from kg.names import Names
from kg.search import SearchIndex
from kg.settings import Settings
from kg.store import Dataset

_CLIENT_CLOSED: Final = 499


def create_app(dataset: Dataset, settings: Settings) -> FastAPI:
    """Return the service over a dataset."""
    # No page may load scripts from elsewhere, and no exporter may start a thread, for queries fork.
    app = FastAPI(
        title="Strategraf",
        version=dataset.version,
        docs_url=None,
        redoc_url=None,
        telemetry={"auto_configure": False, "tracing": False, "metrics": False, "logs": False},
    )
    execution = Execution(2 * (os.cpu_count() or 1))
    app.state.service = Service(dataset, Names(dataset), SearchIndex(dataset), settings, execution)
    for module in (front, sparql, questions, explain, validate, health, search, dumps, resources):
        app.include_router(module.router)
    app.add_exception_handler(KgError, on_kg_error)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(ClientGone, _nobody)
    app.add_exception_handler(Exception, on_fault)
    app.add_middleware(PublicHeaders)
    return app


async def _nobody(_request: Request, _error: Exception) -> Response:
    return Response(status_code=_CLIENT_CLOSED)
