"""The stage between mapping and reasoning: asserted data in, a report out."""

from collections.abc import Iterable

from pyoxigraph import Quad, Triple

from kg.validation.engines import Engine, judge
from kg.validation.profiles import Profile, shapes
from kg.validation.report import Report


def validate_asserted(quads: Iterable[Quad], profile: Profile = "core") -> Report:
    """Validate asserted graphs as one graph; ontology and codes must be among them, inferred triples must not.

    A range inference would give every value the class that sh:class asks for, so that no such shape could fire.
    """
    return validate((quad.triple for quad in quads), profile)


def validate(data: Iterable[Triple], profile: Profile = "core", engine: Engine = "shifty") -> Report:
    """Validate triples by the shapes of a profile."""
    return judge(list(data), shapes(profile), engine)
