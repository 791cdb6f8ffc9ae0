"""What the formats for people have in common: words, groups, short names of properties."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.errors import Lang
from kg.namespaces import PREFIXES
from kg.validation.render import Rendering
from kg.validation.report import SEVERITIES, Report, Result, Severity, Term, named

SEVERITY: Final[Mapping[Lang, Mapping[Severity, str]]] = {
    "cs": {"Violation": "chyba", "Warning": "upozornění", "Info": "informace"},
    "en": {"Violation": "violation", "Warning": "warning", "Info": "info"},
}
_COUNTED: Final[Mapping[Lang, Mapping[Severity, str]]] = {
    "cs": {"Violation": "chyby", "Warning": "upozornění", "Info": "informace"},
    "en": {"Violation": "violations", "Warning": "warnings", "Info": "infos"},
}
_VERDICT: Final = {
    ("cs", True): "Data vyhovují profilu {}.",
    ("cs", False): "Data nevyhovují profilu {}.",
    ("en", True): "The data conforms to the profile {}.",
    ("en", False): "The data does not conform to the profile {}.",
}
_IRI: Final = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Group:
    """The results on one thing."""

    focus: Term
    file: str | None
    line: int | None
    results: tuple[Result, ...]


def groups(report: Report) -> list[Group]:
    """Return the results by thing, in the order of the files and their lines; what has no line comes last."""
    by_thing: dict[tuple[str, Term], list[Result]] = {}
    for result in report.results:
        by_thing.setdefault((result.file or "", result.focus), []).append(result)
    found = [_group(focus, results) for (_, focus), results in by_thing.items()]
    return sorted(found, key=lambda each: (each.file is None, each.file or "", each.line is None, each.line or 0))


def _group(focus: Term, results: list[Result]) -> Group:
    lines = [result.line for result in results if result.line]
    return Group(focus, results[0].file, min(lines, default=None), tuple(results))


def place(group: Group, lang: Lang) -> str:
    """Return where a thing is described."""
    if group.file is None:
        return ""
    word = "řádek" if lang == "cs" else "line"
    return f"{group.file}, {word} {group.line}" if group.line else group.file


def name(term: Term, report: Report, lang: Lang) -> str:
    """Return what a person calls a thing, with its IRI."""
    return named(term, lang, report.names)


def verdict(report: Report, rendering: Rendering) -> str:
    """Return whether the data conforms."""
    return _VERDICT[rendering.lang, report.conforms].format(rendering.profile)


def counts(report: Report, lang: Lang) -> str:
    """Return how many results of each severity there are."""
    text = ", ".join(f"{_COUNTED[lang][each]}: {len(report.of(each))}" for each in SEVERITIES)
    return f"{text[0].upper()}{text[1:]}."


def short_path(path: str | None) -> str:
    """Return a path with the project's prefixes."""
    if path is None:
        return ""
    return _IRI.sub(lambda found: _short(found[1]), path) if "<" in path else _short(path)


def _short(iri: str) -> str:
    fitting = [(namespace, prefix) for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    if not fitting:
        return iri
    namespace, prefix = max(fitting, key=lambda pair: len(pair[0]))
    return f"{prefix}:{iri.removeprefix(namespace)}"


def printable(text: str) -> str:
    """Return text without characters that a terminal would obey."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
