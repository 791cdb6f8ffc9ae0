"""The records of what passes: CSV files beside the tests, one row a case, of which no pass may be lost."""

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

PASSES: Final = "pass"
BY_VALUE: Final = "pass by value"
"""An answer has the right values, but numbers or truth values in another lexical form."""

REFUSED: Final = "refused: "
"""How the reason begins of what is answered with 403 on purpose."""

_WORTH: Final = {PASSES: 2, BY_VALUE: 1}

Cell = tuple[str, str]
"""A case, and the column that tells its result: an engine's, where there are several."""


@cache
def record(path: Path, column: str = "result") -> dict[str, str]:
    """Return what is recorded, by case."""
    return {
        case: result for (case, named), result in cells(path.read_text(encoding="utf-8")).items() if named == column
    }


def cells(text: str) -> dict[Cell, str]:
    """Return the results that a record tells."""
    rows = csv.DictReader(io.StringIO(text))
    return {(row["case"], name): row[name] for row in rows for name in row if name != "case"}


def passes(results: Mapping[Cell, str]) -> int:
    """Return how many results are passes, to the letter or by value."""
    return sum(result in _WORTH for result in results.values())


def lost(before: Mapping[Cell, str], now: Mapping[Cell, str]) -> list[str]:
    """Return what passed before and does not now, or only by value; another that is won makes up for nothing."""
    worse = (cell for cell in before if _worth(now.get(cell)) < _worth(before[cell]))
    return sorted(" ".join(cell) for cell in worse)


def _worth(result: str | None) -> int:
    return _WORTH.get(result or "", 0)


def committed(path: Path) -> Iterator[str]:
    """Yield the texts of a record in the history of the repository; nothing where there is none, or no git."""
    if shutil.which("git"):
        for commit in _git(path, "log", "--format=%H", "--diff-filter=AM", "--", path.name).split():
            yield _git(path, "show", f"{commit}:./{path.name}")


def _git(path: Path, *arguments: str) -> str:
    told = subprocess.run(["git", *arguments], cwd=path.parent, capture_output=True, check=False)
    return told.stdout.decode() if told.returncode == 0 else ""
