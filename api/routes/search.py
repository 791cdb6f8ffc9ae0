"""`/search`: find things by their names."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.choosing import HTML, json_or_page
from api.deps import LangDep, ServiceDep
from api.requests import single_parameters
from api.showing import Page, nothing, show
from api.telling import Telling
from api.templates import Frame
from kg.errors import Lang
from kg.search import LIMIT, LONGEST, Search
from kg.store import Dataset

router = APIRouter(tags=["things"])


@router.get("/search")
async def search(request: Request, service: ServiceDep, lang: LangDep, q: str = "", type: str = "") -> Response:  # noqa: A002 - the contract names it
    """Find things whose label, notation or title holds the words sought, whatever their case and diacritics."""
    given = single_parameters(request)
    seeking = Seeking(q, type, lang)
    if json_or_page(request, given.get("format"), cs="výsledky hledání", en="what was found") == HTML:
        found = seeking.shown if q.strip() else nothing
        page = Page(Frame.of(request, "search.html", lang), found, partial(_form, seeking))
        return await show(request, service, page, service.limits())
    headers: dict[str, str] = {"Content-Language": lang}
    return await service.execution.send(request, Telling(seeking.found), service.limits(), headers)


@dataclass(frozen=True)
class Seeking:
    """A search."""

    sought: str
    type: str
    lang: Lang

    def shown(self, dataset: Dataset) -> dict[str, Any]:
        """Return what a page shows of it."""
        return {"found": self.found(dataset)}

    def found(self, dataset: Dataset) -> dict[str, Any]:
        """Return what was found."""
        search = Search(dataset.labels)
        found = search.find(self.sought, self.type, self.lang)
        results = [
            {
                "id": hit.iri,
                "label": hit.label,
                "lang": hit.lang,
                "notation": hit.notation,
                "type": hit.type,
                "typeLabel": search.label(hit.type, self.lang),
                "name": hit.name,
            }
            for hit in found.hits
        ]
        return {"total": found.total, "limit": LIMIT, "results": results}


def _form(seeking: Seeking, dataset: Dataset | None) -> dict[str, Any]:
    """Return the form; where the dataset can be read, with the kinds to choose from."""
    types = Search(dataset.labels).types(seeking.lang) if dataset else []
    return {"q": seeking.sought, "type": seeking.type, "types": types, "longest": LONGEST}
