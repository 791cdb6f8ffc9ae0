"""`/sparql`: SPARQL 1.1 Protocol, query operation."""

import json
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import parse_qs

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.deps import LangDep, Service, ServiceDep
from api.execution import respond
from api.problems import HttpError, status_of
from api.templates import page, table, wants_page
from kg import results
from kg.errors import KgError, Lang
from kg.guard import QueryForm, check_query
from kg.results import FORMATS, Format, Graphs, formats_for
from kg.workers import Task

router = APIRouter(tags=["SPARQL"])

_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
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


class Operation:
    """A query operation: its text, the dataset it names, and the time it asks for."""

    def __init__(self, parameters: dict[str, list[str]], text: str | None = None) -> None:
        """Take the parameters of the address or the form, and the query where it is the body itself."""
        texts = parameters.get("query", []) if text is None else [text]
        if len(texts) != 1:
            raise HttpError(
                HTTPStatus.BAD_REQUEST,
                cs="zadejte dotaz právě jednou, v parametru query nebo v těle požadavku.",
                en="give the query exactly once, as the parameter query or as the body of the request.",
            )
        self.text = texts[0]
        self.timeout = next(iter(parameters.get("timeout", [])), None)
        self.form = check_query(self.text)
        self._graphs = _graphs(parameters)

    def task(self, store: ox.Store, form: Format) -> Task:
        """Return what the child does: evaluate and write; a dataset of the protocol replaces that of the query."""
        return lambda out: results.evaluate(store, self.text, form, out, self._graphs)


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
    return await _answer(request, service, lang, parse_qs(request.url.query, keep_blank_values=True), None)


@router.head("/sparql", include_in_schema=False)
async def head_of_query(request: Request, service: ServiceDep, lang: LangDep) -> Response:
    """Answer as GET does, without the body."""
    return await query_by_get(request, service, lang, request.query_params.get("query"))


@router.post("/sparql")
async def query_by_post(request: Request, service: ServiceDep, lang: LangDep) -> Response:
    """Answer a query in a form or in the body itself."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = _text(await request.body()) if kind in {_FORM, _DIRECT} else ""
    address = parse_qs(request.url.query, keep_blank_values=True)
    if kind == _FORM:
        return await _answer(request, service, lang, parse_qs(body, keep_blank_values=True), None)
    if kind == _DIRECT:
        return await _answer(request, service, lang, address, body)
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


async def _answer(
    request: Request, service: Service, lang: Lang, parameters: dict[str, list[str]], text: str | None
) -> Response:
    if wants_page(request):
        return await _page(request, service, lang, parameters, text)
    operation = Operation(parameters, text)
    form = negotiate(request, operation.form)
    answer = await service.execution.run(
        request, operation.task(service.dataset.store, form), service.limits(operation.timeout)
    )
    return respond(answer, form, {})


def negotiate(request: Request, form: QueryForm) -> Format:
    """Return the format to answer in.

    Raises:
        HttpError: 406, the client accepts none that can hold the answer.
    """
    chosen = results.negotiate(request.headers.get("accept", ""), form)
    if chosen is None:
        listed = ", ".join(each.media_type for each in formats_for(form))
        raise HttpError(
            HTTPStatus.NOT_ACCEPTABLE,
            cs=f"odpověď na tento dotaz lze poslat jako {listed}; přijměte v hlavičce Accept některý z nich.",
            en=f"the answer to this query can be sent as {listed}; accept one of them.",
        )
    return chosen


async def _page(
    request: Request, service: Service, lang: Lang, parameters: dict[str, list[str]], text: str | None
) -> Response:
    shown = text if text is not None else next(iter(parameters.get("query", [])), "")
    try:
        operation = Operation(parameters, text)
        form = FORMATS["ttl" if operation.form.gives_graph else "json"]
        task = operation.task(service.dataset.store, form)
        with await service.execution.run(request, task, service.limits(operation.timeout)) as whole:
            content = whole.read().decode()
    except KgError as error:
        answer = page(request, "sparql.html", lang, text=shown, answer=None, problem=error.text(lang))
        answer.status_code = status_of(error).value
        return answer
    return page(request, "sparql.html", lang, text=shown, answer=_shown(content, operation.form), problem=None)


def _shown(content: str, form: QueryForm) -> dict[str, object]:
    """Return an answer as the pages show it: a table, a truth value, or a graph as text."""
    if form.gives_graph:
        return {"turtle": content}
    decoded = json.loads(content)
    if "boolean" in decoded:
        return {"truth": decoded["boolean"]}
    return {"table": table(decoded, hide_labelled=False)}
