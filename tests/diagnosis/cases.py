"""The cases: one query, one file, with what its explanation must say in a `#+` header."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.store import with_union

FOLDER: Final = Path(__file__).parent / "cases"
_HEADER: Final = re.compile(r"^#\+ ([a-z]+): ?(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """A query that gives no row."""

    name: str
    query: str
    expected: dict[str, str]


def cases(folder: Path) -> list[Case]:
    """Return the cases of a folder."""
    paths = sorted(folder.glob("*.rq"))
    assert paths
    return [Case(path.stem, text, dict(_HEADER.findall(text))) for path in paths if (text := path.read_text("utf-8"))]


def example() -> ox.Store:
    """Return the small graph that the cases are about."""
    store = ox.Store()
    store.load((FOLDER / "graph.trig").read_bytes(), format=ox.RdfFormat.TRIG)
    return with_union(store)
