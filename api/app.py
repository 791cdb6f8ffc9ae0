"""The application: its routes, errors as problem documents, and what happens when the dataset changes."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api import templates
from api.cache import AnswerCache
from api.deps import Service
from api.direct import DirectQueries
from api.execution import ClientGone, Execution
from api.headers import of_dataset
from api.lending import Lender
from api.methods import methods_of
from api.metrics import Figures
from api.middleware import PublicHeaders
from api.problems import on_fault, on_http_error, on_kg_error
from api.readiness import Engine
from api.routes import (
    dumps,
    explain,
    front,
    graphs,
    health,
    metrics,
    queries,
    questions,
    resources,
    search,
    sparql,
    update,
    validate,
)
from api.slashes import Slashes
from api.writing import Writer
from kg import diagnosis
from kg.access import read_tokens
from kg.errors import KgError
from kg.settings import Settings
from kg.store import Dataset

_CLIENT_CLOSED: Final = 499
_ROUTERS: Final = (
    front,
    sparql,
    update,
    graphs,
    queries,
    questions,
    explain,
    validate,
    health,
    metrics,
    search,
    dumps,
    resources,
)


def create_app(dataset: Dataset, settings: Settings) -> FastAPI:
    """Return the service over a dataset; what is served is `app.state.cache`, all that stands in front included."""
    # No page may load scripts from elsewhere, and no exporter may start a thread, for queries fork.
    app = FastAPI(
        title="Strategraf",
        version=dataset.version,
        lifespan=_ready,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"auto_configure": False, "tracing": False, "metrics": False, "logs": False},
    )
    figures = Figures()
    execution = Execution(dataset, settings, figures)
    app.state.service = Service(dataset, settings, execution, figures)
    public = PublicHeaders(
        DirectQueries(app), figures, lambda: app.state.service.dataset, lambda scope: methods_of(app.routes, scope)
    )
    app.state.cache = AnswerCache(public, figures, _state(dataset, settings), of_dataset(dataset))
    app.state.lender = Lender(lambda: app.state.service, lambda: app.state.cache.state)
    app.state.engine = Engine(dataset)
    app.state.writer = Writer(dataset, settings, lambda changed: publish(app, changed))
    if settings.tokens:
        read_tokens(settings.tokens)
        app.state.writer.open()
    for module in _ROUTERS:
        app.include_router(module.router)
    app.router.default = Slashes(app)
    app.add_exception_handler(KgError, on_kg_error)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(ClientGone, _nobody)
    app.add_exception_handler(ClientDisconnect, _nobody)
    app.add_exception_handler(Exception, on_fault)
    return app


@asynccontextmanager
async def _ready(app: FastAPI) -> AsyncIterator[None]:
    """Load what children need, fork them before the first query comes, and leave none behind after the last."""
    diagnosis.prepare()
    templates.prepare()
    validate.prepare(app.state.service.dataset)
    app.state.service.dataset.labels.read()
    gc.collect()
    gc.freeze()  # what is there now stays; to look at it in every full collection costs time, and copies in children
    app.state.service.execution.pool.fill()  # kept in no variable: another dataset may take its place
    yield
    await app.state.service.execution.pool.end()


def publish(app: FastAPI, dataset: Dataset) -> None:
    """Answer from a changed dataset from now on; queries that run end with what they know."""
    service: Service = app.state.service
    app.state.service = service.with_dataset(dataset)
    service.execution.renew(dataset)
    app.state.cache.clear(_state(dataset, service.settings), of_dataset(dataset))


def _state(dataset: Dataset, settings: Settings) -> str:
    """Return what all answers depend on: the content of the dataset and the settings that they show.

    Nothing where the content may change without our knowing.
    """
    shown = (settings.default_graph, settings.max_rows, settings.base_url)
    return "" if dataset.is_remote else f"{dataset.hash} {dataset.head} {shown}"


async def _nobody(request: Request, _error: Exception) -> Response:
    """Answer nobody, for the log and the figures: the client has gone, or was too slow and has been told."""
    late = getattr(request.state, "late", False)
    return Response(status_code=HTTPStatus.REQUEST_TIMEOUT if late else _CLIENT_CLOSED)
