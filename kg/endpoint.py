"""Ask another SPARQL endpoint, through SPARQLWrapper."""

from typing import Final
from urllib.error import HTTPError, URLError

from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from kg.errors import InputError, QueryError, TimeoutReached
from kg.guard import check_query
from kg.results import named_format

_TOO_SLOW: Final = {408, 503, 504}


def ask(endpoint: str, query: str, name: str, timeout: float) -> bytes:
    """Return an endpoint's answer as it sent it.

    Args:
        endpoint: the address, http or https.
        query: SPARQL text.
        name: a format of `kg.results`.
        timeout: seconds to wait for the answer.

    Raises:
        InputError: the endpoint cannot be reached.
        QueryError: it refused the query.
        TimeoutReached: it did not answer in time.
    """
    wanted = named_format(name, check_query(query))
    service = SPARQLWrapper(endpoint)
    service.setMethod(POST)
    service.setTimeout(max(1, round(timeout)))
    service.setOnlyConneg(True)
    service.addCustomHttpHeader("Accept", wanted.media_type)
    service.setQuery(query)
    try:
        return bytes(service.query().response.read())
    except (SPARQLWrapperException, HTTPError, URLError, TimeoutError, ValueError) as error:
        raise _failure(endpoint, error, timeout) from error


def _failure(endpoint: str, error: Exception, timeout: float) -> InputError | QueryError | TimeoutReached:
    reason = " ".join(str(error).split())[:300]
    late = isinstance(error, HTTPError) and error.code in _TOO_SLOW
    if late or isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
        return TimeoutReached(
            cs=f"{endpoint} neodpověděl do {timeout:g} s; zúžete dotaz, nebo prodlužte časový limit.",
            en=f"{endpoint} did not answer within {timeout:g} s; narrow the query, or allow it more time.",
        )
    if isinstance(error, URLError) and not isinstance(error, HTTPError):
        return InputError(
            cs=f"{endpoint} není dostupný ({reason}); zkontrolujte adresu a zda služba běží.",
            en=f"{endpoint} cannot be reached ({reason}); check the address and that the service runs.",
        )
    return QueryError(
        cs=f"{endpoint} dotaz odmítl ({reason}); opravte jej.",
        en=f"{endpoint} refused the query ({reason}); mend it.",
    )
