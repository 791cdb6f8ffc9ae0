"""The house rules of the ontology: one query a rule in ontology/checks/, each of which must return nothing.

A rule is a SELECT of `?term` and `?detail` below a `#+` header that says problem and solution in both languages. It
runs over the union of all graphs; a rule about files asks `GRAPH ?file`, for here each Turtle file of the ontology and
the shapes is a graph of its own, `urn:x-strategraf:file:ontology/core.ttl`. `python -m kg.checks` runs them all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast, get_args

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg import paths
from kg.errors import InputError, Lang

FILE: Final = "urn:x-strategraf:file:"
"""What the name of a Turtle file's own graph begins with; the path in the project follows."""

CHECKS: Final = paths.ONTOLOGY / "checks"

_HEADER: Final = re.compile(r"^#\+ ([\w-]+): (.+)$", re.MULTILINE)
_LANGS: Final[tuple[Lang, ...]] = get_args(Lang)
_SEVERITIES: Final = ("Violation", "Warning")


@dataclass(frozen=True, slots=True)
class Check:
    """A house rule as its file states it."""

    id: str
    problem: Mapping[Lang, str]
    solution: Mapping[Lang, str]
    severity: str
    query: str

    def findings(self, store: Store) -> Iterator["Finding"]:
        """Yield what breaks the rule, in the order of the query."""
        for solution in cast(QuerySolutions, store.query(self.query, use_default_graph_as_union=True)):
            yield Finding(self, _words(solution["term"]), _words(solution["detail"]))


@dataclass(frozen=True, slots=True)
class Finding:
    """A term that breaks a rule; the detail tells where or by what."""

    check: Check
    term: str
    detail: str

    def text(self, lang: Lang) -> str:
        """Return cause and remedy."""
        return f"{self.check.problem[lang]} {self.check.solution[lang]}"

    def line(self) -> str:
        """Return the finding on one line, in both languages."""
        detail = " ".join(self.detail.split())
        return f"{self.check.severity} {self.check.id}: {self.term} ({detail}): {self.text('cs')} | {self.text('en')}"


def load_checks(folder: Path = CHECKS) -> list[Check]:
    """Return the rules of a folder in the order of their names.

    Raises:
        InputError: a file that lacks a part of the header, or carries another rule's name.
    """
    return [_read(path) for path in sorted(folder.glob("*.rq"))]


def findings(quads: Iterable[Quad], checks: Iterable[Check]) -> list[Finding]:
    """Return what breaks the rules in the union of the quads' graphs."""
    store = Store()
    store.bulk_extend(quads)
    return [finding for check in checks for finding in check.findings(store)]


def _read(path: Path) -> Check:
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    wanted = {"id", "severity"} | {f"{part}-{lang}" for part in ("problem", "solution") for lang in _LANGS}
    if header.keys() != wanted or header["id"] != path.stem or header["severity"] not in _SEVERITIES:
        raise InputError(
            cs=f"{path}: není pravidlo; potřebuje hlavičku #+ id (jméno souboru), problem-cs, problem-en, solution-cs, "
            f"solution-en a severity ({' nebo '.join(_SEVERITIES)}).",
            en=f"{path}: not a rule; it needs the header #+ id (the file's name), problem-cs, problem-en, solution-cs, "
            f"solution-en and severity ({' or '.join(_SEVERITIES)}).",
        )
    return Check(
        id=header["id"],
        problem={lang: header[f"problem-{lang}"] for lang in _LANGS},
        solution={lang: header[f"solution-{lang}"] for lang in _LANGS},
        severity=header["severity"],
        query=text,
    )


def _words(term: object) -> str:
    """Return a term as a person reads it."""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
