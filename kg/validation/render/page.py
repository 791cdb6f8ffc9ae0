"""A report as a page: one heading a thing, what to do below it, no script."""

from pathlib import Path
from typing import Final

import jinja2

from kg.validation.render import Rendering
from kg.validation.render.words import SEVERITY, counts, groups, name, place, short_path, verdict
from kg.validation.report import Report

_FOLDER: Final = Path(__file__).parent
_PAGE: Final = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_FOLDER),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
).get_template("page.html")
_WORDS: Final = {
    "cs": {
        "title": "Ověření dat",
        "files": "Soubory",
        "severity": "Závažnost",
        "property": "Vlastnost",
        "message": "Co udělat",
        "line": "Řádek",
        "none": "Nebylo nalezeno nic, co by bylo třeba opravit.",
    },
    "en": {
        "title": "Validation report",
        "files": "Files",
        "severity": "Severity",
        "property": "Property",
        "message": "What to do",
        "line": "Line",
        "none": "Nothing was found that needs mending.",
    },
}


def render(report: Report, rendering: Rendering) -> str:
    """Return the report as an HTML document."""
    lang = rendering.lang
    things = [
        {
            "name": name(group.focus, report, lang),
            "place": place(group, lang),
            "results": [
                {
                    "kind": each.severity.lower(),
                    "severity": SEVERITY[lang][each.severity],
                    "property": short_path(each.path),
                    "line": each.line or "",
                    "text": each.text(lang, report.names),
                }
                for each in group.results
            ],
        }
        for group in groups(report)
    ]
    return _PAGE.render(
        lang=lang,
        words=_WORDS[lang],
        things=things,
        conforms=report.conforms,
        verdict=verdict(report, rendering),
        counts=counts(report, lang),
        files=rendering.files,
        stylesheet=rendering.stylesheet,
    )
