"""Validate what users bring: read, validate beside what is known, and report, in a child that may die.

Nothing is fetched: of an import only its absence is reported.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final, cast, get_args

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import InputError, KgError, Lang, TimeoutReached
from kg.namespaces import DCT, OWL, RDFS, SH, SKOS
from kg.validation.engines import Engine, judge, warm_up
from kg.validation.files import File
from kg.validation.findings import Kind
from kg.validation.known import INFERRED, Known
from kg.validation.lint import Vocabulary, holds_shapes, lint, unknown_constructs
from kg.validation.profiles import Profile, every_shape, shapes
from kg.validation.reading import Content, read
from kg.validation.render import MEDIA_TYPES, Rendering, renderer
from kg.validation.report import Names, Report, Result, Term, ordered
from kg.workers import Task, WorkerFailed

IMPORT: Final = Kind(
    "import-not-read",
    "Info",
    {
        "cs": "Dovážená ontologie není mezi místními a nestahuje se; data jsou ověřena bez ní.",
        "en": "The imported ontology is not a local one and is not fetched; it took no part in the validation.",
    },
)
LEFT_OUT: Final = Kind(
    "inferred-left-out",
    "Info",
    {
        "cs": "Odvozené výroky se neověřují; tento graf byl vynechán (výroků: {count}).",
        "en": "Inferred statements are not validated; this graph was left out (statements: {count}).",
    },
)
_NAMING: Final = (SKOS.prefLabel, DCT.title, RDFS.label)
_LANGS: Final[tuple[Lang, ...]] = ("cs", "en")


class ValidationStopped(TimeoutReached):
    """A validation that took too long."""

    exit_status = 2


@dataclass(frozen=True, slots=True)
class Check:
    """What to validate, and how."""

    files: tuple[File, ...]
    known: Known
    profile: Profile = "core"
    engine: Engine = "shifty"
    lint: bool = False
    """Whether the shapes are looked at too: those in the files, or the project's own if there are none."""

    def report(self) -> Report:
        """Read the files and validate them.

        Raises:
            InputError: a file cannot be read, or holds shapes that say what SHACL has no word for.
        """
        contents = read(self.files)
        quads = [quad for content in contents for quad in content.quads]
        own = list(dict.fromkeys(quad.triple for quad in quads if quad.graph_name != INFERRED))
        data = list(dict.fromkeys([*own, *self.known.beside(own, _followed_backwards(shapes(self.profile)))]))
        results = [*self._judged(own, data), *self._not_read(quads)]
        if self.lint:
            results += self._linted(own, contents)
        return ordered((_placed(each, contents) for each in results), _names_of(data, results))

    def _judged(self, own: Sequence[Triple], data: Sequence[Triple]) -> Iterator[Result]:
        """Yield the results on things that the files speak of, not those on what was known before."""
        if not own:
            return iter(())
        subjects = {triple.subject for triple in own}
        results = judge(data, shapes(self.profile), self.engine).results
        return (each for each in results if each.focus in subjects or not self.known.about(each.focus))

    def _not_read(self, quads: Sequence[Quad]) -> Iterator[Result]:
        local = self.known.catalogue
        for quad in quads:
            if quad.predicate == OWL.imports and quad.object not in local:
                importing, imported = cast("Term", quad.subject), cast("Term", quad.object)
                yield IMPORT.at(importing, path=OWL.imports.value, value=imported)
        count = sum(quad.graph_name == INFERRED for quad in quads)
        if count:
            yield LEFT_OUT.at(INFERRED, words={"count": str(count)})

    def _linted(self, own: Sequence[Triple], contents: Sequence[Content]) -> list[Result]:
        wanted: Sequence[Triple] = own if holds_shapes(own) else every_shape()
        for triple in unknown_constructs(wanted):
            raise _unknown(triple, contents)
        return lint([*wanted, *self.known.ontology], self.known.vocabulary | Vocabulary.of(own))


def prepare() -> None:
    """Load all that any validation loads when it first runs: for a process that answers others meanwhile."""
    for profile in get_args(Profile):
        warm_up("both", shapes(profile))
    every_shape()
    for form in MEDIA_TYPES:
        renderer(form)


def task(check: Check, rendering: Rendering) -> Task:
    """Return what a child does: write the report; the result tells how many Violations there are.

    All that would be loaded on first use is loaded now, unless `prepare` did so, for the child can open no file.
    """
    warm_up(check.engine, shapes(check.profile))
    every_shape()
    render = renderer(rendering.form)

    def work(out: BinaryIO) -> dict[str, Any]:
        report = check.report()
        out.write(render(report, rendering).encode())
        return {"violations": len(report.of("Violation"))}

    return work


def stopped(error: KgError, files: Sequence[File]) -> KgError:
    """Return what to tell of a child that died or was stopped; other errors as they are."""
    names = ", ".join(file.name for file in files)
    if isinstance(error, WorkerFailed):
        return InputError(
            cs=f"{names}: obsah nelze zpracovat ({error.cs.partition(';')[0]}); zmenšete jej nebo zjednodušte.",
            en=f"{names}: the content cannot be processed ({error.en.partition(';')[0]}); make it smaller or simpler.",
        )
    if isinstance(error, TimeoutReached):
        return ValidationStopped(
            cs=f"{names}: {error.cs.partition(';')[0]}; ověřujte po menších částech.",
            en=f"{names}: {error.en.partition(';')[0]}; validate it in smaller parts.",
        )
    return error


def _followed_backwards(wanted: Iterable[Triple]) -> set[NamedNode]:
    inverse = {triple.object for triple in wanted if triple.predicate == SH.inversePath}
    return {each for each in inverse if isinstance(each, NamedNode)}


def _unknown(triple: Triple, contents: Iterable[Content]) -> InputError:
    word = triple.predicate.value
    cs = f"tvar {triple.subject} užívá {word}, což SHACL 1.0 nezná; opravte nebo vypusťte je."
    en = f"the shape {triple.subject} uses {word}, which SHACL 1.0 does not know; correct or remove it."
    for content in contents:
        if triple.subject in content.subjects:
            return content.file.error(content.line(triple.subject, word), cs=cs, en=en)
    return InputError(cs=cs, en=en)


def _names_of(data: Iterable[Triple], results: Iterable[Result]) -> Names:
    """Return what the things that results speak of are called: the best name in each language."""
    wanted = {term for each in results for term in (each.focus, each.value) if isinstance(term, NamedNode | BlankNode)}
    found: dict[Any, dict[Lang, tuple[int, str]]] = {}
    for triple in data:
        if triple.subject in wanted and triple.predicate in _NAMING and isinstance(triple.object, Literal):
            entry = (_NAMING.index(triple.predicate), triple.object.value)
            for lang in _LANGS:
                if triple.object.language in {lang, None}:
                    own = found.setdefault(triple.subject, {})
                    own[lang] = min(entry, own.get(lang, entry))
    return {term: {lang: name for lang, (_, name) in own.items()} for term, own in found.items()}


def _placed(result: Result, contents: Iterable[Content]) -> Result:
    """Say in which file and on which line the focus node of a result is described."""
    for content in contents:
        if result.focus in content.subjects:
            return replace(result, file=content.file.name, line=content.line(result.focus, result.path))
    return result
