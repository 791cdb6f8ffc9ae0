"""`/explain`: why a statement holds, as a tree down to the words of the source."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Any, BinaryIO, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.deps import LangDep, Service, ServiceDep
from api.problems import HttpError, NotAcceptable
from api.templates import page
from api.words import EXPLAIN
from kg.errors import KgError, Lang
from kg.explain import DoesNotHold, Explainer
from kg.explain.document import as_document
from kg.explain.terms import resolve
from kg.explain.wording import Words
from kg.reasoning import load_rules
from kg.results import preferred
from kg.workers import Task

router = APIRouter(tags=["explanations"])

_JSON: Final = "application/json"
_HTML: Final = "text/html"
_RULES: Final = load_rules()
"""Read here, for the child that explains can open no file."""

_EXAMPLE: Final = {"s": "A44", "p": "addresses", "o": "ZPO 4"}
_ONE: Final = "A notation, label, id, prefixed name or IRI."


class Asked(BaseModel):
    """The statement to explain."""

    s: Annotated[str, Field(description=f"The subject. {_ONE}")] = ""
    p: Annotated[
        str, Field(description="The predicate: a local name, label, prefixed name or IRI; `a` is rdf:type.")
    ] = ""
    o: Annotated[str, Field(description=f"The object. {_ONE} Or a literal in quotation marks.")] = ""

    @property
    def missing(self) -> list[str]:
        """The names of the parts that are not given."""
        return [name for name, value in self if not value.strip()]


@router.get("/explain")
async def explain(request: Request, service: ServiceDep, lang: LangDep, asked: Annotated[Asked, Query()]) -> Response:
    """Explain why a statement holds: the rules, the asserted statements, the words of the source."""
    if _media_type(request) == _HTML:
        return await _page(request, service, lang, asked)
    task = _task(service, lang, asked)
    with _not_found():
        return await service.execution.send_task(request, task, service.limits(), {"Content-Language": lang})


def _media_type(request: Request) -> str:
    """Return the media type to answer in: what the parameter format names, else what the client likes best."""
    if request.query_params.get("format") == "json":
        return _JSON
    chosen = preferred(request.headers.get("accept", ""), [_JSON, _HTML])
    if chosen is None:
        raise NotAcceptable([_JSON, _HTML], cs="vysvětlení", en="an explanation")
    return chosen


@contextmanager
def _not_found() -> Iterator[None]:
    """Say by 404 that a statement does not hold."""
    try:
        yield
    except DoesNotHold as error:
        raise HttpError(HTTPStatus.NOT_FOUND, cs=error.cs, en=error.en) from error


def _task(service: Service, lang: Lang, asked: Asked) -> Task:
    """Return the task that writes the explanation as JSON; its result is the content type.

    Raises:
        HttpError: 400, a part of the statement is missing.
    """
    if asked.missing:
        parts = ", ".join(asked.missing)
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs=f"vysvětlení chybí parametr {parts}; zadejte podmět s, vlastnost p a předmět o.",
            en=f"the explanation needs the parameter {parts}; give the subject s, predicate p and object o.",
        )
    dataset = service.dataset

    def task(out: BinaryIO) -> str:
        explainer = Explainer(dataset, _RULES)
        proof = explainer.explain(resolve(dataset, service.names, asked.s, asked.p, asked.o))
        document = as_document(proof, Words(dataset.store, lang), explainer)
        out.write(json.dumps(document, ensure_ascii=False).encode())
        return _JSON

    return task


async def _page(request: Request, service: Service, lang: Lang, asked: Asked) -> Response:
    values: dict[str, Any] = {"answer": None}
    failed = None
    if len(asked.missing) < len(_EXAMPLE):
        try:
            task = _task(service, lang, asked)
            with _not_found(), await service.execution.run(request, task, service.limits()) as found:
                values["answer"] = json.loads(found.read())
        except KgError as error:
            failed = error
    address = request.url.include_query_params(format="json").replace(scheme="", netloc="")
    return page(
        request,
        "explain.html",
        lang,
        failed,
        says={name: pair[lang] for name, pair in EXPLAIN.items()},
        asked=asked.model_dump(),
        example=_EXAMPLE,
        links=[{"name": "JSON", "type": _JSON, "url": str(address)}],
        **values,
    )
