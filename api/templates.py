"""The pages: Jinja templates that escape everything, and the words they say in Czech and English."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, Self

import jinja2
from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import URL

from api.links import href
from api.problems import retry_after, status_of
from api.words import WORDS
from kg.errors import KgError, Lang
from kg.namespaces import shortened
from kg.results import FORMATS, Format, preferred

_HTML: Final = "text/html"
_CONTENT_TYPE: Final = f"{_HTML}; charset=utf-8"
_FOLDER: Final = Path(__file__).parent / "pages"
_ENVIRONMENT: Final = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
)
_ENVIRONMENT.filters["href"] = href


def wants_page(request: Request) -> bool:
    """Tell whether a client prefers a page to every format; `*/*` alone does not."""
    if _HTML not in request.headers.get("accept", ""):
        return False
    machine = [kind for each in FORMATS.values() for kind in (each.media_type, *each.aliases)]
    return preferred(request.headers.get("accept", ""), [*machine, _HTML]) == _HTML


@dataclass(frozen=True)
class Rendered:
    """A page as it is sent."""

    text: str
    status: HTTPStatus
    headers: dict[str, str]


@dataclass(frozen=True)
class Frame:
    """A page without what it tells: its template, its language, and the address at which it is shown."""

    name: str
    """The file of the template."""
    lang: Lang
    address: str

    @classmethod
    def of(cls, request: Request, name: str, lang: Lang) -> Self:
        """Return the frame of the page that answers a request."""
        return cls(name, lang, str(request.url))

    def rendered(self, failed: KgError | None, values: Mapping[str, Any]) -> Rendered:
        """Return the page.

        Args:
            failed: why there is no answer to show, which the page tells, with its status.
            values: what else the template shows.
        """
        status = status_of(failed) if failed else HTTPStatus.OK
        headers = {"Content-Type": _CONTENT_TYPE, "Content-Language": self.lang, "Vary": "Accept"}
        headers |= retry_after(status, getattr(failed, "retry", 0))
        other = "en" if self.lang == "cs" else "cs"
        text = _ENVIRONMENT.get_template(self.name).render(
            lang=self.lang,
            words={key: pair[self.lang] for key, pair in WORDS.items()},
            other=other,
            other_url=URL(self.address).include_query_params(lang=other),
            problem=failed.text(self.lang) if failed else None,
            **values,
        )
        return Rendered(text, status, headers)


def prepare() -> None:
    """Read the templates: a child that writes pages can open no file."""
    for name in _ENVIRONMENT.list_templates():
        _ENVIRONMENT.get_template(name)


def page_of(rendered: Rendered) -> Response:
    """Return the answer that is a page."""
    return Response(rendered.text, rendered.status, rendered.headers)


def page(request: Request, name: str, lang: Lang, failed: KgError | None = None, **values: Any) -> Response:
    """Return a page that tells little, and so may be written here; `Frame.rendered` says what the parts are."""
    return page_of(Frame.of(request, name, lang).rendered(failed, values))


def format_links(address: str, formats: Sequence[Format]) -> list[dict[str, str]]:
    """Return the addresses of the answer at an address in the formats for machines."""
    here = URL(address).replace(scheme="", netloc="")
    return [
        {"name": each.name.upper(), "type": each.media_type, "url": str(here.include_query_params(format=each.name))}
        for each in formats
        if each.engine
    ]


def table(bindings: Mapping[str, Any], *, hide_labelled: bool) -> dict[str, Any]:
    """Return a JSON answer as a table of cells with text and link, for a page.

    Args:
        bindings: SPARQL 1.1 Query Results JSON.
        hide_labelled: whether an IRI column that is followed by its label is shown as that label, linked.
    """
    names = list(bindings["head"]["vars"])
    labels = {name: f"{name}Label" for name in names if hide_labelled and f"{name}Label" in names}
    columns = [name for name in names if name not in labels.values()]
    rows = [
        [_cell(row.get(name), row.get(labels[name]) if name in labels else None) for name in columns]
        for row in bindings["results"]["bindings"]
    ]
    kept = list(range(len(columns)))
    for place in [place for place in kept if columns[place] in labels]:
        twin = _twin(rows, place, kept)
        if twin is not None:
            kept.remove(place)
            for row in rows:
                row[twin]["link"] = row[twin]["link"] or row[place]["link"]
    return {"columns": [columns[place] for place in kept], "rows": [[row[place] for place in kept] for row in rows]}


def _twin(rows: list[list[dict[str, str]]], place: int, shown: Iterable[int]) -> int | None:
    """Return the column whose words a column of labels only repeats, as where the label is the title."""
    others = [other for other in shown if other != place] if rows else []
    return next((other for other in others if all(row[place]["text"] == row[other]["text"] for row in rows)), None)


def _cell(value: Mapping[str, str] | None, label: Mapping[str, str] | None) -> dict[str, str]:
    if value is None:
        return {"text": "", "link": "", "lang": ""}
    words = label or value
    if value["type"] != "uri":
        return {"text": words["value"], "link": "", "lang": words.get("xml:lang", "")}
    text = label["value"] if label else shortened(value["value"])
    link = value["value"] if value["value"].startswith(("http://", "https://")) else ""
    return {"text": text, "link": link, "lang": words.get("xml:lang", "")}
