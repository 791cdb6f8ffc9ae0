"""`/search`: find things by their names."""

import json
from dataclasses import replace
from typing import Any, BinaryIO, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.deps import LangDep, Service, ServiceDep
from api.templates import page, wants_page
from kg.errors import KgError, Lang
from kg.search import LIMIT, LONGEST

router = APIRouter(tags=["things"])
_PAGE_MB: Final = 4


@router.get("/search")
async def search(request: Request, service: ServiceDep, lang: LangDep, q: str = "", type: str = "") -> Response:  # noqa: A002 - the contract names it
    """Find things whose label, notation or title holds the words sought, whatever their case and diacritics."""
    if not wants_page(request) or request.query_params.get("format") == "json":
        found = await _found(request, service, lang, q, type)
        return JSONResponse(found, headers={"Content-Language": lang, "Vary": "Accept, Accept-Language"})
    values: dict[str, Any] = {"found": None}
    failed = None
    if q.strip():
        try:
            values["found"] = await _found(request, service, lang, q, type)
        except KgError as error:
            failed = error
    types = service.search.types(lang)
    return page(request, "search.html", lang, failed, q=q, type=type, types=types, longest=LONGEST, **values)


async def _found(request: Request, service: Service, lang: Lang, sought: str, type_name: str) -> dict[str, Any]:
    """Search in a child, so that no search keeps the service from answering others."""
    index = service.search

    def task(out: BinaryIO) -> None:
        found = index.find(sought, type_name, lang)
        results = [
            {
                "id": hit.iri,
                "label": hit.label,
                "lang": hit.lang,
                "notation": hit.notation,
                "type": hit.type,
                "typeLabel": index.label(hit.type, lang),
                "name": hit.name,
            }
            for hit in found.hits
        ]
        out.write(json.dumps({"total": found.total, "limit": LIMIT, "results": results}).encode())

    with await service.execution.run(request, task, replace(service.limits(), answer_mb=_PAGE_MB)) as answer:
        content: dict[str, Any] = json.loads(answer.read())
    return content
