"""The front page with one question answered, the description of the interface, and the files of the pages."""

from http import HTTPStatus
from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from api.addresses import ROUTES
from api.deps import LangDep, ServiceDep
from api.routes.questions import answer_table, card
from api.templates import format_links, page
from api.words import COLUMNS
from kg import questions, results
from kg.publishing.dumps import DUMPS

router = APIRouter(include_in_schema=False)

_EXAMPLE: Final = "measures-of-institution-for-element"
_VALUES: Final = {"institution": "NÚKIB", "element": "ZPO 4.2"}
_TYPES: Final = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_FILES: Final = {each.name: each for each in (Path(__file__).parent.parent / "web").iterdir() if each.suffix in _TYPES}
_CONTENT: Final = {name: path.read_bytes() for name, path in _FILES.items()}


@router.get("/", response_class=HTMLResponse)
async def front(request: Request, service: ServiceDep, lang: LangDep) -> HTMLResponse:
    """Show the front page."""
    example = questions.find(_EXAMPLE)
    answer = await answer_table(request, service, example.bind(example.resolve(_VALUES, service.names), lang))
    return page(
        request,
        "front.html",
        lang,
        example=card(example, lang, _VALUES),
        values=_VALUES,
        links=format_links(request, results.ROWS, f"/questions/{_EXAMPLE}", {**_VALUES, "lang": lang}),
        answer=answer,
        headings={name: pair[lang] for name, pair in COLUMNS.items()},
        questions=[card(each, lang) for each in questions.load().values()],
        version=service.dataset.version,
        hash=service.dataset.hash[:12],
    )


@router.get("/docs", response_class=HTMLResponse)
async def docs(request: Request, service: ServiceDep, lang: LangDep) -> HTMLResponse:
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
