"""`/graphs`: SPARQL 1.1 Graph Store HTTP Protocol.

A graph is named by a parameter (`?graph=` or `?default`, section 4.2), or by the address itself below `/graphs/`
(section 4.1).
"""

import secrets
from http import HTTPStatus
from typing import Final

import pyoxigraph as ox
from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.authorization import authorized
from api.best_format import Names, send_best
from api.choosing import graph_format
from api.deps import Service, ServiceDep
from api.execution import body_of
from api.graph_store import READABLE, Existing, Method, Sending, Storing, exists
from api.preconditions import Preconditions, held_among, held_tags, with_coding
from api.problems import HttpError
from api.requests import address_of, iri, media_type, media_type_in, parameters_of
from api.uploads import uploads_of
from api.writing import Writer, WriterDep, Written
from kg.encoding import coding_of
from kg.validation.files import File

router = APIRouter(tags=["graph store"])

_MIB: Final = 1 << 20
_MULTIPART: Final = "multipart/form-data"
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in (*READABLE, _MULTIPART)},
    }
}


@router.get("/graphs")
@router.get("/graphs/{path:path}")
async def read(request: Request, service: ServiceDep) -> Response:
    """Return a graph; the default one is the union of all, unless the service keeps it apart."""
    graph = _named(request, service)
    if graph and not await _exists(request, service, graph):
        raise _missing(graph, writable=not service.dataset.is_remote)
    coding, held = coding_of(request.headers.get("accept-encoding", "")), held_tags(request)
    preconditions = Preconditions.of_reading(request)

    def sending(without: Names) -> tuple[Sending, Names]:
        fmt = graph_format(request, cs="graf", en="a graph", without=without)
        return Sending(graph, fmt, coding, held, preconditions), Names({fmt.name})

    return _tagged(await send_best(request, service.execution, sending, service.limits()), held)


def _tagged(sent: Response, held: frozenset[str]) -> Response:
    """Return an answer with the tag of its coding, or 304 if the reader holds what it would say."""
    tag = sent.headers.get("ETag")
    if tag is None:
        return sent
    if held_among(tag, held):
        headers = {"ETag": tag, "Vary": sent.headers["Vary"], "Cache-Control": "no-cache"}
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    sent.headers["ETag"] = with_coding(tag, sent.headers.get("Content-Encoding", ""))
    return sent


async def _exists(request: Request, service: Service, graph: str) -> bool:
    if service.execution.is_settled and service.dataset.naming is service.dataset:
        return exists(service.dataset, ox.NamedNode(graph))
    with await service.execution.ask(request, Existing(graph), service.limits()) as answer:
        return bool(answer.result)


@router.put("/graphs", openapi_extra=_BODY)
@router.put("/graphs/{path:path}", openapi_extra=_BODY)
async def replace(request: Request, service: ServiceDep, writer: WriterDep) -> Response:
    """Put what is sent in the place of a graph."""
    return await _store(request, service, writer, "PUT")


@router.post("/graphs", openapi_extra=_BODY)
@router.post("/graphs/{path:path}", openapi_extra=_BODY)
async def add(request: Request, service: ServiceDep, writer: WriterDep) -> Response:
    """Add what is sent to a graph; where none is named, make one, whose address the answer tells."""
    return await _store(request, service, writer, "POST")


@router.delete("/graphs")
@router.delete("/graphs/{path:path}")
async def remove(request: Request, service: ServiceDep, writer: WriterDep) -> Response:
    """Delete a graph."""
    holder = authorized(request, service, "admin", "publish")
    graph = _named(request, service)
    written = await writer.write(
        request,
        service.execution,
        service.limits(),
        Storing("DELETE", graph, preconditions=Preconditions.of(request)),
        holder=holder,
        action="DELETE",
        text=graph or "default",
    )
    if graph and not written.told:
        raise _missing(graph, writable=True)
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def _store(request: Request, service: Service, writer: Writer, method: Method) -> Response:
    holder = authorized(request, service, "admin", "publish")
    fresh = method == "POST" and _bare(request)
    own = f"{address_of(request, service.settings).rstrip('/')}/{secrets.token_hex(16)}"
    graph = own if fresh else _named(request, service)
    files = await _files(request, service.settings.max_upload_mb * _MIB)
    written = await writer.write(
        request,
        service.execution,
        service.limits(),
        Storing(method, graph, files, graph or address_of(request, service.settings), Preconditions.of(request)),
        holder=holder,
        action=method,
        text=graph or "default",
    )
    return _stored(written, graph, fresh=fresh)


def _stored(written: Written, graph: str, *, fresh: bool) -> Response:
    created = graph and not written.told and written.change.added
    if fresh and not created:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs="v těle není žádný výrok, a prázdný graf se nevede; pošlete aspoň jeden.",
            en="the body holds no statement, and an empty graph is not kept; send at least one.",
        )
    status = HTTPStatus.CREATED if created else HTTPStatus.NO_CONTENT
    return Response(status_code=status, headers={"Location": graph} if fresh else {})


def _bare(request: Request) -> bool:
    """Tell whether a request names no graph at all."""
    parameters = parameters_of(request.url.query)
    return not request.path_params.get("path") and not {"graph", "default"} & parameters.keys()


def _named(request: Request, service: Service) -> str:
    """Return the IRI of the graph that a request names; nothing for the default graph."""
    parameters = parameters_of(request.url.query)
    named, default = parameters.get("graph", []), "default" in parameters
    direct = bool(request.path_params.get("path"))
    if len(named) + default + direct != 1:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs="pojmenujte právě jeden graf: parametrem graph=IRI, parametrem default, nebo adresou pod /graphs/.",
            en="name exactly one graph: by the parameter graph=IRI, by the parameter default, or by an address below"
            " /graphs/.",
        )
    if direct:
        return address_of(request, service.settings)
    return "" if default else iri(named[0])


async def _files(request: Request, longest: int) -> tuple[File, ...]:
    kind = media_type(request)
    if "content-range" in request.headers:  # RFC 9110, section 14.5
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs="část grafu nelze nahradit podle rozsahu bajtů; pošlete celý graf bez hlavičky Content-Range.",
            en="no part of a graph can be replaced by a range of bytes; send it whole, without Content-Range.",
        )
    if kind == _MULTIPART:
        uploads = await uploads_of(request, await body_of(request, longest))
        return tuple(_file(each.filename or "data", each.content_type or "", each.file.read()) for each in uploads)
    _file("", kind, b"")  # refused before it is read
    return (_file("data", kind, await body_of(request, longest)),)


def _file(name: str, kind: str, content: bytes) -> File:
    kind = media_type_in(kind)
    if kind not in READABLE:
        listed = ", ".join([*READABLE, _MULTIPART])
        raise HttpError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            cs=f"graf typu „{kind or 'neuvedeno'}“ se nečte; pošlete {listed}.",
            en=f"a graph of type “{kind or 'not stated'}” is not read; send {listed}.",
        )
    return File(name, content, READABLE[kind])


def _missing(graph: str, *, writable: bool) -> HttpError:
    cs, en = (", nebo jej vytvořte metodou PUT", ", or make it with PUT") if writable else ("", "")
    return HttpError(
        HTTPStatus.NOT_FOUND,
        cs=f"graf {graph} neexistuje; zkontrolujte jeho IRI{cs}.",
        en=f"the graph {graph} does not exist; check its IRI{en}.",
    )
