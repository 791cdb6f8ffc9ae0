"""What is found beside the results of the engines: by reading, by comparing the engines, by looking at the shapes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.errors import Lang
from kg.namespaces import SHAPE
from kg.validation.report import Result, Severity, Term

_NONE: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its name, which the report gives as the component, its severity, and what it says."""

    name: str
    severity: Severity
    message: Mapping[Lang, str]

    @property
    def iri(self) -> str:
        """The IRI that stands in a report where results of shapes have their constraint component."""
        return SHAPE[self.name].value

    def at(
        self, focus: Term, *, path: str | None = None, value: Term | None = None, words: Mapping[str, str] = _NONE
    ) -> Result:
        """Return a finding; the words fill the blanks of the message in both languages."""
        message = {lang: text.format_map(words) for lang, text in self.message.items()}
        return Result(self.severity, message, focus, path, value, self.iri, self.iri)
