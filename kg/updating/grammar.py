"""The grammar of an update: the engine reads a part of the text before anything of it is run."""

import re
from typing import Final

import pyoxigraph as ox

from kg.mistakes import malformed
from kg.namespaces import PREFIXES

_STOP: Final = "DROP GRAPH <urn:none> ;"
"""An operation that fails, so that none after it is run: the engine reads a request to its end before it starts."""

_PLACE: Final = re.compile(r"error at (\d+):(\d+):")


def check_declarations(text: str, start: int, end: int, declared: str) -> None:
    """Let the engine read a part of an update that declares prefixes and bases.

    Args:
        text: the update.
        start: where the part starts.
        end: where it ends.
        declared: the declarations before it.

    Raises:
        QueryError: it is malformed; the text names line and column.
    """
    _check(text, start, end, declared)


def check_operation(text: str, start: int, end: int, declared: str) -> None:
    """Let the engine read an operation and do nothing of it; arguments and errors are those of `check_declarations`."""
    _check(text, start, end, f"{declared} {_STOP}")


def _check(text: str, start: int, end: int, head: str) -> None:
    try:
        ox.Store().update(f"{head}\n{text[start:end]}", prefixes=PREFIXES)
    except SyntaxError as error:
        raise malformed(text, _moved(str(error), text[:start], head.count("\n") + 1)) from error
    except RuntimeError:
        return  # it was read whole, and stopped where it should


def _moved(message: str, before: str, lines: int) -> str:
    """Return the engine's message with the place in the whole text; it read the part behind some lines of its own."""
    found = _PLACE.match(message)
    if not found:
        return message
    line, column = int(found[1]) - lines, int(found[2])
    if line == 1:
        column += len(before) - (before.rfind("\n") + 1)
    return f"error at {line + before.count(chr(10))}:{column}:{message[found.end() :]}"
