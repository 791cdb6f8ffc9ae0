"""A report as JSON."""

import json

from kg.validation.render import Rendering
from kg.validation.report import Report


def render(report: Report, rendering: Rendering) -> str:
    """Return the report with the members of the project's contract, UTF-8 unescaped."""
    return json.dumps(report.to_json(rendering.lang), ensure_ascii=False, indent=2) + "\n"
