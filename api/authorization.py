"""Who may write over HTTP: the holder of a bearer token (RFC 6750) with the scope that is asked for."""

from http import HTTPStatus
from typing import Final

from starlette.requests import Request

from api.deps import Service
from api.problems import HttpError
from kg.access import Holder, Scope, holder_of, read_tokens
from kg.errors import InputError

_SCHEME: Final = "bearer"
_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="strategraf"'}


def authorized(request: Request, service: Service, *scopes: Scope) -> Holder:
    """Return who sent a request, if the token has one of the scopes.

    The file is read for each request, so that a token that was taken out of it is worth nothing at once.

    Raises:
        HttpError: 403, the data lie in another engine, no token is configured, none was sent, or it is not enough; 503,
            the file cannot be used.
    """
    if service.dataset.is_remote:  # whatever the token: no setting would help
        raise HttpError(
            HTTPStatus.FORBIDDEN,
            cs="data této služby leží v jiném databázovém stroji; zapisujte přímo do něj.",
            en="the data of this service lie in another engine; write to that one.",
        )
    settings = service.settings
    if settings.tokens is None:
        raise HttpError(
            HTTPStatus.FORBIDDEN,
            cs="tato služba zápis nepovoluje; správce jej povolí souborem tokenů v KG_TOKENS.",
            en="this service allows no writing; its operator allows it by a file of tokens in KG_TOKENS.",
        )
    try:
        holders = read_tokens(settings.tokens)
    except InputError as error:
        raise HttpError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            cs="soubor tokenů této služby nelze použít; správce služby jej musí opravit.",
            en="the file of tokens of this service cannot be used; its operator must mend it.",
        ) from error
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != _SCHEME or not token.strip():
        raise _refused(
            "zápis vyžaduje token; pošlete jej v hlavičce Authorization: Bearer.",
            "writing needs a token; send it in the header Authorization: Bearer.",
        )
    holder = holder_of(token.strip(), holders)
    if holder is None:
        raise _refused(
            "token neplatí; vyžádejte si od správce služby nový.",
            "the token is not valid; ask the operator of the service for a new one.",
        )
    if not holder.scopes & set(scopes):
        raise _refused(
            f"token {holder.name} k tomu nemá oprávnění; je třeba {' nebo '.join(scopes)}.",
            f"the token {holder.name} lacks the scope for this; it takes {' or '.join(scopes)}.",
        )
    return holder


def _refused(cs: str, en: str) -> HttpError:
    return HttpError(HTTPStatus.FORBIDDEN, cs=cs, en=en, headers=_CHALLENGE)
