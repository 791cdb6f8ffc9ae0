"""What changes in a dataset after its release: the change itself, and the log that keeps every one of them."""

from kg.changes.change import Change, DefaultGraph, applied, apply, exact, in_parts
from kg.changes.following import follow, prepare, replayed, rests_on, settle
from kg.changes.log import ChangeLog, NotRecorded
from kg.changes.record import Record

__all__ = [
    "Change",
    "ChangeLog",
    "DefaultGraph",
    "NotRecorded",
    "Record",
    "applied",
    "apply",
    "exact",
    "follow",
    "in_parts",
    "prepare",
    "replayed",
    "rests_on",
    "settle",
]
