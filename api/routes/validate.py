"""`/validate`: RDF files against the shapes of a profile; the answer is a report, whatever it says of the data."""

from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Annotated, BinaryIO, Final, cast, get_args

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from api.deps import LangDep, ServiceDep
from api.execution import body_of
from api.problems import HttpError, NotAcceptable
from api.requests import media_type_in, single_parameters
from api.uploads import uploads_of
from kg import paths
from kg.build import asserted_quads
from kg.errors import InputError, KgError
from kg.results import preferred
from kg.store import Dataset
from kg.validation import checking
from kg.validation.checking import Check, stopped, task
from kg.validation.engines import Engine
from kg.validation.files import FORMATS, MEDIA_TYPES, File, form_of
from kg.validation.known import Known
from kg.validation.profiles import Profile
from kg.validation.render import MEDIA_TYPES as REPORTS
from kg.validation.render import Form, Rendering
from kg.workers import Task

router = APIRouter(tags=["validation"])

_MIB: Final = 1 << 20
_MULTIPART: Final = "multipart/form-data"
_FIELD: Final = "file"
_OFFERS: Final[tuple[Form, ...]] = ("json", "ttl", "html", "sarif", "text")
_TEXTS: Final = ("text/", "application/trig")
_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            _MULTIPART: {"schema": {"type": "object", "properties": {_FIELD: {"type": "string", "format": "binary"}}}}
        }
        | dict.fromkeys(MEDIA_TYPES, _BINARY),
    }
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a request says of the report that it wants."""

    form: Form
    profile: Profile
    engine: Engine


async def wishes_of(
    request: Request,
    profile: Annotated[str, Query(description="What is asked: always (core), or for publication (publish).")] = "core",
    engine: Annotated[
        str, Query(description="The SHACL engine: shifty, pyshacl, or both and where they differ.")
    ] = "shifty",
    named: Annotated[
        str | None,
        Query(alias="format", description="The report's format: json, ttl, html, sarif, text; without it, by Accept."),
    ] = None,
) -> Wishes:
    """Return what a request says of the report that it wants; a coroutine, so that no thread is started.

    Raises:
        KgError: 400, there is no such format, profile or engine, or one is given twice; 406, no format is acceptable.
    """
    single_parameters(request)
    form = _form(request, named)
    if profile not in get_args(Profile):
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs=f"profil „{profile}“ neexistuje; zvolte core, nebo publish.",
            en=f"there is no profile “{profile}”; choose core or publish.",
        )
    if engine not in get_args(Engine):
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs=f"ověřovací stroj „{engine}“ neexistuje; zvolte shifty, pyshacl, nebo both.",
            en=f"there is no engine “{engine}”; choose shifty, pyshacl or both.",
        )
    return Wishes(form, cast("Profile", profile), cast("Engine", engine))


@router.post("/validate", openapi_extra=_BODY)
async def validate(
    request: Request, service: ServiceDep, lang: LangDep, wishes: Annotated[Wishes, Depends(wishes_of)]
) -> Response:
    """Validate what is sent, as the field `file` of a form or as the body itself, and answer with the report."""
    files = await _files(request, service.settings.max_upload_mb * _MIB)
    check = Check(files, _known(service.dataset), wishes.profile, wishes.engine)
    rendering = Rendering(wishes.form, lang, wishes.profile, tuple(file.name for file in files), "/web/style.css")
    try:
        limits = service.limits(request.query_params.get("timeout"))
        return await service.execution.send_task(request, _sent(check, rendering), limits, {"Content-Language": lang})
    except KgError as error:
        raise stopped(error, files) from error


def _sent(check: Check, rendering: Rendering) -> Task:
    """Return the task that writes the report; its result is the content type."""
    write, media_type = task(check, rendering), REPORTS[rendering.form]

    def sent(out: BinaryIO) -> str:
        write(out)
        return f"{media_type}; charset=utf-8" if media_type.startswith(_TEXTS) else media_type

    return sent


def _form(request: Request, named: str | None) -> Form:
    """Return the format to answer in: the one that is named, else the one that is accepted."""
    if named is not None:
        return _named(named)
    chosen = preferred(request.headers.get("accept", ""), [REPORTS[each] for each in _OFFERS])
    if chosen is None:
        raise NotAcceptable([REPORTS[each] for each in _OFFERS], cs="zprávu o ověření", en="a validation report")
    return next(each for each in _OFFERS if REPORTS[each] == chosen)


def _named(name: str) -> Form:
    for each in _OFFERS:
        if each == name:
            return each
    listed = ", ".join(_OFFERS)
    raise HttpError(
        HTTPStatus.BAD_REQUEST,
        cs=f"formát „{name}“ pro tuto zprávu není; zvolte {listed}.",
        en=f"there is no format “{name}” for this report; choose {listed}.",
    )


def prepare(dataset: Dataset) -> None:
    """Load what validations need, before children are forked and requests wait: none of it depends on a change."""
    checking.prepare()
    if dataset.is_remote:
        _ = _of_project().ontology


def _known(dataset: Dataset) -> Known:
    """Return what the dataset knows, which each child reads of it; of one in another engine, what the project knows."""
    return _of_project() if dataset.is_remote else Known(lambda: dataset.whole)


@cache
def _of_project() -> Known:
    return Known.of(asserted_quads(paths.DATA))


async def _files(request: Request, longest: int) -> tuple[File, ...]:
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise _unsupported("Content-Encoding")
    kind = media_type_in(request.headers.get("content-type", ""))
    if kind != _MULTIPART and kind not in MEDIA_TYPES:
        raise _unsupported(kind)
    body = await body_of(request, longest)
    if kind == _MULTIPART:
        return tuple([_uploaded(each) for each in await uploads_of(request, body, _FIELD)])
    suffix = next(suffix for suffix, form in FORMATS.items() if form == MEDIA_TYPES[kind])
    return (File(f"data{suffix}", body, MEDIA_TYPES[kind]),)


def _uploaded(upload: UploadFile) -> File:
    """Return a file of a form: its suffix tells the format, else its media type."""
    name = upload.filename or "data"
    kind = media_type_in(upload.content_type or "")
    content = upload.file.read()
    try:
        return File(name, content, form_of(name))
    except InputError as error:
        if kind not in MEDIA_TYPES:
            raise HttpError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, cs=error.cs, en=error.en) from error
        return File(name, content, MEDIA_TYPES[kind])


def _unsupported(kind: str) -> HttpError:
    listed = ", ".join(dict.fromkeys([_MULTIPART, *MEDIA_TYPES]))
    return HttpError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        cs=f"tělo typu „{kind or 'neuvedeno'}“ se neověřuje; pošlete {listed}, bez komprese.",
        en=f"a body of type “{kind or 'not stated'}” is not validated; send {listed}, not compressed.",
    )
