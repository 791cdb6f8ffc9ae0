"""Data to validate, and how they are sent."""

from typing import Final

import httpx

from kg.namespaces import BASE, PREFIXES
from tests.service import Service

HEAD: Final = (
    "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + "PREFIX ex: <https://example.org/>\n"
)
WRONG: Final = HEAD + (
    f'ex:goal a sg:Goal ; skos:prefLabel "Cíl"@cs , "Goal"@en ; sg:partOf <{BASE}resource/institutions/mmr> .'
)
GOOD: Final = WRONG.replace("institutions/mmr", "components/zpo-4")
TURTLE: Final = {"Content-Type": "text/turtle; charset=utf-8"}


def post(service: Service, text: str | bytes, path: str = "/validate", **headers: str) -> httpx.Response:
    """Send a Turtle body."""
    content = text if isinstance(text, bytes) else text.encode()
    return service.post(path, content=content, headers=TURTLE | headers)


def upload(service: Service, name: str, content: bytes, kind: str = "application/octet-stream") -> httpx.Response:
    """Send a file of a form."""
    return service.post("/validate", files={"file": (name, content, kind)})


def problem(answer: httpx.Response, status: int) -> str:
    """Return the words of a problem document."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    detail: str = answer.json()["detail"]
    assert "\n" not in detail
    return detail
