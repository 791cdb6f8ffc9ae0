"""`POST /validate`: a report for whatever can be read."""

import json
from pathlib import Path

import pytest

from kg.namespaces import BASE
from tests.api.validating import GOOD, HEAD, WRONG, post, upload
from tests.service import Service


def test_a_body_is_answered_with_the_report(service: Service) -> None:
    answer = post(service, WRONG)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    report = answer.json()
    (result,) = report["results"]
    assert report["conforms"] is False
    assert result["path"] == f"{BASE}ontology/partOf"
    assert result["message"].endswith(f"(uvedeno: Ministerstvo pro místní rozvoj ČR, {BASE}resource/institutions/mmr)")
    assert result["line"] == HEAD.count("\n") + 1


def test_data_that_conforms_is_said_to(service: Service) -> None:
    assert post(service, GOOD).json() == {"conforms": True, "results": []}


def test_profile_and_language_are_parameters(service: Service) -> None:
    (result,) = post(service, GOOD, "/validate?profile=publish&lang=en").json()["results"]
    assert result["severity"] == "Warning"
    assert result["message"].startswith("Add the notation")


@pytest.mark.parametrize("engine", ["shifty", "pyshacl", "both"])
def test_the_engine_is_a_parameter_and_both_agree(service: Service, engine: str) -> None:
    results = post(service, WRONG, f"/validate?engine={engine}&lang=en").json()["results"]
    assert [each["path"] for each in results] == [f"{BASE}ontology/partOf"]


def test_a_result_has_the_members_of_the_contract(service: Service) -> None:
    (result,) = post(service, WRONG).json()["results"]
    assert list(result) == [
        *("severity", "message", "focus", "path", "value", "component"),
        *("sheet", "cell", "row", "column", "line", "suggestion"),
    ]


def test_the_component_of_a_finding_is_told_at_its_address(service: Service) -> None:
    answer = service.get("/shapes/lint-shadowed.ttl")
    assert answer.status_code == 200
    assert "zastíněný tvar" in answer.text


@pytest.mark.parametrize(
    ("query", "cause"),
    [
        ("profile=strict", "profil „strict“ neexistuje; zvolte core, nebo publish."),
        ("engine=jena", "ověřovací stroj „jena“ neexistuje; zvolte shifty, pyshacl, nebo both."),
        ("format=bogus", "formát „bogus“ pro tuto zprávu není; zvolte json, ttl, html, sarif, text."),
        ("format=junit", "formát „junit“ pro tuto zprávu není; zvolte json, ttl, html, sarif, text."),
        ("format=json&format=ttl", "parametr „format“ je uveden 2krát; uveďte jej jednou."),
        ("profile=core&profile=publish", "parametr „profile“ je uveden 2krát; uveďte jej jednou."),
        ("engine=both&engine=both", "parametr „engine“ je uveden 2krát; uveďte jej jednou."),
        ("format=", "formát „“ pro tuto zprávu není; zvolte json, ttl, html, sarif, text."),
    ],
)
def test_a_parameter_that_is_none_of_those_offered_is_refused(service: Service, query: str, cause: str) -> None:
    answer = post(service, WRONG, f"/validate?{query}")
    assert (answer.status_code, answer.json()["detail"]) == (400, cause)


def test_a_file_of_a_form_is_known_by_its_suffix_or_its_media_type(service: Service) -> None:
    jsonld = json.dumps({"@id": "https://example.org/goal", "@type": f"{BASE}ontology/Goal"}).encode()
    for name, kind in (("data.jsonld", "text/plain"), ("data.txt", "application/ld+json")):
        answer = upload(service, name, jsonld, kind)
        assert answer.status_code == 200
        assert answer.json()["conforms"] is False
    large = GOOD.encode() + b"\n" + b"# filler\n" * 300_000
    assert upload(service, "large.ttl", large).json()["conforms"] is True


def test_several_files_are_validated_together(service: Service) -> None:
    parts = [("file", ("one.ttl", WRONG.encode())), ("file", ("two.ttl", GOOD.encode().replace(b"goal", b"other")))]
    answer = service.post("/validate", files=parts, headers={"Accept": "text/plain"})
    assert "(one.ttl, řádek" in answer.text
    assert "two.ttl" not in answer.text


@pytest.mark.parametrize(
    ("accept", "media_type", "begins"),
    [
        ("*/*", "application/json", "{"),
        ("text/turtle", "text/turtle; charset=utf-8", "@prefix"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8", "<!doctype html>"),
        ("application/sarif+json", "application/sarif+json", "{"),
        ("text/plain;q=0.5", "text/plain; charset=utf-8", "Cíl, https://example.org/goal (data.ttl, řádek "),
    ],
)
def test_the_report_has_the_format_that_is_accepted(
    service: Service, accept: str, media_type: str, begins: str
) -> None:
    answer = post(service, WRONG, Accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.text.startswith(begins)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("json", "application/json"),
        ("ttl", "text/turtle; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
        ("sarif", "application/sarif+json"),
        ("text", "text/plain; charset=utf-8"),
    ],
)
def test_a_format_by_name_takes_precedence_over_what_is_accepted(service: Service, name: str, media_type: str) -> None:
    answer = post(service, WRONG, f"/validate?format={name}", Accept="image/png")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)


def test_the_page_runs_no_script_and_takes_the_style_of_the_site(service: Service) -> None:
    evil = WRONG.replace('"Cíl"@cs', '"<script>alert(1)</script>"@cs')
    text = post(service, evil, Accept="text/html").text
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert '<link rel="stylesheet" href="/web/style.css">' in text
    assert "<style" not in text


def test_the_serving_process_keeps_to_one_thread(service: Service) -> None:
    """It forks; a file of a form that is larger than the framework keeps in memory must not start a thread."""
    upload(service, "large.ttl", GOOD.encode() + b"\n" + b"# filler\n" * 300_000)
    assert len(list(Path(f"/proc/{service.pid}/task").iterdir())) == 1


@pytest.mark.parametrize("name", ["profile", "other"])
def test_a_field_that_nobody_reads_is_refused(service: Service, name: str) -> None:
    file = ("x.ttl", b"<urn:a> <urn:b> 1 .", "text/turtle")
    parts = {"file": file, name: file if name == "other" else (None, b"publish")}
    answer = service.post("/validate", files=parts)
    assert answer.status_code == 400
    assert f"pole „{name}“ zde formulář nemá" in answer.json()["detail"]
