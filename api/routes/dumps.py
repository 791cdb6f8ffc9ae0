"""`/dump/…` and `/.well-known/void`: the whole dataset as files, and what they hold."""

from http import HTTPStatus
from typing import BinaryIO, Final

import pyoxigraph as ox
from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.choosing import graph_format
from api.deps import ServiceDep
from api.execution import respond
from api.keys import VARY
from api.preconditions import Preconditions, held_among, held_tags, with_coding
from api.problems import HttpError
from api.requests import base_of
from kg.encoding import Encoded, coding_of
from kg.publishing import void
from kg.publishing.dumps import DUMPS, Dump
from kg.store import Dataset

router = APIRouter(tags=["dataset"])

_WEAK: Final = "W/"
_CHECKED: Final = {"Cache-Control": "no-cache"}


@router.get("/dump/{name}")
async def dump(request: Request, service: ServiceDep, name: str) -> Response:
    """Return the whole dataset as one file, unless the reader holds it."""
    if name not in DUMPS:
        raise HttpError(
            HTTPStatus.NOT_FOUND,
            cs=f"soubor „{name}“ neexistuje; ke stažení jsou {', '.join(DUMPS)}.",
            en=f"there is no file “{name}”; the files are {', '.join(DUMPS)}.",
        )
    wanted, held = DUMPS[name], held_tags(request)
    Preconditions.of_reading(request).check(service.dataset.state)
    # A coding on top of a compressed file would only cost time.
    coding = "" if wanted.compressed else coding_of(request.headers.get("accept-encoding", ""))
    tags = [tag_of_dump(service.dataset, wanted, used) for used in ("", coding)]
    for tag in tags:
        if held_among(tag.removeprefix(_WEAK) or None, held):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag, "Vary": VARY, **_CHECKED})

    def write(_nothing: None, out: BinaryIO) -> str:
        wanted.write(service.dataset.whole, out)
        return wanted.content_type

    job = Encoded(write, coding)
    # A child of its own: one kept ready gives way to whatever else runs, as a long query should, but not a download.
    answer = await service.execution.run(request, lambda out: job(None, out), service.limits())
    return respond(answer, _CHECKED | _told(tags[-1], service.dataset, request.state.dataset))


def _told(tag: str, asked: Dataset, known: Dataset) -> dict[str, str]:
    """Return the tag as a header, unless the store changed between the request and the fork of the child."""
    return {"ETag": tag} if tag and asked.state == known.state else {}


def tag_of_dump(dataset: Dataset, wanted: Dump, coding: str) -> str:
    """Return the tag of a dump in a content coding, if any; nothing where the content may change without our knowing.

    That of canonical N-Quads is strong, for the state determines each byte. The others are weak: another version of a
    library may lay out or compress the same in another way.
    """
    if dataset.is_remote:
        return ""
    tag = with_coding(f'"{dataset.state}-{dataset.default_graph}-{wanted.name}"', coding)
    return tag if wanted.canonical and not coding else f"{_WEAK}{tag}"


@router.get(void.PATH)
async def description(request: Request, service: ServiceDep) -> Response:
    """Describe the dataset in VoID."""
    chosen = graph_format(request, cs="popis datové sady", en="the description of the dataset")
    dataset, base = service.dataset, base_of(request, service.settings)

    def task(out: BinaryIO) -> str:
        assert isinstance(chosen.engine, ox.RdfFormat)  # noqa: S101 - the format is one of graphs
        out.write(void.document(dataset.whole, dataset.version, base, chosen.engine))
        return chosen.content_type

    return await service.execution.send_task(request, task, service.limits())
