"""A report as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines of a file."""

import json
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from kg.namespaces import BASE
from kg.validation.render import Rendering
from kg.validation.report import Report, Result, Severity, plain

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[dict[Severity, str]] = {"Violation": "error", "Warning": "warning", "Info": "note"}


def render(report: Report, rendering: Rendering) -> str:
    """Return the report as one run of the tool."""
    rules = _rules(report, rendering)
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    driver = {"name": "Strategraf", "version": rendering.version, "informationUri": BASE, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "language": rendering.lang,
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(name)}} for name in rendering.files],
        "results": [_result(each, report, rendering, places) for each in report.results],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule_id(result: Result) -> str:
    """Return the shape and the constraint in it, as short names."""
    shape = result.source_shape.removeprefix(f"{BASE}shapes/")
    component = result.component.rsplit("#", 1)[-1].removesuffix("ConstraintComponent")
    return shape if component == result.source_shape else f"{shape}/{component}"


def _rules(report: Report, rendering: Rendering) -> list[dict[str, Any]]:
    first = {_rule_id(each): each for each in reversed(report.results)}
    return [
        {
            "id": rule,
            "shortDescription": {"text": each.message.get(rendering.lang) or next(iter(each.message.values()), rule)},
            "defaultConfiguration": {"level": _LEVELS[each.severity]},
        }
        | ({"helpUri": each.source_shape} if each.source_shape.startswith("http") else {})
        for rule, each in sorted(first.items())
    ]


def _result(result: Result, report: Report, rendering: Rendering, places: dict[str, int]) -> dict[str, Any]:
    rule = _rule_id(result)
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": plain(result.focus)}]}
    if result.file is not None:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(result.file)}}
        if result.line:
            location["physicalLocation"]["region"] = {"startLine": result.line}
    return {
        "ruleId": rule,
        "ruleIndex": places[rule],
        "level": _LEVELS[result.severity],
        "message": {"text": result.text(rendering.lang, report.names)},
        "locations": [location],
    }


def _uri(name: str) -> str:
    """Return a file's name as a URI reference."""
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
