"""The front page with one question answered, the description of the interface, and the files of the pages."""

from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import URL

from api.addresses import ROUTES
from api.deps import LangDep, ServiceDep
from api.routes.questions import Asking, card
from api.showing import Page, around, show
from api.templates import Frame, format_links, page
from kg import questions, results
from kg.errors import InputError
from kg.publishing.dumps import DUMPS
from kg.store import Dataset

router = APIRouter(include_in_schema=False)

_EXAMPLE: Final = "measures-of-institution-for-element"
_VALUES: Final = {"institution": "NÚKIB", "element": "ZPO 4.2"}
_TYPES: Final = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_FILES: Final = {each.name: each for each in (Path(__file__).parent.parent / "web").iterdir() if each.suffix in _TYPES}
_CONTENT: Final = {name: path.read_bytes() for name, path in _FILES.items()}


@router.get("/", response_class=HTMLResponse)
async def front(request: Request, service: ServiceDep, lang: LangDep) -> Response:
    """Show the front page."""
    example = Asking(questions.find(_EXAMPLE), _VALUES, lang)
    address = URL(f"/questions/{_EXAMPLE}").include_query_params(**_VALUES, lang=lang)
    given = {
        "values": _VALUES,
        "example": card(example.question, lang, _VALUES),
        "links": format_links(str(address), results.ROWS),
        "questions": [card(each, lang) for each in questions.load().values()],
    }
    page = Page(Frame.of(request, "front.html", lang), partial(_front, example), partial(around, given))
    return await show(request, service, page, service.limits())


def _front(example: Asking, dataset: Dataset) -> dict[str, Any]:
    """Return what the page shows of the dataset: an answer, and which content it was made from.

    Data in which the things of the example have no name are no fault of who opens the page.
    """
    told = {"version": dataset.version, "hash": dataset.state[:12]}
    try:
        return told | example.table(dataset)
    except InputError:
        return told | {"is_unknown": True}


@router.get("/docs", response_class=HTMLResponse)
async def docs(request: Request, service: ServiceDep, lang: LangDep) -> Response:
    """Describe the interface."""
    routes = [(methods, path, words[lang]) for (methods, path), words in ROUTES.items()]
    return page(request, "docs.html", lang, routes=routes, dumps=DUMPS.values(), max_rows=service.settings.max_rows)


@router.get("/web/{name}")
async def web_file(name: str) -> Response:
    """Return a file of the pages; they are read once, for reading a file here would start a thread."""
    if name not in _CONTENT:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    headers = {"Cache-Control": "max-age=3600"}
    return Response(_CONTENT[name], media_type=_TYPES[_FILES[name].suffix], headers=headers)
