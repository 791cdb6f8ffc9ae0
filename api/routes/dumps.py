"""`/dump/…` and `/.well-known/void`: the whole dataset as files, and what they hold."""

from http import HTTPStatus
from typing import BinaryIO

import pyoxigraph as ox
from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Service, ServiceDep
from api.execution import respond
from api.problems import HttpError
from kg.publishing import void
from kg.publishing.dumps import DUMPS, Dump
from kg.results import FORMATS
from kg.workers import Task

router = APIRouter(tags=["dataset"])


@router.get("/dump/{name}")
async def dump(request: Request, service: ServiceDep, name: str) -> Response:
    """Return the whole dataset as one file."""
    if name not in DUMPS:
        raise HttpError(
            HTTPStatus.NOT_FOUND,
            cs=f"soubor „{name}“ neexistuje; ke stažení jsou {', '.join(DUMPS)}.",
            en=f"there is no file “{name}”; the files are {', '.join(DUMPS)}.",
        )
    answer = await service.execution.run(request, _dump_task(service, DUMPS[name]), service.limits())
    return respond(answer, {})


def _dump_task(service: Service, wanted: Dump) -> Task:
    def task(out: BinaryIO) -> str:
        wanted.write(service.dataset.store, out)
        return wanted.content_type

    return task


@router.get(void.PATH)
async def description(request: Request, service: ServiceDep) -> Response:
    """Describe the dataset in VoID, in Turtle."""
    dataset, base = service.dataset, _base(request, service)

    def task(out: BinaryIO) -> str:
        out.write(void.turtle(dataset.store, dataset.version, base))
        return FORMATS["ttl"].content_type

    return respond(await service.execution.run(request, task, service.limits()), {})


def _base(request: Request, service: Service) -> str:
    """Return the address of the service: the one that is set, else the host asked."""
    base = service.settings.base_url or str(request.base_url).rstrip("/")
    try:
        return ox.NamedNode(base).value
    except ValueError as error:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs=f"„{base}“ není adresa; opravte hlavičku Host nebo nastavení KG_BASE_URL.",
            en=f"“{base}” is no address; mend the header Host or the setting KG_BASE_URL.",
        ) from error
