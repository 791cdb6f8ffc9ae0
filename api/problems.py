"""Errors as problem details (RFC 9457), in the language of the reader, never with a stack trace."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.keys import VARY
from api.methods import methods_of
from kg.changes import NotRecorded
from kg.errors import DataError, KgError, Lang, RefusedError, TimeoutReached
from kg.explain import DoesNotHold
from kg.guard import QueryTooLong
from kg.publishing.description import NotStated
from kg.remote.transport import EndpointFailed
from kg.wellformed import Unwritable
from kg.workers import WorkerFailed

MEDIA_TYPE: Final = "application/problem+json"
_RETRY_SECONDS: Final = 10

_TITLES: Final = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
    HTTPStatus.REQUEST_URI_TOO_LONG: "URI Too Long",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content",
}
"""The names of statuses that have another one in RFC 9110 than in this version of Python."""

_DETAILS: Final[dict[int, tuple[str, str]]] = {
    404: ("tato adresa neexistuje; přehled adres je na /docs.", "there is nothing at this address; see /docs."),
    500: ("ve službě nastala chyba; zkuste to později.", "the service has a fault; try again later."),
    405: (
        "tato adresa uvedenou metodu nepřijímá; použijte {methods}.",
        "this address does not take that method; use {methods}.",
    ),
}


class NotAcceptable(KgError):  # noqa: N818 - named as its status
    """The client accepts no format that the answer can have."""

    def __init__(self, offers: Iterable[str], *, cs: str, en: str) -> None:
        """Take the media types that it can have, and what it is, in both languages."""
        listed = ", ".join(offers)
        super().__init__(
            cs=f"{cs} lze poslat jako {listed}; přijměte v hlavičce Accept některý z nich.",
            en=f"{en} can be sent as {listed}; accept one of them.",
        )


class PreconditionFailed(KgError):  # noqa: N818 - named as its status
    """What was to be changed is not in the state that the client named."""


class HttpError(KgError):
    """An error that only HTTP knows, with its status."""

    def __init__(self, status: HTTPStatus, *, cs: str, en: str, headers: dict[str, str] | None = None) -> None:
        """Take the status, the message in both languages, and headers of the answer."""
        super().__init__(cs=cs, en=en)
        self.status = status
        self.headers = headers or {}


_STATUSES: Final = (
    (DoesNotHold, HTTPStatus.NOT_FOUND),
    (NotStated, HTTPStatus.NOT_FOUND),
    (RefusedError, HTTPStatus.FORBIDDEN),
    (NotAcceptable, HTTPStatus.NOT_ACCEPTABLE),
    (Unwritable, HTTPStatus.NOT_ACCEPTABLE),
    (PreconditionFailed, HTTPStatus.PRECONDITION_FAILED),
    (QueryTooLong, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (TimeoutReached, HTTPStatus.SERVICE_UNAVAILABLE),
    (WorkerFailed, HTTPStatus.SERVICE_UNAVAILABLE),
    (EndpointFailed, HTTPStatus.SERVICE_UNAVAILABLE),
    (NotRecorded, HTTPStatus.SERVICE_UNAVAILABLE),
    (DataError, HTTPStatus.UNPROCESSABLE_ENTITY),
)
"""Every other error is a malformed request."""


def status_of(error: KgError) -> HTTPStatus:
    """Return the HTTP status of an error."""
    if isinstance(error, HttpError):
        return error.status
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)


def title_of(status: HTTPStatus) -> str:
    """Return the name of a status (RFC 9110, section 15)."""
    return _TITLES.get(status, status.phrase)


def reader_lang(request: Request) -> Lang:
    """Return the language of the reader: `lang=`, else Accept-Language, Czech where both are silent."""
    asked = request.query_params.get("lang", "")
    if asked in {"cs", "en"}:
        return "en" if asked == "en" else "cs"
    best: tuple[float, Lang] = (0.0, "cs")
    for part in request.headers.get("accept-language", "").replace(" ", "").split(","):
        name, _, quality = part.lower().partition(";q=")
        for lang in ("cs", "en"):
            if name.partition("-")[0] == lang:
                best = max(best, (_number(quality), lang), key=lambda pair: pair[0])
    return best[1]


def _number(quality: str) -> float:
    try:
        return float(quality or "1")
    except ValueError:
        return 0.0


def problem(request: Request, status: HTTPStatus, detail: str, retry: int = 0) -> Response:
    """Return a problem document; `retry` is the seconds after which to try again."""
    body = {"type": "about:blank", "title": title_of(status), "status": status.value, "detail": detail}
    headers = {"Content-Language": reader_lang(request), "Vary": VARY} | retry_after(status, retry)
    return Response(json.dumps(body, ensure_ascii=False), status.value, headers, MEDIA_TYPE)


def retry_after(status: HTTPStatus, retry: int = 0) -> dict[str, str]:
    """Return the header that says when to try again, where that may help (RFC 9110, section 10.2.3)."""
    wanted = status is HTTPStatus.SERVICE_UNAVAILABLE or retry
    return {"Retry-After": str(retry or _RETRY_SECONDS)} if wanted else {}


async def on_kg_error(request: Request, error: Exception) -> Response:
    """Answer with an error that the user caused."""
    assert isinstance(error, KgError)  # noqa: S101 - registered for it
    answer = problem(request, status_of(error), error.text(reader_lang(request)), getattr(error, "retry", 0))
    answer.headers.update(error.headers if isinstance(error, HttpError) else {})
    return answer


async def on_http_error(request: Request, error: Exception) -> Response:
    """Answer with an error of the framework: no such route, no such method."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    status = HTTPStatus(error.status_code)
    cs, en = _DETAILS.get(status.value, (title_of(status), title_of(status)))
    headers = dict(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(methods_of(request.app.routes, request.scope))  # RFC 9110, section 15.5.6
    detail = cs if reader_lang(request) == "cs" else en
    answer = problem(request, status, detail.format(methods=headers.get("Allow")))
    answer.headers.update(headers)
    return answer


async def on_fault(request: Request, _error: Exception) -> Response:
    """Answer with a fault of ours; the server logs it, the answer tells nothing of the inside."""
    cs, en = _DETAILS[500]
    return problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, cs if reader_lang(request) == "cs" else en)
