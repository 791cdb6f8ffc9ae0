"""`/sparql`: SPARQL 1.1 Protocol, query operation."""

import json
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import parse_qs

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.asking import Asked, answer_task, page_task
from api.deps import LangDep, Service, ServiceDep
from api.execution import body_of, respond
from api.problems import HttpError, status_of
from api.templates import format_links, page, table, wants_page
from kg.errors import KgError, Lang
from kg.guard import MAX_BYTES
from kg.results import GRAPHS, ROWS, Graphs
from kg.workers import Limits

router = APIRouter(tags=["SPARQL"])

_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
_PAGE_MB: Final = 4
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


def asked_of(request: Request, parameters: dict[str, list[str]], text: str | None = None) -> Asked:
    """Return what a request asks: the parameters of its address or form, and the query where it is the body itself."""
    texts = parameters.get("query", []) if text is None else [text]
    if len(texts) != 1:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs="zadejte dotaz právě jednou, v parametru query nebo v těle požadavku.",
            en="give the query exactly once, as the parameter query or as the body of the request.",
        )
    accept = request.headers.get("accept", "")
    return Asked(texts[0], accept, next(iter(parameters.get("format", [])), None), _graphs(parameters))


def _graphs(parameters: dict[str, list[str]]) -> Graphs | None:
    """Return the dataset that a request names (SPARQL 1.1 Protocol, 2.1.4)."""
    default = [_graph(iri) for iri in parameters.get("default-graph-uri", [])]
    named = [_graph(iri) for iri in parameters.get("named-graph-uri", [])]
    return Graphs(tuple(default), tuple(named)) if default or named else None


def _graph(iri: str) -> str:
    try:
        return ox.NamedNode(iri).value
    except ValueError as error:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs=f"„{iri}“ není IRI; opravte parametr grafu.",
            en=f"“{iri}” is not an IRI; mend the graph parameter.",
        ) from error


@router.get("/sparql")
async def query_by_get(
    request: Request,
    service: ServiceDep,
    lang: LangDep,
    query: Annotated[str | None, Query(description="A SPARQL 1.1 query.")] = None,
) -> Response:
    """Answer a query in the address; without one, show the editor."""
    if query is None and wants_page(request):
        return page(request, "sparql.html", lang, text=EXAMPLE, answer=None, problem=None)
    return await _answer(request, service, lang, _parameters(request.url.query), None)


@router.post("/sparql")
async def query_by_post(request: Request, service: ServiceDep, lang: LangDep) -> Response:
    """Answer a query in a form or in the body itself."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _FORM:
        # A form writes a byte as up to three, and has room for its other parameters.
        body = _text(await body_of(request, 3 * MAX_BYTES + 65536))
        return await _answer(request, service, lang, _parameters(body), None)
    if kind == _DIRECT:
        text = _text(await body_of(request, MAX_BYTES))
        return await _answer(request, service, lang, _parameters(request.url.query), text)
    raise HttpError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        cs=f"tělo typu „{kind or 'neuvedeno'}“ endpoint nečte; pošlete {_FORM} nebo {_DIRECT}.",
        en=f"the endpoint does not read a body of type “{kind or 'not stated'}”; send {_FORM} or {_DIRECT}.",
    )


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs=f"tělo požadavku není v kódování UTF-8 (bajt {error.start}); pošlete je znovu v UTF-8.",
            en=f"the body is not UTF-8 (byte {error.start}); send it again in UTF-8.",
        ) from error


def _parameters(encoded: str) -> dict[str, list[str]]:
    try:
        return parse_qs(encoded, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs="parametry požadavku nejsou v kódování UTF-8; pošlete je znovu v UTF-8.",
            en="the parameters of the request are not UTF-8; send them again in UTF-8.",
        ) from error


async def _answer(
    request: Request, service: Service, lang: Lang, parameters: dict[str, list[str]], text: str | None
) -> Response:
    if wants_page(request) and "format" not in parameters:
        return await _page(request, service, lang, parameters, text)
    asked = asked_of(request, parameters, text)
    limits = service.limits(next(iter(parameters.get("timeout", [])), None))
    answer = await service.execution.run(request, answer_task(service.dataset.store, asked), limits)
    return respond(answer, {})


async def _page(
    request: Request, service: Service, lang: Lang, parameters: dict[str, list[str]], text: str | None
) -> Response:
    shown = text if text is not None else next(iter(parameters.get("query", [])), "")
    try:
        limits = service.limits(next(iter(parameters.get("timeout", [])), None))
        answer = await shown_answer(request, service, asked_of(request, parameters, text), limits)
    except KgError as error:
        failed = page(request, "sparql.html", lang, text=shown, answer=None, problem=error.text(lang))
        failed.status_code = status_of(error).value
        return failed
    if "results" in answer:
        answer["table"] = table(answer, hide_labelled=False)
    formats = GRAPHS if "turtle" in answer else ROWS
    return page(
        request, "sparql.html", lang, text=shown, answer=answer, problem=None, links=format_links(request, formats)
    )


async def shown_answer(request: Request, service: Service, asked: Asked, limits: Limits) -> dict[str, Any]:
    """Return as much of an answer as a page shows, and whether there is `more`."""
    limits = replace(limits, answer_mb=_PAGE_MB)
    with await service.execution.run(request, page_task(service.dataset.store, asked), limits) as answer:
        return {**json.loads(answer.read()), "more": answer.result}
