"""`POST /validate`: a report for whatever can be read, a problem for the rest."""

import json
import socket
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

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


def upload(service: Service, name: str, content: bytes, kind: str = "application/octet-stream") -> httpx.Response:
    """Send a file of a form."""
    return service.post("/validate", files={"file": (name, content, kind)})


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


def problem(answer: httpx.Response, status: int) -> str:
    """Return the words of a problem document."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    detail: str = answer.json()["detail"]
    assert "\n" not in detail
    return detail


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("ex:a a ;", "text/turtle", "data.ttl, řádek 1, sloupec 1"),
        ("", "text/turtle", "prázdný"),
        ("<a:a> <b:b> " + "[ <b:b> " * 5000, "text/turtle", "vnořen"),
        ('{"@id":"a:a","b:b":' * 5000 + "1" + "}" * 5000, "application/ld+json", "vnořen"),
        ('{"@context": "http://127.0.0.1:9/c"}', "application/ld+json", "http://127.0.0.1:9/c"),
        ('<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', "application/rdf+xml", "DOCTYPE"),
    ],
)
def test_what_cannot_be_read_is_a_problem_and_the_service_lives(
    service: Service, body: str, kind: str, words: str
) -> None:
    answer = service.post("/validate", content=body.encode(), headers={"Content-Type": kind})
    assert words in problem(answer, 400)
    assert service.get("/health").json()["live"]


@pytest.mark.parametrize("kind", ["", "text/plain", "application/json", "application/zip"])
def test_other_bodies_are_415(service: Service, kind: str) -> None:
    answer = service.post("/validate", content=b"x", headers={"Content-Type": kind})
    assert "text/turtle" in problem(answer, 415)


def test_other_files_of_a_form_are_415(service: Service) -> None:
    assert ".xlsx" in problem(upload(service, "table.xlsx", b"PK"), 415)


@pytest.mark.parametrize("charset", ["utf-16", "UTF-16LE", '"windows-1250"', "x", " utf-16", "utf-8; charset=utf-16"])
def test_a_body_in_another_encoding_is_415(service: Service, charset: str) -> None:
    for headers in (
        {"Content-Type": f"text/turtle; charset={charset}"},
        {"Content-Type": f"text/turtle;Charset ={charset}"},
    ):
        detail = problem(service.post("/validate", content=GOOD.encode("utf-16"), headers=headers), 415)
        assert "charset=utf-8" in detail
    part = upload(service, "data.ttl", GOOD.encode("utf-16"), f"text/turtle; charset={charset}")
    assert "charset=utf-8" in problem(part, 415)


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"Utf-8"', "utf8", "US-ASCII"])
def test_a_body_in_utf_8_may_say_so(service: Service, charset: str) -> None:
    headers = {"Content-Type": f"text/turtle; Charset={charset}"}
    assert service.post("/validate", content=GOOD.encode(), headers=headers).json()["conforms"] is True
    assert upload(service, "data.ttl", GOOD.encode(), headers["Content-Type"]).json()["conforms"] is True


SHAPED: Final = GOOD + (
    '\nex:shape a sh:NodeShape ; sh:targetNode ex:goal ;\n  sh:sparql [ sh:message "seen" ; sh:{word} """TEXT""" ] .\n'
)


@pytest.mark.parametrize("engine", ["shifty", "pyshacl", "both"])
def test_no_shape_of_a_file_is_run(service: Service, engine: str) -> None:
    """This one would find fault with its goal."""
    text = SHAPED.replace("{word}", "select").replace("TEXT", "SELECT $this { $this a ?class }")
    answer = post(service, text, f"/validate?engine={engine}")
    assert (answer.status_code, answer.json()) == (200, {"conforms": True, "results": []})


@pytest.mark.parametrize("engine", ["shifty", "pyshacl", "both"])
@pytest.mark.parametrize(
    ("word", "query", "refused"),
    [
        ("select", "SELECT $this { SERVICE <URL> { $this ?p ?o } }", "SERVICE"),
        ("select", "SELECT $this { ?s ?p trueSeRvIcE<URL>{ $this ?p ?o } }", "SERVICE"),
        ("ask", "ASK { \\\\u0053ERVICE SILENT <URL> { ?s ?p ?o } }", "SERVICE"),
        ("construct", "CONSTRUCT WHERE { SERVICE:a { ?s ?p ?o } }", "SERVICE"),
        ("select", "SELECT * { FILTER(?a<?b)SERVICE#>\n<URL>{ ?s ?p ?o } }", "SERVICE"),
        ("update", "LOAD SILENT <URL>", "LOAD"),
    ],
)
def test_a_shape_that_would_fetch_is_403_and_no_packet_leaves(
    service: Service, engine: str, word: str, query: str, refused: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0)
        url = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        text = SHAPED.replace("{word}", word).replace("TEXT", query).replace("URL", url)
        detail = problem(post(service, text, f"/validate?engine={engine}"), 403)
        assert detail.startswith(f"data.ttl, řádek {GOOD.count(chr(10)) + 3}: sh:{word}, řádek ")
        assert f"{refused} se zde neprovádí" in detail
        jsonld = {"@id": "urn:s", f"http://www.w3.org/ns/shacl#{word}": query.replace("\\\\", "\\").replace("URL", url)}
        assert "sh:" + word in problem(upload(service, "s.jsonld", json.dumps(jsonld).encode()), 403)
        with pytest.raises(BlockingIOError):
            trap.accept()


def test_a_compressed_body_is_415(service: Service) -> None:
    assert "Content-Encoding" in problem(post(service, b"\x1f\x8b", **{"Content-Encoding": "gzip"}), 415)


@pytest.mark.parametrize(
    "options",
    [
        {"content": b"junk", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"content": b"junk", "headers": {"Content-Type": "multipart/form-data"}},
        {"files": {"other": ("data.ttl", b"x")}},
        {"content": b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--x--\r\n',
         "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
    ],
)  # fmt: skip
def test_a_form_without_a_file_is_400(service: Service, options: dict[str, Any]) -> None:
    problem(service.post("/validate", **options), 400)


def test_an_unknown_profile_is_400(service: Service) -> None:
    assert "strict" in problem(post(service, GOOD, "/validate?profile=strict"), 400)


def test_a_format_that_no_report_has_is_406(service: Service) -> None:
    assert "application/json" in problem(post(service, GOOD, Accept="image/png"), 406)


def test_a_body_over_the_limit_is_413(service: Service) -> None:
    large = b"#" * (11 << 20)
    problem(post(service, large), 413)
    problem(upload(service, "large.ttl", large), 413)
    assert service.get("/health").json()["live"]


def test_a_validation_that_takes_too_long_is_503(service: Service) -> None:
    goals = "".join(f"ex:g{n} a sg:Goal ; sg:partOf ex:g{n + 1} .\n" for n in range(60_000))
    answer = post(service, HEAD + goals, "/validate?timeout=0.1")
    assert "data.ttl" in problem(answer, 503)
    assert answer.headers["retry-after"]


def test_reading_by_other_methods_is_refused(service: Service) -> None:
    assert service.get("/validate").status_code == 405


def test_the_serving_process_keeps_to_one_thread(service: Service) -> None:
    """It forks; a file of a form that is larger than the framework keeps in memory must not start a thread."""
    upload(service, "large.ttl", GOOD.encode() + b"\n" + b"# filler\n" * 300_000)
    assert len(list(Path(f"/proc/{service.pid}/task").iterdir())) == 1
