"""`/explain`: why a statement holds, as a tree down to the words of the source."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.datastructures import URL

from api.choosing import HTML, JSON, json_or_page
from api.deps import LangDep, ServiceDep
from api.requests import single_parameters
from api.showing import Page, around, nothing, show
from api.telling import Telling
from api.templates import Frame
from api.words import EXPLAIN
from kg.errors import InputError, Lang
from kg.explain import Explainer
from kg.explain.document import as_document
from kg.explain.terms import resolve
from kg.explain.wording import Words
from kg.names import Names
from kg.reasoning import load_rules
from kg.store import Dataset

router = APIRouter(tags=["explanations"])

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

    def check(self) -> None:
        """See that every part is given.

        Raises:
            InputError: one is missing.
        """
        if self.missing:
            parts = ", ".join(self.missing)
            raise InputError(
                cs=f"k vysvětlení chybí: {parts}; zadejte podmět s, vlastnost p a předmět o.",
                en=f"the explanation lacks: {parts}; give the subject s, the predicate p and the object o.",
            )


@router.get("/explain")
async def explain(request: Request, service: ServiceDep, lang: LangDep, asked: Annotated[Asked, Query()]) -> Response:
    """Explain why a statement holds: the rules, the asserted statements, the words of the source."""
    given = single_parameters(request)
    explanation = Explanation(**asked.model_dump(), lang=lang)
    if json_or_page(request, given.get("format"), cs="vysvětlení", en="an explanation") == HTML:
        frame = Frame.of(request, "explain.html", lang)
        found = nothing if len(asked.missing) == len(_EXAMPLE) else partial(_shown, asked, explanation)
        return await show(request, service, Page(frame, found, partial(around, _given(asked, frame))), service.limits())
    asked.check()
    headers: dict[str, str] = {"Content-Language": lang}
    return await service.execution.send(request, Telling(explanation.document), service.limits(), headers)


@dataclass(frozen=True)
class Explanation:
    """Explains a statement."""

    s: str
    p: str
    o: str
    lang: Lang

    def document(self, dataset: Dataset) -> dict[str, Any]:
        """Return the explanation.

        Raises:
            KgError: the statement does not hold, or one of its names is unknown.
        """
        explainer = Explainer(dataset, _RULES)
        proof = explainer.explain(resolve(dataset, Names(dataset.labels), self.s, self.p, self.o))
        return as_document(proof, Words(dataset.whole, self.lang), explainer)


def _shown(asked: Asked, explanation: Explanation, dataset: Dataset) -> dict[str, Any]:
    """Return what the page shows of an explanation."""
    asked.check()
    return {"answer": explanation.document(dataset)}


def _given(asked: Asked, frame: Frame) -> dict[str, Any]:
    """Return the form, and the words of an explanation."""
    address = URL(frame.address).include_query_params(format="json").replace(scheme="", netloc="")
    return {
        "says": {name: pair[frame.lang] for name, pair in EXPLAIN.items()},
        "asked": asked.model_dump(),
        "example": _EXAMPLE,
        "links": [{"name": "JSON", "type": JSON, "url": str(address)}],
    }
