"""The two SHACL engines behind one door, alone or against each other."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Final, Literal

from pyoxigraph import NamedNode, Triple

from kg.errors import InputError
from kg.namespaces import RDF, SH
from kg.validation.findings import Kind
from kg.validation.report import Report, Result, ordered, read_report
from kg.validation.shifty_engine import prepare, shifty_report

Engine = Literal["shifty", "pyshacl", "both"]
Shapes = tuple[Triple, ...]

DIFFERENCE: Final = Kind(
    "engine-difference",
    "Warning",
    {
        "cs": "Stroje se neshodly: tento nález ({component}, {severity}) dává jen {engine}; posuďte jej sami a rozdíl"
        " ohlaste.",
        "en": "The engines differ: only {engine} gives this result ({component}, {severity}); judge it yourself and"
        " report the difference.",
    },
)
_NAMES: Final = {"shifty": "pyshifty", "pyshacl": "pySHACL"}


def judge(data: Sequence[Triple], shapes: Shapes, engine: Engine = "shifty") -> Report:
    """Validate triples by shapes.

    With `both`, the report holds what either engine found, and a finding for each result that only one of them gave.

    Raises:
        InputError: an engine does not know what a shape uses.
    """
    if engine != "both":
        return _by(engine, data, shapes)
    reference, fast = _by("pyshacl", data, shapes), _by("shifty", data, shapes)
    only_fast = _only(fast, reference)
    lonely = [(each, "pyshacl") for each in _only(reference, fast)] + [(each, "shifty") for each in only_fast]
    return ordered([*reference.results, *only_fast, *(_difference(each, name) for each, name in lonely)])


def warm_up(engine: Engine, shapes: Shapes) -> None:
    """Load all that an engine loads when it first runs: a child that validates can open no file."""
    if engine != "pyshacl":
        prepare(shapes)
    if engine != "shifty":
        _warm_up_pyshacl()


@cache
def _warm_up_pyshacl() -> None:
    node = NamedNode("urn:x-strategraf:warm-up")
    shape = (Triple(node, RDF.type, SH.NodeShape), Triple(node, SH.targetNode, node), Triple(node, SH["class"], node))
    _by("pyshacl", [Triple(node, RDF.type, node)], shape)


def _by(engine: str, data: Iterable[Triple], shapes: Shapes) -> Report:
    try:
        return read_report(_runner(engine)(data, shapes), shapes)
    except ValueError as error:
        raise InputError(
            cs=f"{_NAMES[engine]} nerozumí tvarům ({error}); opravte je, nebo zvolte jiný stroj.",
            en=f"{_NAMES[engine]} does not understand the shapes ({error}); mend them, or choose another engine.",
        ) from error


def _runner(engine: str) -> Callable[[Iterable[Triple], Shapes], Iterable[Triple]]:
    if engine == "shifty":
        return shifty_report
    from kg.validation.pyshacl_engine import pyshacl_report  # noqa: PLC0415 - takes longer to import than to validate

    return pyshacl_report


def _only(report: Report, other: Report) -> list[Result]:
    """Return the results that the other report lacks; of equal ones, as many as it lacks."""
    left = Counter(result.key for result in other.results)
    lonely = []
    for result in report.results:
        if left[result.key]:
            left[result.key] -= 1
        else:
            lonely.append(result)
    return lonely


def _difference(result: Result, engine: str) -> Result:
    component = result.component.rsplit("#", 1)[-1].removesuffix("ConstraintComponent")
    words = {"component": component, "severity": str(result.severity), "engine": _NAMES[engine]}
    return DIFFERENCE.at(result.focus, path=result.path, value=result.value, words=words)
