"""The front page: what this is, the questions, and one of them answered."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import LangDep, ServiceDep
from api.routes.questions import answer_table, card
from api.templates import page
from api.words import COLUMNS
from kg import questions

router = APIRouter(include_in_schema=False)

_EXAMPLE: Final = "measures-of-institution-for-element"
_VALUES: Final = {"institution": "NÚKIB", "element": "ZPO 4.2"}


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
        answer=answer,
        headings={name: pair[lang] for name, pair in COLUMNS.items()},
        questions=[card(each, lang) for each in questions.load().values()],
        version=service.dataset.version,
        hash=service.dataset.hash[:12],
    )
