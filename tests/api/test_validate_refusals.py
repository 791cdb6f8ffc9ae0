"""`POST /validate`: a problem for what cannot be read, is too much, or would fetch something."""

import json
import socket
from typing import Any, Final

import pytest

from tests.api.validating import GOOD, HEAD, post, problem, upload
from tests.service import Service


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
