"""Every IRI of the project as an address: 303 to its page or its RDF document, whose suffix names the format."""

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, BinaryIO, Final

import pyoxigraph as ox
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.deps import LangDep, Service, ServiceDep
from api.links import path_of
from api.problems import NotAcceptable
from api.showing import Page, show
from api.templates import Frame
from api.words import GRAPHS, GROUPS
from kg import iris
from kg.errors import Lang
from kg.namespaces import BASE
from kg.publishing.card import Card, graph_content
from kg.publishing.description import NotStated, describe, graph_triples, is_graph, known
from kg.publishing.writing import written
from kg.results import FORMATS, preferred
from kg.store import Dataset
from kg.whole import Whole

router = APIRouter(tags=["things"])

_DOCUMENTS: Final = {name: FORMATS["rdfxml" if name == "rdf" else name] for name in ("ttl", "jsonld", "nt", "rdf")}
"""The formats of RDF documents by their suffix; the first is the service's choice."""

_PAGE: Final = "html"
_GRAPH, _THING = "graph", "thing"

Found = tuple[str, str, str]
"""The IRI, the suffix if the document about it is named, and whether it is a graph or a thing."""

_OFFERS: Final = {
    **{fmt.media_type: suffix for suffix, fmt in _DOCUMENTS.items()},
    **{alias: suffix for suffix, fmt in _DOCUMENTS.items() for alias in fmt.aliases},
    "text/html": _PAGE,
}
"""The suffix for each media type; among equals the first is chosen, so that a client that takes anything gets data."""


@router.get("/resource/{type}/{id}")
async def resource(
    request: Request,
    service: ServiceDep,
    lang: LangDep,
    kind: Annotated[str, Path(alias="type")],
    identifier: Annotated[str, Path(alias="id")],
) -> Response:
    """Lead to what the dataset states of a thing."""
    return await _answer(request, service, lang, f"resource/{kind}/{identifier}")


@router.get("/ontology", include_in_schema=False)
@router.get("/ontology/")
async def ontology(request: Request, service: ServiceDep, lang: LangDep) -> Response:
    """Lead to the ontology."""
    return await _answer(request, service, lang, "ontology")


@router.get("/ontology.{suffix}", include_in_schema=False)
async def ontology_document(request: Request, service: ServiceDep, lang: LangDep, suffix: str) -> Response:
    """Return the ontology as a page or a document."""
    return await _answer(request, service, lang, f"ontology.{suffix}")


@router.get("/ontology/{term}")
async def term(request: Request, service: ServiceDep, lang: LangDep, term: str) -> Response:
    """Lead to a term of the ontology."""
    return await _answer(request, service, lang, f"ontology/{term}")


@router.get("/shapes/{name}")
async def shape(request: Request, service: ServiceDep, lang: LangDep, name: str) -> Response:
    """Lead to a shape or a profile."""
    return await _answer(request, service, lang, f"shapes/{name}")


@router.get("/code/{list}")
async def code_list(
    request: Request, service: ServiceDep, lang: LangDep, scheme: Annotated[str, Path(alias="list")]
) -> Response:
    """Lead to a code list with its codes."""
    return await _answer(request, service, lang, f"code/{scheme}")


@router.get("/code/{list}/{code}")
async def code(
    request: Request, service: ServiceDep, lang: LangDep, scheme: Annotated[str, Path(alias="list")], code: str
) -> Response:
    """Lead to a code."""
    return await _answer(request, service, lang, f"code/{scheme}/{code}")


@router.get("/graph/{name:path}")
async def graph(request: Request, service: ServiceDep, lang: LangDep, name: str) -> Response:
    """Lead to the triples of a graph."""
    return await _answer(request, service, lang, f"graph/{name}")


async def _answer(request: Request, service: Service, lang: Lang, path: str) -> Response:
    name, suffix, kind = await _asked(request, service, path)
    thing = ox.NamedNode(name)
    if not suffix:
        return _see_other(request, thing)
    if suffix == _PAGE:
        found = partial(_graph_shown if kind == _GRAPH else _thing_shown, name, lang)
        return await show(request, service, Page(Frame.of(request, f"{kind}.html", lang), found), service.limits())
    return await service.execution.send(request, Describing(name, suffix), service.limits())


async def _asked(request: Request, service: Service, path: str) -> Found:
    """Return what a path names."""
    finding, is_here = Finding(path), service.execution.is_settled
    found = finding.found(service.dataset.naming) if is_here else None
    if not found and not (is_here and service.dataset.naming is service.dataset):
        with await service.execution.ask(request, finding, service.limits()) as answer:
            found = answer.result
    if not found:
        raise NotStated(BASE + path)
    return found


@dataclass(frozen=True, slots=True)
class Finding:
    """The job that finds what a path names; nothing if the data state nothing of it."""

    path: str

    def __call__(self, dataset: Dataset, _out: BinaryIO) -> Found | None:
        """Look into all of the dataset."""
        return self.found(dataset)

    def found(self, dataset: Dataset) -> Found | None:
        """Look."""
        stem, _, suffix = self.path.rpartition(".")
        asked = [(self.path, ""), (stem, suffix)] if suffix in {*_DOCUMENTS, _PAGE} else [(self.path, "")]
        found = ((_thing(dataset.whole, name), form) for name, form in asked)
        return next(((thing[0], form, thing[1]) for thing, form in found if thing), None)


def _thing(whole: Whole, name: str) -> tuple[str, str] | None:
    """Return the IRI of what has a name, and which of the two it is."""
    try:
        thing = ox.NamedNode(BASE + name) if name != "ontology" else iris.ONTOLOGY
    except ValueError:
        return None
    if is_graph(whole.store, thing):
        return thing.value, _GRAPH
    found = known(whole, thing)
    return (found.value, _THING) if found else None


def _see_other(request: Request, thing: ox.NamedNode) -> Response:
    """Lead to the document that the client likes best; the address names no host, so that the one asked is kept."""
    chosen = preferred(request.headers.get("accept", ""), [*_OFFERS])
    if chosen is None:
        raise NotAcceptable(
            ["text/html", *(each.media_type for each in _DOCUMENTS.values())], cs="popis", en="the description"
        )
    suffix, spoken = _OFFERS[chosen], request.query_params.get("lang")
    query = f"?lang={spoken}" if suffix == _PAGE and spoken in {"cs", "en"} else ""
    address = f"{document_path(thing, suffix)}{query}"
    return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": address, "Vary": "Accept"})


def document_path(thing: ox.NamedNode, suffix: str) -> str:
    """Return the path of the page or document about a thing."""
    return f"{path_of(thing.value).rstrip('/')}.{suffix}"


@dataclass(frozen=True)
class Describing:
    """The job that writes a document about a thing; its result is the content type."""

    thing: str
    suffix: str

    def __call__(self, dataset: Dataset, out: BinaryIO) -> str:
        """Describe.

        Raises:
            NotStated: what was found before has been deleted since.
        """
        whole, thing, fmt = dataset.whole, ox.NamedNode(self.thing), _DOCUMENTS[self.suffix]
        is_one = is_graph(whole.store, thing)
        triples = graph_triples(whole.store, thing) if is_one else describe(whole, thing)
        if not triples:
            raise NotStated(self.thing)
        assert isinstance(fmt.engine, ox.RdfFormat)  # noqa: S101 - each document is RDF
        out.write(written(triples, fmt.engine))
        return fmt.content_type


def _graph_shown(name: str, lang: Lang, dataset: Dataset) -> dict[str, Any]:
    thing = ox.NamedNode(name)
    if not is_graph(dataset.store, thing):
        raise NotStated(name)
    shown = graph_content(dataset.whole, thing, lang)
    kind = shown["name"].partition("/")[0]
    return {"graph": shown, "about": GRAPHS.get(kind, {"cs": kind, "en": kind})[lang], "links": _links(thing)}


def _thing_shown(name: str, lang: Lang, dataset: Dataset) -> dict[str, Any]:
    thing = ox.NamedNode(name)
    if known(dataset.whole, thing) is None:
        raise NotStated(name)
    groups = {name: pair[lang] for name, pair in GROUPS.items()}
    return {"thing": Card(dataset.whole, thing, lang).content(), "group_words": groups, "links": _links(thing)}


def _links(thing: ox.NamedNode) -> list[dict[str, str]]:
    return [
        {"name": f".{suffix}", "type": fmt.media_type, "url": document_path(thing, suffix)}
        for suffix, fmt in _DOCUMENTS.items()
    ]
