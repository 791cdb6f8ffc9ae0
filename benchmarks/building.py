"""The build, whole and by its stages, the closure beside owlrl and validation beside pySHACL."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pyshacl
import rdflib

from benchmarks.data import Sample, parsed, real
from benchmarks.table import Line
from benchmarks.timing import Outcome, measure, measure_apart
from kg import __version__
from kg.build import build
from kg.reasoning import ENGINES
from kg.store import write_release
from kg.validation import shapes, validate_asserted

_BY_OWLRL: Final = "kg build --reasoner owlrl"


def real_build(repeats: int, limit: float) -> Iterator[Line]:
    """Measure the build of the real source, beside itself with the other reasoner."""
    ours = measure(_build, repeats)
    yield Line("build", "real source", ours, _BY_OWLRL, measure_apart(lambda: _build("owlrl"), limit))


def _build(reasoner: str = "rules") -> int:
    with tempfile.TemporaryDirectory() as folder:
        return sum(build(Path(folder), reasoner=reasoner).manifest.graphs.values())


def generated_build(sample: Sample) -> Iterator[Line]:
    """Measure a build of generated measures beside the real source, and its stages as parts of the whole."""
    found: dict[str, list[ox.Quad]] = {}

    def read() -> int:
        found["asserted"] = [*real(), *parsed(sample.added)]
        return len(found["asserted"])

    def validate() -> int:
        report = validate_asserted(found["asserted"])
        return len(report.results)

    def infer() -> int:
        found["inferred"] = list(ENGINES["rules"](sample.closed))
        return len(found["inferred"])

    def publish() -> int:
        with tempfile.TemporaryDirectory() as folder:
            _, manifest = write_release([*found["asserted"], *found["inferred"]], __version__, Path(folder))
        return sum(manifest.graphs.values())

    stages: dict[str, Callable[[], int]] = {
        "– read": read,
        "– validate": validate,
        "– infer": infer,
        "– canonicalise, hash, write": publish,
    }
    times = {name: measure(stage) for name, stage in stages.items()}
    whole = Outcome(sum(each.seconds for each in times.values()), 0)
    yield Line("build", sample.name, whole)
    for name, outcome in times.items():
        yield Line(name, sample.name, outcome, "the whole build", whole, whole=True)


def closures(sample: Sample, repeats: int, limit: float | None) -> Iterator[Line]:
    """Measure the closure by the rules beside owlrl; without a limit owlrl does not run."""
    given = sample.closed
    ours = measure(lambda: len(ENGINES["rules"](given)), repeats)
    theirs = measure_apart(lambda: len(ENGINES["owlrl"](given)), limit) if limit else None
    yield Line("closure", sample.name, ours, "owlrl" if limit else "owlrl: --full", theirs)


def validation(sample: Sample, repeats: int, limit: float) -> Iterator[Line]:
    """Measure validation by the core profile beside pySHACL."""
    ours = measure(lambda: len(validate_asserted(sample.asserted).results), repeats)
    data, rules = _graph(quad.triple for quad in sample.asserted), _graph(shapes("core"))
    theirs = measure_apart(lambda: _pyshacl(data, rules), limit)
    yield Line("validation", sample.name, ours, "pySHACL", theirs)


def _graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    content = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=content or b"", format="nt")


def _pyshacl(data: rdflib.Graph, rules: rdflib.Graph) -> int:
    _, report, _ = pyshacl.validate(data, shacl_graph=rules)
    return len(set(report.objects(None, rdflib.SH.result)))
