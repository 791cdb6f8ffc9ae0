"""Files that come in a form: read in memory, for writing one would start a thread."""

import logging
from collections.abc import AsyncGenerator
from http import HTTPStatus

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from api.problems import HttpError

# A malformed form is the client's fault and is answered; the log of the service is for its own.
logging.getLogger("python_multipart").setLevel(logging.CRITICAL)


class _InMemory(MultiPartParser):
    """A parser that writes no file: it would do so in a thread, and this process forks."""

    spool_max_size = 1 << 62


async def uploads_of(request: Request, body: bytes, field: str = "") -> list[UploadFile]:
    """Return the files of a form, at least one.

    Args:
        request: its headers say where the parts end.
        body: the form.
        field: the name of the field that holds the files; without one, any does.

    Raises:
        HttpError: the form cannot be read, holds no file, or something else too, which nobody would read.
    """

    async def chunks() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        form = await _InMemory(request.headers, chunks()).parse()
    except (MultiPartException, KeyError) as error:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs="formulář nelze přečíst; pošlete jej znovu jako multipart/form-data.",
            en="the form cannot be read; send it again as multipart/form-data.",
        ) from error
    found: list[UploadFile] = []
    for name, each in form.multi_items():
        if not isinstance(each, UploadFile) or field not in {"", name}:
            raise HttpError(
                HTTPStatus.BAD_REQUEST,
                cs=f"pole „{name}“ zde formulář nemá; soubory přiložte jako pole „{field or 'file'}“, ostatní údaje"
                " uveďte v adrese za otazníkem.",
                en=f"the form has no field “{name}” here; attach files as the field “{field or 'file'}”, and give"
                " everything else in the address, behind the question mark.",
            )
        found.append(each)
    if not found:
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs=f"formulář neobsahuje soubor; přiložte jej jako pole „{field or 'file'}“.",
            en=f"the form holds no file; attach it as the field “{field or 'file'}”.",
        )
    return found
