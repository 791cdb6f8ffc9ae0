"""The algebra of a query in the operators of SPARQL 1.1, section 18.2, as a plain tree and as indented text."""

import functools
import importlib
import logging
import sys
from typing import Any, Final

from kg.diagnosis.bounded import Failed, Unfinished, bounded
from kg.reading.limits import LONGEST

Tree = dict[str, Any]
"""`operator`, perhaps `detail` (a list of texts) and `inputs` (a list of trees)."""

_SECONDS: Final = 3.0
_DEEP: Final = 20_000
"""How deep the reading may go, in calls; it happens in a child, which may end of it."""


@functools.cache
def prepare() -> None:
    """Import what reads algebra; a worker can open no file, so this must run before it is forked.

    rdflib imports its stores and readers of literals when they are first needed, so one query goes through all of it.
    """
    importlib.import_module("kg.diagnosis.translation").warm_up()


def algebra(query: str, seconds: float = _SECONDS) -> dict[str, Any]:
    """Return the algebra of a query: `available`, and then `tree` and `text`, or the `reason` why there is none.

    It is read by rdflib in a child of its own, whose time is bounded; what our engine takes beyond SPARQL 1.1 it
    cannot read.
    """
    if len(query) > LONGEST:
        return _unavailable("too-long", "dotaz je delší než 64 KiB", "the query is longer than 64 KiB")
    try:
        prepare()
        answer: dict[str, Any] = bounded(lambda: _read(query), seconds)
    except Unfinished:
        return _unavailable(
            "not-finished",
            "dotaz je na rozbor příliš hluboký nebo dlouhý",
            "the query is too deep or too long for its algebra to be read",
        )
    except (Failed, ImportError, OSError):
        return _unavailable("not-read", "čtení algebry selhalo", "the reading of the algebra failed")
    return answer


def _unavailable(code: str, cs: str, en: str) -> dict[str, Any]:
    return {
        "available": False,
        "code": code,
        "reason": {"cs": f"Algebru nelze ukázat: {cs}.", "en": f"The algebra cannot be shown: {en}."},
    }


def _read(query: str) -> dict[str, Any]:
    """Read the algebra; in the child."""
    from kg.diagnosis.translation import ParseException, Trees  # noqa: PLC0415 - slow to import, and seldom needed

    sys.setrecursionlimit(_DEEP)
    logging.disable(logging.CRITICAL)  # rdflib logs each literal that is not of its datatype
    try:
        tree = Trees(query).tree()
    except RecursionError:
        return _unavailable("too-deep", "dotaz je příliš hluboký", "the query is too deep")
    except Exception as error:  # noqa: BLE001 - rdflib raises plain Exceptions too
        beyond = isinstance(error, ParseException)
        return _unavailable(
            "not-standard" if beyond else "not-read",
            "dotaz používá zápis, který jde nad SPARQL 1.1, nebo jej rdflib nečte",
            "the query is written beyond SPARQL 1.1, or in a way that rdflib does not read",
        )
    return {"available": True, "tree": tree, "text": text(tree)}


def text(tree: Tree, depth: int = 0) -> str:
    """Return a tree as text, one operator a line, what it takes indented below it."""
    detail = tree.get("detail", [])
    indent = "  " * depth
    if tree["operator"] == "BGP":
        lines = [f"{indent}BGP", *(f"{indent}  {each} ." for each in detail)]
    else:
        lines = [f"{indent}{tree['operator']}{' ' if detail else ''}{', '.join(detail)}"]
    return "\n".join([*lines, *(text(each, depth + 1) for each in tree.get("inputs", []))])
