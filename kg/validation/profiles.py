"""The shapes as files: found by glob, cut to a profile."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from pyoxigraph import NamedNode, Triple

from kg.iris import graph
from kg.namespaces import DCT, SHAPE, Namespace
from kg.paths import SHAPES
from kg.turtle import read_turtle

Profile = Literal["core", "publish"]

_PROF: Final = Namespace("http://www.w3.org/ns/dx/prof/")


def shape_files(folder: Path = SHAPES) -> list[Path]:
    """Return the files that make up the shapes, without their examples and without the shape of shapes."""
    return [*sorted(folder.glob("*/shape.ttl")), *sorted(folder.glob("profiles/*.ttl"))]


def published_files(folder: Path = SHAPES) -> list[Path]:
    """Return the files of the graph of shapes: the shapes, and what the findings beside their results are."""
    return [*shape_files(folder), folder / "_findings.ttl"]


@cache
def shapes(profile: Profile = "publish") -> tuple[Triple, ...]:
    """Return the shapes of a profile; `publish` is all of them."""
    return of_profile(every_shape(), SHAPE[profile])


@cache
def every_shape() -> tuple[Triple, ...]:
    """Return the shapes of all profiles, the one for the ontology among them."""
    return tuple(read_triples(shape_files()))


def read_triples(files: Iterable[Path]) -> list[Triple]:
    """Return the triples of Turtle files; a blank node of one file is none of another's.

    Raises:
        InputError: a file cannot be read, or is not Turtle.
    """
    return [quad.triple for quad in read_turtle(files, graph("shapes"))]


def of_profile(triples: Iterable[Triple], profile: NamedNode) -> tuple[Triple, ...]:
    """Leave out the shapes of profiles that this one is not built on, and every link to them.

    A shape names its profile by dct:isPartOf; a profile names the one it is built on by prof:isProfileOf (W3C PROF).
    A shape that names none serves others and targets nothing.
    """
    triples = list(triples)
    built_on = {t.subject: t.object for t in triples if t.predicate == _PROF.isProfileOf}
    wanted = _chain(profile, built_on)
    left_out = {t.subject for t in triples if t.predicate == DCT.isPartOf and t.object not in wanted}
    return tuple(t for t in triples if t.subject not in left_out and t.object not in left_out)


def _chain(start: object, following: Mapping[Any, object]) -> set[object]:
    """Return a node and all that follow it."""
    seen: set[object] = set()
    node: object | None = start
    while node is not None and node not in seen:
        seen.add(node)
        node = following.get(node)
    return seen
