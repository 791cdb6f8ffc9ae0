"""A report in the formats it is given in, one a module; each has `render(report, rendering)`, which returns text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Literal, cast

from kg import __version__
from kg.errors import Lang
from kg.validation.report import Report

Form = Literal["text", "json", "ttl", "html", "sarif", "junit"]

MEDIA_TYPES: Final[Mapping[Form, str]] = {
    "json": "application/json",
    "ttl": "text/turtle",
    "html": "text/html",
    "sarif": "application/sarif+json",
    "junit": "application/xml",
    "text": "text/plain",
}
"""The formats by name, with the media types they are sent as."""

_MODULES: Final[Mapping[Form, str]] = {
    "text": "lines",
    "json": "members",
    "ttl": "turtle",
    "html": "page",
    "sarif": "sarif",
    "junit": "junit",
}


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a report is to be written."""

    form: Form
    lang: Lang = "cs"
    profile: str = "core"
    files: tuple[str, ...] = ()
    """The names of the files that were validated."""
    stylesheet: str | None = None
    """The address of the stylesheet of a page; without one, the page brings its own."""
    version: str = __version__


def renderer(form: Form) -> Callable[[Report, Rendering], str]:
    """Return the function that writes a format; its module is imported now."""
    module = import_module(f"{__name__}.{_MODULES[form]}")
    return cast("Callable[[Report, Rendering], str]", module.render)
