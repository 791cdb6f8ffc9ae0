"""A report as JUnit XML, which build servers show as tests: a result is a test, a Violation one that fails."""

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from kg.validation.render import Rendering
from kg.validation.render.words import name, short_path, verdict
from kg.validation.report import Report, Result

# XML 1.0, section 2.2: what no document may hold.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, rendering: Rendering) -> str:
    """Return the report as one suite; data without a result is one test that passes."""
    tests = str(max(len(report.results), 1))
    totals = {"tests": tests, "failures": str(len(report.of("Violation"))), "errors": "0"}
    root = Element("testsuites", {"name": "Strategraf", **totals})
    suite = SubElement(
        root, "testsuite", {"name": _clean(" ".join(rendering.files) or rendering.profile), "skipped": "0", **totals}
    )
    for result in report.results:
        _case(suite, result, report, rendering)
    if not report.results:
        SubElement(suite, "testcase", {"name": verdict(report, rendering), "classname": rendering.profile})
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _case(suite: Element, result: Result, report: Report, rendering: Rendering) -> None:
    lang = rendering.lang
    title = f"{name(result.focus, report, lang)} {short_path(result.path)}".rstrip()
    attributes = {"name": _clean(title), "classname": _clean(result.source_shape)}
    if result.file is not None:
        attributes["file"] = _clean(result.file)
    if result.line:
        attributes["line"] = str(result.line)
    case = SubElement(suite, "testcase", attributes)
    text = _clean(result.text(lang, report.names))
    if result.severity == "Violation":
        SubElement(case, "failure", {"message": text, "type": result.component}).text = text
    else:
        SubElement(case, "system-out").text = f"{result.severity}: {text}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
