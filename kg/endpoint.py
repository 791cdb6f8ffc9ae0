"""Ask another SPARQL endpoint, through SPARQLWrapper."""

import ast
from collections.abc import Mapping
from http.client import HTTPException, InvalidURL
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlsplit

from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    EndPointNotFound,
    SPARQLWrapperException,
    Unauthorized,
    URITooLong,
)

from kg.errors import InputError, KgError, QueryError, TimeoutReached
from kg.guard import check_query
from kg.reasons import reason
from kg.results import named_format

_TOO_SLOW: Final = {408, 503, 504}
_BAD_REQUEST: Final = 400
_STATUSES: Final[Mapping[type[Exception], int]] = {
    Unauthorized: 401,
    EndPointNotFound: 404,
    URITooLong: 414,
    EndPointInternalError: 500,
}
"""What SPARQLWrapper makes exceptions of its own of; its remaining one stands for 400."""

_AT_FAULT: Final = {_BAD_REQUEST, 413, 414, 422}
"""The statuses that blame the query."""


def ask(endpoint: str, query: str, name: str, timeout: float) -> bytes:
    """Return an endpoint's answer as it sent it.

    Args:
        endpoint: the address, http or https.
        query: SPARQL text.
        name: a format of `kg.results`.
        timeout: seconds to wait for the answer.

    Raises:
        InputError: the address is none, or no endpoint answers there.
        QueryError: it refused the query.
        TimeoutReached: it did not answer in time.
    """
    wanted = named_format(name, check_query(query))
    _check_address(endpoint)
    service = SPARQLWrapper(endpoint)
    service.setMethod(POST)
    service.setTimeout(max(1, round(timeout)))
    service.setOnlyConneg(True)
    service.addCustomHttpHeader("Accept", wanted.media_type)
    service.setQuery(query)
    try:
        return bytes(service.query().response.read())
    except (SPARQLWrapperException, HTTPException, OSError, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()
        raise _failure(endpoint, error, timeout) from error


def _check_address(endpoint: str) -> None:
    try:
        parts = urlsplit(endpoint)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise _bad_address(endpoint)


def _bad_address(endpoint: str) -> InputError:
    return InputError(
        cs=f"„{endpoint}“ není adresa endpointu; zadejte ji s http:// nebo https:// a bez mezer a diakritiky,"
        " například http://127.0.0.1:8000/sparql.",
        en=f"“{endpoint}” is not the address of an endpoint; write it with http:// or https:// and without spaces"
        " and accents, for example http://127.0.0.1:8000/sparql.",
    )


def _failure(endpoint: str, error: Exception, timeout: float) -> KgError:
    status = error.code if isinstance(error, HTTPError) else _STATUSES.get(type(error), _BAD_REQUEST)
    late = isinstance(error, HTTPError) and status in _TOO_SLOW
    if late or isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
        return TimeoutReached(
            cs=f"{endpoint} neodpověděl do {timeout:g} s; zúžete dotaz, nebo prodlužte časový limit.",
            en=f"{endpoint} did not answer within {timeout:g} s; narrow the query, or allow it more time.",
        )
    if isinstance(error, ValueError | InvalidURL):
        return _bad_address(endpoint)
    if isinstance(error, HTTPError | SPARQLWrapperException):
        return _refusal(endpoint, status, error)
    cs, en = reason(error) if isinstance(error, OSError) else ("odpověď není HTTP", "the answer is not HTTP")
    return InputError(
        cs=f"{endpoint} není dostupný ({cs}); zkontrolujte adresu a zda služba běží.",
        en=f"{endpoint} cannot be reached ({en}); check the address and that the service runs.",
    )


def _refusal(endpoint: str, status: int, error: Exception) -> KgError:
    if status not in _AT_FAULT:
        return InputError(
            cs=f"{endpoint} na dotaz neodpověděl (stav HTTP {status}); zkontrolujte adresu a stav služby.",
            en=f"{endpoint} did not answer the query (HTTP status {status}); check the address and the service.",
        )
    said = _said(error)
    return QueryError(
        cs=f"{endpoint} dotaz odmítl (stav HTTP {status}{said and f', odpověď: {said}'}); opravte jej.",
        en=f"{endpoint} refused the query (HTTP status {status}{said and f', answer: {said}'}); mend it.",
    )


def _said(error: Exception) -> str:
    """Return the beginning of the endpoint's own words, empty if there are none: it knows what it refused."""
    quoted = str(error).partition("Response:\n")[2]
    if not quoted:
        return ""
    # SPARQLWrapper keeps the body only as the text of a bytes literal.
    body = bytes(ast.literal_eval(quoted)).decode("utf-8", "replace")
    return " ".join(body.split())[:300]
