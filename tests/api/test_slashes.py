"""A slash too many: the redirect names no host, keeps method and parameters, and leads only to what is there."""

import asyncio
from typing import Any, cast
from urllib.parse import unquote

import pytest
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.types import Receive

from api.slashes import Slashes
from tests.reliability.clients import Reply, exchange
from tests.service import CLIENT, Service

EVIL = "evil.example"
REDIRECTED = {
    "/sparql/": "/sparql",
    "/sparql//": "/sparql",
    "/sparql/?query=ASK%20%7B%7D&a=%2F/": "/sparql?query=ASK%20%7B%7D&a=%2F/",
    "/questions/?lang=en": "/questions?lang=en",
    "/resource/measures/nskb-a44/": "/resource/measures/nskb-a44",
    "/resource/measures/%6Eskb-a44/": "/resource/measures/%6Eskb-a44",
    f"http://{EVIL}/sparql/": "/sparql",
}
MISSING = [
    "/nowhere/",
    "/graph",
    "/sparql%2F",
    "//",
    f"//{EVIL}/",
    f"//{EVIL}//",
    f"///{EVIL}/sparql/",
    f"//{EVIL}/sparql/",
    f"//{EVIL}/..",
    f"/%2F{EVIL}/",
    f"/%5C{EVIL}/",
    f"/\\{EVIL}/",
    f"/.//{EVIL}/",
    f"/@{EVIL}/",
]


def asked(service: Service, path: str, method: str = "GET") -> Reply:
    """Ask for a path as it is, under the name of another host."""
    told = f"X-Forwarded-Host: {EVIL}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    reply = exchange(service.url, f"{method} {path} HTTP/1.1\r\nHost: {EVIL}\r\n{told}".encode())
    assert reply is not None
    assert reply.headers["access-control-allow-origin"] == "*"
    return reply


@pytest.mark.parametrize("path", REDIRECTED)
def test_a_slash_too_many_leads_to_the_address_without_it_on_the_same_host(service: Service, path: str) -> None:
    for method in ("GET", "HEAD", "POST", "DELETE"):
        reply = asked(service, path, method)
        assert (reply.status, reply.headers["location"], reply.body) == (307, REDIRECTED[path], b"")
        assert reply.headers["vary"] == "Accept, Accept-Encoding, Accept-Language"
        assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", MISSING)
def test_no_redirect_where_nothing_is_nor_to_another_host(service: Service, path: str) -> None:
    reply = asked(service, path)
    assert reply.status in {400, 404}
    assert "location" not in reply.headers
    assert reply.headers["content-type"] == "application/problem+json"


def location(app: FastAPI, path: str) -> str:
    """Return where a path leads to behind the routes of an application."""
    told: list[Any] = []

    async def send(message: Any) -> None:
        told.append(message)

    scope = {"type": "http", "method": "GET", "path": unquote(path), "raw_path": path.encode(), "query_string": b""}
    asyncio.run(Slashes(app)({**scope, "headers": [], "app": app}, cast("Receive", None), send))
    return dict(told[0]["headers"])[b"location"].decode()


def test_even_a_route_that_takes_everything_leads_to_no_other_host() -> None:
    app = FastAPI(redirect_slashes=False)
    app.add_api_route("/{path:path}x", lambda: None, methods=["GET"])
    assert location(app, "/a/x/") == "/a/x"
    for path in (f"//{EVIL}/x/", f"/\\{EVIL}/x/"):
        with pytest.raises(HTTPException) as caught:
            location(app, path)
        assert caught.value.status_code == 404


def test_the_method_and_the_body_come_through(service: Service) -> None:
    options = {"content": "ASK {}", "headers": {"Content-Type": "application/sparql-query"}, "follow_redirects": True}
    answer = CLIENT.post(f"{service.url}/sparql/", **options)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["boolean"]) == (200, True)
    assert [each.status_code for each in answer.history] == [307]


def test_addresses_that_end_with_a_slash_are_left_alone(service: Service) -> None:
    assert service.get("/").status_code == 200
    assert service.get("/ontology/").headers["location"] == "/ontology.ttl"
    assert service.get("/graphs/").status_code == 400
