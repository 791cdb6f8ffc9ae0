"""`kg validate`: formats, exit statuses, and one line for whatever cannot be read."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from kg.cli import main
from kg.namespaces import BASE, PREFIXES

HEAD: Final = (
    "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + "PREFIX ex: <https://example.org/>\n"
)
MEASURE: Final = f"""ex:measure a sg:ImplementingMeasure ;
  skos:prefLabel "Chytré lampy"@cs ;
  dct:title "Chytré lampy"@cs ;
  sg:listedUnder <{BASE}resource/components/zpo-4> ;
  sg:gestor <{BASE}resource/institutions/mmr> ;
  sg:schedule <{BASE}resource/schedules/zpo4-r01-c11> ;
  sg:status <{BASE}code/statuses/new> .
"""
WRONG: Final = MEASURE.replace("statuses/new", "statuses/planned")

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the command runs in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "cs_CZ.UTF-8")
    (tmp_path / "good.ttl").write_text(HEAD + MEASURE, encoding="utf-8")
    (tmp_path / "wrong.ttl").write_text(HEAD + WRONG, encoding="utf-8")
    return tmp_path


def validate(*arguments: str) -> int:
    """Run the command; return its exit status."""
    return main(["validate", *arguments])


def test_data_that_conforms_is_status_0(folder: Path, capfd: Captured) -> None:
    assert validate("good.ttl") == 0
    assert capfd.readouterr() == ("Data vyhovují profilu core. Chyby: 0, upozornění: 0, informace: 0.\n", "")


@pytest.mark.parametrize("options", [[], ["--lint-shapes"], ["--engine", "both"]])
def test_a_shape_that_would_fetch_is_status_2_and_told_in_one_line(
    folder: Path, capfd: Captured, options: list[str]
) -> None:
    shape = 'ex:s a sh:NodeShape ;\n  sh:sparql [ sh:select "SELECT $this { SERVICE <http://127.0.0.1:9/> {} }" ] .\n'
    (folder / "shape.ttl").write_text(HEAD + shape, encoding="utf-8")
    assert validate("shape.ttl", *options) == 2
    out, err = capfd.readouterr()
    where = f"shape.ttl, řádek {HEAD.count(chr(10)) + 2}: sh:select, řádek 1, sloupec 16: SERVICE se zde neprovádí, "
    assert (out, err[: len(f"chyba: {where}")], err.count("\n")) == ("", f"chyba: {where}", 1)


def test_a_violation_is_status_1_and_told_for_a_clerk(folder: Path, capfd: Captured) -> None:
    assert validate("good.ttl", "wrong.ttl") == 1
    out, err = capfd.readouterr()
    assert out.splitlines()[0].startswith("Chytré lampy, https://example.org/measure (")
    assert "chyba [sg:status]" in out
    assert "Vyberte právě jeden stav opatření" in out
    assert f"(uvedeno: {BASE}code/statuses/planned)" in out
    assert out.splitlines()[-1] == "Data nevyhovují profilu core. Chyby: 2, upozornění: 0, informace: 0."
    assert err == "chyba: data nevyhovují profilu core (chyby: 2); opravte je podle zprávy a ověřte znovu.\n"


def test_a_warning_is_status_0(folder: Path, capfd: Captured) -> None:
    assert validate("good.ttl", "--profile", "publish", "--lang", "en") == 0
    out, err = capfd.readouterr()
    assert "warning [skos:prefLabel]" in out
    assert out.endswith("The data conforms to the profile publish. Violations: 0, warnings: 1, infos: 0.\n")
    assert err == ""


@pytest.mark.parametrize("engine", ["shifty", "pyshacl", "both"])
def test_json_has_the_members_of_the_contract(folder: Path, capfd: Captured, engine: str) -> None:
    assert validate("wrong.ttl", "--format", "json", "--engine", engine) == 1
    report = json.loads(capfd.readouterr().out)
    assert report["conforms"] is False
    assert report["results"] == [
        {
            "severity": "Violation",
            "message": "Vyberte právě jeden stav opatření: nové, nebo existující. (uvedeno: "
            f"{BASE}code/statuses/planned)",
            "focus": "https://example.org/measure",
            "path": f"{BASE}ontology/status",
            "value": f"{BASE}code/statuses/planned",
            "component": "http://www.w3.org/ns/shacl#InConstraintComponent",
            "sheet": None,
            "cell": None,
            "row": None,
            "column": None,
            "line": HEAD.count("\n") + 7,
            "suggestion": None,
        }
    ]


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("ttl", "@prefix adms:"),
        ("html", "<!doctype html>"),
        ("sarif", "{\n"),
        ("junit", "<?xml "),
    ],
)
def test_every_format_is_written_whole(folder: Path, capfd: Captured, form: str, begins: str) -> None:
    assert validate("wrong.ttl", "--format", form, "--lang", "en") == 1
    out, _ = capfd.readouterr()
    assert out.startswith(begins)
    assert "Choose exactly one status" in out
    if form == "junit":
        assert ET.fromstring(out).get("failures") == "1"  # noqa: S314 - our own text
    if form == "sarif":
        assert json.loads(out)["runs"][0]["results"][0]["level"] == "error"


def test_the_project_s_own_shapes_have_nothing_to_lint(folder: Path, capfd: Captured) -> None:
    assert validate("--lint-shapes") == 0
    assert capfd.readouterr().out.endswith("Chyby: 0, upozornění: 0, informace: 0.\n")


def test_shapes_with_a_fault_are_linted(folder: Path, capfd: Captured) -> None:
    shape = (
        "ex:S sh:targetClass sg:Goal ; sh:property ex:P . ex:P sh:path sg:partOf ; sh:minCount 2 ; sh:maxCount 1 ;\n"
    )
    shape += '  sh:severity sh:Violation ; sh:message "Opravte."@cs , "Mend."@en .'
    Path("shapes.ttl").write_text(HEAD + shape, encoding="utf-8")
    assert validate("shapes.ttl", "--lint-shapes") == 1
    assert "sh:minCount 2" in capfd.readouterr().out
    Path("shapes.ttl").write_text(HEAD + shape.replace("minCount", "minCuont"), encoding="utf-8")
    assert validate("shapes.ttl", "--lint-shapes") == 2
    assert "shacl#minCuont" in capfd.readouterr().err


JSONLD: Final = '{"@id":"https://example.org/a","https://example.org/p":'
RDF: Final = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
UNREADABLE: Final = {
    "missing.ttl": None,
    "table.xlsx": b"PK",
    "table.csv": b"a,b\n",
    "unknown.doc": b"x",
    "empty.ttl": b"",
    "syntax.ttl": b"<a> <b> ,\n",
    "cp1250.ttl": "<a> <b> 'č' .".encode("cp1250"),
    "utf16.ttl": "<a> <b> 'č' .".encode("utf-16"),
    "nul.ttl": b"<a> <b> 'c\0' .",
    "deep.ttl": b"<a> <b> " + b"[ <b> " * 5000 + b"1" + b" ]" * 5000 + b" .",
    "deep.jsonld": (JSONLD * 5000 + "1" + "}" * 5000).encode(),
    "context.jsonld": b'{"@context": "http://127.0.0.1:9/context", "name": "x"}',
    "bomb.rdf": f'<!DOCTYPE r [<!ENTITY a "{"x" * 100}"><!ENTITY b "{"&a;" * 100}">]><r {RDF}>&b;</r>'.encode(),
    "external.rdf": f'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/r.dtd"><rdf:RDF {RDF}/>'.encode(),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_status_2_and_one_line(folder: Path, capfd: Captured, name: str) -> None:
    content = UNREADABLE[name]
    if content is not None:
        Path(name).write_bytes(content)
    assert validate("good.ttl", name) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"chyba: {name}")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_a_folder_and_no_file_are_status_2(folder: Path, capfd: Captured) -> None:
    assert validate(str(folder)) == 2
    assert "je složka" in capfd.readouterr().err
    assert validate() == 2
    assert "kg validate --help" in capfd.readouterr().err


def test_a_file_over_the_limit_is_status_2(folder: Path, capfd: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_MAX_UPLOAD_MB", "1")
    Path("large.nt").write_bytes(b"#" * ((1 << 20) + 1))
    assert validate("large.nt", "--lang", "en") == 2
    assert "larger than 1 MiB" in capfd.readouterr().err


def test_an_import_is_told_and_fetched_from_nowhere(folder: Path, capfd: Captured) -> None:
    Path("imports.ttl").write_text(
        HEAD + "ex:o a owl:Ontology ; owl:imports <http://127.0.0.1:9/o> .", encoding="utf-8"
    )
    assert validate("imports.ttl") == 0
    assert "http://127.0.0.1:9/o" in capfd.readouterr().out


def test_no_packet_leaves(folder: Path, capfd: Captured) -> None:
    """Whatever a file points at, nobody calls there."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        service = f"SELECT $this {{ SERVICE <{address}> {{ $this ?p ?o }} }}"
        files = {
            "a.ttl": f"{HEAD} ex:o a owl:Ontology ; owl:imports <{address}> .",
            "b.ttl": f'{HEAD} ex:S sh:targetClass sg:Goal ; sh:sparql [ sh:select "{service}" ] . ex:g a sg:Goal .',
            "c.jsonld": f'{{"@context": "{address}", "name": "x"}}',
            "d.rdf": f'<!DOCTYPE r SYSTEM "{address}"><rdf:RDF {RDF}/>',
        }
        for name, text in files.items():
            Path(name).write_text(text, encoding="utf-8")
            assert validate(name, "--engine", "both", "--lint-shapes") in {0, 1, 2}
        listening.setblocking(False)  # noqa: FBT003 - a method of the standard library
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert "Traceback" not in capfd.readouterr().err


def installed(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command: Sequence[str] = [sys.executable, "-c", "from kg.cli import run; run()", "validate", *arguments]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment)


def test_the_same_file_gives_the_same_report_byte_for_byte(folder: Path) -> None:
    text = HEAD + WRONG + "[] a sg:Goal ; sg:partOf [ a sg:Component ] . _:x a sg:Goal ."
    Path("wrong.ttl").write_text(text, encoding="utf-8")
    for form in ("json", "ttl"):
        first, second = (installed("wrong.ttl", "--format", form, cwd=folder) for _ in range(2))
        assert (first.returncode, first.stderr.count("\n")) == (1, 1)
        assert first.stdout == second.stdout
