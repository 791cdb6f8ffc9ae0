"""SHACL validation: shapes by profile, one report whatever the engine."""

from kg.validation.profiles import Profile, published_files, shape_files, shapes
from kg.validation.report import Report, Result, Severity, read_report
from kg.validation.stage import validate, validate_asserted

__all__ = [
    "Profile",
    "Report",
    "Result",
    "Severity",
    "published_files",
    "read_report",
    "shape_files",
    "shapes",
    "validate",
    "validate_asserted",
]
