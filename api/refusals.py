"""What is refused before it is a request, and what its sender is told: in both languages, since it named none."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from api.headers import HEADERS
from api.problems import MEDIA_TYPE, title_of

LONGEST_HEAD: Final = 1 << 16
"""The longest head of a request, its address included, in bytes; the parser of addresses counts no further."""


@dataclass(frozen=True)
class Refusal:
    """Why something is no request, and what to do about it."""

    status: HTTPStatus
    cs: str
    en: str

    def answer(self) -> bytes:
        """Return a problem document with its head, after which the connection ends."""
        title = title_of(self.status)
        problem = {
            "type": "about:blank",
            "title": title,
            "status": self.status.value,
            "detail": f"{self.cs} / {self.en}",
        }
        body = json.dumps(problem, ensure_ascii=False).encode()
        headers = HEADERS | {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)), "Connection": "close"}
        lines = [f"HTTP/1.1 {self.status.value} {title}", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + body


class Refused(Exception):  # noqa: N818 - named for what happened
    """What was read so far is refused; raised where the parser calls back, which ends it."""

    def __init__(self, refusal: Refusal) -> None:
        """Say why."""
        super().__init__(refusal.en)
        self.refusal = refusal


MALFORMED: Final = Refusal(
    HTTPStatus.BAD_REQUEST,
    "požadavek není platné HTTP; opravte klienta.",
    "the request is not valid HTTP; mend the client.",
)
NO_HOST: Final = Refusal(
    HTTPStatus.BAD_REQUEST,
    "hlavička Host chybí, je uvedena vícekrát, nebo neobsahuje jméno počítače; pošlete ji právě jednou, jako"
    " „Host: jméno“ nebo „Host: jméno:port“.",
    "the header Host is missing, is given more than once, or holds no name of a host; send it exactly once, as"
    " “Host: name” or “Host: name:port”.",
)
LATE: Final = Refusal(
    HTTPStatus.REQUEST_TIMEOUT,
    "požadavek nedorazil včas celý; pošlete jej znovu, rychleji nebo kratší.",
    "the request did not arrive whole in time; send it again, faster or shorter.",
)
LONG_ADDRESS: Final = Refusal(
    HTTPStatus.REQUEST_URI_TOO_LONG,
    f"adresa je delší než {LONGEST_HEAD // 1024} KiB; pošlete dotaz metodou POST.",
    f"the address is longer than {LONGEST_HEAD // 1024} KiB; send the query by POST.",
)
LONG_HEADERS: Final = Refusal(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    f"hlavičky jsou delší než {LONGEST_HEAD // 1024} KiB; zkraťte je.",
    f"the headers are longer than {LONGEST_HEAD // 1024} KiB; shorten them.",
)
UNKNOWN_CODING: Final = Refusal(
    HTTPStatus.NOT_IMPLEMENTED,
    "služba tělo v tomto kódování přenosu nepřijímá (hlavička Transfer-Encoding); pošlete je jen jako chunked, nebo"
    " s hlavičkou Content-Length.",
    "a body in this transfer coding is not read (header Transfer-Encoding); send it as chunked alone, or with the"
    " header Content-Length.",
)
