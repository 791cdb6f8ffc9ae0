"""What several routes read of a request: its own address, its text, its parameters, its media type, graphs by name."""

import binascii
import re
from http import HTTPStatus
from typing import Final

import pyoxigraph as ox
from starlette.requests import Request

from api.problems import HttpError
from kg.results import Graphs
from kg.settings import Settings

_MENDED: Final = 1 << 16
_NO_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
MOST_PARAMETERS: Final = 1000
"""The most parameters of a request: no client needs as many, and each costs time."""

_CHARSETS: Final = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})


def base_of(request: Request, settings: Settings) -> str:
    """Return the address of the service as the outside knows it, without a slash at its end.

    Raises:
        HttpError: it is no IRI, as the header Host may have it.
    """
    host = request.headers.get("host") or ":".join(map(str, request.scope.get("server") or ("localhost",)))
    return _address(settings.base_url or f"{request.scope['scheme']}://{host}")


def address_of(request: Request, settings: Settings) -> str:
    """Return the address that a request was sent to, without its parameters, as the outside knows it.

    Raises:
        HttpError: as `base_of`.
    """
    path: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return _address(f"{base_of(request, settings)}{path.partition(b'?')[0].decode('ascii', 'replace')}")


def _address(text: str) -> str:
    return _absolute(
        text,
        cs="není adresa; opravte adresu požadavku, hlavičku Host nebo nastavení KG_BASE_URL.",
        en="is no address; mend the address asked, the header Host or the setting KG_BASE_URL.",
    )


def iri(text: str) -> str:
    """Return an absolute IRI.

    Raises:
        HttpError: it is none.
    """
    return _absolute(
        text,
        cs="není úplné IRI; opravte parametr grafu.",
        en="is not an absolute IRI; mend the graph parameter.",
    )


def _absolute(text: str, *, cs: str, en: str) -> str:
    """Return an absolute IRI; the words say, behind the text, what it is not and what to mend."""
    try:
        return ox.NamedNode(text).value
    except ValueError as error:
        raise HttpError(HTTPStatus.BAD_REQUEST, cs=f"„{text}“ {cs}", en=f"“{text}” {en}") from error


def media_type(request: Request) -> str:
    """Return the media type of the body.

    Raises:
        HttpError: the body is compressed, or its characters are not in UTF-8.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HttpError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            cs="komprimované tělo se nečte (hlavička Content-Encoding); pošlete je bez komprese.",
            en="a compressed body is not read (header Content-Encoding); send it uncompressed.",
        )
    return media_type_in(request.headers.get("content-type", ""))


def media_type_in(content_type: str) -> str:
    """Return the media type that a header Content-Type names, be it of a request or of a part of one.

    Raises:
        HttpError: it names another character encoding than UTF-8, of which ASCII is a part.
    """
    kind, *parameters = content_type.lower().split(";")
    pairs = (each.partition("=") for each in parameters)
    named = (value.strip("\"' \t") for name, _, value in pairs if name.strip() == "charset")
    for charset in named:
        if charset not in _CHARSETS:
            raise HttpError(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                cs=f"text v kódování „{charset}“ se nečte; převeďte jej do UTF-8 a uveďte charset=utf-8.",
                en=f"a text in the encoding “{charset}” is not read; convert it to UTF-8 and state charset=utf-8.",
            )
    return kind.strip()


def text_of(body: bytes) -> str:
    """Return a body as text.

    Raises:
        HttpError: it is not UTF-8.
    """
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs=f"tělo požadavku není v kódování UTF-8 (bajt {error.start}); pošlete je znovu v UTF-8.",
            en=f"the body is not UTF-8 (byte {error.start}); send it again in UTF-8.",
        ) from error


def parameters_of(encoded: str) -> dict[str, list[str]]:
    """Return the parameters of an address or a form.

    Raises:
        HttpError: they are not UTF-8, too many, or long and not encoded.
    """
    if encoded.count("&") >= MOST_PARAMETERS:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs=f"požadavek má více než {MOST_PARAMETERS} parametrů; delší text pošlete v jednom z nich.",
            en=f"the request has more than {MOST_PARAMETERS} parameters; send a longer text in one of them.",
        )
    found: dict[str, list[str]] = {}
    try:
        for pair in filter(None, encoded.encode().split(b"&")):
            name, _, value = pair.partition(b"=")
            found.setdefault(unescaped(name), []).append(unescaped(value))
    except UnicodeDecodeError as error:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs="parametry požadavku nejsou v kódování UTF-8; pošlete je znovu v UTF-8.",
            en="the parameters of the request are not UTF-8; send them again in UTF-8.",
        ) from error
    return found


def unescaped(text: bytes) -> str:
    """Return a name or value of a form as it was before it was encoded (URL Standard, section 5.1).

    Quoted-printable (RFC 2045, section 6.7) differs in its mark alone, and is decoded by native code.

    Raises:
        UnicodeDecodeError: it is not UTF-8.
        HttpError: it is long, and signs of per cent in it are not encoded; to mend many of them takes time.
    """
    spaced = text.replace(b"+", b" ")
    if b"%" not in spaced:
        return spaced.decode()
    if len(spaced) > _MENDED and _NO_ESCAPE.search(spaced):
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs="v parametru požadavku stojí % bez dvou šestnáctkových číslic; zakódujte je jako %25.",
            en="a parameter of the request has % without two hexadecimal digits; encode it as %25.",
        )
    marked = _NO_ESCAPE.sub(b"%25", spaced).replace(b"=", b"%3D").replace(b"%", b"=")
    return binascii.a2b_qp(marked).decode()


def single_parameters(request: Request) -> dict[str, str]:
    """Return the parameters of an address, each of which may be given once.

    Raises:
        HttpError: one is given twice, so that which is meant is unknown; or as `parameters_of`.
    """
    found = parameters_of(request.url.query)
    return {name: value for name in found if (value := single(found, name)) is not None}


def single(parameters: dict[str, list[str]], name: str) -> str | None:
    """Return the value of a parameter that may be given once; None if it is not given.

    Raises:
        HttpError: it is given twice, so that which is meant is unknown.
    """
    values = parameters.get(name, [])
    if len(values) > 1:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs=f"parametr „{name}“ je uveden {len(values)}krát; uveďte jej jednou.",
            en=f"the parameter “{name}” is given {len(values)} times; give it once.",
        )
    return values[0] if values else None


def form_of(request: Request, body: bytes) -> dict[str, list[str]]:
    """Return the parameters of a form and of its address: one that was passed over could change what is answered.

    Raises:
        HttpError: they are not UTF-8.
    """
    found = parameters_of(request.url.query)
    for name, values in parameters_of(text_of(body)).items():
        found[name] = [*found.get(name, []), *values]
    return found


def graphs_of(parameters: dict[str, list[str]], default: str, named: str) -> Graphs | None:
    """Return the dataset that the parameters of these two names make up, if any is given."""
    found = [tuple(iri(each) for each in parameters.get(name, [])) for name in (default, named)]
    return Graphs(*found) if any(found) else None
