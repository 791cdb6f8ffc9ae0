"""The service in front of an engine that goes away."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.remote.dataset import connect
from tests.remote.test_store import served
from tests.service import running


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


def test_a_dataset_that_cannot_be_reached_is_told_at_the_start() -> None:
    with pytest.raises(InputError) as caught:
        connect("http://127.0.0.1:1/sparql", 1)
    assert caught.value.en.startswith("http://127.0.0.1:1/sparql cannot be reached (the connection was refused)")
