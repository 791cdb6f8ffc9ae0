"""What a request is answered in where there is no query: JSON or a page, or a format of graphs."""

from http import HTTPStatus
from typing import Final

from starlette.requests import Request

from api.problems import HttpError, NotAcceptable
from kg.guard import QueryForm
from kg.results import GRAPHS, Format, negotiate, preferred

JSON: Final = "application/json"
HTML: Final = "text/html"
_NAMED: Final = "json"


def json_or_page(request: Request, named: str | None, *, cs: str, en: str) -> str:
    """Return the media type to answer in: what the parameter `format` names, else what the client likes best.

    Args:
        request: the request.
        named: the value of the parameter; without one, the header Accept decides.
        cs: what is answered, in Czech, in the accusative.
        en: the same in English.

    Raises:
        KgError: 400, there is no such format; 406, the client accepts neither.
    """
    if named:
        check_format(named, (_NAMED,))
        return JSON
    chosen = preferred(request.headers.get("accept", ""), [JSON, HTML])
    if chosen is None:
        raise NotAcceptable([JSON, HTML], cs=cs, en=en)
    return chosen


def check_format(named: str, known: tuple[str, ...]) -> None:
    """See that the parameter `format` names one that there is.

    Raises:
        HttpError: it does not.
    """
    if named in known:
        return
    listed = ", ".join(known)
    raise HttpError(
        HTTPStatus.BAD_REQUEST,
        cs=f"formát „{named}“ na této adrese není; zvolte {listed}, nebo parametr format vynechte.",
        en=f"there is no format “{named}” at this address; choose {listed}, or leave the parameter format out.",
    )


def graph_format(request: Request, *, cs: str, en: str, without: frozenset[str] = frozenset()) -> Format:
    """Return the format of graphs that the client likes best.

    Args:
        request: the request.
        cs: what is answered, in Czech, in the accusative.
        en: the same in English.
        without: the names of formats that turned out to have no way to write it.

    Raises:
        NotAcceptable: it accepts none of them.
    """
    chosen = negotiate(request.headers.get("accept", ""), QueryForm.CONSTRUCT, without)
    if chosen is None:
        raise NotAcceptable([each.media_type for each in GRAPHS], cs=cs, en=en)
    return chosen
