"""The stored questions: one query, one file, with its own words in a `#+` header.

A parameter is bound in the text by one line `VALUES ?name { UNDEF }`. As it stands the file answers for everything;
to bind the parameter, UNDEF is replaced by the N-Triples form of a term, never by a user's characters.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, get_args

from pyoxigraph import Literal, NamedNode

from kg import paths
from kg.errors import InputError, Lang
from kg.names import Names
from kg.namespaces import XSD

LANGS: Final[tuple[Lang, ...]] = get_args(Lang)
_HEADER: Final = re.compile(r"^#\+ ([a-z-]+): (.*)$", re.MULTILINE)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter and what it names: a class of the ontology, a code list (`code/statuses`), or a date."""

    name: str
    type: str

    @property
    def line(self) -> str:
        """The line of the query that binds it."""
        return f"VALUES ?{self.name} {{ UNDEF }}"


@dataclass(frozen=True, slots=True)
class Question:
    """A stored question: its wording with placeholders, its parameters, its columns and its query."""

    id: str
    title: Mapping[Lang, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    keywords: Mapping[Lang, tuple[str, ...]]
    text: str

    def resolve(self, raw: Mapping[str, str], names: Names) -> dict[str, NamedNode | Literal]:
        """Turn what a user typed into terms.

        Raises:
            InputError: a parameter is missing, unknown, or names nothing or several things.
        """
        known = ", ".join(parameter.name for parameter in self.parameters)
        for name in raw:
            if name not in {parameter.name for parameter in self.parameters}:
                raise InputError(
                    cs=f"otázka {self.id} nemá parametr „{name}“; její parametry: {known or 'žádné'}.",
                    en=f"the question {self.id} has no parameter “{name}”; its parameters: {known or 'none'}.",
                )
        for parameter in self.parameters:
            if not raw.get(parameter.name, "").strip():
                raise InputError(
                    cs=f"otázce {self.id} chybí parametr „{parameter.name}“; zadejte {parameter.name}=…",
                    en=f"the question {self.id} needs the parameter “{parameter.name}”; give {parameter.name}=…",
                )
        return {each.name: _term(each, raw[each.name], names) for each in self.parameters}

    def bind(self, terms: Mapping[str, NamedNode | Literal], lang: Lang = "cs") -> str:
        """Return the query with its parameters and the language of its labels bound."""
        text = self.text.replace('VALUES ?lang { "cs" }', f"VALUES ?lang {{ {Literal(lang)} }}")
        for parameter in self.parameters:
            if parameter.name in terms:
                bound = parameter.line.replace("UNDEF", str(terms[parameter.name]))
                text = text.replace(parameter.line, bound)
        return text

    def wording(self, lang: Lang, values: Mapping[str, str]) -> str:
        """Return the question in words, its placeholders filled where a value is known."""
        return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1]) or found[0], self.title[lang])


def _term(parameter: Parameter, typed: str, names: Names) -> NamedNode | Literal:
    if parameter.type != "date":
        return names.resolve(typed, parameter.type)
    if not _is_date(typed.strip()):
        raise InputError(
            cs=f"„{typed}“ není datum; zadejte je ve tvaru RRRR-MM-DD, například 2025-12-31.",
            en=f"“{typed}” is not a date; write it as YYYY-MM-DD, for example 2025-12-31.",
        )
    return Literal(typed.strip(), datatype=XSD.date)


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


@functools.cache
def load() -> dict[str, Question]:
    """Return every stored question by its id, in alphabetical order."""
    return {path.stem: parse(path) for path in sorted(paths.QUESTIONS.glob("*.rq"))}


def find(identifier: str) -> Question:
    """Return a question.

    Raises:
        InputError: there is no question with that id.
    """
    questions = load()
    if identifier not in questions:
        raise InputError(
            cs=f"otázka „{identifier}“ neexistuje; k dispozici jsou: {', '.join(questions)}.",
            en=f"there is no question “{identifier}”; the questions are: {', '.join(questions)}.",
        )
    return questions[identifier]


def parse(path: Path) -> Question:
    """Read a question file."""
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    return Question(
        id=header["id"],
        title={lang: header[f"title-{lang}"] for lang in LANGS},
        parameters=tuple(Parameter(*each.split(":", 1)) for each in header.get("parameters", "").split()),
        columns=tuple(header["columns"].split()),
        keywords={lang: tuple(header[f"keywords-{lang}"].split(", ")) for lang in LANGS},
        text=text,
    )
