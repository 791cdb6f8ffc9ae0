"""`/sparql`: SPARQL 1.1 Protocol, query operation, and the description of the service."""

import re
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, BinaryIO, Final

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.asking import ROW_LIMIT, Answering, Asked, beginning
from api.best_format import Names, send_best
from api.choosing import graph_format
from api.deps import LangDep, Service, ServiceDep
from api.execution import body_of
from api.explaining import KINDS, Explaining
from api.problems import HttpError
from api.requests import address_of, form_of, graphs_of, media_type, parameters_of, single, text_of
from api.showing import HEADERS, Page, around, show
from api.telling import Telling
from api.templates import Frame, format_links, page, table, wants_page
from kg import diagnosis
from kg.errors import KgError, Lang
from kg.guard import MAX_BYTES, is_volatile
from kg.namespaces import PREFIXES
from kg.publishing.service import DESCRIPTION_PREFIXES, service_description
from kg.publishing.writing import written
from kg.results import FORMATS, GRAPHS, ROWS
from kg.settings import Settings
from kg.store import Dataset

router = APIRouter(tags=["SPARQL"])

_FORM: Final = "application/x-www-form-urlencoded"
_TYPE: Final = re.compile(r"[\w.+*-]+/[\w.+*-]+")
_PLUS: Final = re.compile(r"(?<=\w) (?=\w)")
_DIRECT: Final = "application/sparql-query"
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            _DIRECT: {"schema": {"type": "string"}},
            _FORM: {"schema": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}},
        },
    }
}
EXAMPLE: Final = """PREFIX dct: <http://purl.org/dc/terms/>
PREFIX sg: <https://w3id.org/strategraf/ontology/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?notation ?title WHERE {
  ?body skos:notation "NÚKIB" .
  ?goal skos:notation "ZPO 4.2" .
  ?measure sg:gestor ?body ; sg:addresses ?goal ; dct:title ?title ; skos:notation ?notation .
}
ORDER BY STRLEN(?notation) ?notation
"""

Parameters = dict[str, list[str]]


@router.get("/sparql")
async def query_by_get(
    request: Request,
    service: ServiceDep,
    lang: LangDep,
    query: Annotated[str | None, Query(description="A SPARQL 1.1 query.")] = None,
) -> Response:
    """Answer a query in the address; without one, show the editor, or describe the service to a machine."""
    parameters = parameters_of(request.url.query)
    if query is None and wants_page(request):
        return page(request, "sparql.html", lang, text=EXAMPLE)
    if query is None and not parameters:
        return await _description(request, service)
    return await answer(request, service, lang, parameters, None)


@router.post("/sparql", openapi_extra=_BODY)
async def query_by_post(request: Request, service: ServiceDep, lang: LangDep) -> Response:
    """Answer a query in a form or in the body itself."""
    kind = media_type(request)
    if kind == _FORM:
        # A form writes a byte as up to three, and has room for its other parameters.
        body = await body_of(request, 3 * MAX_BYTES + 65536)
        return await answer(request, service, lang, form_of(request, body), None)
    if kind == _DIRECT:
        text = text_of(await body_of(request, MAX_BYTES))
        return await answer(request, service, lang, parameters_of(request.url.query), text)
    raise HttpError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        cs=f"tělo typu „{kind or 'neuvedeno'}“ endpoint nečte; pošlete {_FORM} nebo {_DIRECT}.",
        en=f"the endpoint does not read a body of type “{kind or 'not stated'}”; send {_FORM} or {_DIRECT}.",
    )


def asked_of(request: Request, settings: Settings, parameters: Parameters, text: str | None) -> Asked:
    """Return what a request asks: the parameters of its address or form, and the query where it is the body itself."""
    texts = [*parameters.get("query", []), *([] if text is None else [text])]
    if len(texts) != 1:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs="zadejte dotaz právě jednou, v parametru query nebo v těle požadavku.",
            en="give the query exactly once, as the parameter query or as the body of the request.",
        )
    graphs = graphs_of(parameters, "default-graph-uri", "named-graph-uri")
    base = address_of(request, settings)
    note = f"{base.rpartition('/')[0]}/docs#row-limit"
    accept, name = _wanted(request.headers.get("accept", ""), parameters)
    return Asked(texts[0], accept, name, graphs, settings.max_rows, note, base)


def _wanted(accept: str, parameters: Parameters) -> tuple[str, str | None]:
    """Return the media types that are accepted, and the short name of the format that is wanted.

    The parameter `format` says it by a short name or by media types, as with other services; some clients say it both
    ways at once, and leave one of the two empty.
    """
    # An address has a space for `+`, which stands within a name, as in application/rdf+xml.
    values = [_PLUS.sub("+", each) for each in parameters.get("format", []) if each]
    short, types = [each for each in values if not _TYPE.match(each)], [each for each in values if _TYPE.match(each)]
    if len(short) > 1 or len(types) > 1 or (types and not _agree(types[0], *short)):
        single(parameters, "format")
    return (types[0], None) if types else (accept, next(iter(short), None))


def _agree(types: str, short: str = "") -> bool:
    """Tell whether a short name does not contradict media types, be it that it is another's."""
    known = FORMATS.get(short)
    return known is None or any(each in types for each in (known.media_type, *known.aliases))


async def _description(request: Request, service: Service) -> Response:
    """Describe the service (SPARQL 1.1 Service Description, section 2)."""
    chosen = graph_format(request, cs="popis služby", en="the description of the service")
    dataset, address = service.dataset, address_of(request, service.settings)

    def task(out: BinaryIO) -> str:
        assert isinstance(chosen.engine, ox.RdfFormat)  # noqa: S101 - the format is one of graphs
        out.write(written(service_description(dataset, address), chosen.engine, PREFIXES | DESCRIPTION_PREFIXES))
        return chosen.content_type

    return await service.execution.send_task(request, task, service.limits())


async def answer(request: Request, service: Service, lang: Lang, parameters: Parameters, text: str | None) -> Response:
    """Answer a query, which is a parameter or the text of the body."""
    if wants_page(request) and "format" not in parameters:
        return await _page(request, service, lang, parameters, text)
    asked = asked_of(request, service.settings, parameters, text)
    limits = service.limits(single(parameters, "timeout"))
    kind = _kind(service, parameters)
    request.state.volatile = bool(kind) or is_volatile(asked.text)  # an explanation tells times
    if kind:
        return await service.execution.send(request, Telling(Explaining(asked, kind, limits.seconds).report), limits)
    return await send_best(request, service.execution, partial(_answering, asked), limits)


def _answering(asked: Asked, without: Names) -> tuple[Answering, Names]:
    asked = replace(asked, without=without)
    return Answering(asked), asked.liked


def _kind(service: Service, parameters: Parameters) -> str:
    """Return what is to be explained instead of answered; nothing, where that is not asked."""
    asked = (single(parameters, "explain") or "false").lower()
    if asked in {"false", "0", "no"}:
        return ""
    if asked not in KINDS:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs=f"parametr explain „{asked}“ služba nezná; zadejte true (plán a náklady), nebo empty (proč dotaz nic"
            " nevrací).",
            en=f"the service knows no explain “{asked}”; give true (plan and cost) or empty (why there is no row).",
        )
    if service.dataset.is_remote:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs="data této služby leží v jiném databázovém stroji, jehož dotazy se zde nevysvětlují; vypusťte explain.",
            en="the data of this service lie in another engine, whose queries are not explained; leave explain out.",
        )
    return asked


async def _page(request: Request, service: Service, lang: Lang, parameters: Parameters, text: str | None) -> Response:
    shown = text if text is not None else single(parameters, "query") or ""
    try:
        asked = asked_of(request, service.settings, parameters, text)
        limits = service.limits(single(parameters, "timeout"))
        kind = _kind(service, parameters)
    except KgError as error:
        return page(request, "sparql.html", lang, error, text=shown)
    request.state.volatile = bool(kind) or is_volatile(asked.text)
    frame = Frame.of(request, "sparql.html", lang)
    explaining = Explaining(asked, kind, limits.seconds)
    found = partial(_explained, explaining, lang) if kind else partial(_answered, asked, frame.address)
    return await show(request, service, Page(frame, found, partial(around, {"text": shown})), limits)


def _answered(asked: Asked, address: str, dataset: Dataset) -> dict[str, Any]:
    """Return what the page shows of an answer."""
    shown = beginning(asked, dataset)
    if "results" in shown:
        shown["table"] = table(shown, hide_labelled=False)
    headers = {ROW_LIMIT: str(asked.most)} if shown.get("limit") else {}
    links = format_links(address, GRAPHS if "turtle" in shown else ROWS)
    return {"answer": shown, "links": links, HEADERS: headers}


def _explained(explaining: Explaining, lang: Lang, dataset: Dataset) -> dict[str, Any]:
    """Return what the page shows of an explanation."""
    return {"explained": diagnosis.blocks(explaining.report(dataset), lang)}
