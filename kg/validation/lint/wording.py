"""What a shape says to the user: its message in both languages, and its severity."""

from collections.abc import Iterator
from typing import Any, Final

from kg.namespaces import SH
from kg.validation.findings import Kind
from kg.validation.lint.graph import ShapesGraph
from kg.validation.report import Result

MESSAGE: Final = Kind(
    "lint-message-language",
    "Violation",
    {
        "cs": "Zpráva je jen v jednom jazyce; doplňte ji česky i anglicky, s označením jazyka.",
        "en": "The message is in one language only; give it in Czech and in English, with a language tag.",
    },
)
SEVERITY: Final = Kind(
    "lint-severity-missing",
    "Violation",
    {
        "cs": "Chybí závažnost; uveďte sh:severity sh:Violation, sh:Warning, nebo sh:Info.",
        "en": "The severity is missing; give sh:severity sh:Violation, sh:Warning or sh:Info.",
    },
)
_LANGUAGES: Final = {"cs", "en"}


def find(graph: ShapesGraph) -> Iterator[Result]:
    """Yield the messages in one language only, and the shapes that give results without a severity."""
    for shape in graph.shapes:
        for speaker in (shape, *graph.values(shape, SH.sparql)):
            messages = graph.values(speaker, SH.message)
            if messages and not {_language(each) for each in messages} >= _LANGUAGES:
                yield MESSAGE.at(shape, path=graph.path(shape), value=messages[0])
        if _gives_results(graph, shape) and not graph.values(shape, SH.severity):
            yield SEVERITY.at(shape, path=graph.path(shape))


def _language(message: Any) -> str:
    return str(message.language or "").partition("-")[0].lower()


def _gives_results(graph: ShapesGraph, shape: Any) -> bool:
    """Tell whether results can name the shape: it has constraints, and a target or a node that has it as a property."""
    return bool(graph.constraints(shape)) and (shape in graph.owned or graph.is_targeted(shape))
