"""`/questions`: the stored questions as a list, and each as a resource with parameters."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pyoxigraph import Literal, NamedNode

from api.asking import Answering, Asked
from api.deps import LangDep, Service, ServiceDep
from api.problems import HttpError
from api.routes.sparql import shown_answer
from api.templates import format_links, page, table, wants_page
from api.words import COLUMNS, PARAMETERS
from kg import questions, results
from kg.errors import InputError, KgError, Lang
from kg.namespaces import shortened
from kg.questions import Question

router = APIRouter(prefix="/questions", tags=["questions"])
_OPTIONS: Final = ("format", "lang", "timeout")
_NOT_FOUND: Final = HTTPStatus.NOT_FOUND


@router.get("")
async def list_questions(request: Request, lang: LangDep) -> Response:
    """List the stored questions."""
    found = questions.load().values()
    if wants_page(request) and request.query_params.get("format") != "json":
        return page(request, "questions.html", lang, questions=[card(each, lang) for each in found])
    return JSONResponse(
        [
            {
                "id": each.id,
                "title": each.title[lang],
                "parameters": [{"name": one.name, "type": one.type} for one in each.parameters],
                "columns": list(each.columns),
                "keywords": list(each.keywords[lang]),
            }
            for each in found
        ],
        headers={"Content-Language": lang, "Vary": "Accept, Accept-Language"},
    )


@router.get("/{question_id}")
async def ask_question(request: Request, service: ServiceDep, lang: LangDep, question_id: str) -> Response:
    """Answer a stored question; its parameters are names, acronyms, labels or IRIs."""
    question = _find(question_id)
    raw = {name: value for name, value in request.query_params.items() if name not in _OPTIONS}
    wanted = request.query_params.get("format")
    if wants_page(request) and not wanted:
        return await _page(request, service, lang, question, raw)
    text = question.bind(question.resolve(raw, service.names), lang)
    job = Answering(Asked(text, request.headers.get("accept", ""), wanted))
    limits = service.limits(request.query_params.get("timeout"))
    return await service.execution.send(request, job, limits, {"Content-Language": lang})


def _find(question_id: str) -> Question:
    try:
        return questions.find(question_id)
    except InputError as error:
        raise HttpError(_NOT_FOUND, cs=error.cs, en=error.en) from error


async def answer_table(request: Request, service: Service, text: str) -> dict[str, Any]:
    """Return the answer to a question as a page's table."""
    answer = await shown_answer(request, service, Asked(text), service.limits(request.query_params.get("timeout")))
    return {**table(answer, hide_labelled=True), "more": answer["more"]}


async def _page(request: Request, service: Service, lang: Lang, question: Question, raw: dict[str, str]) -> Response:
    values: dict[str, Any] = {"answer": None, "text": None}
    failed = None
    spoken = dict(raw)
    if raw or not question.parameters:
        try:
            terms = question.resolve(raw, service.names)
            values["text"] = question.bind(terms, lang)
            spoken |= {name: _spoken(service, question, name, term, lang) for name, term in terms.items()}
            values["answer"] = await answer_table(request, service, values["text"])
        except KgError as error:
            failed = error
    return page(
        request,
        "question.html",
        lang,
        failed,
        question=card(question, lang, spoken),
        fields=[_field(service, each, lang, raw) for each in question.parameters],
        headings={name: pair[lang] for name, pair in COLUMNS.items()},
        links=format_links(request, results.ROWS),
        **values,
    )


def _spoken(service: Service, question: Question, name: str, term: NamedNode | Literal, lang: Lang) -> str:
    """Return what the wording of a question calls the value of a parameter."""
    kind = next(each.type for each in question.parameters if each.name == name)
    if isinstance(term, Literal):
        return term.value
    choices = () if kind == "Thing" else service.names.choices(kind, lang)
    return next((each.notation or each.label for each in choices if each.iri == term.value), shortened(term.value))


def card(question: Question, lang: Lang, raw: dict[str, str] | None = None) -> dict[str, str]:
    """Return a question as a list shows it: its id and its words."""
    blanks = {each.name: f"[{PARAMETERS[each.name][lang].lower()}]" for each in question.parameters}
    given = {name: value for name, value in (raw or {}).items() if value}
    return {"id": question.id, "title": question.wording(lang, blanks | given)}


def _field(service: Service, parameter: questions.Parameter, lang: Lang, raw: dict[str, str]) -> dict[str, Any]:
    choices = [] if parameter.type in {"date", "Thing"} else service.names.choices(parameter.type, lang)
    return {
        "name": parameter.name,
        "label": PARAMETERS[parameter.name][lang],
        "kind": "date" if parameter.type == "date" else "text",
        "value": raw.get(parameter.name, ""),
        "choices": [(each.notation or each.label, each.label) for each in choices],
    }
