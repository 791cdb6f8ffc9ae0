"""One record of the change log: a line of JSON, chained to the one before it by that one's hash."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from kg.changes.change import Change

FIRST: Final = ""
"""What stands for the hash of the record before the first."""


@dataclass(frozen=True, slots=True)
class Record:
    """Who changed what, when and by which request, and in which state of the dataset."""

    number: int
    """From 1, without a gap."""
    previous: str
    """The hash of the record before; with the release it names the state that the change was made in."""
    release: str
    """The release folder that was current."""
    time: str
    """UTC, ISO 8601."""
    actor: str
    """The name of the token."""
    action: str
    """`update`, or the method of the Graph Store Protocol."""
    request: str
    """The text of the update, or the graph."""
    removed: str
    added: str
    """Sorted N-Quads."""
    counts: dict[str, int]
    """How many quads were removed and added."""
    hash: str = ""
    """SHA-256 of the record without it, hexadecimal."""

    @property
    def change(self) -> Change:
        """What was changed."""
        return Change.parse(self.removed.encode(), self.added.encode())

    def digest(self) -> str:
        """Return the hash that the record must have."""
        fields = asdict(self)
        del fields["hash"]
        return hashlib.sha256(_json(fields)).hexdigest()

    def line(self) -> bytes:
        """Return the record as a line of the log."""
        return _json(asdict(self)) + b"\n"


def read(line: bytes, number: int, previous: str) -> Record | None:
    """Return the record of a line, or nothing if the line is not the one that must stand here."""
    try:
        fields: dict[str, Any] = json.loads(line)
        record = Record(**fields)
        sound = record.digest() == record.hash
    except (ValueError, TypeError):
        return None
    return record if sound and (record.number, record.previous) == (number, previous) else None


def _json(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
