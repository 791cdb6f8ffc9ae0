"""A W3C report, read into the project's own form."""

import json

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, Triple

from kg.namespaces import PREFIXES
from kg.validation import Report, read_report

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + "PREFIX ex: <https://example.org/>\n"
SHAPES = """
ex:A sh:path sg:status ; sh:message "Uveďte stav."@cs , "Give the status."@en .
ex:B sh:path [ sh:inversePath sg:sourceRow ] ; sh:message "Uveďte řádek."@cs , "Give the row."@en .
"""
REPORT = """
[] a sh:ValidationReport ; sh:conforms false ; sh:result ex:r1 , ex:r2 , ex:r3 , ex:r4 .
ex:r1 a sh:ValidationResult ; sh:focusNode ex:m2 ; sh:resultSeverity sh:Info ; sh:sourceShape ex:A ;
  sh:resultPath sg:status ; sh:sourceConstraintComponent sh:InConstraintComponent ; sh:value "plán"@cs .
ex:r2 a sh:ValidationResult ; sh:focusNode ex:m1 ; sh:resultSeverity sh:Violation ; sh:sourceShape ex:B ;
  sh:resultPath _:nowhere ; sh:sourceConstraintComponent sh:MinCountConstraintComponent ; sh:detail ex:nested .
ex:r3 a sh:ValidationResult ; sh:focusNode _:blank ; sh:resultSeverity sh:Violation ; sh:sourceShape ex:C ;
  sh:sourceConstraintComponent sh:NodeKindConstraintComponent ; sh:value _:blank ; sh:resultMessage "No name."@en .
ex:r4 a sh:ValidationResult ; sh:focusNode ex:m1 ; sh:resultSeverity sh:Warning ; sh:sourceShape ex:A ;
  sh:resultPath sg:status ; sh:sourceConstraintComponent sh:MinCountConstraintComponent .
ex:nested a sh:ValidationResult ; sh:focusNode ex:m1 ; sh:resultSeverity sh:Violation ; sh:sourceShape ex:A ;
  sh:sourceConstraintComponent sh:ClassConstraintComponent .
"""


def triples(turtle: str) -> list[Triple]:
    """Read Turtle with the project's prefixes."""
    return [quad.triple for quad in ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)]


@pytest.fixture
def report() -> Report:
    """Return a report with a result of each severity."""
    return read_report(triples(REPORT), triples(SHAPES))


def test_results_stand_by_severity_and_focus_and_a_detail_is_none(report: Report) -> None:
    assert [(result.severity, result.focus.value) for result in report.results if result.severity != "Violation"] == [
        ("Warning", "https://example.org/m1"),
        ("Info", "https://example.org/m2"),
    ]
    assert len(report.of("Violation")) == 2
    assert report.results[0].focus == NamedNode("https://example.org/m1")


def test_only_violations_keep_a_report_from_conforming(report: Report) -> None:
    assert not report.conforms
    assert Report(report.results[2:]).conforms
    assert read_report([], []).conforms


def test_messages_and_long_paths_come_from_the_shape(report: Report) -> None:
    violation = report.results[0]
    assert violation.message == {"cs": "Uveďte řádek.", "en": "Give the row."}
    assert violation.path == "^<https://w3id.org/strategraf/ontology/sourceRow>"


def test_an_unknown_shape_keeps_the_words_of_the_report(report: Report) -> None:
    unnamed = report.results[1]
    assert unnamed.text("en") == "No name."
    assert unnamed.text("cs") == "No name."
    assert unnamed.path is None


def test_the_text_names_the_value_at_fault(report: Report) -> None:
    assert report.results[3].text("cs") == "Uveďte stav. (uvedeno: plán)"
    assert report.results[3].text("en") == "Give the status. (given: plán)"
    assert report.results[2].text("cs") == "Uveďte stav."


def test_a_json_report_has_the_members_of_the_contract(report: Report) -> None:
    members = json.loads(json.dumps(report.to_json("cs"), ensure_ascii=False))
    assert members["conforms"] is False
    assert members["results"][3] == {
        "severity": "Info",
        "message": "Uveďte stav. (uvedeno: plán)",
        "focus": "https://example.org/m2",
        "path": "https://w3id.org/strategraf/ontology/status",
        "value": "plán",
        "component": "http://www.w3.org/ns/shacl#InConstraintComponent",
        "sheet": None,
        "cell": None,
        "row": None,
        "column": None,
        "line": None,
        "suggestion": None,
    }


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("ex:p", "https://example.org/p"),
        ("[ sh:inversePath ex:p ]", "^<https://example.org/p>"),
        ("( ex:p ex:q )", "<https://example.org/p>/<https://example.org/q>"),
        ("[ sh:alternativePath ( ex:p ex:q ) ]", "<https://example.org/p>|<https://example.org/q>"),
        ("[ sh:zeroOrMorePath ex:p ]", "<https://example.org/p>*"),
        ("[ sh:oneOrMorePath ex:p ]", "<https://example.org/p>+"),
        ("[ sh:zeroOrOnePath ex:p ]", "<https://example.org/p>?"),
        (
            "( [ sh:inversePath ex:p ] [ sh:oneOrMorePath [ sh:inversePath ex:q ] ] )",
            "(^<https://example.org/p>)/((^<https://example.org/q>)+)",
        ),
    ],
)
def test_a_path_is_written_as_in_sparql(path: str, written: str) -> None:
    shape = triples(f"ex:S sh:path {path} .")
    result = triples(
        f"""[] a sh:ValidationResult ; sh:focusNode ex:m ; sh:resultSeverity sh:Violation ; sh:sourceShape ex:S ;
        sh:resultPath {path} ; sh:sourceConstraintComponent sh:MinCountConstraintComponent ."""
    )
    (found,) = read_report(result, shape).results
    assert found.path == written
