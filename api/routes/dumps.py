"""`/dump/…` and `/.well-known/void`: the whole dataset as files, and what they hold."""

from http import HTTPStatus
from typing import BinaryIO

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Service, ServiceDep
from api.execution import respond
from api.problems import HttpError
from api.requests import base_of
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
    wanted = DUMPS[name]
    if wanted.compressed:  # a coding on top would only cost time
        return respond(await service.execution.run(request, _as_it_is(service, wanted), service.limits()), {})
    return await service.execution.send_task(request, _dump_task(service, wanted), service.limits())


def _as_it_is(service: Service, wanted: Dump) -> Task:
    write = _dump_task(service, wanted)
    return lambda out: {"result": write(out), "coding": ""}


def _dump_task(service: Service, wanted: Dump) -> Task:
    def task(out: BinaryIO) -> str:
        wanted.write(service.dataset.store, out)
        return wanted.content_type

    return task


@router.get(void.PATH)
async def description(request: Request, service: ServiceDep) -> Response:
    """Describe the dataset in VoID, in Turtle."""
    dataset, base = service.dataset, base_of(request, service.settings)

    def task(out: BinaryIO) -> str:
        out.write(void.turtle(dataset.store, dataset.version, base))
        return FORMATS["ttl"].content_type

    return await service.execution.send_task(request, task, service.limits())
