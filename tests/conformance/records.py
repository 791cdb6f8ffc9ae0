"""The records of what passes: CSV files beside the tests, one row a case, which may only grow."""

import csv
from functools import cache
from pathlib import Path


@cache
def record(path: Path) -> dict[str, str]:
    """Return what is recorded, by case."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["case"]: row["result"] for row in csv.DictReader(file)}
