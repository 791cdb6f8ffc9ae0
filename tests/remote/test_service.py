"""The service in front of an engine that goes away."""

import re
from pathlib import Path

import pytest

from kg.access import new_token
from kg.errors import InputError
from kg.remote.dataset import connect
from tests.remote.test_store import served
from tests.service import CLIENT, Service, running


def test_an_engine_that_is_gone_is_told_as_503(tmp_path: Path) -> None:
    with served() as (address, _):
        started = running(tmp_path, KG_ENDPOINT=address)
        service = started.__enter__()
    try:
        answer = service.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "lang": "en"})
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["retry-after"].isdecimal()
        assert answer.json()["detail"] == (
            "the engine behind the service cannot be reached (the connection was refused); check the address and that"
            " the service runs."
        )
        health = service.get("/health", headers={"Accept-Language": "en"})
        assert health.status_code == 503
        assert (health.json()["live"], health.json()["ready"]) == (True, False)
        assert health.headers["retry-after"].isdecimal()
        assert health.headers["content-language"] == "en"
        assert health.json()["detail"] == (
            "the engine behind the service cannot be reached (the connection was refused); check that it runs, and the"
            " setting KG_ENDPOINT."
        )
        assert service.get("/health").json()["detail"] == (
            "databázový stroj za službou není dostupný (spojení bylo odmítnuto); zkontrolujte, zda běží, a nastavení"
            " KG_ENDPOINT."
        )
    finally:
        started.__exit__(None, None, None)


def test_an_engine_that_answers_makes_the_service_ready(tmp_path: Path) -> None:
    with served() as (address, asked), running(tmp_path, KG_ENDPOINT=address) as service:
        before = len(asked)
        answers = [service.get("/health") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert [*answers[0].json()] == ["live", "ready", "version", "release", "hash", "changes", "head"]
        assert answers[0].json()["ready"] is True
        assert len(asked) > before


def test_what_has_no_hash_tells_none(tmp_path: Path) -> None:
    with served() as (address, _), running(tmp_path, KG_ENDPOINT=address) as service:
        assert re.fullmatch(r"Strategraf [^ ]+: http://127\.0\.0\.1:\d+\n", service.told)
        page = service.get("/", headers={"Accept": "text/html"}).text
        assert "<code></code>" not in page
        assert "otisk obsahu" not in page


def test_what_has_a_hash_tells_it(service: Service) -> None:
    name = service.get("/health").json()["hash"][:12]
    assert re.fullmatch(rf"Strategraf [^ ]+ \({name}\): http://127\.0\.0\.1:\d+\n", service.told)
    assert f", otisk obsahu <code>{name}</code> ·" in service.get("/", headers={"Accept": "text/html"}).text


WRITES: list[tuple[str, str, str, bytes]] = [
    ("POST", "/update", "application/sparql-update", b"DROP ALL"),
    ("PUT", "/graphs?graph=urn:g", "text/turtle", b""),
    ("POST", "/graphs", "text/turtle", b"<urn:a> <urn:b> <urn:c> ."),
    ("DELETE", "/graphs?graph=urn:g", "text/turtle", b""),
]


def test_no_setting_and_no_token_is_advised_to_who_would_write(tmp_path: Path) -> None:
    token, holder = new_token("jana", ["admin"])
    tokens = tmp_path / "tokens"
    tokens.write_text(f"{holder.line}\n", encoding="utf-8")
    for settings in ({}, {"KG_TOKENS": str(tokens)}):
        with served() as (address, _), running(tmp_path, KG_ENDPOINT=address, **settings) as service:
            for method, path, kind, body in WRITES:
                for sent in ({}, {"Authorization": f"Bearer {token}"}):
                    headers = {"Content-Type": kind, "Accept-Language": "en", **sent}
                    answer = CLIENT.request(method, service.url + path, headers=headers, content=body)
                    assert answer.status_code == 403, answer.text
                    assert answer.json()["detail"] == (
                        "the data of this service lie in another engine; write to that one."
                    )


def test_a_graph_that_is_not_there_cannot_be_made_here(tmp_path: Path) -> None:
    with served() as (address, _), running(tmp_path, KG_ENDPOINT=address) as service:
        assert service.get("/graphs?graph=urn:g").status_code == 200
        answer = service.get("/graphs?graph=urn:none", headers={"Accept-Language": "en"})
        assert answer.status_code == 404
        assert answer.json()["detail"] == "the graph urn:none does not exist; check its IRI."
        assert service.get("/graphs?graph=urn:none").json()["detail"] == (
            "graf urn:none neexistuje; zkontrolujte jeho IRI."
        )


def test_a_dump_has_no_tag_for_it_may_change_without_our_knowing(tmp_path: Path) -> None:
    with served() as (address, _), running(tmp_path, KG_ENDPOINT=address) as service:
        for headers in ({}, {"If-None-Match": "*"}):
            answer = service.get("/dump/strategraf.nq", headers=headers)
            assert (answer.status_code, answer.headers.get("etag")) == (200, None)
            assert answer.text.count("<urn:g>") == 4


def test_a_query_is_not_explained(tmp_path: Path) -> None:
    with served() as (address, _), running(tmp_path, KG_ENDPOINT=address) as service:
        parameters = {"query": "ASK { ?s ?p ?o }", "explain": "true", "lang": "en"}
        answer = service.get("/sparql", params=parameters)
        assert answer.status_code == 400
        assert answer.json()["detail"] == (
            "the data of this service lie in another engine, whose queries are not explained; leave explain out."
        )


def test_a_dataset_that_cannot_be_reached_is_told_at_the_start() -> None:
    with pytest.raises(InputError) as caught:
        connect("http://127.0.0.1:1/sparql", 1)
    assert caught.value.en.startswith("http://127.0.0.1:1/sparql cannot be reached (the connection was refused)")
