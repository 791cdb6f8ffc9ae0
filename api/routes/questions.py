"""`/questions`: the stored questions as a list, and each as a resource with parameters."""

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, BinaryIO, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pyoxigraph import Literal, NamedNode

from api.asking import Answering, Asked, beginning
from api.choosing import HTML, check_format, json_or_page
from api.deps import LangDep, ServiceDep
from api.problems import HttpError
from api.requests import single_parameters
from api.showing import Page, nothing, show
from api.templates import Frame, format_links, page, table, wants_page
from api.words import COLUMNS, PARAMETERS
from kg import questions, results
from kg.errors import InputError, Lang
from kg.guard import is_volatile
from kg.names import Names
from kg.namespaces import shortened
from kg.questions import Question
from kg.store import Dataset

router = APIRouter(prefix="/questions", tags=["questions"])
_OPTIONS: Final = ("format", "lang", "timeout")
_NOT_FOUND: Final = HTTPStatus.NOT_FOUND


@router.get("")
async def list_questions(request: Request, lang: LangDep) -> Response:
    """List the stored questions."""
    found, named = questions.load().values(), single_parameters(request).get("format")
    if json_or_page(request, named, cs="seznam otázek", en="the list of questions") == HTML:
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
    given = single_parameters(request)
    if named := given.get("format"):
        check_format(named, tuple(each.name for each in results.ROWS))
    raw = {name: value for name, value in given.items() if name not in _OPTIONS}
    asking = Asking(question, raw, lang, request.headers.get("accept", ""), given.get("format"))
    limits = service.limits(given.get("timeout"))
    request.state.volatile = is_volatile(question.text)
    if wants_page(request) and not asking.format:
        frame = Frame.of(request, "question.html", lang)
        found = partial(_answered, asking, frame.address) if raw or not question.parameters else nothing
        return await show(request, service, Page(frame, found, partial(_form, asking)), limits)
    return await service.execution.send(request, asking, limits, {"Content-Language": lang})


def _find(question_id: str) -> Question:
    try:
        return questions.find(question_id)
    except InputError as error:
        raise HttpError(_NOT_FOUND, cs=error.cs, en=error.en) from error


@dataclass(frozen=True)
class Asking:
    """The job that finds what the parameters of a question name, and answers it; its result is the headers."""

    question: Question
    raw: dict[str, str]
    lang: Lang
    accept: str = ""
    format: str | None = None

    def __call__(self, dataset: Dataset, out: BinaryIO) -> dict[str, str]:
        """Answer."""
        text, _ = self._bound(Names(dataset.labels))
        return Answering(Asked(text, self.accept, self.format, whole=True))(dataset, out)

    def _bound(self, names: Names) -> tuple[str, dict[str, NamedNode | Literal]]:
        """Return the query, and the values of the parameters in it."""
        terms = self.question.resolve(self.raw, names)
        return self.question.bind(terms, self.lang), terms

    def table(self, dataset: Dataset) -> dict[str, Any]:
        """Return what a page shows of the answer: the query, the table, and the question with its values in words."""
        names = Names(dataset.labels)
        text, terms = self._bound(names)
        shown = beginning(Asked(text, whole=True), dataset)
        spoken = {name: self._spoken(names, term) for name, term in terms.items()}
        return {
            "text": text,
            "answer": {**table(shown, hide_labelled=True), "more": shown["more"]},
            "question": card(self.question, self.lang, self.raw | spoken),
            "headings": {name: pair[self.lang] for name, pair in COLUMNS.items()},
        }

    def _spoken(self, names: Names, term: NamedNode | Literal) -> str:
        """Return what the wording of the question calls the value of a parameter."""
        if isinstance(term, Literal):
            return term.value
        choice = names.choice(term.value, self.lang)
        return (choice and (choice.notation or choice.label)) or shortened(term.value)


def _answered(asking: Asking, address: str, dataset: Dataset) -> dict[str, Any]:
    return {**asking.table(dataset), "links": format_links(address, results.ROWS)}


def _form(asking: Asking, dataset: Dataset | None) -> dict[str, Any]:
    """Return the question and its form; where the dataset can be read, with what there is to choose from."""
    question, names = asking.question, Names(dataset.labels) if dataset else None
    fields = [_field(names, each, asking.lang, asking.raw) for each in question.parameters]
    return {"question": card(question, asking.lang, asking.raw), "fields": fields}


def card(question: Question, lang: Lang, raw: dict[str, str] | None = None) -> dict[str, str]:
    """Return a question as a list shows it: its id and its words."""
    blanks = {each.name: f"[{PARAMETERS[each.name][lang].lower()}]" for each in question.parameters}
    given = {name: value for name, value in (raw or {}).items() if value}
    return {"id": question.id, "title": question.wording(lang, blanks | given)}


def _field(names: Names | None, parameter: questions.Parameter, lang: Lang, raw: dict[str, str]) -> dict[str, Any]:
    listed = names is not None and parameter.type not in {"date", "Thing"}
    choices = names.choices(parameter.type, lang) if names and listed else []
    return {
        "name": parameter.name,
        "label": PARAMETERS[parameter.name][lang],
        "kind": "date" if parameter.type == "date" else "text",
        "value": raw.get(parameter.name, ""),
        "choices": [(each.notation or each.label, each.label) for each in choices],
    }
