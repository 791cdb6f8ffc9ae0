"""One query sent to an endpoint, through SPARQLWrapper, and its whole answer or why there is none."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, IncompleteRead, InvalidURL
from typing import Final
from urllib.error import HTTPError
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit, urlunsplit

from SPARQLWrapper import POST, SELECT, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    EndPointNotFound,
    SPARQLWrapperException,
    Unauthorized,
    URITooLong,
)

from kg.errors import InputError, KgError, QueryError, TimeoutReached
from kg.reasons import reason

_TOO_SLOW: Final = {408, 503, 504}
_BAD_REQUEST: Final = 400
_WHOLE: Final = 200
_STATUSES: Final[Mapping[type[Exception], int]] = {
    Unauthorized: 401,
    EndPointNotFound: 404,
    URITooLong: 414,
    EndPointInternalError: 500,
}
"""What SPARQLWrapper makes exceptions of its own of; its remaining one stands for 400."""

_AT_FAULT: Final = {_BAD_REQUEST, 413, 414, 422}
"""The statuses that blame the query."""

_CUT: Final = ("X-SPARQL-MaxRows", "X-SQL-State")
"""Headers by which Virtuoso tells, with a status of success, that rows are missing: over its limit, or out of time."""

_QUOTED: Final = 300
"""How many characters of an endpoint's own words an error repeats."""

Parameter = tuple[str, str]


class EndpointFailed(InputError):  # noqa: N818 - named for what happened
    """An endpoint gave no whole answer, and the query is not to blame."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole answer of an endpoint."""

    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to ask, and how long to wait for an answer."""

    address: str
    """http or https; with user and password, if it asks for them, and with parameters that belong to each query, such
    as `default-graph-uri`."""
    seconds: float
    cs: str = ""
    """What an error calls it in Czech, a masculine noun; its address if nothing."""
    en: str = ""
    """The same in English."""

    def ask(self, query: str, accept: str, graphs: Iterable[Parameter] = ()) -> Reply:
        """Return the whole answer to a query.

        Args:
            query: SPARQL text that `kg.guard` has passed.
            accept: the media types to choose from.
            graphs: parameters of the protocol that name the dataset; they take the place of the address's own.

        Raises:
            InputError: the address is none.
            EndpointFailed: nothing answers there, or not as an endpoint should, or it left rows out.
            QueryError: it refused the query.
            TimeoutReached: it did not answer in time.
        """
        service = self._service(query, accept, [*graphs])
        try:
            answer = service.query().response
            body, status, headers = bytes(answer.read()), answer.status, answer.headers
        except (SPARQLWrapperException, HTTPException, OSError, ValueError) as error:
            if isinstance(error, HTTPError):
                error.close()
            raise self._failure(error) from error
        if status != _WHOLE or any(name in headers for name in _CUT):
            raise self._cut()
        return Reply(body, headers.get_content_type())

    def _service(self, query: str, accept: str, graphs: list[Parameter]) -> SPARQLWrapper:
        parts = self._parts()
        host = parts.netloc.rpartition("@")[2]
        service = SPARQLWrapper(urlunsplit((parts.scheme, host, parts.path, "", "")))
        if parts.username is not None:
            service.setCredentials(unquote(parts.username), unquote(parts.password or ""))
        service.setMethod(POST)
        service.setTimeout(max(1, round(self.seconds)))
        service.setOnlyConneg(True)
        service.addCustomHttpHeader("Accept", accept)
        # Not by setQuery, which guesses from the text what kind of request it is.
        service.queryString, service.queryType = query, SELECT
        own = parse_qsl(parts.query, keep_blank_values=True)
        for name, value in own:
            if not (graphs and name.endswith("-graph-uri")):
                service.addParameter(name, value)
        for name, value in graphs:
            service.addParameter(name, value)
        return service

    def _parts(self) -> SplitResult:
        try:
            parts = urlsplit(self.address)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if not good:
            raise self._bad_address()
        return parts

    def _bad_address(self) -> InputError:
        return InputError(
            cs=f"„{self.address}“ není adresa endpointu; zadejte ji s http:// nebo https:// a bez mezer a diakritiky,"
            " například http://127.0.0.1:8000/sparql.",
            en=f"“{self.address}” is not the address of an endpoint; write it with http:// or https:// and without"
            " spaces and accents, for example http://127.0.0.1:8000/sparql.",
        )

    @property
    def _name(self) -> tuple[str, str]:
        return self.cs or self.address, self.en or self.address

    def _failure(self, error: Exception) -> KgError:
        cs, en = self._name
        status = error.code if isinstance(error, HTTPError) else _STATUSES.get(type(error), _BAD_REQUEST)
        late = isinstance(error, HTTPError) and status in _TOO_SLOW
        if late or isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
            return TimeoutReached(
                cs=f"{cs} neodpověděl do {self.seconds:g} s; zužte dotaz, nebo prodlužte časový limit.",
                en=f"{en} did not answer within {self.seconds:g} s; narrow the query, or allow it more time.",
            )
        if isinstance(error, ValueError | InvalidURL):
            return self._bad_address()
        if isinstance(error, HTTPError | SPARQLWrapperException):
            return self._refusal(status, error)
        if isinstance(error, IncompleteRead):
            error = ConnectionResetError()
        why = reason(error) if isinstance(error, OSError) else ("odpověď není HTTP", "the answer is not HTTP")
        return EndpointFailed(
            cs=f"{cs} není dostupný ({why[0]}); zkontrolujte adresu a zda služba běží.",
            en=f"{en} cannot be reached ({why[1]}); check the address and that the service runs.",
        )

    def _refusal(self, status: int, error: Exception) -> KgError:
        cs, en = self._name
        if status in _AT_FAULT:
            said = _said(error)
            return QueryError(
                cs=f"{cs} dotaz odmítl (stav HTTP {status}{said and f', odpověď: {said}'}); opravte jej.",
                en=f"{en} refused the query (HTTP status {status}{said and f', answer: {said}'}); mend it.",
            )
        return EndpointFailed(
            cs=f"{cs} na dotaz neodpověděl (stav HTTP {status}); zkontrolujte adresu a stav služby.",
            en=f"{en} did not answer the query (HTTP status {status}); check the address and the service.",
        )

    def _cut(self) -> EndpointFailed:
        cs, en = self._name
        return EndpointFailed(
            cs=f"{cs} poslal jen část odpovědi; zužte dotaz pomocí LIMIT, nebo zvyšte jeho limit řádků a času.",
            en=f"{en} sent only a part of the answer; narrow the query by LIMIT, or raise its limit of rows and time.",
        )

    def unreadable(self, media_type: str) -> EndpointFailed:
        """Return the error that an answer is not in the format it says."""
        cs, en = self._name
        return EndpointFailed(
            cs=f"{cs} poslal odpověď, kterou nelze přečíst jako „{media_type}“; zkontrolujte, zda jde o SPARQL 1.1.",
            en=f"{en} sent an answer that cannot be read as “{media_type}”; check that it is SPARQL 1.1.",
        )


def _said(error: Exception) -> str:
    """Return the beginning of the endpoint's own words, empty if there are none: it knows what it refused."""
    quoted = str(error).partition("Response:\n")[2]
    if not quoted:
        return ""
    # SPARQLWrapper keeps the body only as the text of a bytes literal.
    body = bytes(ast.literal_eval(quoted)).decode("utf-8", "replace")
    return " ".join(body.split())[:_QUOTED]
