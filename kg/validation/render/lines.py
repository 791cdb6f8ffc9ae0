"""A report as text for a person at a terminal: by thing, what to do, and the counts at the end."""

from collections.abc import Iterator

from kg.validation.render import Rendering
from kg.validation.render.words import SEVERITY, counts, groups, name, place, printable, short_path, verdict
from kg.validation.report import Report


def render(report: Report, rendering: Rendering) -> str:
    """Return the report as lines of text."""
    return "".join(f"{line}\n" for line in _lines(report, rendering))


def _lines(report: Report, rendering: Rendering) -> Iterator[str]:
    lang = rendering.lang
    for group in groups(report):
        where = place(group, lang)
        yield printable(f"{name(group.focus, report, lang)} ({where})" if where else name(group.focus, report, lang))
        for result in group.results:
            path = f" [{short_path(result.path)}]" if result.path else ""
            line = f", {'řádek' if lang == 'cs' else 'line'} {result.line}" if result.line != group.line else ""
            yield printable(f"  {SEVERITY[lang][result.severity]}{path}{line}: {result.text(lang, report.names)}")
        yield ""
    yield f"{verdict(report, rendering)} {counts(report, lang)}"
