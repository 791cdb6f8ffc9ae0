"""One report in every format."""

import json
import re
from html.parser import HTMLParser
from typing import Final
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import Lang
from kg.namespaces import SH
from kg.validation import Report, Result
from kg.validation.render import MEDIA_TYPES, Form, Rendering, renderer
from kg.validation.report import ordered

EVIL: Final = '<script>alert(1)</script>\x1b[31m\x00"'
EX: Final = "https://example.org/"
STATUS: Final = "https://w3id.org/strategraf/ontology/status"
SHAPE: Final = "https://w3id.org/strategraf/shapes/ImplementingMeasure-status"


def result(focus: NamedNode | BlankNode, severity: str = "Violation", **given: object) -> Result:
    """Return a result."""
    values = {
        "severity": severity,
        "message": {"cs": "Uveďte stav.", "en": "Give the status."},
        "focus": focus,
        "path": STATUS,
        "value": None,
        "component": f"{SH.iri}InConstraintComponent",
        "source_shape": SHAPE,
    }
    return Result(**(values | given))  # type: ignore[arg-type]


ONE, TWO = NamedNode(f"{EX}one"), NamedNode(f"{EX}two")
REPORT: Final = ordered(
    [
        result(TWO, value=NamedNode(f"{EX}plan"), file="a b.ttl", line=7),
        result(TWO, "Info", path=f"^<{STATUS}>", file="a b.ttl", line=9),
        result(ONE, "Warning", value=Literal(EVIL), file="a b.ttl", line=3),
        result(BlankNode("b0"), path=None, source_shape="https://w3id.org/strategraf/shapes/NamedThing"),
    ],
    {TWO: {"cs": "Druhá", "en": "Second"}, NamedNode(f"{EX}plan"): {"cs": "plán"}},
)
EMPTY: Final = Report(())


def rendered(form: Form, report: Report = REPORT, lang: Lang = "cs") -> str:
    """Return a report in a format."""
    return renderer(form)(report, Rendering(form, lang, "core", ("a b.ttl",)))


def test_text_stands_by_thing_in_the_order_of_lines_with_the_counts_at_the_end() -> None:
    assert rendered("text") == (
        "https://example.org/one (a b.ttl, řádek 3)\n"
        '  upozornění [sg:status]: Uveďte stav. (uvedeno: <script>alert(1)</script>\\x1b[31m\\x00")\n'
        "\n"
        "Druhá, https://example.org/two (a b.ttl, řádek 7)\n"
        "  chyba [sg:status]: Uveďte stav. (uvedeno: plán, https://example.org/plan)\n"
        "  informace [^sg:status], řádek 9: Uveďte stav.\n"
        "\n"
        "_:b0\n"
        "  chyba: Uveďte stav.\n"
        "\n"
        "Data nevyhovují profilu core. Chyby: 2, upozornění: 1, informace: 1.\n"
    )


def test_text_says_that_all_is_well() -> None:
    assert (
        rendered("text", EMPTY, "en")
        == "The data conforms to the profile core. Violations: 0, warnings: 0, infos: 0.\n"
    )


def test_json_has_the_members_of_the_contract() -> None:
    document = json.loads(rendered("json"))
    assert list(document) == ["conforms", "results"]
    members = "severity message focus path value component sheet cell row column line suggestion"
    assert all(list(each) == members.split() for each in document["results"])
    assert document["results"][0]["line"] == 7
    assert "řádek" not in rendered("json")
    assert "Uveďte" in rendered("json")


def test_turtle_is_a_report_of_the_w3c() -> None:
    text = rendered("ttl")
    quads = list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    reports = [quad.subject for quad in quads if quad.object == SH.ValidationReport]
    results = {quad.object for quad in quads if quad.predicate == SH.result}
    assert (len(reports), len(results)) == (1, 4)
    assert {quad.object.value for quad in quads if quad.predicate == SH.conforms} == {"false"}
    for needed in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape):
        assert {quad.subject for quad in quads if quad.predicate == needed} == results
    languages = [quad.object.language for quad in quads if quad.predicate == SH.resultMessage]
    assert sorted(languages) == ["cs"] * 4 + ["en"] * 4


def test_turtle_is_written_alike_every_time() -> None:
    texts = {rendered("ttl") for _ in range(20)}
    assert len(texts) == 1


def test_sarif_has_what_its_schema_requires() -> None:
    log = json.loads(rendered("sarif", lang="en"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "Strategraf"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids)) == 2
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    for each in run["results"]:
        assert each["level"] in {"error", "warning", "note"}
        assert ids[each["ruleIndex"]] == each["ruleId"]
        assert each["message"]["text"]
        (location,) = each["locations"]
        assert location["logicalLocations"][0]["fullyQualifiedName"]
    places = [each["locations"][0].get("physicalLocation") for each in run["results"]]
    assert {"artifactLocation": {"uri": "a%20b.ttl"}, "region": {"startLine": 7}} in places
    assert None in places
    assert [each["level"] for each in run["results"]] == ["error", "error", "warning", "note"]


def test_sarif_names_a_file_by_a_uri() -> None:
    rendering = Rendering("sarif", files=("/data/č.ttl",))
    (run,) = json.loads(renderer("sarif")(EMPTY, rendering))["runs"]
    assert run["artifacts"] == [{"location": {"uri": "file:///data/%C4%8D.ttl"}}]
    assert run["results"] == []


def test_junit_counts_its_tests_and_fails_the_violations() -> None:
    root = ET.fromstring(rendered("junit"))  # noqa: S314 - our own text
    (suite,) = root
    assert (root.tag, suite.tag) == ("testsuites", "testsuite")
    assert suite.attrib == {"name": "a b.ttl", "tests": "4", "failures": "2", "errors": "0", "skipped": "0"}
    cases = suite.findall("testcase")
    assert all(case.get("name") and case.get("classname") for case in cases)
    failures = [case.find("failure") for case in cases if case.find("failure") is not None]
    assert len(failures) == 2
    assert all(each is not None and each.get("message") and each.get("type") for each in failures)
    assert "\x1b" not in rendered("junit")


def test_junit_of_data_without_a_result_is_one_test_that_passes() -> None:
    (suite,) = ET.fromstring(rendered("junit", EMPTY))  # noqa: S314 - our own text
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    assert len(suite) == 1
    assert len(suite[0]) == 0


class Outline(HTMLParser):
    """What matters of a page for those who listen to it: its elements, and that they are closed."""

    def __init__(self) -> None:
        """Start outside."""
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go in."""
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Go out."""
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["cs", "en"])
@pytest.mark.parametrize("report", [REPORT, EMPTY])
def test_the_page_can_be_heard_and_runs_no_script(report: Report, lang: Lang) -> None:
    text = rendered("html", report, lang)
    outline = Outline()
    outline.feed(text)
    assert outline.open == []
    tags = [tag for tag, _ in outline.tags]
    assert "script" not in tags
    assert not any(name.startswith("on") for _, attributes in outline.tags for name in attributes)
    assert (tags.count("h1"), tags.count("main"), tags.count("title")) == (1, 1, 1)
    assert ("html", {"lang": lang}) in outline.tags
    assert tags.count("table") == tags.count("caption") == tags.count("h2")
    headers = [attributes for tag, attributes in outline.tags if tag == "th"]
    assert all(attributes.get("scope") == "col" for attributes in headers)
    named = {attributes["aria-labelledby"] for tag, attributes in outline.tags if tag == "section"}
    assert named == {attributes["id"] for tag, attributes in outline.tags if tag == "h2"}


def test_the_page_brings_its_style_or_names_one() -> None:
    linked = renderer("html")(REPORT, Rendering("html", stylesheet="/web/style.css"))
    assert '<link rel="stylesheet" href="/web/style.css">' in linked
    assert "<style>" not in linked
    assert "<style>" in rendered("html")
    assert not re.search(r"(src|href)=\"?http", rendered("html"))


def test_every_format_has_a_media_type_of_its_own() -> None:
    assert len(set(MEDIA_TYPES.values())) == len(MEDIA_TYPES)
    assert all(rendered(form).endswith("\n") for form in MEDIA_TYPES)
