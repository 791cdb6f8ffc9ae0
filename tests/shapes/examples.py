"""The examples beside the shapes: found by folder, run by either engine, read as what they state."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Triple

from kg.namespaces import SH
from kg.paths import ONTOLOGY, SHAPES
from kg.validation import Report, read_report
from kg.validation.profiles import read_triples
from kg.validation.pyshacl_engine import pyshacl_report
from kg.validation.shifty_engine import shifty_report

Engine = Callable[[Iterable[Triple], tuple[Triple, ...]], Iterable[Triple]]

ENGINES: Final[dict[str, Engine]] = {"shifty": shifty_report, "pyshacl": pyshacl_report}
FOLDERS: Final = sorted(path for path in SHAPES.iterdir() if path.is_dir() and path.name != "profiles")
TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)

# W3C SHACL, section 4: the parameters of the core constraint components; sh:property reports by its own shape.
_PARAMETERS: Final = (
    *("class", "datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive"),
    *("maxInclusive", "minLength", "maxLength", "pattern", "languageIn", "uniqueLang", "equals", "disjoint"),
    *("lessThan", "lessThanOrEquals", "not", "and", "or", "xone", "node", "qualifiedMinCount", "qualifiedMaxCount"),
    *("closed", "hasValue", "in"),
)
COMPONENTS: Final = {SH[name]: f"{SH.iri}{name[0].upper()}{name[1:]}ConstraintComponent" for name in _PARAMETERS} | {
    SH.sparql: f"{SH.iri}SPARQLConstraintComponent"
}


@cache
def background() -> tuple[Triple, ...]:
    """Return the ontology and the codes, which are part of whatever is validated."""
    return tuple(read_triples([*sorted(ONTOLOGY.glob("*.ttl")), *sorted(ONTOLOGY.glob("codes/*.ttl"))]))


@cache
def shape(folder: Path) -> tuple[Triple, ...]:
    """Return the triples of the shape of a folder."""
    return tuple(read_triples([folder / "shape.ttl"]))


@cache
def run(engine: str, folder: Path, example: str) -> Report:
    """Validate an example by the shape of its folder."""
    data = [*read_triples([folder / f"{example}.ttl"]), *background()]
    return read_report(ENGINES[engine](data, shape(folder)), shape(folder))


def stated(folder: Path) -> Report:
    """Return the results that the invalid example says it must cause."""
    return read_report(read_triples([folder / "invalid.ttl"]), shape(folder))


def targeted(triples: Iterable[Triple]) -> set[NamedNode]:
    """Return the shapes that say themselves what they are about."""
    return {triple.subject for triple in triples if triple.predicate in TARGETS and _is_iri(triple.subject)}


def constraints(triples: Iterable[Triple]) -> set[tuple[str, str]]:
    """Return every constraint that can give a result, as the IRIs of shape and component."""
    triples = list(triples)
    sources = targeted(triples) | {triple.object for triple in triples if triple.predicate == SH.property}
    return {
        (triple.subject.value, COMPONENTS[triple.predicate])
        for triple in triples
        if triple.subject in sources and triple.predicate in COMPONENTS
    }


def _is_iri(term: object) -> bool:
    return isinstance(term, NamedNode)
