"""Where the ontology, shapes, data, rules and questions lie, in a clone and in an installed wheel alike."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
_PACKAGED: Final = _PACKAGE / "resources"

ROOT: Final = _PACKAGED if _PACKAGED.is_dir() else _PACKAGE.parent
"""The folder that holds ontology/, shapes/ and data/."""

IN_CLONE: Final = not _PACKAGED.is_dir()
"""Whether the code runs from a clone of the repository rather than from an installed wheel."""

ONTOLOGY: Final = ROOT / "ontology"
SHAPES: Final = ROOT / "shapes"
DATA: Final = ROOT / "data"
RULES: Final = _PACKAGE / "rules"
QUESTIONS: Final = _PACKAGE / "questions"
