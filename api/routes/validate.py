"""`/validate`: RDF files against the shapes of a profile; the answer is a report, whatever it says of the data."""

from functools import cache
from http import HTTPStatus
from typing import Annotated, BinaryIO, Final, cast, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from api.deps import LangDep, ServiceDep
from api.execution import body_of
from api.problems import HttpError, NotAcceptable
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


@router.post("/validate", openapi_extra=_BODY)
async def validate(
    request: Request,
    service: ServiceDep,
    lang: LangDep,
    profile: Annotated[str, Query(description="What is asked: always (core), or for publication (publish).")] = "core",
    engine: Annotated[
        str, Query(description="The SHACL engine: shifty, pyshacl, or both and where they differ.")
    ] = "shifty",
) -> Response:
    """Validate what is sent, as the field `file` of a form or as the body itself, and answer with the report."""
    form = _form(request)
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
    files = await _files(request, service.settings.max_upload_mb * _MIB)
    check = Check(files, _known(service.dataset), cast("Profile", profile), cast("Engine", engine))
    rendering = Rendering(form, lang, profile, tuple(file.name for file in files), "/web/style.css")
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


def _form(request: Request) -> Form:
    """Return the format to answer in."""
    chosen = preferred(request.headers.get("accept", ""), [REPORTS[each] for each in _OFFERS])
    if chosen is None:
        raise NotAcceptable([REPORTS[each] for each in _OFFERS], cs="zprávu o ověření", en="a validation report")
    return next(each for each in _OFFERS if REPORTS[each] == chosen)


def prepare(dataset: Dataset) -> None:
    """Load what validations need, before children are forked and requests wait: none of it depends on a change."""
    checking.prepare()
    if dataset.is_remote:
        _ = _of_project().ontology


def _known(dataset: Dataset) -> Known:
    """Return what the dataset knows, which each child reads of it; of one in another engine, what the project knows."""
    return _of_project() if dataset.is_remote else Known(lambda: dataset.store)


@cache
def _of_project() -> Known:
    return Known.of(asserted_quads(paths.DATA))


async def _files(request: Request, longest: int) -> tuple[File, ...]:
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise _unsupported("Content-Encoding")
    kind = _media_type(request.headers.get("content-type", ""))
    body = await body_of(request, longest)
    if kind == _MULTIPART:
        return tuple([_uploaded(each) for each in await uploads_of(request, body, _FIELD)])
    if kind not in MEDIA_TYPES:
        raise _unsupported(kind)
    suffix = next(suffix for suffix, form in FORMATS.items() if form == MEDIA_TYPES[kind])
    return (File(f"data{suffix}", body, MEDIA_TYPES[kind]),)


def _media_type(header: str) -> str:
    return header.partition(";")[0].strip().lower()


def _uploaded(upload: UploadFile) -> File:
    """Return a file of a form: its suffix tells the format, else its media type."""
    name = upload.filename or "data"
    content = upload.file.read()
    try:
        return File(name, content, form_of(name))
    except InputError as error:
        kind = _media_type(upload.content_type or "")
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
