"""The stage between mapping and reasoning: asserted data in, a report out."""

from collections.abc import Iterable

from pyoxigraph import Quad, Triple

from kg.validation.profiles import Profile, shapes
from kg.validation.report import Report, read_report
from kg.validation.shifty_engine import shifty_report


def validate_asserted(quads: Iterable[Quad], profile: Profile = "core") -> Report:
    """Validate asserted graphs as one graph; ontology and codes must be among them, inferred triples must not.

    A range inference would give every value the class that sh:class asks for, so that no such shape could fire.
    """
    return validate((quad.triple for quad in quads), profile)


def validate(data: Iterable[Triple], profile: Profile = "core") -> Report:
    """Validate triples by the shapes of a profile."""
    wanted = shapes(profile)
    return read_report(shifty_report(data, wanted), wanted)
